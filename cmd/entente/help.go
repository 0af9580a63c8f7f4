package main

import (
	"cmp"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"entente/internal/tsv"
)

// about is what a command is for: paragraphs broken at the width of the terminal, and lists
// as they are.
func (m *Main) about(cmd *cobra.Command) string {
	var b strings.Builder
	for _, part := range strings.SplitAfter(cmp.Or(cmd.Long, cmd.Short)+"\n", "\n\n") {
		if strings.Contains("\n"+part, "\n ") {
			b.WriteString(part)
			continue
		}
		used := 0
		for _, word := range strings.Fields(part) {
			n := utf8.RuneCountInString(word)
			switch {
			case used == 0:
			case used+1+n > m.width():
				b.WriteString("\n")
				used = 0
			default:
				b.WriteString(" ")
				used++
			}
			b.WriteString(word)
			used += n
		}
		b.WriteString("\n")
		if strings.HasSuffix(part, "\n\n") {
			b.WriteString("\n")
		}
	}
	return b.String()
}

// usage is the part of a help text below its words: the form, examples, commands and
// flags, whose words are broken at the width of the terminal.
func (m *Main) usage(cmd *cobra.Command) string {
	var b strings.Builder
	b.WriteString("Usage:\n  " + cmd.UseLine() + "\n")
	if cmd.HasAvailableSubCommands() {
		b.WriteString("  " + cmd.CommandPath() + " COMMAND\n")
	}
	if cmd.HasExample() {
		b.WriteString("\nExamples:\n" + strings.TrimRight(cmd.Example, "\n") + "\n")
	}
	if cmd.HasAvailableSubCommands() {
		b.WriteString("\nCommands:\n")
		for _, c := range cmd.Commands() {
			if c.IsAvailableCommand() {
				fmt.Fprintf(&b, "  %-*s %s\n", c.NamePadding(), c.Name(), c.Short)
			}
		}
	}
	for _, part := range []struct {
		name  string
		flags *pflag.FlagSet
	}{{"Flags", cmd.LocalFlags()}, {"Flags of all commands", cmd.InheritedFlags()}} {
		if text := part.flags.FlagUsagesWrapped(m.width()); text != "" {
			b.WriteString("\n" + part.name + ":\n" + strings.TrimRight(text, "\n") + "\n")
		}
	}
	if cmd.HasAvailableSubCommands() {
		b.WriteString("\n" + cmd.CommandPath() + " COMMAND --help says more of a command.\n")
	}
	return b.String()
}

// meant adds to the error of a word that is not there one that is, if it is like it.
func meant(cmd *cobra.Command, err error) string {
	text := err.Error()
	var word string
	var words []string
	if name, ok := strings.CutPrefix(text, "unknown flag: --"); ok {
		word = name
		cmd.Flags().VisitAll(func(f *pflag.Flag) { words = append(words, f.Name) })
		if like, ok := nearest(word, words); ok {
			return text + "; is --" + like + " meant?"
		}
	} else if name, ok := strings.CutPrefix(text, `unknown command "`); ok {
		word, _, _ = strings.Cut(name, `"`)
		for _, c := range cmd.Root().Commands() {
			words = append(words, c.Name())
		}
		if like, ok := nearest(word, words); ok {
			return text + "; is " + like + " meant?"
		}
	}
	return text
}

// nearest is the one of words that is most like word: it differs by a letter or two, or one
// begins with the other; ok is false where none is.
func nearest(word string, words []string) (like string, ok bool) {
	if like := tsv.Nearest(word, words); like != "" {
		return like, true
	}
	low := strings.ToLower(word)
	for _, w := range words {
		if n := min(len(low), len(w)); n >= 3 && strings.EqualFold(low[:n], w[:n]) {
			return w, true
		}
	}
	return "", false
}

// lowered are flags whose values are names in small letters; JSON and A4 are meant as well.
var lowered = [...]string{"format", "paper", "by", "level", "log-format", "log-level"}

// lower makes small letters of their values.
func lower(cmd *cobra.Command) error {
	for _, name := range lowered {
		if f := cmd.Flags().Lookup(name); f != nil && f.Value.Type() == "string" {
			if err := f.Value.Set(strings.ToLower(f.Value.String())); err != nil {
				return err
			}
		}
	}
	return nil
}

// formatOf is the format that a file is written in: that of --format where it is given, else
// the one that the file's ending names, if there is such a one.
func formatOf(cmd *cobra.Command, format, out string, formats []string) string {
	ending := strings.ToLower(strings.TrimPrefix(filepath.Ext(out), "."))
	if f := map[string]string{"htm": "html", "txt": "text"}[ending]; f != "" {
		ending = f
	}
	if cmd.Flags().Changed("format") || !slices.Contains(formats, ending) {
		return format
	}
	return ending
}
