package sqlite_test

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"

	"entente"
	"entente/ledgertest"
	"entente/sqlite"
)

// BenchmarkAppend stores stories of four rows each in a ledger that grows.
func BenchmarkAppend(b *testing.B) {
	ctx := context.Background()
	led, err := sqlite.Open(ctx, filepath.Join(b.TempDir(), "ledger.db"), sqlite.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer led.Close()
	lands := []string{"USA", "RUS", "PAK", "IND", "CHN", "GBR", "FRA", "TUR"}
	kinds := entente.EventTypes()
	i := 0
	for b.Loop() {
		i++
		day := entente.Day{Year: 2015, Month: 1, Day: 1}.Add(0, 0, i%1500).String()
		s := ledgertest.Story{Publisher: fmt.Sprintf("Paper %d", i%20), Published: day, Tail: fmt.Sprintf("Story %d of %d.", i, i*7919%1000)}
		for k := range 4 {
			s.Rows = append(s.Rows, ledgertest.Row{Source: lands[(i+k)%8], Target: lands[(i*3+k+1)%8], Type: kinds[(i*5+k)%16], Day: day, Goldstein: float64(k),
				Says: fmt.Sprintf("In row %d of story %d somebody did something to somebody near town %d.", k, i, i*31%977)})
		}
		if _, err := led.Append(ctx, s.Reading()); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(4*b.N)/b.Elapsed().Seconds(), "rows/s")
}
