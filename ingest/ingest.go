// Package ingest brings sources into a ledger: articles of every kind of source that feed
// knows, and event tables of the systems that table knows.
//
//	in := &ingest.Ingest{Ledger: led, Read: pipeline.Read, Ontology: onto}
//	err := in.Run(ctx, "stories/", "https://example.org/feed.xml", "events.2018.tab")
//	fmt.Println(in.Progress().Fresh, "new articles")
//
// Articles are stored as they come and read beside that, so that a run that is killed has
// lost nothing: the next one passes over what is stored and reads what is not read yet.
// What cannot be read is noted in the ledger with the reason and does not stop the rest.
//
// A CSV is a table of events, or of articles where it has a column "text".
//
// Limits: what a name of the web holds is fetched once; it is for feeds and sitemaps to
// name new pages. A table is known by its content: one more row makes it another table.
package ingest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"
	"sync"

	"entente"
	"entente/feed"
	"entente/ontology"
	"entente/page"
)

// Ingest is one run. Ledger and Ontology are needed.
type Ingest struct {
	Ledger   entente.Ledger
	Ontology *ontology.Ontology
	// Read reads an article; nil leaves that to the ledger's workers.
	Read    func(context.Context, *entente.Article) (*entente.Reading, error)
	Coder   entente.Coder // who Read is
	Fetcher *feed.Fetcher // nil means one with the defaults
	Workers int           // articles read at once; 0 means 1
	// Settle is given each new article before it is stored, to name its publisher as the
	// user's list does; nil: it stays as it was printed.
	Settle func(*entente.Article)
	// Failed is told of each input and article that could not be read, if set. Calls do not overlap.
	Failed func(name string, err error)
	// Warned is told what was passed over in an input that is taken in all the same, if set.
	// Calls do not overlap with each other.
	Warned func(name, text string)

	mu sync.Mutex
	p  Progress
}

// Progress counts what a run has done so far.
type Progress struct {
	Source   string // being taken in now; "" when all are
	Inputs   int    // seen
	Known    int    // of them, passed over or with a text that was there
	Fresh    int    // of them, new articles
	Undated  int    // of those, without a day of printing
	Failed   int    // inputs and articles that could not be read
	Waiting  int    // articles to be read when the run began
	Read     int    // articles read
	Rows     int    // that those gave
	Bytes    int    // of their texts
	Tables   int    // taken in
	Imported int    // their rows
	BadRows  int    // and those that were none
}

// Progress returns the counts. It may be called at any time.
func (in *Ingest) Progress() Progress {
	in.mu.Lock()
	defer in.mu.Unlock()
	return in.p
}

func (in *Ingest) count(f func(p *Progress)) {
	in.mu.Lock()
	defer in.mu.Unlock()
	f(&in.p)
}

