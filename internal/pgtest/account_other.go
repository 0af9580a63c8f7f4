//go:build !linux

package pgtest

import "syscall"

// attributes are those of the server's process.
func attributes(string) (*syscall.SysProcAttr, error) { return &syscall.SysProcAttr{}, nil }
