package desk_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"entente"
	"entente/desk"
)

// quarrel is a tie that was good for long and then broke, in weeks of made-up events.
func quarrel(t *testing.T) []entente.Happening {
	var out []entente.Happening
	at := day(2016, time.January, 4)
	for i := range 40 {
		short := fmt.Sprintf("NOR>TCD AID happened 6 %s Herald", at.Add(0, 0, 7*i))
		out = append(out, told(row(t, entente.ReportID(fmt.Sprintf("a%d/e1", i)), short, "Norway sent help.")))
	}
	for i, short := range []string{
		"TCD>NOR SANCTION happened -7 2016-10-11 Herald",
		"TCD>NOR ASSAULT happened -10 2016-10-12 Courier",
		"TCD>NOR COERCE happened -8 2016-10-13 Herald",
		"NOR>TCD SANCTION happened -7 2016-10-14 Gazette",
		"NOR>TCD AID happened 6 2016-10-14 Gazette",
		"NOR>TCD SANCTION planned -7 2016-11-20 Gazette",
	} {
		r := row(t, entente.ReportID(fmt.Sprintf("b%d/e1", i)), short, "Sentence "+short+".")
		again := r
		again.ID, again.Print.Publisher = entente.ReportID(fmt.Sprintf("c%d/e1", i)), "Second Paper"
		if i == 5 {
			out = append(out, told(r))
		} else {
			out = append(out, told(r, again))
		}
	}
	claim := row(t, "d1/e1", "TCD>NOR ASSAULT claimed -10 2016-10-12 Herald", "Oslo says that its convoy was shot at.")
	denial := row(t, "d2/e1", "TCD>NOR ASSAULT denied -10 2016-10-12 Courier", "N'Djamena denied that anyone had shot.")
	return append(out, told(claim, denial), told(row(t, "d3/e1", "TCD>NOR THREATEN denied -5 2016-10-12 Herald", "Chad denied a threat.")))
}

func TestBrief(t *testing.T) {
	led := book(quarrel(t)...)
	b, err := desk.Brief(t.Context(), led, desk.Watch{Pairs: [][2]string{{"NOR", "TCD"}, {"NOR", "ISL"}}, Since: day(2016, 10, 10), To: day(2016, 10, 16)})
	if err != nil {
		t.Fatal(err)
	}
	p := b.Pairs[0]
	if p.Arrow != desk.Down || p.Events != 5 || p.Thin {
		t.Errorf("arrow %s by %d events, thin %v; want down after a week of blows", p.Arrow, p.Events, p.Thin)
	}
	var moved []string
	for _, m := range p.Moved {
		moved = append(moved, string(m.Happening.Type))
		if m.Pull >= 0 {
			t.Errorf("%s pulls by %v against the arrow", m.Happening.ID, m.Pull)
		}
	}
	if want := []string{"ASSAULT", "COERCE", "SANCTION"}; !slices.Equal(moved, want) {
		t.Errorf("moved by %q, want %q: the strongest first, and no help", moved, want)
	}
	if want := "2016-10-12 assault: Sentence TCD>NOR ASSAULT happened -10 2016-10-12 Courier."; p.Reason != want {
		t.Errorf("reason is %q, want %q", p.Reason, want)
	}
	if len(p.Planned) != 1 || p.Planned[0].ID != "b5/e1" {
		t.Errorf("planned is %v, want the sanction of November", p.Planned)
	}
	if len(p.Disputed) != 1 || p.Disputed[0].ID != "d1/e1" {
		t.Errorf("disputed is %v, want the shooting and not the threat that all deny", p.Disputed)
	}
	if none := b.Pairs[1]; none.Arrow != desk.Flat || !none.Thin || none.Now != nil || none.Reason == "" {
		t.Errorf("a pair of which nothing is known gives %+v", none)
	}
}

// TestBriefQuiet: a week without news is flat and says so.
func TestBriefQuiet(t *testing.T) {
	b, err := desk.Brief(t.Context(), book(quarrel(t)[:40]...), desk.Watch{Pairs: [][2]string{{"TCD", "NOR"}}, Since: day(2016, 10, 10), To: day(2016, 10, 16)})
	if err != nil {
		t.Fatal(err)
	}
	p := b.Pairs[0]
	if p.Arrow != desk.Flat || len(p.Moved) != 0 || p.Reason != "nothing that counts is known to have happened since 2016-10-10" {
		t.Errorf("arrow %s, %d moves, reason %q", p.Arrow, len(p.Moved), p.Reason)
	}
	if p.Before.To != day(2016, 10, 9) || p.Now.To != day(2016, 10, 16) {
		t.Errorf("from the week that ended %s to that which ended %s, want 2016-10-09 and 2016-10-16", p.Before.To, p.Now.To)
	}
}