// Run takes in the sources, in their order, and reads all that is waiting. Without a
// source it reads what an earlier run left. It returns an error only where the ledger
// fails or ctx ends; what could not be read is counted and in the ledger's Failures.
func (in *Ingest) Run(ctx context.Context, sources ...string) error {
	totals, err := in.Ledger.Totals(ctx)
	if err != nil {
		return err
	}
	in.count(func(p *Progress) { p.Waiting = totals.Unread })
	if in.Read == nil {
		return in.take(ctx, sources)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	more, worked := make(chan struct{}), make(chan error, 1)
	go func() {
		err := in.Ledger.Work(ctx, in.Read, entente.WorkOptions{Workers: in.Workers, Coder: in.Coder, More: more, Done: in.done})
		if err != nil {
			cancel() // taking in more would be for nothing
		}
		worked <- err
	}()
	err = in.take(ctx, sources)
	if err != nil {
		cancel()
	}
	close(more)
	if workErr := <-worked; workErr != nil && (err == nil || errors.Is(err, context.Canceled)) {
		err = workErr
	}
	return err
}

func (in *Ingest) take(ctx context.Context, sources []string) error {
	for _, source := range sources {
		in.count(func(p *Progress) { p.Source = source })
		if err := in.tables(ctx, source); err != nil {
			return err
		}
		if isTable(source) {
			continue
		}
		if err := in.articles(ctx, source); err != nil {
			return err
		}
	}
	in.count(func(p *Progress) { p.Source = "" })
	return nil
}

// done counts what Work has read.
func (in *Ingest) done(w entente.Progress) {
	in.count(func(p *Progress) {
		if w.Err != nil {
			p.Failed++
			return
		}
		p.Read, p.Rows, p.Bytes = p.Read+1, p.Rows+w.Rows, p.Bytes+w.Bytes
	})
	if w.Err != nil && in.Failed != nil {
		in.Failed(string(w.Article), w.Err)
	}
}

// articles takes in the items of a source.
func (in *Ingest) articles(ctx context.Context, source string) error {
	known := &memory{ctx: ctx, led: in.Ledger}
	fetcher := in.Fetcher
	if fetcher == nil {
		fetcher = &feed.Fetcher{}
	}
	fetcher.Validators = known
	walker := &feed.Walker{Fetcher: fetcher, Seen: known.seen}
	for item, err := range walker.Walk(ctx, source) {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if isTable(item.Name) {
			continue // the tables of a folder have been taken in
		}
		in.count(func(p *Progress) { p.Inputs++ })
		if err == nil {
			err = in.receive(ctx, &item, func() (*entente.Article, string, error) { return article(&item) })
		}
		if err != nil {
			if err := in.fail(ctx, &item, err); err != nil {
				return err
			}
		}
		if known.err != nil {
			return known.err
		}
	}
	in.count(func(p *Progress) { p.Inputs, p.Known = p.Inputs+walker.Stats.Known, p.Known+walker.Stats.Known })
	return nil
}

// ledgerError is an error of the ledger, which ends the run, as opposed to one of an input.
type ledgerError struct{ error }

func (e ledgerError) Unwrap() error { return e.error }

// receive stores what read makes of an item, unless it was received before.
func (in *Ingest) receive(ctx context.Context, item *feed.Item, read func() (*entente.Article, string, error)) error {
	input := entente.Input{Name: item.Key, Hash: hash(item)}
	if ofWeb(item.Key) {
		input.Hash = "" // Seen knows it by its name
	}
	there, err := in.Ledger.Received(ctx, input)
	if err != nil {
		return ledgerError{err}
	}
	fresh, undated := false, false
	if !there {
		art, warning, err := read()
		if err != nil {
			return err
		}
		if in.Settle != nil {
			in.Settle(art)
		}
		if warning != "" && in.Warned != nil {
			in.Warned(item.Name, warning)
		}
		undated = art.Published.IsZero()
		if fresh, err = in.Ledger.Receive(ctx, art, input); err != nil {
			return ledgerError{err}
		}
	}
	in.count(func(p *Progress) {
		if !fresh {
			p.Known++
			return
		}
		if p.Fresh++; undated {
			p.Undated++
		}
	})
	return nil
}

// article makes an article of an item; warning says what was passed over.
func article(item *feed.Item) (art *entente.Article, warning string, err error) {
	if item.Record != nil {
		_, art, warning, err = page.Record(item.Record)
		return art, warning, err
	}
	hints := page.Hints{URL: item.URL, Publisher: item.Publisher, Headline: item.Headline}
	if !item.Published.IsZero() {
		hints.Published = entente.DayOf(item.Published)
	}
	art, err = page.Read(item.Body, item.Name, item.ContentType, hints)
	return art, "", err
}

func hash(item *feed.Item) string {
	body := item.Body
	if item.Record != nil {
		body = item.Record
	}
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:16])
}

// fail notes an input that could not be read; it returns an error of the ledger alone.
func (in *Ingest) fail(ctx context.Context, item *feed.Item, err error) error {
	var led ledgerError
	if errors.As(err, &led) {
		return led.error
	}
	in.count(func(p *Progress) { p.Failed++ })
	if in.Failed != nil {
		in.Failed(item.Name, err)
	}
	name := item.Key
	if name == "" {
		name = item.Name
	}
	return in.note(ctx, name, err)
}

func (in *Ingest) note(ctx context.Context, name string, err error) error {
	return in.Ledger.Fail(ctx, entente.Failure{Key: name, Kind: entente.KindOf(err).String(), Why: err.Error()})
}

func ofWeb(key string) bool {
	return strings.HasPrefix(key, "http://") || strings.HasPrefix(key, "https://")
}

// memory answers a walker from the ledger. feed's interfaces have no errors: the first
// one is kept.
type memory struct {
	ctx context.Context
	led entente.Ledger
	err error
}

func (m *memory) keep(err error) {
	if m.err == nil {
		m.err = err
	}
}

func (m *memory) seen(key string) bool {
	if !ofWeb(key) {
		return false // a file may hold something else by now
	}
	there, err := m.led.Received(m.ctx, entente.Input{Name: key})
	m.keep(err)
	return there
}

// Get and Put make memory the feed.Validators of a run.
func (m *memory) Get(url string) (etag, modified string) {
	etag, modified, err := m.led.Visited(m.ctx, url)
	m.keep(err)
	return etag, modified
}

func (m *memory) Put(url, etag, modified string) { m.keep(m.led.Visit(m.ctx, url, etag, modified)) }
