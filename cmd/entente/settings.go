package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"entente"
	"entente/settings"
)

// settingsFile is the name of a file of settings, in the machine's folder and in the user's.
const settingsFile = "entente.toml"

// byDefault is where a setting comes from that nobody has set.
const byDefault = "default"

// A setting is a flag. It may stand on the command line, in the environment, in a file, or
// be as the program has it: the first of these that has it holds. The commands' own flags
// are the only list of them.

// configFile is a file of settings as it was read.
type configFile struct {
	name  string
	found bool
	list  []settings.Setting
}

// configure reads the files of settings, finds no mistake in them, and gives the flags of
// cmd that are not on the command line what the environment or a file has for them. It
// returns, by the name of a flag, where what is in force came from.
func (m *Main) configure(cmd *cobra.Command) (origins map[string]string, files []configFile, err error) {
	if files, err = m.configFiles(cmd); err != nil {
		return nil, nil, err
	}
	book := newBook(cmd.Root())
	for _, file := range files {
		for _, s := range file.list {
			if err := book.check(file.name, s); err != nil {
				return nil, nil, err
			}
		}
	}
	origins = map[string]string{}
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if err == nil && isSetting(f) {
			origins[f.Name], err = m.settle(book, cmd, f, files)
		}
	})
	return origins, files, err
}

// settle gives f its value, and says where that came from. Of two files the later one holds,
// and within a file the command's own table.
func (m *Main) settle(book *book, cmd *cobra.Command, f *pflag.Flag, files []configFile) (origin string, err error) {
	if f.Changed {
		return "--" + f.Name, nil
	}
	env := envName(f)
	if value := m.Getenv(env); value != "" {
		if many, ok := f.Value.(pflag.SliceValue); ok {
			err = many.Replace(nil) // Set adds to what is there
		}
		if err := cmp.Or(err, f.Value.Set(value)); err != nil {
			kind := flagKinds()[f.Value.Type()]
			return "", usagef(env+"="+kind.example+" "+cmd.CommandPath(), "%s is %q and takes %s", env, reveal(f, value), kind.takes)
		}
		return env, nil
	}
	for _, file := range slices.Backward(files) {
		var at *settings.Setting
		for i, s := range file.list {
			if s.Key == f.Name && (s.Table == book.table(cmd) && s.Table != "" || s.Table == "" && at == nil && book.common[f.Name] != nil) {
				at = &file.list[i]
			}
		}
		if at != nil {
			list, _ := flagKinds()[f.Value.Type()].strings(at.Value) // checked
			if err := set(f, list); err != nil {
				return "", misset(file.name, *at, f, err.Error())
			}
			return fmt.Sprintf("%s:%d", file.name, at.Line), nil
		}
	}
	return byDefault, nil
}

// envName is the variable that holds a flag: ENTENTE_LOG_LEVEL of --log-level.
func envName(f *pflag.Flag) string {
	return "ENTENTE_" + strings.ToUpper(strings.ReplaceAll(f.Name, "-", "_"))
}

// isSetting reports whether a flag may be set elsewhere than on the command line.
func isSetting(f *pflag.Flag) bool { return f.Name != "help" && f.Name != "config" }

// configFiles reads the files that hold for a command line: the one that --config or
// ENTENTE_CONFIG names, which must be there, or else the machine's and the user's.
func (m *Main) configFiles(cmd *cobra.Command) ([]configFile, error) {
	named, err := cmd.Flags().GetString("config")
	if err != nil {
		return nil, err
	}
	if named == "" {
		named = m.Getenv("ENTENTE_CONFIG")
	}
	var files []configFile
	for _, name := range m.configNames(named) {
		text, err := readAtMost(name, settings.MaxSize+1)
		switch {
		case errors.Is(err, fs.ErrNotExist) && named == "":
			files = append(files, configFile{name: name})
			continue
		case err != nil:
			cause := err
			if inner := errors.Unwrap(err); inner != nil {
				cause = inner
			}
			return nil, usagef(cmd.CommandPath()+" --config "+settingsFile, "the settings of %s cannot be read: %w", name, cause)
		}
		list, err := settings.Read(name, text)
		if err != nil {
			return nil, usagef(`a text in quotes, as in ledger = "news.db" (docs/settings.md)`, "%w", err)
		}
		files = append(files, configFile{name, true, list})
	}
	return files, nil
}

