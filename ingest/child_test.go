package ingest_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
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

	"go.uber.org/goleak"

	"entente"
	"entente/api"
	"entente/ingest"
	"entente/internal/pgtest"
	"entente/ontology"
	"entente/sqlite"
)

// The test runs itself as the program that comes to harm, or the built one where ENTENTE
// names it (from the root of the module).
const (
	childEnv   = "ENTENTE_CHILD" // what to do: "ingest", "ingest by three", "look" or "serve", and at PostgreSQL "receive" or "work"
	ledgerEnv  = "ENTENTE_CHILD_LEDGER"
	sourcesEnv = "ENTENTE_CHILD_SOURCES"
	limitEnv   = "ENTENTE_CHILD_LIMIT" // bytes that a file may have
	programEnv = "ENTENTE"
)

func TestMain(m *testing.M) {
	var err error
	switch os.Getenv(childEnv) {
	case "":
		goleak.VerifyTestMain(withServer{m}) // fails where a test leaves a goroutine behind
	case "ingest":
		if err = limitFiles(os.Getenv(limitEnv)); err == nil {
			// One worker: what is linked to what goes by the order in which articles are read.
			err = run(context.Background(), os.Getenv(ledgerEnv), os.Getenv(sourcesEnv), sqlite.Options{}, 1)
		}
	case "ingest by three":
		err = run(context.Background(), os.Getenv(ledgerEnv), os.Getenv(sourcesEnv), sqlite.Options{}, 3)
	case "look":
		err = lookOnce(context.Background(), os.Getenv(ledgerEnv))
	case "serve":
		err = serve(context.Background(), os.Getenv(ledgerEnv))
	case "receive":
		err = receive(context.Background(), os.Getenv(ledgerEnv), os.Getenv(sourcesEnv))
	case "work":
		err = work(context.Background(), os.Getenv(ledgerEnv))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

// withServer stops the PostgreSQL server that the tests started.
type withServer struct{ m *testing.M }

func (w withServer) Run() int { return pgtest.Main(w.m) }

// run ingests the sources of a folder into a ledger.
func run(ctx context.Context, ledger, sources string, opts sqlite.Options, workers int) error {
	led, err := sqlite.Open(ctx, ledger, opts)
	if err != nil {
		return err
	}
	onto, err := ontology.Load()
	if err != nil {
		return err
	}
	in := &ingest.Ingest{Ledger: led, Read: plainRead, Ontology: onto, Workers: workers}
	return errors.Join(in.Run(ctx, sources), led.Close())
}

// lookOnce says how many articles a ledger has.
func lookOnce(ctx context.Context, ledger string) error {
	led, err := sqlite.Open(ctx, ledger, sqlite.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	totals, err := led.Totals(ctx)
	if err != nil {
		return err
	}
	faults, err := led.Check(ctx)
	fmt.Println(totals.Articles, "articles", faults)
	return errors.Join(err, led.Close())
}

// serve answers for a ledger, on a port that it says on standard error as the program does.
func serve(ctx context.Context, ledger string) error {
	led, err := sqlite.Open(ctx, ledger, sqlite.Options{})
	if err != nil {
		return err
	}
	handler, err := api.New(api.Options{Reader: led, Ledger: led})
	if err != nil {
		return err
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "at http://%s/\n", ln.Addr())
	return http.Serve(ln, handler)
}

// command is what comes to harm: this test, or the built program.
func command(do, ledger, sources string) *exec.Cmd {
	program := os.Getenv(programEnv)
	switch {
	case program == "":
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), childEnv+"="+do, ledgerEnv+"="+ledger, sourcesEnv+"="+sources)
		return cmd
	case !filepath.IsAbs(program):
		program = filepath.Join("..", program)
	}
	if do == "serve" {
		return exec.Command(program, "serve", "--addr", "127.0.0.1:0", "--ledger", ledger)
	}
	return exec.Command(program, "ingest", "--jobs", "1", "--ledger", ledger, sources)
}

// ended reports whether err is that of a run that came to its end. The built program says
// with status 1 that some lines could not be read, which is so of each story file here.
func ended(err error, said string) bool {
	if status := new(exec.ExitError); os.Getenv(programEnv) != "" && errors.As(err, &status) && status.ExitCode() == 1 {
		return strings.Contains(said, "inputs failed")
	}
	return err == nil
}

// The stories are plain English, so that the built program finds events in them too.
var (
	lands = [][2]string{{"Iran", "IRN"}, {"Russia", "RUS"}, {"Pakistan", "PAK"}, {"India", "IND"}, {"China", "CHN"}}
	deeds = [][2]string{{"attacked", "ASSAULT"}, {"sent food to", "AID"}, {"accused", "ACCUSE"}, {"held talks with", "CONSULT"}}
	deed  = regexp.MustCompile(`^(\w+) (attacked|sent food to|accused|held talks with) (\w+) near \w+ on (\d+ \w+ \d+)\.$`)
)

// meaning finds what stands for a name or a deed.
func meaning(table [][2]string, text string) string {
	return table[slices.IndexFunc(table, func(row [2]string) bool { return row[0] == text })][1]
}

// plainRead stands in for the pipeline: a sentence "Pakistan attacked India near Kasur on
// 1 March 2019." is one event.
func plainRead(_ context.Context, art *entente.Article) (*entente.Reading, error) {
	if os.Getenv(childEnv) != "" && strings.Contains(art.Text, deadly) {
		self, err := os.FindProcess(os.Getpid())
		if err != nil {
			return nil, err
		}
		return nil, errors.Join(self.Kill(), errors.New("outlived its own end"))
	}
	r := &entente.Reading{Format: entente.Format, Article: art, Coder: entente.Coder{Version: "1"}}
	offset := 0
	for i, line := range strings.Split(art.Text, "\n") {
		sent := entente.Span{Start: offset, End: offset + len(line)}
		offset += len(line) + 1
		m := deed.FindStringSubmatchIndex(line)
		if m == nil {
			continue
		}
		at := func(k int) entente.Span { return entente.Span{Start: sent.Start + m[2*k], End: sent.Start + m[2*k+1]} }
		word := func(k int) string { return line[m[2*k]:m[2*k+1]] }
		on, err := time.Parse("2 January 2006", word(4))
		if err != nil {
			return nil, &entente.Error{Op: "test", Kind: entente.Syntax, Err: err}
		}
		day := entente.DayOf(on)
		art.Sentences = append(art.Sentences, sent)
		ev := entente.Event{ID: entente.EventID(fmt.Sprintf("e%d", i+1)), Type: entente.EventType(meaning(deeds, word(2))), Status: entente.Happened,
			Date: entente.Date{From: day, To: day, Precision: entente.PrecisionDay}, Trigger: at(2),
			Sentence: len(art.Sentences) - 1, Quote: line, Goldstein: new(float64)}
		*ev.Goldstein = float64(len(line)%19) - 9
		for _, side := range []struct {
			k    int
			refs *[]entente.ActorRef
		}{{1, &ev.Sources}, {3, &ev.Targets}} {
			ref := entente.ActorRef(fmt.Sprintf("a%d", len(r.Actors)+1))
			name, code := word(side.k), meaning(lands, word(side.k))
			r.Actors = append(r.Actors, entente.Actor{Ref: ref, Name: name, Country: code, Entity: "state:" + code, Mentions: []entente.Mention{{Span: at(side.k), Text: name, How: "name"}}})
			*side.refs = []entente.ActorRef{ref}
		}
		r.Events = append(r.Events, ev)
	}
	return r, r.Validate()
}

// writeSources fills a folder with stories, some of them twice, some reprinted, some
// unreadable, and an event table.
func writeSources(t *testing.T, folder string, rng *rand.Rand, n int) {
	t.Helper()
	towns := []string{"Quetta", "Kasur", "Osh", "Kars", "Narva"}
	words := strings.Fields("old new long quiet grey narrow early heavy street harbour market bridge school winter train evening river garden field letter")
	word := func() string { return words[rng.IntN(len(words))] }
	var lines []string
	for i := range n {
		day := entente.Day{Year: 2019, Month: 3, Day: 1}.Add(0, 0, rng.IntN(60))
		var text strings.Builder
		for range 1 + rng.IntN(4) {
			fmt.Fprintf(&text, "%s %s %s near %s on %s.\n", lands[rng.IntN(5)][0], deeds[rng.IntN(4)][0], lands[rng.IntN(5)][0], towns[rng.IntN(5)],
				day.Add(0, 0, -rng.IntN(3)).Time().Format("2 January 2006"))
		}
		for range 10 {
			fmt.Fprintf(&text, "The %s %s was not as %s as the %s %s. ", word(), word(), word(), word(), word())
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

func holds(t *testing.T, ledger string) holding {
	t.Helper()
	ctx := context.Background()
	led, err := sqlite.Open(ctx, ledger, sqlite.Options{ReadOnly: true})
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
	return held(t, led)
}

func held(t *testing.T, led *sqlite.Ledger) holding {
	t.Helper()
	ctx := context.Background()
	var err error
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
	for _, pair := range []string{"IRN RUS", "PAK IND", "RUS UKR", "CHN IND", "IRN PAK"} {
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

// same holds what a ledger has after harm against one that was never disturbed.
func same(t *testing.T, want, got holding) {
	t.Helper()
	if !reflect.DeepEqual(got.totals, want.totals) {
		t.Errorf("after harm: %+v, calm: %+v", got.totals, want.totals)
	}
	if !reflect.DeepEqual(got.failures, want.failures) {
		t.Errorf("after harm: failures %v, calm: %v", got.failures, want.failures)
	}
	if !reflect.DeepEqual(got.rows, want.rows) || !reflect.DeepEqual(got.ties, want.ties) {
		t.Errorf("what happened differs: %d happenings after harm, %d when calm", len(got.rows), len(want.rows))
	}
}

// number returns the number in the environment variable name, or n.
func number(t *testing.T, name string, n int) int {
	t.Helper()
	s := os.Getenv(name)
	if s == "" {
		return n
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return n
}
