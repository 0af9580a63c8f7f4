package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/time/rate"
	"golang.org/x/tools/txtar"

	"entente"
	"entente/feed"
	"entente/internal/hostile"
	"entente/page"
	"entente/paper"
	"entente/report"
	"entente/tokenize"
)

// ENTENTE_HOSTILE says how many hostile pages are read, make hostile 100,000 of them, and
// ENTENTE_HOSTILE_SEED with which it begins, to see one again.
const (
	hostileEnv     = "ENTENTE_HOSTILE"
	hostileSeedEnv = "ENTENTE_HOSTILE_SEED"
	wholeEvery     = 40       // one page in so many goes through the whole system
	printEvery     = 5        // and one of so many of those into every document
	wholeText      = 24 << 10 // bytes of text up to which it does: more is a matter of patience
)

// hostileRun counts what became of the pages.
type hostileRun struct {
	samples [][]byte
	sys     *system
	tok     *tokenize.Tokenizer

	mu        sync.Mutex
	ends      map[string]int // by what became of it: "read", or the kind of its error
	whole     int            // pages that went through the whole system
	sentences int
	slowest   []tried
}

// tried is what became of one page.
type tried struct {
	seed      uint64
	tricks    string
	bytes     int
	text      int      // bytes of the last article, 0 if it was refused
	ends      []string // of each item that the page held
	sentences int
	whole     bool // it went through the whole system
	took      time.Duration
}

// hostileNumber returns the number in the environment variable name, or n.
func hostileNumber(t *testing.T, name string, n int) int {
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

// TestHostilePages reads pages that mean harm: each becomes a sound article or is refused
// with an error of a kind, and a part of them goes on to the end, through every stage and
// into every document.
func TestHostilePages(t *testing.T) {
	n, first := hostileNumber(t, hostileEnv, 200), hostileNumber(t, hostileSeedEnv, 0)
	if testing.Short() {
		n = min(n, 60)
	}
	m := &Main{Getenv: os.Getenv}
	own, err := m.custom(m.command(), nil)
	if err != nil {
		t.Fatal(err)
	}
	sys, err := m.wire(1, own)
	if err != nil {
		t.Fatal(err)
	}
	h := &hostileRun{samples: hostileSamples(t), sys: sys, tok: tokenize.New(), ends: map[string]int{}}
	began := time.Now()
	seeds := make(chan uint64)
	var group sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		folder := t.TempDir()
		group.Go(func() {
			for seed := range seeds {
				h.run(t, folder, seed)
			}
		})
	}
	for i := range n {
		if i > 0 && i%1000 == 0 { // a long run shows how it goes
			h.log(t, i, time.Since(began))
		}
		seeds <- uint64(first + i)
	}
	close(seeds)
	group.Wait()
	if n >= 60 && h.ends["read"] < n/4 || n >= 200 && len(h.ends) < 4 {
		t.Errorf("of %d pages became %v: the pages try too little", n, h.ends)
	}
	h.log(t, n, time.Since(began))
	for i, s := range h.slowest { // alone: others may have had the processor
		again := h.try(t, t.TempDir(), s.seed)
		h.slowest[i].took = min(s.took, again.took)
	}
	for _, s := range h.slowest {
		t.Logf("seed %d took %v: %d bytes, %d of text, whole %v, by %s", s.seed, s.took.Round(time.Millisecond), s.bytes, s.text, s.whole, s.tricks)
	}
}

// log says what became of n pages.
func (h *hostileRun) log(t *testing.T, n int, took time.Duration) {
	t.Helper()
	h.mu.Lock()
	defer h.mu.Unlock()
	var mem runtime.MemStats
	runtime.ReadMemStats(&mem)
	var ends []string
	for _, end := range slices.SortedFunc(maps.Keys(h.ends), func(a, b string) int { return cmp.Compare(h.ends[b], h.ends[a]) }) {
		ends = append(ends, fmt.Sprintf("%d %s", h.ends[end], end))
	}
	t.Logf("%d pages in %v: %s; %d through the whole system; %d sentences; %d MB taken from the system at most",
		n, took.Round(time.Second), strings.Join(ends, ", "), h.whole, h.sentences, mem.Sys>>20)
}

