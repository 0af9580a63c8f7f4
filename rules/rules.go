// Package rules reads a folder of tables with which a user changes how articles are coded.
//
//	r, err := rules.Read("rules/")
//	onto = onto.With(r.Types, r.Scores)
//	coder = coder.With(onto, r.Events)
//	attributor = attributor.With(r.Cues)
//	gaz, err := gazetteer.Load(gazetteer.Own{Actors: r.Actors})
//	papers := rules.NewPublishers(r.Publishers, gaz.State)
//	err = r.Err()
//
// Each table is optional, and each is checked by the room that uses it, cell by cell; the
// mistakes of all of them are in Problems. docs/rules.md has every column.
//
// Limits: rules add and go before ours. What they cannot do is take away a state or teach
// the networks a new word: those see sixteen types of events whatever types.tsv declares.
package rules

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"entente"
	"entente/attribute"
	"entente/code"
	"entente/gazetteer"
	"entente/internal/tsv"
	"entente/ontology"
)

// Rules are the tables of a folder; one that it lacks is nil. The zero Rules change nothing.
type Rules struct {
	Types, Scores, Events, Cues, Actors, Publishers *tsv.Table

	strays []tsv.Problem // files that are none of these
}

// file is one table of the folder.
type file struct {
	name      string
	into      func(*Rules) **tsv.Table
	must, may []string
}

// files are the tables in the order in which one builds on another.
func files() []file {
	return []file{
		{"types.tsv", func(r *Rules) **tsv.Table { return &r.Types }, ontology.TypesMust, ontology.TypesMay},
		{"scores.tsv", func(r *Rules) **tsv.Table { return &r.Scores }, ontology.ScoresMust, ontology.ScoresMay},
		{"events.tsv", func(r *Rules) **tsv.Table { return &r.Events }, code.EventsMust, code.EventsMay},
		{"cues.tsv", func(r *Rules) **tsv.Table { return &r.Cues }, attribute.CuesMust, attribute.CuesMay},
		{"actors.tsv", func(r *Rules) **tsv.Table { return &r.Actors }, gazetteer.ActorsMust, gazetteer.ActorsMay},
		{"publishers.tsv", func(r *Rules) **tsv.Table { return &r.Publishers }, publishersMust, publishersMay},
	}
}

// Names lists the files that a folder may hold.
func Names() []string {
	var out []string
	for _, f := range files() {
		out = append(out, f.name)
	}
	return out
}

// Columns returns the columns of a file: those that every row fills, and those that it may.
func Columns(name string) (must, may []string) {
	for _, f := range files() {
		if f.name == name {
			return f.must, f.may
		}
	}
	return nil, nil
}

// Read reads the tables of a folder; "" gives the zero Rules. Its errors are of kind Missing
// where there is no such folder and Refused where it is none or a file in it cannot be read.
// What is wrong with a table is among its Problems and not an error.
func Read(dir string) (*Rules, error) {
	r := &Rules{}
	if dir == "" {
		return r, nil
	}
	found, err := os.ReadDir(dir)
	if err != nil {
		kind := entente.Refused
		if errors.Is(err, fs.ErrNotExist) {
			kind = entente.Missing
		}
		var path *fs.PathError
		if errors.As(err, &path) {
			err = path.Err
		}
		return nil, &entente.Error{Op: "rules", Kind: kind, Input: dir, Err: err}
	}
	for _, f := range files() {
		if !slices.ContainsFunc(found, func(e fs.DirEntry) bool { return e.Name() == f.name }) {
			continue
		}
		text, err := os.ReadFile(filepath.Join(dir, f.name))
		if err != nil {
			return nil, &entente.Error{Op: "rules", Kind: entente.Refused, Input: filepath.Join(dir, f.name), Err: errors.Unwrap(err)}
		}
		*f.into(r) = tsv.Read(filepath.Join(dir, f.name), string(text), f.must, f.may)
	}
	for _, e := range found {
		if strings.HasSuffix(e.Name(), ".tsv") && !slices.Contains(Names(), e.Name()) {
			what := "no table of rules is called so: want " + strings.Join(Names(), ", ")
			if near := tsv.Nearest(e.Name(), Names()); near != "" {
				what = fmt.Sprintf("no table of rules is called so: did you mean %s?", near)
			}
			r.strays = append(r.strays, tsv.Problem{File: filepath.Join(dir, e.Name()), Line: 1, Column: 1, What: what})
		}
	}
	return r, nil
}

// tables are those that are there.
func (r *Rules) tables() []*tsv.Table {
	var out []*tsv.Table
	for _, f := range files() {
		if t := *f.into(r); t != nil {
			out = append(out, t)
		}
	}
	return out
}

// Problems lists what is wrong with the tables as far as they have been read and used, by
// file, line and column.
func (r *Rules) Problems() []tsv.Problem {
	out := slices.Clone(r.strays)
	for _, t := range r.tables() {
		out = append(out, t.Problems...)
	}
	tsv.Sort(out)
	return out
}

// Err returns an error of kind Syntax for the first mistake, or nil. Warnings are none.
func (r *Rules) Err() error {
	for _, p := range r.strays {
		return &entente.Error{Op: "rules", Kind: entente.Syntax, Input: p.File, Err: errors.New(p.What)}
	}
	for _, t := range r.tables() {
		if err := t.Err(); err != nil {
			return err
		}
	}
	return nil
}

// Count is how many rows a file has.
type Count struct {
	File string
	Rows int
	Some bool // the file is there
}

// Counts counts the rows of every file, those that are not there too.
func (r *Rules) Counts() []Count {
	var out []Count
	for _, f := range files() {
		t := *f.into(r)
		out = append(out, Count{f.name, len(t.All()), t != nil})
	}
	return out
}

// Stamp tells rules from others: the first 12 hex digits of the SHA-256 of their rows,
// whatever the comments and the order of columns, and of the texts of other tables that
// go with them. Without any row and text it is "".
func (r *Rules) Stamp(others ...string) string {
	var b strings.Builder
	for _, f := range files() {
		t := *f.into(r)
		for i := range t.All() {
			b.WriteString(f.name + "\x1e")
			for _, column := range slices.Sorted(slices.Values(slices.Concat(f.must, f.may))) {
				b.WriteString(t.Rows[i].Get(column) + "\x1f")
			}
		}
	}
	for _, text := range others {
		fmt.Fprintf(&b, "%d\x1e%s", len(text), text)
	}
	if b.Len() == 0 {
		return ""
	}
	sum := sha256.Sum256([]byte(b.String()))
	return hex.EncodeToString(sum[:])[:12]
}
