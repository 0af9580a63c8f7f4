package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"runtime"
	"runtime/debug"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"entente"
	"entente/sqlite"
)

// versions is what a report of a fault, or a paper that cites a figure, has to name.
type versions struct {
	Version  string `json:"version"`
	Commit   string `json:"commit,omitempty"` // of the source, absent where the build did not say it
	Format   string `json:"format"`           // of a record
	Ledger   int64  `json:"ledger"`           // edition of a ledger's tables
	Ontology string `json:"ontology"`
	Model    string `json:"model"`
	Go       string `json:"go"`
	Platform string `json:"platform"`
}

func (m *Main) versionCommand() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:     "version",
		Short:   "the program's version, its formats, ontology edition and model",
		Example: "  entente version\n  entente version --format json",
		Args:    noArgs("entente version"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if format != "text" && format != "json" {
				return usagef("entente version --format json", "unknown format %q: text and json are there", format)
			}
			v, err := m.allVersions(cmd)
			if err != nil {
				return err
			}
			if format == "json" {
				enc := json.NewEncoder(m.Stdout)
				enc.SetIndent("", "  ")
				return enc.Encode(v)
			}
			w := tabwriter.NewWriter(m.Stdout, 0, 0, 1, ' ', 0)
			for _, line := range [][2]string{
				{"entente", v.Version},
				{"commit", cmp.Or(v.Commit, "not known")},
				{"format", v.Format},
				{"ledger", ledgerWords(v.Ledger)},
				{"ontology", v.Ontology},
				{"model", v.Model},
				{"go", v.Go + " " + v.Platform},
			} {
				m.print(w, line[0]+"\t"+line[1]+"\n")
			}
			return w.Flush()
		},
	}
	cmd.Flags().StringVar(&format, "format", "text", "text or json")
	return cmd
}

func ledgerWords(edition int64) string {
	if edition == 1 {
		return "edition 1"
	}
	return fmt.Sprintf("edition %d; upgrades those from 1 on", edition)
}

func (m *Main) allVersions(cmd *cobra.Command) (versions, error) {
	v := versions{Version: version, Commit: cmp.Or(commit, builtFrom()), Format: entente.Format,
		Go: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH}
	own, err := m.custom(cmd, nil)
	if err != nil {
		return v, err
	}
	coder, err := own.stamp()
	if err != nil {
		return v, err
	}
	v.Ontology, v.Model = coder.Ontology, coder.Model
	v.Ledger, err = sqlite.Edition()
	return v, err
}

// builtFrom is the commit that "go build" wrote into the program by itself, with "+" where
// the source had been changed since, or "".
func builtFrom() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	var revision, changed string
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision":
			revision = s.Value
		case s.Key == "vcs.modified" && s.Value == "true":
			changed = "+"
		}
	}
	if revision == "" {
		return ""
	}
	return revision + changed
}
