package main

import (
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// minShare is the vote, in percent, from which a party has a row.
const minShare = 8.0

// partyLands gives the states of the lands that Party Facts counts apart.
var partyLands = map[string]string{"NIR": "GBR", "PMR": "MDA", "SML": "SOM", "ZZB": "TZA"}

// parties keeps the main parties of Party Facts with their English names.
func parties(pack, out string) error {
	rows, err := table(filepath.Join(pack, "parties.csv.gz"))
	if err != nil {
		return err
	}
	var lines []string
	for _, row := range rows {
		share, _ := strconv.ParseFloat(row["share"], 64)
		name, _, _ := strings.Cut(row["name_english"], " / ")
		if share < minShare || name == "" || row["year_last"] != "" && row["year_last"] < "1990" {
			continue
		}
		var also []string
		if len(row["name_short"]) >= 3 && row["name_short"] == strings.ToUpper(row["name_short"]) {
			also = append(also, row["name_short"])
		}
		if own, _, _ := strings.Cut(row["name"], " / "); own != name && own != "" {
			also = append(also, own)
		}
		country := row["country"]
		if iso := partyLands[country]; iso != "" {
			country = iso
		}
		lines = append(lines, strings.Join([]string{country, name, strings.Join(also, "|")}, "\t"))
	}
	slices.Sort(lines)
	return write(filepath.Join(out, "parties.tsv"), "country, name, other names", slices.Compact(lines))
}
