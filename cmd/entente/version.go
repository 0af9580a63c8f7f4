package main

import (
	"fmt"
	"runtime"

	"github.com/spf13/cobra"

	"entente"
)

func (m *Main) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "version",
		Short:   "the program's version, record format, ontology edition and model",
		Example: "  entente version",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			coder, err := stamp()
			if err != nil {
				return err
			}
			m.print(m.Stdout, fmt.Sprintf("entente %s\nformat   %s\nontology %s\nmodel    %s\ngo       %s %s/%s\n",
				coder.Version, entente.Format, coder.Ontology, coder.Model, runtime.Version(), runtime.GOOS, runtime.GOARCH))
			return nil
		},
	}
}
