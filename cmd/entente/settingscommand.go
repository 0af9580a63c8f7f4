package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

func (m *Main) settingsCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "settings [COMMAND [FLAG…]]",
		Short: "each setting in force, and where it comes from",
		Long: "settings prints what would hold for a command, as a file of settings has it, and beside each where\n" +
			"it comes from: the command line, the environment, a line of a file, or the program itself. Without a\n" +
			"command it prints all that there are. Tokens and passwords are shown as ***. docs/settings.md has\n" +
			"what each means.",
		Example: "  entente settings serve\n" +
			"  entente settings serve --addr 127.0.0.1:9000\n" +
			"  entente settings > entente.toml",
		RunE: func(cmd *cobra.Command, args []string) error {
			book := newBook(cmd.Root())
			if len(args) == 0 {
				return m.printAllSettings(book, cmd)
			}
			of, rest, err := cmd.Root().Find(args)
			if err != nil || of == cmd.Root() {
				return usagef("entente settings serve", "there is no command %q", args[0])
			}
			of.InitDefaultHelpFlag()
			if err := of.ParseFlags(rest); err != nil {
				return usagef(of.CommandPath()+" --help", "%w", err)
			}
			origins, files, err := m.configure(of)
			if err != nil {
				return err
			}
			return m.printSettings(files, func(w io.Writer) {
				m.printFlags(w, book.above(of), origins)
				if table := book.table(of); table != "" {
					m.print(w, "\n["+table+"]\n")
				}
				m.printFlags(w, book.flags(of), origins)
			})
		},
	}
	cmd.Flags().SetInterspersed(false) // what follows the command is its own
	return cmd
}

// printAllSettings prints the settings of every command: what stands above all tables once.
func (m *Main) printAllSettings(b *book, cmd *cobra.Command) error {
	files, err := m.configFiles(cmd)
	if err != nil {
		return err
	}
	return m.printSettings(files, func(w io.Writer) {
		above := &cobra.Command{Use: "entente"}
		for _, f := range b.common {
			above.Flags().AddFlag(f)
		}
		err = m.printTable(b, above, w, "", files, func(string) bool { return true })
		for _, of := range b.commands {
			table := b.table(of)
			if err != nil || table == "" {
				continue
			}
			err = m.printTable(b, of, w, table, files, func(name string) bool { return b.common[name] == nil || inTable(files, table, name) })
		}
	})
}

// inTable reports whether a table has a key in any of the files.
func inTable(files []configFile, table, key string) bool {
	for _, file := range files {
		for _, s := range file.list {
			if s.Table == table && s.Key == key {
				return true
			}
		}
	}
	return false
}

// printTable prints those flags of a command that are wanted, under the name of its table.
func (m *Main) printTable(b *book, cmd *cobra.Command, w io.Writer, table string, files []configFile, want func(name string) bool) error {
	var flags []*pflag.Flag
	origins := map[string]string{}
	var err error
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if err == nil && isSetting(f) && want(f.Name) {
			origins[f.Name], err = m.settle(b, cmd, f, files)
			flags = append(flags, f)
		}
	})
	if err != nil || len(flags) == 0 {
		return err
	}
	if table != "" {
		m.print(w, "\n["+table+"]\n")
	}
	m.printFlags(w, flags, origins)
	return nil
}

// printSettings prints which files were read, and then what body does.
func (m *Main) printSettings(files []configFile, body func(io.Writer)) error {
	for _, file := range files {
		state := "read"
		if !file.found {
			state = "not there"
		}
		m.print(m.Stdout, fmt.Sprintf("# %s: %s\n", file.name, state))
	}
	w := tabwriter.NewWriter(m.Stdout, 0, 0, 2, ' ', 0)
	body(w)
	return w.Flush()
}

// printFlags prints a line for each. One that does not show all of its value is a comment:
// nobody shall have *** for a token because he made a file of what was printed.
func (m *Main) printFlags(w io.Writer, flags []*pflag.Flag, origins map[string]string) {
	for _, f := range flags {
		line := f.Name + " = " + literal(f)
		if strings.Contains(line, hidden) {
			line = "# " + line
		}
		m.print(w, line+"\t# "+origins[f.Name]+"\n")
	}
}

// literal is the value of a flag as TOML writes it, without what is secret.
func literal(f *pflag.Flag) string {
	switch f.Value.Type() {
	case "bool", "int", "int64", "float64":
		return f.Value.String()
	}
	list := values(f)
	quoted := make([]string, 0, len(list))
	for _, v := range list {
		quoted = append(quoted, quote(reveal(f, v)))
	}
	if _, many := f.Value.(pflag.SliceValue); many {
		return "[" + strings.Join(quoted, ", ") + "]"
	}
	return quoted[0]
}

// quote writes a basic string of TOML, which is one of JSON.
func quote(text string) string {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(text) // a string can be written
	return strings.TrimSuffix(b.String(), "\n")
}
