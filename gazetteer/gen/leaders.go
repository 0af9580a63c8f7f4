package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"entente/gazetteer"
)

// spell is one stretch in power.
type spell struct {
	country, name, surname, from, to string
}

// cowStates gives the codes where Correlates of War and ISO differ.
var cowStates = map[string]string{
	"255": "DEU", "260": "DEU", "265": "DDR", "315": "CSK", "345": "YUG", "347": "XKX", "365": "RUS",
	"678": "YEM", "679": "YEM", "680": "YMD", "730": "KOR", "816": "VNM", "817": "VDR", "713": "TWN",
}

// dayless REIGN ends are given as the last day of their month.
func monthEnd(year, month string) string {
	y, _ := strconv.Atoi(year)
	m, _ := strconv.Atoi(month)
	if y == 0 || m == 0 {
		return ""
	}
	days := []int{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}
	return fmt.Sprintf("%04d-%02d-%02d", y, m, days[m-1])
}

func pad2(s string) string { return fmt.Sprintf("%02s", s) }

// stateOn moves a successor's code back to the state of that day.
func stateOn(code, from string) string {
	switch {
	case code == "RUS" && from < "1991-12-25":
		return "SUN"
	case code == "YUG" && from >= "2006-06-05":
		return "SRB"
	case code == "YUG" && from >= "2003-02-04":
		return "SCG"
	case code == "YEM" && from < "1990-05-22":
		return "YAR"
	}
	return code
}

// leaders merges Archigos (exact days, to 2015) and REIGN (to March 2021), and
// leaves out those who stand in people/ under a fuller name.
func leaders(pack, out string) error {
	codes, err := table(filepath.Join(pack, "country_codes.csv"))
	if err != nil {
		return err
	}
	iso := map[string]string{}
	for _, row := range codes {
		if row["cown"] != "" && row["iso3"] != "" {
			iso[row["cown"]] = row["iso3"]
		}
	}
	for cow, code := range cowStates {
		iso[cow] = code
	}
	archigos, err := table(filepath.Join(pack, "archigos_leaders_4.1.csv"))
	if err != nil {
		return err
	}
	reign, err := table(filepath.Join(pack, "reign_leaders_2021-03.csv"))
	if err != nil {
		return err
	}
	files, err := filepath.Glob(filepath.Join(out, "people", "*.tsv"))
	if err != nil {
		return err
	}
	known := map[string][]string{} // country -> full names and aliases
	for _, file := range files {
		people, err := tsv(file)
		if err != nil {
			return err
		}
		for _, p := range people {
			known[p[0]] = append(known[p[0]], p[3]+"|"+p[5])
		}
	}

	full := map[string]string{} // country + surname + birth year -> longest name
	for _, row := range reign {
		code := iso[row["ccode"]]
		name := clean(row["leader"])
		key := code + "/" + last(name) + "/" + row["birthyear"]
		if len(name) > len(full[key]) {
			full[key] = name
		}
	}
	var spells []spell
	for _, row := range archigos {
		if row["enddate"] < "1900" || iso[row["ccode"]] == "" {
			continue
		}
		surname := clean(row["leader"])
		name := strings.ReplaceAll(row["wikipedia_title"], "_", " ")
		name, _, _ = strings.Cut(name, " (")
		if name == "" || strings.HasPrefix(name, "List of") {
			name = surname
			if longer := full[iso[row["ccode"]]+"/"+last(surname)+"/"+row["yrborn"]]; len(longer) > len(name) {
				name = longer
			}
		}
		sp := spell{iso[row["ccode"]], name, surname, row["startdate"], row["enddate"]}
		if row["exit"] == "Still in Office" {
			sp.to = ""
			for _, r := range reign { // REIGN goes on where Archigos ends
				if r["ccode"] == row["ccode"] && last(clean(r["leader"])) == last(surname) && r["syear"] == row["startdate"][:4] {
					sp.to = monthEnd(r["eyear"], r["emonth"])
					if r["eyear"] == "" {
						sp.to = ""
					}
				}
			}
		}
		spells = append(spells, sp)
	}
	for _, row := range reign {
		if row["syear"] < "2015" {
			continue
		}
		from := row["syear"] + "-" + pad2(row["smonth"]) + "-" + pad2(row["sdate"])
		name := clean(row["leader"])
		code := iso[row["ccode"]]
		dup := slices.ContainsFunc(spells, func(sp spell) bool {
			return sp.country == code && last(sp.surname) == last(name) && (sp.to == "" || sp.to >= from)
		})
		if code == "" || dup {
			continue
		}
		to := monthEnd(row["eyear"], row["emonth"])
		spells = append(spells, spell{code, name, name, from, to})
	}
	var lines []string
	for _, sp := range spells {
		sp.country = stateOn(sp.country, sp.from)
		if named(known[sp.country], sp) {
			continue
		}
		surname := sp.surname
		if len(strings.Fields(surname)) > 1 && strings.Contains(strings.Fields(surname)[0], ".") {
			surname = last(surname)
		}
		lines = append(lines, strings.Join([]string{sp.country, "GOV", "", sp.name, surname, "", sp.from, sp.to}, "\t"))
	}
	slices.Sort(lines)
	return write(filepath.Join(out, "leaders.tsv"), "country, sector, office, name, surname, aliases, from, to", slices.Compact(lines))
}

// named reports whether the hand table has the person of sp.
func named(known []string, sp spell) bool {
	for _, names := range known {
		for _, name := range strings.Split(names, "|") {
			if fold(name) == fold(sp.name) || fold(name) == fold(sp.surname) {
				return true
			}
			if last(fold(name)) == last(fold(sp.surname)) && sp.from >= "1990" {
				return true
			}
		}
	}
	return false
}

func clean(name string) string {
	name, _, _ = strings.Cut(name, " (")
	return strings.TrimSpace(name)
}

func last(name string) string {
	words := strings.Fields(name)
	if len(words) == 0 {
		return ""
	}
	return words[len(words)-1]
}

func fold(s string) string { return strings.ReplaceAll(gazetteer.Fold(s), "-", " ") }
