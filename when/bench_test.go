package when_test

import (
	"os"
	"strings"
	"testing"

	"entente/when"
)

func BenchmarkDates(b *testing.B) {
	raw, err := os.ReadFile("testdata/cases.txt")
	if err != nil {
		b.Fatal(err)
	}
	var text strings.Builder
	for line := range strings.Lines(string(raw)) {
		if line[0] != '\t' && line[0] != '#' {
			text.WriteString(line)
		}
	}
	a := analyse(text.String(), friday())
	f := when.New()
	b.SetBytes(int64(text.Len()))
	b.ReportAllocs()
	for b.Loop() {
		f.Dates(a)
	}
}