// hostileSamples are our own pages.
func hostileSamples(t *testing.T) [][]byte {
	t.Helper()
	var samples [][]byte
	for _, pattern := range []string{"../../examples/*.txt", "../../examples/*.html", "../../examples/ledger/*", "../../page/testdata/*.txtar"} {
		paths, err := filepath.Glob(pattern)
		if err != nil || len(paths) == 0 {
			t.Fatalf("%s: %d files, %v", pattern, len(paths), err)
		}
		for _, path := range paths {
			raw, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if filepath.Ext(path) == ".txtar" {
				raw = txtar.Parse(raw).Files[0].Data
			}
			samples = append(samples, raw)
		}
	}
	return samples
}

// run reads the page of a seed and counts what became of it.
func (h *hostileRun) run(t *testing.T, folder string, seed uint64) {
	s := h.try(t, folder, seed)
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, end := range s.ends {
		h.ends[end]++
	}
	h.sentences += s.sentences
	if s.whole {
		h.whole++
	}
	h.slowest = append(h.slowest, s)
	slices.SortFunc(h.slowest, func(a, b tried) int { return cmp.Compare(b.took, a.took) })
	h.slowest = h.slowest[:min(len(h.slowest), 10)]
}

// try reads the page of a seed.
func (h *hostileRun) try(t *testing.T, folder string, seed uint64) (s tried) {
	p := hostile.Make(seed, h.samples)
	path := filepath.Join(folder, "page")
	if err := os.WriteFile(path, p.Body, 0o600); err != nil {
		t.Error(err)
		return s
	}
	defer func() {
		if fault := recover(); fault != nil {
			t.Errorf("seed %d, by %q: panic: %v\n%s", seed, p.Tricks, fault, debug.Stack())
		}
	}()
	began := time.Now()
	s = tried{seed: seed, tricks: strings.Join(p.Tricks, ", "), bytes: len(p.Body)}
	// A page that turns into a feed must not send us out into the world.
	walker := feed.Walker{Fetcher: &feed.Fetcher{PerHost: rate.Inf, Options: feed.Options{Timeout: time.Millisecond}}}
	for item, err := range walker.Walk(t.Context(), path) {
		if err == nil {
			var n int
			n, s.text, s.whole, err = h.read(t, item, seed)
			s.sentences += n
		}
		end := "read"
		if err != nil {
			end = entente.KindOf(err).String()
			if e := new(entente.Error); !errors.As(err, &e) || e.Kind == entente.Internal || e.Kind == entente.Other {
				t.Errorf("seed %d, by %q: %v", seed, p.Tricks, err)
			}
		}
		s.ends = append(s.ends, end)
	}
	s.took = time.Since(began)
	return s
}

// read makes an article of an item, and of one in wholeEvery seeds everything else too.
func (h *hostileRun) read(t *testing.T, item feed.Item, seed uint64) (sentences, text int, whole bool, err error) {
	var art *entente.Article
	if item.Record != nil {
		_, art, _, err = page.Record(item.Record)
	} else {
		art, err = page.Read(item.Body, item.Name, item.ContentType, page.Hints{URL: item.URL})
	}
	if err != nil {
		return 0, 0, false, err
	}
	sound := entente.Reading{Article: art, Notes: art.Notes}
	for _, b := range art.Blocks {
		sound.Notes = append(sound.Notes, entente.Note{Span: b.Span})
	}
	if err := sound.Validate(); err != nil {
		return 0, 0, false, err
	}
	sents := h.tok.Tokenize(art)
	if err := soundTokens(art.Text, sents); err != nil {
		return 0, 0, false, err
	}
	if seed%wholeEvery != 0 || len(art.Text) > wholeText {
		return len(sents), len(art.Text), false, nil
	}
	r, err := h.sys.pipeline.Read(t.Context(), "", art)
	if err != nil {
		return 0, 0, true, err
	}
	if seed/wholeEvery%printEvery != 0 {
		return len(sents), len(art.Text), true, nil
	}
	return len(sents), len(art.Text), true, h.print(r)
}

