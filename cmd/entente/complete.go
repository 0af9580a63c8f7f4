package main

import (
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"entente"
	"entente/gazetteer"
	"entente/ontology"
)

// flagValues are the values that the shell offers for a flag of fixed words, by command and
// flag; "*" is every command that has no row of its own.
func flagValues() map[[2]string][]cobra.Completion {
	var formats []cobra.Completion
	for _, f := range exportFormats() {
		formats = append(formats, cobra.CompletionWithDesc(f.name, f.does))
	}
	return map[[2]string][]cobra.Completion{
		{"*", "format"}:       {"text", "json"},
		{"read", "format"}:    {"text", "html", "pdf", "eml", "json"},
		{"dossier", "format"}: {"text", "html", "pdf", "eml"},
		{"export", "format"}:  formats,
		{"export", "level"}:   {"events", "reports"},
		{"parse", "input"}:    {"text", "conllu"},
		{"*", "by"}:           {"week", "month", "year"},
		{"*", "paper"}:        {"a4", "letter"},
		{"*", "sets"}:         {"icews", "gdelt2", "gdelt1", "polecat", "phoenix", "all"},
		{"*", "since"}:        {"7d", "2w", "3m", "1y"},
	}
}

// landFlags take a land or body.
var landFlags = map[string]bool{"of": true, "about": true}

// fileFlags take a file, which the shell completes by itself; of every other flag it is to
// offer no files.
var fileFlags = map[string]bool{"ledger": true, "gazetteer": true, "out": true, "pairs": true, "records": true, "markdown": true}

// completeArgs says what the shell offers for the words of a command. A command without a row
// takes files.
func completeArgs() map[string]cobra.CompletionFunc {
	lands := func(most int) cobra.CompletionFunc {
		return func(_ *cobra.Command, args []string, word string) ([]cobra.Completion, cobra.ShellCompDirective) {
			if most > 0 && len(args) >= most {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return landWords(word)
		}
	}
	return map[string]cobra.CompletionFunc{
		"relation": lands(2), "timeline": lands(2), "figures": lands(2), "disputes": lands(2), "deals": lands(2), "predictions": lands(2),
		"dossier": lands(2), "realignments": lands(1), "brief": lands(0), "export": lands(0),
		"explain": completeCode,
		"quotes":  cobra.NoFileCompletions, "search": cobra.NoFileCompletions, "serve": cobra.NoFileCompletions, "mcp": cobra.NoFileCompletions,
		"version": cobra.NoFileCompletions, "ledger": cobra.NoFileCompletions, "check": cobra.NoFileCompletions,
		"compact": cobra.NoFileCompletions, "upgrade": cobra.NoFileCompletions, "resolve": cobra.NoFileCompletions,
	}
}

// addCompletions tells the shell's completion what cmd and the commands under it take.
func addCompletions(cmd *cobra.Command) {
	values, words := flagValues(), completeArgs()
	var add func(cmd *cobra.Command)
	add = func(cmd *cobra.Command) {
		if f, ok := words[cmd.Name()]; ok {
			cmd.ValidArgsFunction = f
		}
		cmd.Flags().VisitAll(func(f *pflag.Flag) {
			fixed, ok := values[[2]string{cmd.Name(), f.Name}]
			if !ok {
				fixed, ok = values[[2]string{"*", f.Name}]
			}
			complete := cobra.FixedCompletions(fixed, cobra.ShellCompDirectiveNoFileComp)
			switch {
			case landFlags[f.Name]:
				complete = func(_ *cobra.Command, _ []string, word string) ([]cobra.Completion, cobra.ShellCompDirective) {
					return landWords(word)
				}
			case !ok && fileFlags[f.Name]:
				return
			}
			_ = cmd.RegisterFlagCompletionFunc(f.Name, complete) // the flag is there, and has none yet
		})
		for _, sub := range cmd.Commands() {
			add(sub)
		}
	}
	add(cmd)
}

// completeCode offers what "explain" knows: types, modes, contexts, statuses, sectors.
func completeCode(_ *cobra.Command, args []string, word string) ([]cobra.Completion, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveDefault // the article of an event
	}
	onto, err := ontology.Load()
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	var out []cobra.Completion
	seen := map[string]bool{}
	for _, e := range onto.Entries() {
		for _, name := range []string{e.Name, strings.ToLower(e.Name)} {
			if strings.HasPrefix(name, word) && !seen[name] && (word != "" || name == e.Name) && !strings.Contains(name, " ") {
				seen[name] = true
				out = append(out, cobra.CompletionWithDesc(name, e.Kind+": "+e.Meaning))
			}
		}
	}
	return out, cobra.ShellCompDirectiveNoFileComp
}

// landWords offers lands and bodies above them by code, and by name once a letter of it is
// there. After the hyphen of a pair it offers the other side.
func landWords(word string) ([]cobra.Completion, cobra.ShellCompDirective) {
	gaz, err := gazetteer.Load()
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	first, last := "", word
	if i := strings.LastIndexByte(word, '-'); i > 0 {
		first, last = word[:i+1], word[i+1:]
	}
	var out []cobra.Completion
	offer := func(code, name string) {
		switch {
		case strings.HasPrefix(code, last):
			out = append(out, cobra.CompletionWithDesc(first+code, name))
		case last != "" && strings.HasPrefix(name, last) && !strings.ContainsAny(name, " -"):
			out = append(out, cobra.CompletionWithDesc(first+name, code))
		}
	}
	for i := range gaz.States {
		if s := &gaz.States[i]; !strings.HasPrefix(s.Code, "X-") {
			offer(s.Code, s.Name)
		}
	}
	for i := range gaz.Orgs {
		if o := &gaz.Orgs[i]; o.Sector == entente.Sector("IGO") && o.Country == "" {
			offer(strings.TrimPrefix(o.ID, "org:"), o.Name)
		}
	}
	return out, cobra.ShellCompDirectiveNoFileComp
}
