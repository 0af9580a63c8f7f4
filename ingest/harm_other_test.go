//go:build !linux && !darwin

package ingest_test

import "testing"

func limitFiles(string) error { return nil }

func notHere() string { return "is tried on Linux and macOS" }

// The harm that needs those systems.
var noLimit, noMount, noUser = notHere, notHere, notHere

func fullDisk(*testing.T, *round) string     { return "" }
func smallFiles(*testing.T, *round) string   { return "" }
func closedFolder(*testing.T, *round) string { return "" }
func closedFile(*testing.T, *round) string   { return "" }
