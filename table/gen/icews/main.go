// Icews makes a large table in the layout of ICEWS, to measure with:
//
//	go run ./table/gen/icews -facts FACTS.tsv.gz -rows 5000000 > rows.tab
//
// The facts are a dump of four columns (day, source, event name, target), packed or not.
// Who did what to whom is theirs; the days are not: the dump is told anew year by year,
// backwards from its own, each fact moved by whole years and by up to three days. The
// publisher of every row is "made for measuring", so that nobody takes one for a record.
// The same facts, rows and seed give the same bytes.
package main

import (
	"bufio"
	"cmp"
	"compress/gzip"
	"errors"
	"flag"
	"fmt"
	"io"
	"iter"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"

	"entente"
	"entente/ontology"
	"entente/table"
)

func main() {
	facts := flag.String("facts", "", "dump of four columns, .gz or plain")
	rows := flag.Int("rows", 5_000_000, "rows to make")
	seed := flag.Uint64("seed", 1, "of the days by which facts are moved")
	flag.Parse()
	if err := run(os.Stdout, *facts, *rows, *seed); err != nil {
		fmt.Fprintln(os.Stderr, "icews:", err)
		os.Exit(1)
	}
}

func run(w io.Writer, path string, rows int, seed uint64) error {
	onto, err := ontology.Load()
	if err != nil {
		return err
	}
	facts, err := read(path, onto)
	if err != nil {
		return err
	}
	out := bufio.NewWriterSize(w, 1<<20)
	if err := table.WriteICEWS(out, table.ImportedRows(dated(facts, rows, seed)), onto, table.Options{}); err != nil {
		return err
	}
	return out.Flush()
}

func read(path string, onto *ontology.Ontology) ([]entente.Imported, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var in io.Reader = f
	if strings.HasSuffix(path, ".gz") {
		if in, err = gzip.NewReader(f); err != nil {
			return nil, err
		}
	}
	var facts []entente.Imported
	for row, err := range table.Read(in, table.Facts, onto) {
		if err != nil {
			return nil, err
		}
		facts = append(facts, row)
	}
	if len(facts) == 0 {
		return nil, errors.New("no facts in " + path)
	}
	return facts, nil
}

// dated yields the facts year by year, each year in order of its days, the latest first.
func dated(facts []entente.Imported, rows int, seed uint64) iter.Seq2[entente.Imported, error] {
	return func(yield func(entente.Imported, error) bool) {
		year := make([]entente.Imported, len(facts))
		for back, n := 0, 0; n < rows; back++ {
			random := rand.New(rand.NewPCG(seed, uint64(back)))
			copy(year, facts)
			for i := range year {
				year[i].Day = year[i].Day.Add(-back, 0, random.IntN(7)-3)
				year[i].Publisher = "made for measuring"
			}
			slices.SortStableFunc(year, func(a, b entente.Imported) int {
				return cmp.Or(cmp.Compare(a.Day.Year, b.Day.Year), cmp.Compare(a.Day.Month, b.Day.Month), cmp.Compare(a.Day.Day, b.Day.Day))
			})
			for i := range year[:min(len(year), rows-n)] {
				n++
				year[i].ID = strconv.Itoa(n)
				year[i].URL = strconv.Itoa(n/3 + 1) // a story has three events
				if !yield(year[i], nil) {
					return
				}
			}
		}
	}
}