// configNames are the files in the order in which they hold, the last one most.
func (m *Main) configNames(named string) []string {
	if named != "" {
		return []string{named}
	}
	var names []string
	if m.Etc != "" {
		names = append(names, filepath.Join(m.Etc, settingsFile))
	}
	user := m.Getenv("XDG_CONFIG_HOME")
	if home := m.Getenv("HOME"); user == "" && home != "" {
		user = filepath.Join(home, ".config")
	}
	if roaming := m.Getenv("APPDATA"); user == "" && roaming != "" {
		user = roaming
	}
	if user != "" {
		names = append(names, filepath.Join(user, "entente", settingsFile))
	}
	return names
}

func readAtMost(name string, n int64) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, n))
}

// book knows which settings there are.
type book struct {
	commands []*cobra.Command       // in the order of the reference
	common   map[string]*pflag.Flag // those that stand above all tables
}

func newBook(root *cobra.Command) *book {
	b := &book{common: map[string]*pflag.Flag{}}
	root.PersistentFlags().VisitAll(func(f *pflag.Flag) {
		if isSetting(f) {
			b.common[f.Name] = f
		}
	})
	var add func(*cobra.Command)
	add = func(parent *cobra.Command) {
		for _, cmd := range parent.Commands() {
			if cmd.Hidden || cmd.Name() == "help" || cmd.Name() == "completion" {
				continue
			}
			b.commands = append(b.commands, cmd)
			cmd.LocalNonPersistentFlags().VisitAll(func(f *pflag.Flag) {
				if marked(f, sharedMark) {
					b.common[f.Name] = f
				}
			})
			add(cmd)
		}
	}
	add(root)
	return b
}

// table is the name of a command's table: its words with a dash between them. A command
// that is called as a key is (entente ledger, and ledger = "news.db") has none.
func (b *book) table(cmd *cobra.Command) string {
	_, words, _ := strings.Cut(cmd.CommandPath(), " ")
	name := strings.ReplaceAll(words, " ", "-")
	if b.common[name] != nil {
		return ""
	}
	return name
}

// flags are those of a command that are settings, without the persistent ones.
func (b *book) flags(cmd *cobra.Command) []*pflag.Flag {
	var out []*pflag.Flag
	cmd.LocalNonPersistentFlags().VisitAll(func(f *pflag.Flag) {
		if isSetting(f) && !f.Hidden {
			out = append(out, f)
		}
	})
	return out
}

// above are the persistent ones of a command.
func (b *book) above(cmd *cobra.Command) []*pflag.Flag {
	var out []*pflag.Flag
	cmd.InheritedFlags().VisitAll(func(f *pflag.Flag) {
		if isSetting(f) {
			out = append(out, f)
		}
	})
	return out
}

// check refuses a setting that is none, or that has a value of another type.
func (b *book) check(file string, s settings.Setting) error {
	f := b.common[s.Key]
	if s.Table == "" && f == nil {
		for _, cmd := range b.commands {
			if slices.ContainsFunc(b.flags(cmd), func(f *pflag.Flag) bool { return f.Name == s.Key }) && b.table(cmd) != "" {
				return setError(file, s, "["+b.table(cmd)+"] "+s.Key+" = …", "%s belongs into the table of a command", s.Key)
			}
		}
		return setError(file, s, "entente settings", "there is no setting %q", s.Key)
	}
	if above := b.common[s.Table]; above != nil {
		return setError(file, s, s.Table+" = "+flagKinds()[above.Value.Type()].example, "%s is a key, and no table", s.Table)
	}
	if s.Table != "" {
		i := slices.IndexFunc(b.commands, func(cmd *cobra.Command) bool { return b.table(cmd) == s.Table })
		if i < 0 {
			return setError(file, s, "entente settings", "there is no command %q", s.Table)
		}
		flags := b.flags(b.commands[i])
		j := slices.IndexFunc(flags, func(f *pflag.Flag) bool { return f.Name == s.Key })
		if j < 0 {
			_, words, _ := strings.Cut(b.commands[i].CommandPath(), " ")
			return setError(file, s, "entente settings "+words, "there is no setting %q of [%s]", s.Key, s.Table)
		}
		f = flags[j]
	}
	kind := flagKinds()[f.Value.Type()]
	if _, ok := kind.strings(s.Value); !ok {
		return misset(file, s, f, "it takes "+kind.takes)
	}
	return nil
}

func misset(file string, s settings.Setting, f *pflag.Flag, why string) error {
	return setError(file, s, s.Key+" = "+flagKinds()[f.Value.Type()].example, "%s cannot be %s: %s", s.Key, reveal(f, fmt.Sprint(s.Value)), why)
}

// setError is a mistake in a file of settings.
func setError(file string, s settings.Setting, try, format string, args ...any) error {
	return usagef(try, "%w", &entente.Error{Op: "settings", Kind: entente.Syntax, Input: file, Line: s.Line,
		Err: fmt.Errorf("column %d: "+format, append([]any{s.Column}, args...)...)})
}
