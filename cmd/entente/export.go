package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"entente"
	"entente/desk"
	"entente/ontology"
	"entente/table"
)

// exportFormat is one way of writing rows.
type exportFormat struct {
	name, does string
	write      func(io.Writer, table.Rows, *exporting) error
}

// exporting is what a format may need besides the rows.
type exporting struct {
	onto  *ontology.Ontology
	opts  table.Options
	asked []entente.Filter // the pairs and lands that the rows are of
	tie   func(a, b string, by entente.Period) (*desk.Tie, error)
}

// asks reports whether a pair was asked for; a meeting of three is a row of three pairs.
func (e *exporting) asks(d *table.Dyad) bool {
	return slices.ContainsFunc(e.asked, func(f entente.Filter) bool {
		switch {
		case f.A == "":
			return true
		case f.B == "":
			return d.Source == f.A || d.Target == f.A
		}
		return d.Source == f.A && d.Target == f.B || d.Source == f.B && d.Target == f.A
	})
}

func plainFormat(f func(io.Writer, table.Rows, table.Options) error) func(io.Writer, table.Rows, *exporting) error {
	return func(w io.Writer, rows table.Rows, e *exporting) error { return f(w, rows, e.opts) }
}

func layoutFormat(f func(io.Writer, table.Rows, *ontology.Ontology, table.Options) error) func(io.Writer, table.Rows, *exporting) error {
	return func(w io.Writer, rows table.Rows, e *exporting) error { return f(w, rows, e.onto, e.opts) }
}

func exportFormats() []exportFormat {
	return []exportFormat{
		{"csv", "our own table with commas; cells are safe in spreadsheets", plainFormat(table.WriteCSV)},
		{"tsv", "the same with tabs", plainFormat(table.WriteTSV)},
		{"jsonl", "a JSON object a line", plainFormat(table.WriteJSONL)},
		{"parquet", "our own table with types, for DuckDB, pandas, R", plainFormat(table.WriteParquet)},
		{"polecat", "the 40 columns of POLECAT", layoutFormat(table.WritePOLECAT)},
		{"icews", "the 20 columns of ICEWS", layoutFormat(table.WriteICEWS)},
		{"gdelt", "the 61 columns of GDELT 2.0", layoutFormat(table.WriteGDELT)},
		{"dyad-month", "a row a pair and month, with ISO3, COW and Gleditsch-Ward codes, and the level of the tie", panelFormat(table.Monthly)},
		{"dyad-year", "a row a pair and year", panelFormat(table.Yearly)},
		{"gexf", "the network of ties, for Gephi", plainFormat(table.WriteGEXF)},
		{"ftm", "FollowTheMoney entities, for Aleph", plainFormat(table.WriteFTM)},
	}
}

func (m *Main) exportCommand() *cobra.Command {
	var format, level, out string
	var dyads, all bool
	formats := exportFormats()
	var list strings.Builder
	for _, f := range formats {
		list.WriteString("  " + f.name + strings.Repeat(" ", 12-len(f.name)) + f.does + "\n")
	}
	ask := &asking{format: "text", limit: 1}
	cmd := &cobra.Command{
		Use:   "export [PAIR | LAND]…",
		Short: "write the ledger as a table or a graph",
		Long: "export writes one row an event, or with --level reports one row of each article. The formats:\n\n" + list.String() +
			"\nEvery row of our own has its sentence; docs/tables.md has the columns. Rows imported from other systems\n" +
			"are written with --sets, and are never mixed with ours.",
		Example: "  entente export --format csv > events.csv\n" +
			"  entente export --format parquet --level reports --out rows.parquet\n" +
			"  entente export --format dyad-month --from 2015-01-01 > panel.csv\n" +
			"  entente export --format gexf PAK-RUS PAK-USA > ties.gexf",
		RunE: func(cmd *cobra.Command, args []string) error {
			if out == "-" {
				out = ""
			}
			names := make([]string, len(formats))
			for i, f := range formats {
				names[i] = f.name
			}
			format = formatOf(cmd, format, out, names)
			i := slices.IndexFunc(formats, func(f exportFormat) bool { return f.name == format })
			switch {
			case i < 0:
				return usagef("entente export --format csv", "unknown format %q; entente export --help lists them", format)
			case level != "events" && level != "reports":
				return usagef("entente export --level reports", "--level is events or reports, not %q", level)
			case format == "parquet" && out == "" && m.onTerminal():
				return usagef("entente export --format parquet --out events.parquet", "Parquet is no text for a terminal")
			}
			filters, err := m.exportFilters(cmd, ask, args)
			if err != nil {
				return err
			}
			own, err := m.custom(cmd, ask.own)
			if err != nil {
				return err
			}
			led, done, err := m.openReader(cmd.Context(), cmd)
			if err != nil {
				return err
			}
			left := map[entente.EventType]int{}
			err = m.writeOut(out, func(w io.Writer) error {
				return formats[i].write(w, exportRows(cmd.Context(), led, filters, level),
					&exporting{onto: own.ontology, opts: table.Options{Dyads: dyads, All: all, LeftOut: func(t entente.EventType) { left[t]++ }}, asked: filters, tie: func(a, b string, by entente.Period) (*desk.Tie, error) {
						f := filters[0] // they differ by A and B only
						return desk.Relation(cmd.Context(), led, desk.Ask{A: a, B: b, Period: by, AsOf: f.AsOf, Everyone: f.Everyone, Sets: f.Sets, Strongest: -1})
					}})
			})
			for _, t := range slices.Sorted(maps.Keys(left)) {
				m.warn("left out: %s of %s, since the columns of %s have no word for a type of your own without a CAMEO code", plural(left[t], "row"), t, format)
			}
			return errors.Join(err, done())
		},
	}
	cmd.Flags().StringVar(&format, "format", "csv", "one of those above")
	cmd.Flags().StringVar(&level, "level", "events", "events: each thing once; reports: each row of each article")
	cmd.Flags().StringVar(&out, "out", "", "write to this `FILE` and not to standard output; without --format its ending, such as .parquet, says how")
	cmd.Flags().BoolVar(&dyads, "dyads", false, "csv, tsv, parquet: a row for each pair of a source and a target")
	cmd.Flags().BoolVar(&all, "all", false, "layouts of other systems and graphs: also what was only planned, claimed or denied")
	cmd.Flags().StringVar(&ask.from, "from", "", "first day: YYYY-MM-DD, YYYY-MM or YYYY")
	cmd.Flags().StringVar(&ask.to, "to", "", "last day: YYYY-MM-DD, YYYY-MM or YYYY")
	cmd.Flags().StringVar(&ask.asOf, "as-of", "", "write what was known at the end of that day, YYYY-MM-DD, UTC")
	cmd.Flags().BoolVar(&ask.everyone, "everyone", false, "of pairs: rebels, firms, crowds and the like too, and not only states and bodies")
	cmd.Flags().StringSliceVar(&ask.sets, "sets", nil, "write rows imported from other systems (icews, gdelt2, …, or all) and not our own")
	gazetteerFlag(cmd, &ask.own)
	ledgerFlag(cmd)
	return cmd
}

