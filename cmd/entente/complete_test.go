package main

import (
	"testing"

	"github.com/spf13/cobra"
)

// TestCompletionsAreOfSomething: every row of the tables speaks of a command and a flag that
// are there.
func TestCompletionsAreOfSomething(t *testing.T) {
	m := &Main{}
	commands := map[string]*cobra.Command{}
	var collect func(cmd *cobra.Command)
	collect = func(cmd *cobra.Command) {
		commands[cmd.Name()] = cmd
		for _, sub := range cmd.Commands() {
			collect(sub)
		}
	}
	collect(m.command())
	anywhere := func(flag string) bool {
		for _, cmd := range commands {
			if cmd.Flags().Lookup(flag) != nil {
				return true
			}
		}
		return false
	}
	for key, values := range flagValues() {
		cmd, flag := key[0], key[1]
		if cmd == "*" && !anywhere(flag) || cmd != "*" && (commands[cmd] == nil || commands[cmd].Flags().Lookup(flag) == nil) {
			t.Errorf("no command has what the row %v speaks of", key)
		}
		if len(values) < 2 {
			t.Errorf("%v offers %q", key, values)
		}
	}
	for _, flags := range []map[string]bool{landFlags, fileFlags} {
		for flag := range flags {
			if !anywhere(flag) {
				t.Errorf("no command has a flag %s", flag)
			}
		}
	}
	for name := range completeArgs() {
		if commands[name] == nil {
			t.Errorf("there is no command %s", name)
		}
	}
}
