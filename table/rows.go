package table

import (
	"iter"
	"slices"
	"strings"

	"entente"
	"entente/ontology"
)

// Row is one row to be written: a report, a happening with what its reports say
// together, or a row of another system. Reports, Happenings and ImportedRows make it.
type Row struct {
	// Origin is "text" for our own and the name of the set for others.
	Origin    string
	report    *entente.Report
	happening *entente.Happening // nil at the level of reports
	imported  *entente.Imported
	sources   []entente.Party
	targets   []entente.Party
	dyads     int // pairs that the row was expanded to; 0 is not expanded
}

// Rows are rows to be written, from a ledger or a table. An error ends the writing, and
// the writer returns it.
type Rows = iter.Seq2[Row, error]

// Options say how rows are written. The zero Options writes a row a report or happening.
type Options struct {
	// Dyads writes a row for each pair of a source and a target, for CSV, TSV and
	// Parquet. The layouts of other systems are of pairs in any case.
	Dyads bool
	// All writes to the layouts of other systems, GEXF and FollowTheMoney also what did
	// not happen: the planned, claimed, denied and reprinted, for which the first two
	// have no column. CSV, TSV, JSON Lines and Parquet hold all rows in any case.
	All bool
	// LeftOut is told the type of each row that a layout of another system has no word for:
	// one of the user's own that has no CAMEO code. With a code the row is written as what
	// PLOVER makes of it. nil: nobody is told.
	LeftOut func(entente.EventType)
}

// Reports are our rows, one a report.
func Reports(seq iter.Seq2[entente.Report, error]) Rows {
	return mapRows(seq, func(r *entente.Report) Row {
		return Row{Origin: "text", report: r, sources: r.Sources, targets: r.Targets}
	})
}

// Happenings are our rows, one a happening.
func Happenings(seq iter.Seq2[entente.Happening, error]) Rows {
	return mapRows(seq, func(h *entente.Happening) Row {
		return Row{Origin: "text", report: &h.Report, happening: h, sources: h.Sources, targets: h.Targets}
	})
}

// ImportedRows are rows of other systems.
func ImportedRows(seq iter.Seq2[entente.Imported, error]) Rows {
	side := func(p entente.Party) []entente.Party {
		if p == (entente.Party{}) {
			return nil
		}
		return []entente.Party{p}
	}
	return mapRows(seq, func(i *entente.Imported) Row {
		return Row{Origin: i.Set, imported: i, sources: side(i.Source), targets: side(i.Target)}
	})
}

func mapRows[T any](seq iter.Seq2[T, error], row func(*T) Row) Rows {
	return func(yield func(Row, error) bool) {
		for v, err := range seq {
			if err != nil {
				yield(Row{}, err)
				return
			}
			if !yield(row(&v), nil) {
				return
			}
		}
	}
}

// Join yields the rows of each in turn. Ours and others' are mixed only by it.
func Join(all ...Rows) Rows {
	return func(yield func(Row, error) bool) {
		for _, rows := range all {
			for r, err := range rows {
				if !yield(r, err) || err != nil {
					return
				}
			}
		}
	}
}

// counts reports whether the row says that the thing happened, and more than reprints say so:
// the level of a tie rests on the same.
func (r *Row) counts() bool {
	switch {
	case r.imported != nil:
		return true
	case r.happening != nil && r.happening.Overall != "":
		return !r.report.Negated && r.happening.Independent > 0 && (r.happening.Overall == entente.Happened || r.happening.Overall == entente.Ongoing)
	}
	return r.report.Counts()
}

// pairs yields a row for each source with each target. A side that is not known stands
// in its pairs as none; what a party does to itself is left out where there are others.
func (r *Row) pairs() iter.Seq[Row] {
	return func(yield func(Row) bool) {
		sources, targets := sides(r.sources), sides(r.targets)
		var pairs [][2][]entente.Party
		for _, s := range sources {
			for _, t := range targets {
				if len(sources)*len(targets) > 1 && slices.Equal(s, t) {
					continue
				}
				pairs = append(pairs, [2][]entente.Party{s, t})
			}
		}
		for _, p := range pairs {
			one := *r
			one.sources, one.targets, one.dyads = p[0], p[1], len(pairs)
			if !yield(one) {
				return
			}
		}
	}
}

// sides cuts a list into lists of one; of nobody it makes one empty list.
func sides(list []entente.Party) [][]entente.Party {
	if len(list) == 0 {
		return [][]entente.Party{nil}
	}
	return slices.Collect(slices.Chunk(list, 1))
}

// event is what the layouts of other systems ask of a row.
type event struct {
	id, story string
	day       entente.Day
	published entente.Day
	source    entente.Party
	target    entente.Party
	kind      entente.EventType
	mode      entente.Mode
	contexts  []entente.Context
	cameo     string
	quad      entente.QuadClass
	gold      *float64
	place     *entente.Place
	publisher string
	url       string
	sentence  int // counting from one; 0 is not known
	mentions  int
	origins   int
}

// event returns a row of one pair in that form. The code and the value that a row lacks
// are those of its type and mode.
func (r *Row) event(onto *ontology.Ontology) event {
	var e event
	if len(r.sources) > 0 {
		e.source = r.sources[0]
	}
	if len(r.targets) > 0 {
		e.target = r.targets[0]
	}
	if i := r.imported; i != nil {
		e.id, e.story, e.day, e.published, e.kind, e.mode = i.ID, i.URL, i.Day, i.Day, i.Type, i.Mode
		e.cameo, e.quad, e.gold, e.place, e.publisher, e.url, e.mentions, e.origins = i.CAMEO, i.Quad, i.Goldstein, i.Place, i.Publisher, i.URL, i.Mentions, i.Mentions
	} else {
		p := r.report
		e.id, e.story, e.published, e.kind, e.contexts = string(p.ID), string(p.Print.Article), p.Print.Published, p.Type, p.Contexts
		e.cameo, e.quad, e.gold, e.place, e.publisher, e.url = p.CAMEO, p.Quad, p.Goldstein, p.Place, p.Print.Publisher, p.Print.URL
		e.sentence, e.mentions, e.origins = p.Event.Sentence+1, 1, 1
		if p.Mode != nil {
			e.mode = *p.Mode
		}
		// These layouts have a day and no precision: the first day of the stretch.
		if e.day = p.Date.From; e.day.IsZero() {
			e.day = p.Date.To
		}
		if e.day.IsZero() {
			e.day = e.published
		}
		if h := r.happening; h != nil {
			e.id, e.mentions, e.origins = string(h.Report.Happening), h.Reports, h.Independent
			if e.id == "" {
				e.id = string(h.ID)
			}
		}
	}
	if e.cameo == "" && e.kind != "" {
		e.cameo = onto.DefaultCAMEO(e.kind, e.mode, e.contexts)
	}
	if e.gold == nil {
		if v, ok := onto.Value(e.kind, e.mode, e.cameo); ok {
			e.gold = &v
		}
	}
	if e.quad == "" {
		e.quad = onto.Quad(e.kind)
	}
	return e
}

// plain makes a text fit for a cell of a layout that has no quotes.
func plain(s string) string {
	if !strings.ContainsAny(s, "\t\r\n") {
		return s
	}
	return strings.NewReplacer("\t", " ", "\r", " ", "\n", " ").Replace(s)
}
