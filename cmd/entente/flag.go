package main

import (
	"regexp"
	"strconv"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// What a flag's annotations say of it as a setting.
const (
	sharedMark = "entente_shared" // it means the same in every command that has it
	secretMark = "entente_secret" // its value is never shown
)

// mark annotates flags of a command, which are there.
func mark(cmd *cobra.Command, what string, names ...string) {
	for _, name := range names {
		f := cmd.Flags().Lookup(name)
		if f.Annotations == nil {
			f.Annotations = map[string][]string{}
		}
		f.Annotations[what] = nil
	}
}

func marked(f *pflag.Flag, what string) bool {
	_, ok := f.Annotations[what]
	return ok
}

// flagKind is what a flag of a type takes, in a file of settings and in words.
type flagKind struct {
	takes   string
	example string // in a file
	// strings returns a value of a file as a flag is given it, once for each of a list; ok is
	// false where the value is of another type.
	strings func(v any) (list []string, ok bool)
}

// flagKinds are the types of all our flags, as pflag names them.
func flagKinds() map[string]flagKind {
	text := func(v any) ([]string, bool) { s, ok := v.(string); return []string{s}, ok }
	list := func(v any) ([]string, bool) { l, ok := v.([]string); return l, ok }
	whole := func(v any) ([]string, bool) { n, ok := v.(int64); return []string{strconv.FormatInt(n, 10)}, ok }
	return map[string]flagKind{
		"string":      {"a text in quotes", `"…"`, text},
		"duration":    {"a time in quotes, such as \"30s\"", `"30s"`, text},
		"stringArray": {"a list of texts", `["…"]`, list},
		"stringSlice": {"a list of texts", `["…"]`, list},
		"int":         {"a whole number", "4", whole},
		"int64":       {"a whole number", "4", whole},
		"bool": {"true or false", "true", func(v any) ([]string, bool) {
			b, ok := v.(bool)
			return []string{strconv.FormatBool(b)}, ok
		}},
		"float64": {"a number", "0.5", func(v any) ([]string, bool) {
			if n, ok := v.(int64); ok {
				return whole(n)
			}
			x, ok := v.(float64)
			return []string{strconv.FormatFloat(x, 'g', -1, 64)}, ok
		}},
	}
}

// set gives a flag the values that it has in a file.
func set(f *pflag.Flag, values []string) error {
	if many, ok := f.Value.(pflag.SliceValue); ok {
		return many.Replace(values)
	}
	return f.Value.Set(values[0])
}

// values are those of a flag, more than one only where it is a list.
func values(f *pflag.Flag) []string {
	if many, ok := f.Value.(pflag.SliceValue); ok {
		return many.GetSlice()
	}
	return []string{f.Value.String()}
}

// hidden stands in place of what is never shown.
const hidden = "***"

// passwords of addresses (scheme://user:password@host, and password=… of a query or of the
// words by which PostgreSQL is reached) stand in the middle group.
var passwords = []*regexp.Regexp{
	regexp.MustCompile(`(://[^/?#\s:@]*:)([^/?#\s]*)(@)`),
	regexp.MustCompile(`(?i)(\b(?:ssl)?password\s*=\s*)('(?:[^'\\]|\\.)*'|[^\s&]*)()`),
}

// reveal is a value of f without what is secret in it.
func reveal(f *pflag.Flag, value string) string {
	if value != "" && marked(f, secretMark) {
		return hidden
	}
	for _, re := range passwords {
		value = re.ReplaceAllString(value, "${1}"+hidden+"${3}")
	}
	return value
}
