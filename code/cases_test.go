package code

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"entente"
	"entente/conllu"
	"entente/ontology"
)

func newCoder(t *testing.T) *Coder {
	t.Helper()
	o, err := ontology.Load()
	if err != nil {
		t.Fatal(err)
	}
	c, err := New(o, nil)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestCases reads testdata/cases: a parsed sentence with its actors and claims,
// and what must come of it. A case is
//
//	TYPE[,TYPE] SOURCE > TARGET STATUS [negated] [background] [on DAY[..DAY]]
//
// where SOURCE and TARGET are countries joined by "+", "-" for nobody, "?" for an
// actor without a country, and "*" for anything; or "none TYPE": no such event. Where days
// are wanted, the case has the day of the report and the dates of its text.
func TestCases(t *testing.T) {
	files, err := filepath.Glob("testdata/cases/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	c := newCoder(t)
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			a, wants := readCase(t, file)
			coding := c.Code(a)
			for _, want := range wants {
				if !meets(a, coding.Events, want) {
					t.Errorf("want %s, got\n%s", want, shown(a, coding))
				}
			}
			again := c.Code(a)
			if shown(a, again) != shown(a, coding) {
				t.Error("two runs differ")
			}
		})
	}
}

func readCase(t *testing.T, file string) (*entente.Analysis, []string) {
	t.Helper()
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	section := map[string]string{}
	for _, f := range archive.Files {
		section[f.Name] = string(f.Data)
	}
	doc, err := conllu.Read(strings.NewReader(section["parse.conllu"]))
	if err != nil {
		t.Fatal(err)
	}
	a := &entente.Analysis{Article: &entente.Article{Text: doc.Text}, Sentences: doc.Sentences}
	for i := range a.Sentences {
		a.Sentences[i].Zone = entente.ZoneBody
		a.Article.Sentences = append(a.Article.Sentences, a.Sentences[i].Span)
	}
	for line := range strings.Lines(section["actors"]) {
		if strings.TrimSpace(line) != "" {
			a.Cast.Actors = append(a.Cast.Actors, readActor(t, a, strings.TrimSpace(line)))
		}
	}
	for line := range strings.Lines(section["claims"]) {
		if strings.TrimSpace(line) != "" {
			a.Claims = append(a.Claims, readClaim(t, a, strings.TrimSpace(line)))
		}
	}
	if day := strings.TrimSpace(section["published"]); day != "" {
		a.Article.Published = readDay(t, day)
	}
	for line := range strings.Lines(section["dates"]) {
		a.Dates = append(a.Dates, readDate(t, a, strings.TrimSpace(line)))
	}
	return a, strings.Split(strings.TrimSpace(section["want"]), "\n")
}

func readDay(t *testing.T, s string) entente.Day {
	t.Helper()
	day, err := entente.ParseDay(s)
	if err != nil {
		t.Fatal(err)
	}
	return day
}

// readDate reads "since July: 1987-07-01.." and "Monday: 1988-05-09".
func readDate(t *testing.T, a *entente.Analysis, line string) entente.DateMention {
	t.Helper()
	words, days, _ := strings.Cut(line, ": ")
	from, to, open := strings.Cut(days, "..")
	d := entente.DateMention{First: -1, Date: entente.Date{From: readDay(t, from), Span: find(t, a, words, 0)}}
	switch {
	case to != "":
		d.Date.To = readDay(t, to)
	case !open:
		d.Date.To = d.Date.From
	}
	for i := range a.Sentences {
		for j := range a.Sentences[i].Tokens {
			if d.Date.Span.Contains(a.Sentences[i].Tokens[j].Span) {
				if d.First < 0 {
					d.Sentence, d.First = i, j
				}
				d.Last = j
			}
		}
	}
	return d
}

