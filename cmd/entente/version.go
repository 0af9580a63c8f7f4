package main

import (
	"fmt"
	"runtime"

	"github.com/spf13/cobra"

	"entente"
	"entente/model"
)

func (m *Main) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "version",
		Short:   "the program's version, record format, ontology edition and model",
		Example: "  entente version",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			own, err := m.custom(cmd, nil)
			if err != nil {
				return err
			}
			weights, err := model.Load()
			if err != nil {
				return err
			}
			pairs, err := model.LoadPairs()
			if err != nil {
				return err
			}
			m.print(m.Stdout, fmt.Sprintf("entente %s\nformat   %s\nontology %s\nmodel    %s\ngo       %s %s/%s\n",
				version, entente.Format, own.edition(), model.Stamp(weights, pairs), runtime.Version(), runtime.GOOS, runtime.GOARCH))
			return nil
		},
	}
}
