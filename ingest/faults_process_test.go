package ingest_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"entente"
	"entente/sqlite"
	"entente/store"
)

// killed reports whether a process ended by a signal, and not by itself.
func killed(err error) bool {
	status := new(exec.ExitError)
	return errors.As(err, &status) && status.ExitCode() == -1
}

// killIngest kills a run until one comes to its end; a round counts one kill at least.
func killIngest(t *testing.T, r *round) string {
	ledger := r.path("ledger.db")
	kills := 0
	for live := 200; ; live += 100 { // a slow machine comes to an end too
		var said bytes.Buffer
		child := command("ingest", ledger, r.sources)
		child.Stderr = &said
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		after := time.AfterFunc(time.Duration(r.rng.IntN(live))*time.Millisecond, func() { _ = child.Process.Kill() }) // it may be gone by then
		err := child.Wait()
		after.Stop()
		switch {
		case ended(err, said.String()) && kills > 0:
			same(t, r.holding, holds(t, ledger))
			return "went on where it was"
		case ended(err, said.String()):
			return "was done before"
		case !killed(err):
			t.Fatalf("the program ended by itself: %v\n%s", err, &said)
		}
		kills++
	}
}

// killServe kills a server while people correct: what was acknowledged stands, and nothing
// stands by half.
func killServe(t *testing.T, r *round) string {
	ledger := r.copied(t)
	child := command("serve", ledger, "")
	says, err := child.StderrPipe()
	if err == nil {
		err = child.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(says)
	address := ""
	for address == "" && lines.Scan() {
		address = regexp.MustCompile(`http://127\.0\.0\.1:\d+`).FindString(lines.Text())
	}
	go func() { _, _ = io.Copy(io.Discard, says) }() // until it is killed

	const people = 3
	var mu sync.Mutex
	acked := map[entente.ReportID]string{} // what was made, and by whom
	var group sync.WaitGroup
	for p := range people {
		group.Go(func() {
			row := r.holding.rows[p].ID
			for n := 0; ; n++ {
				who := fmt.Sprintf("person %d, %d", p, n)
				next, err := correct(address, row, who, n)
				if err != nil {
					return // the server is gone
				}
				mu.Lock()
				acked[next] = who
				mu.Unlock()
				row = next
			}
		})
	}
	time.Sleep(time.Duration(r.rng.IntN(400)) * time.Millisecond)
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if err := child.Wait(); !killed(err) {
		t.Fatalf("the server ended by itself: %v", err)
	}
	group.Wait()

	led := reopened(t, ledger)
	if faults, err := led.Check(t.Context()); err != nil || len(faults) > 0 {
		t.Errorf("the ledger has faults: %v %v", faults, err)
	}
	for row, who := range acked {
		history, err := led.History(t.Context(), row)
		if err != nil || len(history) == 0 || history[len(history)-1].Who != who {
			t.Errorf("%s by %q was acknowledged; its history is %v, %v", row, who, history, err)
		}
	}
	written := 0
	for p := range people {
		all, err := led.Happening(t.Context(), r.holding.rows[p].ID, time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range all.All {
			history, err := led.History(t.Context(), row.ID)
			if err != nil {
				t.Fatal(err)
			}
			written += len(history)
			if len(history) > 0 { // and people go on
				if _, err := led.Correct(t.Context(), entente.Correction{Row: history[len(history)-1].New, Who: "after"}); err != nil {
					t.Error(err)
				}
			}
		}
	}
	if written < len(acked) || written > len(acked)+people {
		t.Errorf("%d corrections stand, %d were acknowledged by %d people", written, len(acked), people)
	}
	if len(acked) == 0 {
		return "before the first correction"
	}
	return "what was acknowledged stands"
}

// correct mends a row over the API.
func correct(address string, row entente.ReportID, who string, n int) (entente.ReportID, error) {
	value := float64(n % 10)
	body, err := json.Marshal(map[string]any{"row": row, "who": who, "mend": entente.Mend{Goldstein: &value}})
	if err != nil {
		return "", err
	}
	resp, err := http.Post(address+"/api/v1/corrections", "application/json", bytes.NewReader(body))
	if err != nil {
		return "", err
	}
	defer func() { _ = resp.Body.Close() }() // only read from
	var made struct{ New entente.ReportID }
	if err := json.NewDecoder(resp.Body).Decode(&made); err != nil {
		return "", err
	}
	if resp.StatusCode != http.StatusCreated {
		return "", fmt.Errorf("the server answers %s", resp.Status)
	}
	return made.New, nil
}

func noOwnRead() string {
	if os.Getenv(programEnv) != "" {
		return "the built program knows no such article"
	}
	return ""
}

// deadly is a word of the one article that kills whoever reads it.
const deadly = "quicksand"

// poisoned fills a folder with stories of which one kills its reader, and some are read
// beside it.
func (r *round) poisoned(t *testing.T) (sources string, stories int) {
	t.Helper()
	stories = 6 + r.rng.IntN(20)
	var lines []string
	for i, at := 0, r.rng.IntN(stories); i < stories; i++ {
		text := fmt.Sprintf("Iran accused Russia near Osh on %d March 2019.\nStory %d.", 1+i, i)
		if i == at {
			text += " " + deadly
		}
		lines = append(lines, line(t, map[string]string{"id": fmt.Sprint(i), "text": text}))
	}
	sources = r.path("poisoned.jsonl")
	if err := os.WriteFile(sources, []byte(strings.Join(lines, "\n")), 0o644); err != nil {
		t.Fatal(err)
	}
	return sources, stories
}

// givenUp holds that of all stories only the deadly one was not read, and is told of; and
// that it can be asked for once more.
func givenUp(t *testing.T, led entente.Ledger, stories int) {
	t.Helper()
	totals, err := led.Totals(t.Context())
	if err != nil || totals.Articles != stories || totals.Unread != 0 || totals.Failed != 1 {
		t.Errorf("of %d stories one kills its reader: %+v, %v", stories, totals, err)
	}
	failed, err := led.Failures(t.Context())
	if err != nil || len(failed) != 1 || !strings.Contains(failed[0].Why, "died amid it, 5 times") {
		t.Errorf("the failures are %+v, %v", failed, err)
	}
	if n, err := led.Retry(t.Context()); err != nil || n != 1 {
		t.Errorf("%d are tried again, %v", n, err)
	}
	if err := led.Work(t.Context(), plainRead, entente.WorkOptions{Workers: 2}); err != nil {
		t.Error(err)
	}
	if totals, err = led.Totals(t.Context()); err != nil || totals.Unread+totals.Failed != 0 {
		t.Errorf("by a reader that lives it was not read: %+v, %v", totals, err)
	}
}

// poison has an article that kills each run, until it is given up.
func poison(t *testing.T, r *round) string {
	sources, stories := r.poisoned(t)
	ledger := r.path("ledger.db")
	deaths := 0
	for {
		out, err := command("ingest by three", ledger, sources).CombinedOutput()
		if err == nil {
			break
		}
		if deaths++; !killed(err) || deaths > 5 {
			t.Fatalf("after %d deaths: %v\n%s", deaths, err, out)
		}
	}
	givenUp(t, reopened(t, ledger), stories)
	return fmt.Sprintf("given up after %d deaths", deaths)
}

// twoProcesses lets two runs at one ledger, and a reader beside them.
func twoProcesses(t *testing.T, r *round) string {
	ledger := r.path("ledger.db")
	reopened(t, ledger) // the tables are there before the two come
	busy := 0
	var group sync.WaitGroup
	var mu sync.Mutex
	for range 2 {
		wait := time.Duration(r.rng.IntN(200)) * time.Millisecond
		group.Go(func() {
			time.Sleep(wait)
			out, err := command("ingest", ledger, r.sources).CombinedOutput()
			mu.Lock()
			defer mu.Unlock()
			switch {
			case ended(err, string(out)):
			case strings.Contains(string(out), "another entente works on this ledger"):
				busy++
			default:
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
	stop, stopped := context.WithCancel(t.Context())
	reader := make(chan error, 1)
	go func() { reader <- look(stop, ledger) }()
	group.Wait()
	stopped()
	if err := <-reader; err != nil {
		t.Errorf("who only reads: %v", err)
	}
	if busy > 1 {
		t.Error("each says that the other works")
	}
	r.finish(t, ledger)
	return fmt.Sprintf("%d of 2 was told to wait", busy)
}

// look reads a ledger again and again until ctx ends.
func look(ctx context.Context, ledger string) error {
	led, err := sqlite.Open(ctx, ledger, sqlite.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	for err == nil && ctx.Err() == nil {
		if _, err = led.Totals(ctx); err == nil {
			_, _, err = led.Happenings(ctx, entente.Filter{Limit: -1})
		}
	}
	if errors.Is(err, context.Canceled) || ctx.Err() != nil {
		err = nil
	}
	return errors.Join(err, led.Close())
}

func noClock() string {
	if os.Getenv(programEnv) != "" {
		return "the built program takes the clock of the system"
	}
	return ""
}

// jumpingClock takes everything in while the clock goes days forth and back.
func jumpingClock(t *testing.T, r *round) string {
	ledger := r.path("ledger.db")
	var mu sync.Mutex
	at := time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC)
	moments := []time.Time{at}
	now := func() time.Time {
		mu.Lock()
		defer mu.Unlock()
		at = at.Add(time.Millisecond)
		if r.rng.IntN(5) == 0 {
			at = at.Add(time.Duration(r.rng.IntN(21)-10) * 24 * time.Hour)
			moments = append(moments, at)
		}
		return at
	}
	if err := run(t.Context(), ledger, r.sources, sqlite.Options{Options: store.Options{Now: now}}, 1); err != nil {
		t.Fatal(err)
	}
	same(t, r.holding, holds(t, ledger))

	led, err := sqlite.Open(t.Context(), ledger, sqlite.Options{Options: store.Options{Now: now}})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = led.Close() }() // what it holds was looked at
	replaced := map[entente.ReportID]entente.ReportID{}
	row := r.holding.rows[r.rng.IntN(len(r.holding.rows))].ID
	var chain []entente.ReportID
	for i := range 6 {
		next, err := led.Correct(t.Context(), entente.Correction{Row: row, Who: fmt.Sprint(i), Reject: i%3 == 1, Undo: i%3 == 2})
		if err != nil {
			t.Fatal(err)
		}
		replaced[row], row = next, next
		chain = append(chain, next)
	}
	history, err := led.History(t.Context(), row)
	if err != nil || len(history) != len(chain) {
		t.Fatalf("the history has %d corrections of %d: %v", len(history), len(chain), err)
	}
	for i, c := range history {
		if c.New != chain[i] || c.Who != fmt.Sprint(i) {
			t.Errorf("correction %d of the history is %v", i, c)
		}
	}
	// As of a moment stands what was known by then, and no row beside the one that replaced it.
	standing := func(asOf time.Time) []entente.ReportID {
		var ids []entente.ReportID
		for row, err := range led.Reports(t.Context(), entente.Filter{AsOf: asOf, Everyone: true}) {
			if err != nil {
				t.Fatal(err)
			}
			if !asOf.IsZero() && row.Known.After(asOf) {
				t.Errorf("as of %v stands %s, known %v", asOf, row.ID, row.Known)
			}
			ids = append(ids, row.ID)
		}
		for _, id := range ids {
			if next, ok := replaced[id]; ok && slices.Contains(ids, next) {
				t.Errorf("as of %v stand %s and what replaced it", asOf, id)
			}
		}
		return ids
	}
	for range 20 {
		standing(moments[r.rng.IntN(len(moments))])
	}
	if today, late := standing(time.Time{}), standing(at.AddDate(10, 0, 0)); !slices.Equal(today, late) {
		t.Errorf("%d rows stand today, and %d as of ten years on", len(today), len(late))
	}
	if faults, err := led.Check(t.Context()); err != nil || len(faults) > 0 {
		t.Errorf("the ledger has faults: %v %v", faults, err)
	}
	return "all in order"
}