// readActor reads "a1 KEN GOV Kenya: Kenya | it".
func readActor(t *testing.T, a *entente.Analysis, line string) entente.Actor {
	t.Helper()
	head, mentions, ok := strings.Cut(line, ": ")
	f := strings.SplitN(head, " ", 4)
	if !ok || len(f) != 4 {
		t.Fatalf("actor %q", line)
	}
	known := func(s string) string { return strings.TrimPrefix(s, "-") }
	actor := entente.Actor{Ref: entente.ActorRef(f[0]), Country: known(f[1]), Sector: entente.Sector(known(f[2])), Name: f[3]}
	if actor.Sector == "GOV" && actor.Country != "" {
		actor.Entity = "state:" + actor.Country
	}
	after := map[string]int{} // the same words again are the next occurrence
	for _, words := range strings.Split(mentions, " | ") {
		sp := find(t, a, words, after[words])
		after[words] = sp.End
		for i := range a.Sentences {
			s := &a.Sentences[i]
			if !s.Span.Contains(sp) {
				continue
			}
			m := entente.Mention{Span: sp, Text: words, Sentence: i, First: -1}
			for j := range s.Tokens {
				if sp.Contains(s.Tokens[j].Span) {
					if m.First < 0 {
						m.First = j
					}
					m.Last = j
				}
			}
			m.Head = m.Last
			for j := m.First; j <= m.Last; j++ {
				if h := s.Tokens[j].Head; (h < m.First || h > m.Last || h == j) && s.Tokens[j].UPOS != "DET" && s.Tokens[j].UPOS != "ADP" {
					m.Head = j
				}
			}
			actor.Mentions = append(actor.Mentions, m)
		}
	}
	return actor
}

// readClaim reads "c1 a1 assert indirect: said => that Uganda had invaded".
func readClaim(t *testing.T, a *entente.Analysis, line string) entente.Claim {
	t.Helper()
	head, rest, ok := strings.Cut(line, ": ")
	f := strings.Fields(head)
	cue, content, ok2 := strings.Cut(rest, " => ")
	if !ok || !ok2 || len(f) != 4 {
		t.Fatalf("claim %q", line)
	}
	c := entente.Claim{ID: entente.ClaimID(f[0]), Stance: entente.Stance(f[2]), Form: entente.Form(f[3])}
	if f[1] != "-" {
		ref := entente.ActorRef(f[1])
		c.Speaker = &ref
	}
	for _, words := range strings.Split(cue, " | ") {
		if words != "" {
			c.Cue = append(c.Cue, find(t, a, words, 0))
		}
	}
	for _, words := range strings.Split(content, " | ") {
		c.Content = append(c.Content, find(t, a, words, 0))
	}
	return c
}

// find is the span of the first occurrence of words at or after byte from.
func find(t *testing.T, a *entente.Analysis, words string, from int) entente.Span {
	t.Helper()
	at := strings.Index(a.Article.Text[from:], words)
	if at < 0 {
		t.Fatalf("%q is not in %q", words, a.Article.Text[from:])
	}
	at += from
	return entente.Span{Start: at, End: at + len(words)}
}

func meets(a *entente.Analysis, events []entente.Event, want string) bool {
	f := strings.Fields(want)
	if f[0] == "none" {
		return !slices.ContainsFunc(events, func(ev entente.Event) bool { return f[1] == "*" || string(ev.Type) == f[1] })
	}
	is := func(got, want string) bool { return want == "*" || slices.Contains(strings.Split(want, ","), got) }
	return slices.ContainsFunc(events, func(ev entente.Event) bool {
		return is(string(ev.Type), f[0]) && is(countries(a, ev.Sources), f[1]) && is(countries(a, ev.Targets), f[3]) && is(string(ev.Status), f[4]) &&
			(!slices.Contains(f, "negated") || ev.Negated) && (!slices.Contains(f, "background") || ev.Background) && onDay(ev.Date, f)
	})
}

// onDay reports whether a date is the one that the words of a wish name behind "on", if any.
func onDay(d entente.Date, wish []string) bool {
	k := slices.Index(wish, "on")
	if k < 0 {
		return true
	}
	if wish[k+1] == "-" {
		return d.From.IsZero() && d.To.IsZero()
	}
	from, to, ranged := strings.Cut(wish[k+1], "..")
	if !ranged {
		to = from
	}
	return d.From.String() == from && d.To.String() == to
}

func countries(a *entente.Analysis, refs []entente.ActorRef) string {
	var out []string
	for _, ref := range refs {
		country := a.Cast.Actor(ref).Country
		if country == "" {
			country = "?"
		}
		out = append(out, country)
	}
	if out == nil {
		return "-"
	}
	return strings.Join(out, "+")
}

func shown(a *entente.Analysis, coding entente.Coding) string {
	var b strings.Builder
	for i := range coding.Events {
		ev := &coding.Events[i]
		b.WriteString(string(ev.Type) + " " + countries(a, ev.Sources) + " > " + countries(a, ev.Targets) + " " + string(ev.Status) + " on " + ev.Date.From.String() + ".." + ev.Date.To.String() + " by " + ev.Rule + "\n")
	}
	for _, n := range coding.Notes {
		b.WriteString("not coded: " + n.Span.In(a.Article.Text) + ": " + n.Why + "\n")
	}
	return b.String()
}
