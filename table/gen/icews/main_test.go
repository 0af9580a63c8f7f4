package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"entente/ontology"
	"entente/table"
)

func TestRun(t *testing.T) {
	path := filepath.Join(t.TempDir(), "facts.tsv")
	facts := "date\tsource\ttext\ttarget\n2014-03-18\tRussia\tConsult\tPolice (Kenya)\n2014-03-19\tIran\tMake a visit\tUnited Nations\n"
	if err := os.WriteFile(path, []byte(facts), 0o644); err != nil {
		t.Fatal(err)
	}
	var a, b, other bytes.Buffer
	for _, tt := range []struct {
		out  *bytes.Buffer
		seed uint64
	}{{&a, 1}, {&b, 1}, {&other, 2}} {
		if err := run(tt.out, path, 101, tt.seed); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(a.Bytes(), b.Bytes()) || bytes.Equal(a.Bytes(), other.Bytes()) {
		t.Error("the same seed must give the same rows, another seed others")
	}
	onto, err := ontology.Load()
	if err != nil {
		t.Fatal(err)
	}
	n, years := 0, map[int]int{}
	for row, err := range table.Read(strings.NewReader(a.String()), table.ICEWS, onto) {
		if err != nil {
			t.Fatal(err)
		}
		n++
		years[row.Day.Year]++
		if row.Source.Code != "RUS" && row.Source.Code != "IRN" || row.Target.Code == "" || row.CAMEO == "" {
			t.Errorf("row %+v lost its codes", row)
		}
	}
	if n != 101 || len(years) != 51 || years[2014] != 2 {
		t.Errorf("%d rows in %d years, want 101 in 51", n, len(years))
	}
}
