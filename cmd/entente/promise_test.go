package main

import (
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"entente/internal/promise"
)

// TestPromise: no command and no flag that a version was released with goes, and no flag
// takes another kind of value.
func TestPromise(t *testing.T) {
	var now []string
	var add func(cmd *cobra.Command)
	add = func(cmd *cobra.Command) {
		now = append(now, cmd.CommandPath())
		cmd.NonInheritedFlags().VisitAll(func(f *pflag.Flag) {
			now = append(now, cmd.CommandPath()+" --"+f.Name+" "+f.Value.Type())
		})
		for _, sub := range listed(cmd) {
			add(sub)
		}
	}
	add((&Main{}).command())
	promise.Hold(t, "testdata/promise.txt", now)
}
