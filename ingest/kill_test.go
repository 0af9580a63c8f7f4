package ingest_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"entente"
	"entente/ingest"
	"entente/ontology"
	"entente/sqlite"
)

// The test runs itself as the program that is killed. ENTENTE_KILLS says how often it is
// killed (make kill sets 100).
const (
	childEnv = "ENTENTE_KILL_CHILD" // the folder to work in
	killsEnv = "ENTENTE_KILLS"
)

func TestMain(m *testing.M) {
	if folder := os.Getenv(childEnv); folder != "" {
		if err := run(context.Background(), folder); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// run ingests the sources of a folder into its ledger.
func run(ctx context.Context, folder string) error {
	led, err := sqlite.Open(ctx, filepath.Join(folder, "ledger.db"), sqlite.Options{})
	if err != nil {
		return err
	}
	onto, err := ontology.Load()
	if err != nil {
		return err
	}
	// One worker: what is linked to what goes by the order in which articles are read.
	in := &ingest.Ingest{Ledger: led, Read: plainRead, Ontology: onto, Workers: 1}
	return errors.Join(in.Run(ctx, filepath.Join(folder, "sources")), led.Close())
}

var deed = regexp.MustCompile(`^([A-Z]{3}) did (\w+) to ([A-Z]{3}) on (\S+) near (\w+)\.$`)

// plainRead stands in for the pipeline: a sentence "PAK did assault to IND on 2019-03-01
// near Kasur." is one event.
func plainRead(_ context.Context, art *entente.Article) (*entente.Reading, error) {
	r := &entente.Reading{Format: entente.Format, Article: art, Coder: entente.Coder{Version: "1"}}
	offset := 0
	for i, line := range strings.Split(art.Text, "\n") {
		sent := entente.Span{Start: offset, End: offset + len(line)}
		offset += len(line) + 1
		m := deed.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		day, err := entente.ParseDay(m[4])
		if err != nil {
			return nil, &entente.Error{Op: "test", Kind: entente.Syntax, Err: err}
		}
		art.Sentences = append(art.Sentences, sent)
		ev := entente.Event{ID: entente.EventID(fmt.Sprintf("e%d", i+1)), Type: entente.EventType(strings.ToUpper(m[2])), Status: entente.Happened,
			Date: entente.Date{From: day, To: day, Precision: entente.PrecisionDay}, Trigger: entente.Span{Start: sent.Start, End: sent.Start + 3},
			Sentence: len(art.Sentences) - 1, Quote: line, Goldstein: new(float64)}
		*ev.Goldstein = float64(len(line)%19) - 9
		for k, code := range []string{m[1], m[3]} {
			ref := entente.ActorRef(fmt.Sprintf("a%d", len(r.Actors)+1))
			at := entente.Span{Start: sent.Start + strings.LastIndex(line[:40], code), End: 0}
			at.End = at.Start + 3
			r.Actors = append(r.Actors, entente.Actor{Ref: ref, Name: code, Country: code, Entity: "state:" + code, Mentions: []entente.Mention{{Span: at, Text: code, How: "name"}}})
			if k == 0 {
				ev.Sources = []entente.ActorRef{ref}
			} else {
				ev.Targets = []entente.ActorRef{ref}
			}
		}
		r.Events = append(r.Events, ev)
	}
	return r, r.Validate()
}

// writeSources fills a folder with stories, some of them twice, some reprinted, some
// unreadable, and an event table.
func writeSources(t *testing.T, folder string, rng *rand.Rand, n int) {
	t.Helper()
	lands := []string{"USA", "RUS", "PAK", "IND", "CHN"}
	towns := []string{"Quetta", "Kasur", "Osh", "Kars", "Narva"}
	kinds := []string{"assault", "aid", "accuse", "consult"}
	var lines []string
	for i := range n {
		day := entente.Day{Year: 2019, Month: 3, Day: 1}.Add(0, 0, rng.IntN(60))
		var text strings.Builder
		for range 1 + rng.IntN(4) {
			fmt.Fprintf(&text, "%s did %s to %s on %s near %s.\n", lands[rng.IntN(5)], kinds[rng.IntN(4)], lands[rng.IntN(5)], day.Add(0, 0, -rng.IntN(3)), towns[rng.IntN(5)])
		}
		for range 40 {
			fmt.Fprintf(&text, "the %c%c%c%c ", 'a'+rng.IntN(26), 'a'+rng.IntN(26), 'a'+rng.IntN(26), 'a'+rng.IntN(26))
		}
		story := map[string]string{"id": strconv.Itoa(i), "text": text.String(), "published": day.String(), "publisher": fmt.Sprintf("Paper %d", rng.IntN(9))}
		lines = append(lines, line(t, story))
		switch rng.IntN(10) {
		case 0:
			lines = append(lines, lines[rng.IntN(len(lines))])
		case 1:
			story["text"] += "(agency)"
			lines = append(lines, line(t, story))
		case 2:
			lines = append(lines, `{"text": "cut off`)
		}
	}
	sources := filepath.Join(folder, "sources")
	if err := os.MkdirAll(sources, 0o755); err != nil {
		t.Fatal(err)
	}
	var rows strings.Builder
	rows.WriteString("date\tsource\ttext\ttarget\n")
	for i := range 500 {
		fmt.Fprintf(&rows, "2014-01-%02d\tRussia\tMake statement\tUkraine\n", 1+i%28)
	}
	for name, content := range map[string]string{"stories.jsonl": strings.Join(lines, "\n"), "facts.tsv": rows.String()} {
		if err := os.WriteFile(filepath.Join(sources, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func line(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// holding is what a ledger holds, without the moments at which it came in.
type holding struct {
	totals   entente.Totals
	failures []string
	rows     []entente.Happening
	ties     map[string]entente.Tallies
}

func holds(t *testing.T, folder string) holding {
	t.Helper()
	ctx := context.Background()
	led, err := sqlite.Open(ctx, filepath.Join(folder, "ledger.db"), sqlite.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := led.Close(); err != nil {
			t.Error(err)
		}
	}()
	if faults, err := led.Check(ctx); err != nil || len(faults) > 0 {
		t.Fatalf("the ledger has faults: %v %v", faults, err)
	}
	h := holding{ties: map[string]entente.Tallies{}}
	if h.totals, err = led.Totals(ctx); err != nil {
		t.Fatal(err)
	}
	failed, err := led.Failures(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range failed {
		h.failures = append(h.failures, filepath.Base(f.Key)+": "+f.Kind)
	}
	slices.Sort(h.failures)
	if h.rows, _, err = led.Happenings(ctx, entente.Filter{Limit: -1, Oldest: true, Everyone: true}); err != nil {
		t.Fatal(err)
	}
	for i := range h.rows {
		h.rows[i].Known = time.Time{}
	}
	for _, pair := range []string{"USA RUS", "PAK IND", "RUS UKR", "CHN IND", "USA PAK"} {
		a, b, _ := strings.Cut(pair, " ")
		for _, sets := range [][]string{nil, {"all"}} {
			got, err := led.Tallies(ctx, entente.Filter{A: a, B: b, Sets: sets})
			if err != nil {
				t.Fatal(err)
			}
			h.ties[pair+strings.Join(sets, "")] = got
		}
	}
	return h
}

// TestKill kills the program at random moments, again and again, and holds what the
// ledger has in the end against one that was never disturbed.
func TestKill(t *testing.T) {
	kills := 5
	if s := os.Getenv(killsEnv); s != "" {
		var err error
		if kills, err = strconv.Atoi(s); err != nil {
			t.Fatalf("%s: %v", killsEnv, err)
		}
	}
	rng := rand.New(rand.NewPCG(11, uint64(kills)))
	for done := 0; done < kills; {
		calm, killed := t.TempDir(), t.TempDir()
		seed := rng.Uint64()
		for _, folder := range []string{calm, killed} {
			writeSources(t, folder, rand.New(rand.NewPCG(seed, 1)), 150)
		}
		if err := run(context.Background(), calm); err != nil {
			t.Fatal(err)
		}
		for {
			child := exec.Command(os.Args[0])
			child.Env = append(os.Environ(), childEnv+"="+killed)
			child.Stderr = os.Stderr
			if err := child.Start(); err != nil {
				t.Fatal(err)
			}
			after := time.AfterFunc(time.Duration(rng.IntN(700))*time.Millisecond, func() { _ = child.Process.Kill() }) // it may be gone by then
			err := child.Wait()
			after.Stop()
			if err == nil {
				break
			}
			if status := new(exec.ExitError); !errors.As(err, &status) || status.ExitCode() != -1 {
				t.Fatalf("the program ended by itself: %v", err)
			}
			done++
		}
		want, got := holds(t, calm), holds(t, killed)
		if !reflect.DeepEqual(got.totals, want.totals) {
			t.Errorf("killed: %+v, calm: %+v", got.totals, want.totals)
		}
		if !reflect.DeepEqual(got.failures, want.failures) {
			t.Errorf("killed: failures %v, calm: %v", got.failures, want.failures)
		}
		if !reflect.DeepEqual(got.rows, want.rows) || !reflect.DeepEqual(got.ties, want.ties) {
			t.Errorf("what happened differs: %d happenings when killed, %d when calm", len(got.rows), len(want.rows))
		}
		if want.totals.Unread != 0 || want.totals.Articles < 150 || want.totals.Imported != 500 || len(want.failures) == 0 || len(want.rows) == 0 {
			t.Fatalf("the sources try too little: %+v", want.totals)
		}
	}
	t.Logf("killed %d times", kills)
}

// TestAgain: a second run over the same sources adds nothing.
func TestAgain(t *testing.T) {
	folder := t.TempDir()
	writeSources(t, folder, rand.New(rand.NewPCG(5, 6)), 30)
	if err := run(context.Background(), folder); err != nil {
		t.Fatal(err)
	}
	first := holds(t, folder)
	if err := run(context.Background(), folder); err != nil {
		t.Fatal(err)
	}
	if second := holds(t, folder); !reflect.DeepEqual(first, second) {
		t.Errorf("after the first run %+v, after the second %+v", first.totals, second.totals)
	}
}
