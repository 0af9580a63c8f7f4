package report

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"entente"
)

var update = flag.Bool("update", false, "rewrite testdata/page.golden")

func day(y, d int) entente.Day { return entente.Day{Year: y, Month: 5, Day: d} }

// sample is a small Reading with one row of each kind.
func sample() *entente.Reading {
	const text = "Norway recalled its ambassador from Chad on Friday. Chad denied that it had detained 12 sailors."
	chad, c1 := entente.ActorRef("a2"), entente.ClaimID("c1")
	mode := entente.Mode("withdraw")
	return &entente.Reading{
		Format: entente.Format,
		Article: &entente.Article{Headline: "Norway Recalls Envoy", Publisher: "Sample", Published: day(2021, 30), Bylines: []string{"A. Writer"}, Text: text,
			Sentences: []entente.Span{{Start: 0, End: 51}, {Start: 52, End: len(text)}}},
		Actors: []entente.Actor{{Ref: "a1", Name: "Norway", Country: "NOR", Sector: "GOV"}, {Ref: "a2", Name: "Chad", Country: "TCD", Sector: "GOV"}},
		Events: []entente.Event{
			{ID: "e1", Sources: []entente.ActorRef{"a1"}, Targets: []entente.ActorRef{"a2"}, Type: entente.Sanction, Mode: &mode, Quad: entente.MaterialConflict,
				Status: entente.Happened, Date: entente.Date{From: day(2021, 28), To: day(2021, 28), Precision: entente.PrecisionDay, Basis: entente.BasisRelative},
				Quote: text[:51]},
			{ID: "e2", Sources: []entente.ActorRef{"a2"}, Targets: []entente.ActorRef{"a1"}, Type: entente.Coerce, Quad: entente.MaterialConflict, Status: entente.Disputed, Background: true,
				Attribution: []entente.ClaimID{c1}, Quote: text[52:], Figures: []entente.Figure{{Value: 12, Bound: entente.BoundExact, Counts: "sailors", Span: entente.Span{Start: 85, End: 87}}}},
		},
		Claims: []entente.Claim{{ID: c1, Speaker: &chad, Class: entente.SourceInstitution, CueLemma: "deny", Stance: entente.StanceDeny, Form: entente.FormIndirect,
			Content: []entente.Span{{Start: 64, End: 95}}}},
		Disputes:  []entente.Dispute{{About: []entente.EventID{"e2"}, Denied: []entente.ClaimID{c1}}},
		Relations: []entente.Relation{{Pair: [2]string{"NOR", "TCD"}, Direction: entente.Cooling, Events: []entente.EventID{"e1"}}},
		Notes:     []entente.Note{{Span: entente.Span{Start: 76, End: 84}, Why: "no target found"}},
	}
}

