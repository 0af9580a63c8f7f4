// Package gazetteer holds the dated tables of who is who: states past and
// present with their adjectives and capitals, leaders and office holders with
// their tenure, organizations, armed groups, parties, media and cities, and the
// nouns of roles. It loads them from a file in the program and finds names in them.
//
//	g, err := gazetteer.Load()
//	// ...
//	for _, name := range g.Find([]string{"north", "korea"}, 0) { ... }
//
// The tables are the .tsv files; tables.bin, which the program holds, is made of them
// by go generate.
//
// SOURCES.md names the source and licence of every table. The tables are facts
// of general use, and they are not complete: ministers are there for the larger
// states only, and cities from 15,000 inhabitants. Who took office after 2025 is
// not there.
package gazetteer

//go:generate go run ./gen -out .
