package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// manPages writes a manual page for the program and for each of its commands into a folder,
// in the language of man(7). The library has pages too, by way of Markdown, which makes one
// paragraph of our lists and knows no exit statuses.
func (m *Main) manPages(root *cobra.Command, folder string) error {
	day, err := m.manDay()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	var page func(cmd *cobra.Command) error
	page = func(cmd *cobra.Command) error {
		name := manName(cmd) + ".1"
		if err := os.WriteFile(filepath.Join(folder, name), []byte(manPage(cmd, day)), 0o644); err != nil {
			return err
		}
		for _, sub := range listed(cmd) {
			if err := page(sub); err != nil {
				return err
			}
		}
		return nil
	}
	return page(root)
}

// manDay is the day that a page bears: SOURCE_DATE_EPOCH, as reproducible-builds.org has it,
// or today.
func (m *Main) manDay() (string, error) {
	now := time.Now
	if m.Now != nil {
		now = m.Now
	}
	day := now()
	if epoch := m.Getenv("SOURCE_DATE_EPOCH"); epoch != "" {
		seconds, err := strconv.ParseInt(epoch, 10, 64)
		if err != nil {
			return "", usagef("SOURCE_DATE_EPOCH=1764201600 entente docs man FOLDER", "SOURCE_DATE_EPOCH is %q and no number of seconds", epoch)
		}
		day = time.Unix(seconds, 0)
	}
	return day.UTC().Format(time.DateOnly), nil
}

// listed are the commands under cmd that help lists.
func listed(cmd *cobra.Command) []*cobra.Command {
	var out []*cobra.Command
	for _, sub := range cmd.Commands() {
		if sub.IsAvailableCommand() && sub.Name() != "help" {
			out = append(out, sub)
		}
	}
	return out
}

func manName(cmd *cobra.Command) string { return strings.ReplaceAll(cmd.CommandPath(), " ", "-") }

func manPage(cmd *cobra.Command, day string) string {
	var b strings.Builder
	head := func(title string) { b.WriteString(".SH " + title + "\n") }
	name := manName(cmd)
	fmt.Fprintf(&b, ".TH %s 1 %s %s \"Manual of entente\"\n", roff(strings.ToUpper(name)), day, roff(`"entente `+version+`"`))
	head("NAME")
	b.WriteString(roff(name+" - "+cmd.Short) + "\n")
	head("SYNOPSIS")
	uses := []string{strings.TrimPrefix(cmd.Use, cmd.Name())}
	if cmd.HasSubCommands() && cmd.HasParent() {
		uses = append(uses, " COMMAND")
	} else if !cmd.HasParent() {
		uses = []string{" COMMAND"}
	}
	for i, use := range uses {
		if i > 0 {
			b.WriteString(".br\n")
		}
		fmt.Fprintf(&b, "\\fB%s\\fR%s [\\fIflags\\fR]\n", roff(cmd.CommandPath()), roff(use))
	}
	head("DESCRIPTION")
	if cmd.Long != "" {
		manText(&b, cmd.Long)
	} else {
		manText(&b, strings.ToUpper(cmd.Short[:1])+cmd.Short[1:]+".")
	}
	if flags := cmd.NonInheritedFlags(); flags.HasAvailableFlags() {
		head("OPTIONS")
		manFlags(&b, flags)
	}
	if subs := listed(cmd); len(subs) > 0 {
		head("COMMANDS")
		for _, sub := range subs {
			fmt.Fprintf(&b, ".TP\n\\fB%s\\fR(1)\n%s\n", roff(manName(sub)), roff(sub.Short))
		}
	}
	if cmd.Example != "" {
		head("EXAMPLES")
		manText(&b, cmd.Example)
	}
	head("EXIT STATUS")
	for _, s := range [][2]string{{"0", "done"}, {"1", "some input failed; each is listed on standard error"}, {"2", "a mistake on the command line"}} {
		fmt.Fprintf(&b, ".TP\n\\fB%s\\fR\n%s\n", s[0], s[1])
	}
	if !cmd.HasParent() {
		head("ENVIRONMENT")
		for _, e := range environment() {
			fmt.Fprintf(&b, ".TP\n\\fB%s\\fR\n%s\n", roff(e[0]), roff(strings.ReplaceAll(e[1], "`", "")))
		}
	} else {
		head("SEE ALSO")
		fmt.Fprintf(&b, "\\fB%s\\fR(1)\n", roff(manName(cmd.Parent())))
	}
	return b.String()
}

// manText writes paragraphs; what is indented keeps its lines, as in a list or an example.
func manText(b *strings.Builder, text string) {
	kept, gap := false, false
	for line := range strings.Lines(text + "\n") {
		line = strings.TrimRight(line, "\n")
		indented := strings.HasPrefix(line, "  ")
		switch {
		case line == "":
			gap = true
			continue
		case indented && !kept:
			b.WriteString(".RS 2\n.nf\n")
		case !indented && kept:
			b.WriteString(".fi\n.RE\n.PP\n")
		case gap && !indented:
			b.WriteString(".PP\n")
		}
		kept, gap = indented, false
		b.WriteString(roff(strings.TrimPrefix(line, "  ")) + "\n")
	}
	if kept {
		b.WriteString(".fi\n.RE\n")
	}
}

func manFlags(b *strings.Builder, flags *pflag.FlagSet) {
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Hidden {
			return
		}
		value, usage := pflag.UnquoteUsage(f)
		names := "\\fB" + roff("--"+f.Name) + "\\fR"
		if f.Shorthand != "" {
			names = "\\fB" + roff("-"+f.Shorthand) + "\\fR, " + names
		}
		if value != "" {
			names += " \\fI" + roff(value) + "\\fR"
		}
		switch f.DefValue {
		case "", "false", "0", "[]":
		default:
			usage += " (default " + f.DefValue + ")"
		}
		fmt.Fprintf(b, ".TP\n%s\n%s\n", names, roff(usage))
	})
}

// roff writes a line of text so that no part of it is taken for a request: a backslash, and
// a dot or quote at the start. A hyphen stays the one of the keyboard, to be copied.
func roff(s string) string {
	s = strings.NewReplacer(`\`, `\e`, "-", `\-`).Replace(s)
	if strings.HasPrefix(s, ".") || strings.HasPrefix(s, "'") {
		s = `\&` + s
	}
	return s
}
