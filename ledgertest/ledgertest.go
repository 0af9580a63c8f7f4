// Package ledgertest is the contract of a Ledger as tests. Every ledger runs it:
//
//	ledgertest.Run(t, func(t *testing.T, now func() time.Time) entente.Ledger { … })
//
// It asks for nothing that the comments of entente.Ledger do not promise.
package ledgertest

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"entente"
)

// Open makes an empty ledger whose clock is now; it is closed by the test's cleanup.
type Open func(t *testing.T, now func() time.Time) entente.Ledger

// clock gives a later time at each look, so that every row has its own.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(time.Millisecond)
	return c.at
}

func newClock() *clock { return &clock{at: time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC)} }

// Run runs the whole contract.
func Run(t *testing.T, open Open) {
	for _, tt := range []struct {
		name string
		f    func(*testing.T, Open)
	}{
		{"the same article twice is stored once", twice},
		{"received articles are read by Work", work},
		{"an article that cannot be read is a failure", failures},
		{"reports of one happening are one event", linked},
		{"papers of one house are one source", housed},
		{"a meeting is once in the pair", meeting},
		{"doubling reprints changes no series by a bit", reprints},
		{"plans, claims and denials move no level", words},
		{"a claim does not part two reports of one deed", claimed},
		{"as of a moment nothing later is seen", asOf},
		{"a later reading replaces the earlier", recoded},
		{"an article is recoded by the coder that is asked for", recoding},
		{"many write at once and nothing is doubled", together},
		{"corrections stand in the place of rows and can be undone", corrected},
		{"corrections outlive a later reading", carried},
		{"the rows of an article as people left them", rowsOf},
		{"filters agree with a plain reading of them", filters},
		{"pages join to the whole list", pages},
		{"ties are the sums of all pairs", ties},
		{"quotes, articles and words", found},
		{"imported rows are kept apart", imported},
	} {
		t.Run(tt.name, func(t *testing.T) { tt.f(t, open) })
	}
}

func add(t *testing.T, led entente.Ledger, list ...Story) {
	t.Helper()
	for i := range list {
		if _, err := led.Append(context.Background(), list[i].Reading()); err != nil {
			t.Fatalf("Append(%q): %v", list[i].Headline, err)
		}
	}
}

func happenings(t *testing.T, led entente.Reader, f entente.Filter) []entente.Happening {
	t.Helper()
	if f.Limit == 0 {
		f.Limit = -1
	}
	list, _, err := led.Happenings(context.Background(), f)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func tallies(t *testing.T, led entente.Reader, f entente.Filter) entente.Tallies {
	t.Helper()
	got, err := led.Tallies(context.Background(), f)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func partners(t *testing.T, led entente.Reader, f entente.Filter) []entente.Partner {
	t.Helper()
	f.B, f.Words, f.Publisher, f.Stated = "", "", "", false
	got, err := led.Partners(context.Background(), f)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// series are the tallies of all pairs, for comparing ledgers.
func series(t *testing.T, led entente.Reader, asOf time.Time) map[string]entente.Tallies {
	t.Helper()
	out := map[string]entente.Tallies{}
	lands := []string{"USA", "RUS", "PAK", "IND", "CHN"}
	for _, a := range lands {
		for _, b := range lands {
			for _, everyone := range []bool{false, true} {
				got := tallies(t, led, entente.Filter{A: a, B: b, Everyone: everyone, AsOf: asOf})
				if len(got.Pair) > 0 {
					out[fmt.Sprint(a, b, everyone)] = got
				}
			}
		}
	}
	return out
}