// exportFilters are the rows asked for: all, or those of each pair or land named.
func (m *Main) exportFilters(cmd *cobra.Command, ask *asking, args []string) ([]entente.Filter, error) {
	const try = "entente export PAK-RUS"
	f, err := ask.filter(try)
	if err != nil || len(args) == 0 {
		return []entente.Filter{f}, err
	}
	who, err := m.lands(cmd, ask, try)
	if err != nil {
		return nil, err
	}
	out := make([]entente.Filter, len(args))
	for i, arg := range args {
		out[i] = f
		if out[i].A, out[i].B, err = who.tie([]string{arg}); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (m *Main) onTerminal() bool {
	_, ok := m.Terminal()
	return ok
}

// exportRows are all rows that any of the filters keeps, each once, so that what three did
// is not counted with each of their pairs.
func exportRows(ctx context.Context, led entente.Reader, filters []entente.Filter, level string) table.Rows {
	seen := map[string]bool{}
	if len(filters) == 1 {
		seen = nil // of one list there is no row twice, and a long one is not held in memory
	}
	var rows []table.Rows
	for _, f := range filters {
		f.Limit, f.Oldest = 500, true
		switch {
		case len(f.Sets) > 0:
			list := all(f, func(f entente.Filter) ([]entente.Imported, string, error) { return led.Imported(ctx, f) })
			rows = append(rows, table.ImportedRows(once(seen, list, func(r entente.Imported) string { return r.Set + "/" + r.ID })))
		case level == "reports":
			rows = append(rows, table.Reports(once(seen, led.Reports(ctx, f), func(r entente.Report) string { return string(r.ID) })))
		default:
			list := all(f, func(f entente.Filter) ([]entente.Happening, string, error) { return led.Happenings(ctx, f) })
			rows = append(rows, table.Happenings(once(seen, list, func(h entente.Happening) string { return string(h.ID) })))
		}
	}
	return table.Join(rows...)
}

// once leaves out rows whose id has been seen; a nil map leaves out none.
func once[T any](seen map[string]bool, rows iter.Seq2[T, error], id func(T) string) iter.Seq2[T, error] {
	if seen == nil {
		return rows
	}
	return func(yield func(T, error) bool) {
		for row, err := range rows {
			if err == nil {
				key := id(row)
				if seen[key] {
					continue
				}
				seen[key] = true
			}
			if !yield(row, err) {
				return
			}
		}
	}
}

// all yields a list page by page.
func all[T any](f entente.Filter, page func(entente.Filter) ([]T, string, error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for {
			list, next, err := page(f)
			if err != nil {
				var none T
				yield(none, err)
				return
			}
			for _, item := range list {
				if !yield(item, nil) {
					return
				}
			}
			if next == "" {
				return
			}
			f.After = next
		}
	}
}

// writeOut runs write on a file, which is there whole or not at all, or on standard output.
func (m *Main) writeOut(path string, write func(io.Writer) error) error {
	if path == "" {
		w := bufio.NewWriterSize(m.Stdout, 1<<16)
		if err := write(w); err != nil {
			return err
		}
		return w.Flush()
	}
	cannot := func(err error) error {
		for u := errors.Unwrap(err); u != nil; u = errors.Unwrap(err) {
			err = u // what the system says, without the name of the part
		}
		return fmt.Errorf("--out %s: %w", path, err)
	}
	if st, err := os.Stat(path); err == nil && st.IsDir() {
		return fmt.Errorf("--out %s is a folder: name a file in it", path)
	}
	part := path + ".part"
	// What a killed run left goes. What somebody else put there in between, a link perhaps, is
	// not written through.
	_ = os.Remove(part)
	f, err := os.OpenFile(part, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o666)
	if err != nil {
		return cannot(err)
	}
	w := bufio.NewWriterSize(f, 1<<16)
	if err := errors.Join(write(w), w.Flush(), f.Close()); err != nil {
		return errors.Join(err, os.Remove(part))
	}
	if err := os.Rename(part, path); err != nil {
		return errors.Join(cannot(err), os.Remove(part))
	}
	return nil
}