// soundTokens holds the sentences of a text against it.
func soundTokens(text string, sents []entente.Sentence) error {
	at := 0
	for _, s := range sents {
		for _, tok := range s.Tokens {
			if tok.Span.Start < at || tok.Span.End > len(text) || tok.Span.Len() <= 0 || tok.Form != tok.Span.In(text) || !utf8.ValidString(tok.Form) {
				return &entente.Error{Op: "tokenize", Kind: entente.Internal, Span: tok.Span, Err: fmt.Errorf("the token %q, behind byte %d", tok.Form, at)}
			}
			at = tok.Span.End
		}
	}
	return nil
}

// print writes a reading in every form and holds each against what it promises.
func (h *hostileRun) print(r *entente.Reading) error {
	var text strings.Builder
	if err := report.Text(&text, r, report.Options{Width: 80, Notes: true}); err != nil {
		return err
	}
	if i := strings.IndexFunc(text.String(), moves); i >= 0 {
		return broken("the text for a terminal has %q", text.String()[i:])
	}
	opts := paper.Options{NotCoded: true}
	doc := paper.Article(r, opts)
	for _, format := range []string{"html", "pdf", "eml"} {
		var out strings.Builder
		err := writePaper(&out, format, &doc, opts, paper.Mail{}, func(w io.Writer, o report.Options) error { return report.Text(w, r, o) })
		if err != nil {
			return err
		}
		switch format {
		case "html":
			err = quietPage(out.String())
		case "eml":
			head, _, _ := strings.Cut(out.String(), "\r\n\r\n")
			for line := range strings.SplitSeq(head, "\r\n") {
				name, _, ok := strings.Cut(line, ":")
				if !strings.HasPrefix(line, " ") && (!ok || !slices.Contains(mailFields, name)) {
					return broken("the head of the mail has the line %q", line)
				}
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// mailFields are those that a mail of ours may have.
var mailFields = []string{"Date", "MIME-Version", "Message-ID", "Subject", "From", "To", "User-Agent", "X-Mailer", "Content-Type", "Content-Transfer-Encoding", "X-Unsent"}

func broken(format string, args ...any) error {
	return &entente.Error{Op: "print", Kind: entente.Internal, Err: fmt.Errorf(format, args...)}
}

// moves reports whether a character moves the cursor of a terminal or turns the writing.
func moves(r rune) bool {
	return r != '\n' && unicode.Is(unicode.Cc, r) || r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069'
}

// quietPage holds a page of ours against its promise to run and load nothing.
func quietPage(text string) error {
	root, err := html.Parse(strings.NewReader(text))
	if err != nil {
		return err
	}
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && slices.Contains([]string{"script", "iframe", "object", "embed", "img", "link", "base", "form"}, n.Data) {
			return broken("the page has an element <%s>", n.Data)
		}
		for _, a := range n.Attr {
			if strings.HasPrefix(a.Key, "on") || a.Key == "src" || a.Key == "href" && !strings.HasPrefix(a.Val, "#") && !strings.HasPrefix(a.Val, "http://") && !strings.HasPrefix(a.Val, "https://") {
				return broken("<%s> has %s=%q", n.Data, a.Key, a.Val)
			}
		}
		if n.Type == html.TextNode && n.Parent.Data != "style" {
			if i := strings.IndexFunc(n.Data, moves); i >= 0 {
				return broken("the page has %q", n.Data[i:])
			}
		}
	}
	return nil
}