func TestText(t *testing.T) {
	var b strings.Builder
	if err := Text(&b, sample(), Options{Notes: true}); err != nil {
		t.Fatal(err)
	}
	const golden = "testdata/page.golden"
	if *update {
		if err := os.WriteFile(golden, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if b.String() != string(want) {
		t.Errorf("page is\n%s\nwant\n%s", b.String(), want)
	}
}

// TestTextHoldsEveryRow: no event or claim is lost, each with its words, and no
// line is longer than the page.
func TestTextHoldsEveryRow(t *testing.T) {
	r := sample()
	for _, colour := range []bool{false, true} {
		var b strings.Builder
		if err := Text(&b, r, Options{Width: 60, Colour: colour}); err != nil {
			t.Fatal(err)
		}
		page := strings.Join(strings.Fields(b.String()), " ")
		for i := range r.Events {
			if !strings.Contains(page, r.Events[i].Quote) {
				t.Errorf("colour %v: event %s stands without its sentence", colour, r.Events[i].ID)
			}
		}
		if strings.Contains(page, "…") != strings.Contains(fmt.Sprint(r.Article.Text), "…") {
			t.Errorf("colour %v: something is cut on a narrow page:\n%s", colour, b.String())
		}
		if strings.Contains(b.String(), "\x1b[") != colour {
			t.Errorf("colour %v: escapes do not follow", colour)
		}
		for line := range strings.Lines(b.String()) {
			if n := utf8.RuneCountInString(strings.TrimRight(line, "\n")); !colour && n > 60 {
				t.Errorf("a line of %d characters on a page of 60: %q", n, line)
			}
		}
	}
}

func TestDateWords(t *testing.T) {
	jan1, dec31 := entente.Day{Year: 1979, Month: 1, Day: 1}, entente.Day{Year: 1989, Month: 12, Day: 31}
	tests := []struct {
		name string
		date entente.Date
		want string
	}{
		{"unknown", entente.Date{}, "–"},
		{"a day", entente.Date{From: day(2021, 28), To: day(2021, 28), Precision: entente.PrecisionDay}, "28 May 2021"},
		{"a month", entente.Date{From: day(2021, 1), To: day(2021, 31), Precision: entente.PrecisionMonth}, "May 2021"},
		{"a year", entente.Date{From: jan1, To: entente.Day{Year: 1979, Month: 12, Day: 31}, Precision: entente.PrecisionYear}, "1979"},
		{"years", entente.Date{From: jan1, To: dec31, Precision: entente.PrecisionInterval}, "1979–1989"},
		{"open end", entente.Date{From: jan1, Precision: entente.PrecisionInterval}, "since 1979"},
		{"open start", entente.Date{To: dec31, Precision: entente.PrecisionInterval}, "until 31 Dec 1989"},
		{"open end after a day", entente.Date{From: day(2021, 28), Precision: entente.PrecisionInterval}, "since 28 May 2021"},
		{"days of a month", entente.Date{From: day(2021, 3), To: day(2021, 9), Precision: entente.PrecisionInterval}, "3–9 May 2021"},
		{"a season", entente.Date{From: entente.Day{Year: 2019, Month: 9, Day: 1}, To: entente.Day{Year: 2019, Month: 11, Day: 30}, Precision: entente.PrecisionSeason}, "Sep–Nov 2019"},
		{"a winter", entente.Date{From: entente.Day{Year: 2019, Month: 12, Day: 1}, To: entente.Day{Year: 2020, Month: 2, Day: 29}, Precision: entente.PrecisionSeason}, "Dec 2019–Feb 2020"},
		{"days of two months", entente.Date{From: day(2021, 28), To: entente.Day{Year: 2021, Month: 6, Day: 3}, Precision: entente.PrecisionInterval}, "28 May–3 Jun 2021"},
		{"days of two years", entente.Date{From: entente.Day{Year: 2020, Month: 12, Day: 28}, To: entente.Day{Year: 2021, Month: 1, Day: 3}, Precision: entente.PrecisionInterval}, "28 Dec 2020–3 Jan 2021"},
		{"a month whole, told as an interval", entente.Date{From: day(2021, 1), To: day(2021, 31), Precision: entente.PrecisionInterval}, "1–31 May 2021"},
		{"a decade", entente.Date{From: entente.Day{Year: 1990, Month: 1, Day: 1}, To: entente.Day{Year: 1999, Month: 12, Day: 31}, Precision: entente.PrecisionDecade}, "1990s"},
	}
	for _, tt := range tests {
		if got := dateWords(tt.date); got != tt.want {
			t.Errorf("%s: dateWords = %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestGroupDigits(t *testing.T) {
	for v, want := range map[float64]string{0: "0", 12: "12", 999: "999", 1000: "1,000", 2e9: "2,000,000,000", 2.5: "2.5", 12345.25: "12,345.25", -4000: "-4,000"} {
		if got := groupDigits(v); got != want {
			t.Errorf("groupDigits(%v) = %q, want %q", v, got, want)
		}
	}
}

func TestClean(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"plain", "São Tomé", "São Tomé"},
		{"escape sequence", "a\x1b[31mb", "a [31mb"},
		{"direction override", "a\u202eb", "a b"},
		{"isolates", "a\u2066b\u2069", "a b"},
		{"line ends and runs", "a\r\n\t b", "a b"},
		{"C1 control", "a\u009bb", "a b"},
		{"broken text", "a\xffb", "a b"},
	}
	for _, tt := range tests {
		if got := clean(tt.in); got != tt.want {
			t.Errorf("%s: clean(%q) = %q, want %q", tt.name, tt.in, got, tt.want)
		}
	}
}
