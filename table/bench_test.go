package table

import (
	"bytes"
	"entente"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
)

// many repeats the good rows of one of our tables n times, with other ids, stories and
// names of towns, so that memory of what was seen before is worth what it is in a file.
func many(b *testing.B, file string, n int) []byte {
	b.Helper()
	raw, err := os.ReadFile("testdata/" + file)
	if err != nil {
		b.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(raw)), "\n")
	var out bytes.Buffer
	for i := range n {
		line := lines[1+i%2]
		line = strings.Replace(line, "Asmara", fmt.Sprintf("Town %d", i%5000), 1)
		line = strings.Replace(line, "asmara.html", fmt.Sprintf("story-%d.html", i/3), 1)
		line = strings.Replace(line, "ETHIOPIA", fmt.Sprintf("ACTOR %d", i%3000), 1)
		line = strings.Replace(line, "Abiy Ahmed", fmt.Sprintf("Person %d", i%3000), 1)
		out.WriteString(line + "\n")
	}
	return out.Bytes()
}

func BenchmarkRead(b *testing.B) {
	const rows = 100_000
	onto := loadOntology(b)
	for _, bb := range []struct {
		file   string
		format Format
	}{{"gdelt2.tsv", GDELT2}, {"icews.tab", ICEWS}, {"polecat.tab", POLECAT}, {"phoenix.csv", Phoenix}, {"facts.tsv", Facts}} {
		b.Run(string(bb.format), func(b *testing.B) {
			in := many(b, bb.file, rows)
			b.SetBytes(int64(len(in)))
			b.ReportAllocs()
			for b.Loop() {
				n := 0
				for _, err := range Read(bytes.NewReader(in), bb.format, onto) {
					if err != nil {
						b.Fatal(err)
					}
					n++
				}
				if n != rows {
					b.Fatalf("%d rows, want %d", n, rows)
				}
			}
			b.ReportMetric(rows*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}

func BenchmarkWrite(b *testing.B) {
	const rows = 20_000
	one := sample()[0]
	list := make([]entente.Happening, rows)
	for i := range list {
		list[i] = one
	}
	for _, name := range []string{"csv", "jsonl", "parquet", "icews", "gdelt", "gexf"} {
		write := writers(b)[name]
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := write(io.Discard, Happenings(Each(list)), Options{}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(rows*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}
