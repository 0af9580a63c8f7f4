// Package feed gets bytes: from a file, from standard input or any other reader,
// from an address on the web, or one after the other from everything that a
// source holds. It does no work on the text; that is page's.
//
//	item, err := feed.URL(ctx, feed.Options{}, "https://example.org/story.html")
//	art, err := page.Read(item.Body, item.Name, item.ContentType, page.Hints{URL: item.URL})
//
// [File], [Reader] and [URL] get one thing that a person named. A [Walker] takes
// sources: folders, JSON Lines, WARC files, feeds and sitemaps as well as single
// pages. What a source is it tells from the content first, from the name second.
//
//	w := feed.Walker{Seen: done}
//	for item, err := range w.Walk(ctx, "https://example.org/sitemap.xml") {
//		// err is about this item alone; item.Key names it on a second run
//	}
//
// What a Walker asks of the web goes through a [Fetcher], which minds robots.txt,
// keeps a pause between two requests to one host and asks only for what has
// changed since.
//
// Limits: http and https only; no cookies, no passwords, no proxy, no script is
// run. Addresses inside private networks are refused, after redirects too. Gzip
// is unpacked, once, and what comes out counts against the limits, of which the
// constants below and [Options] tell. A page, a record of a WARC file, a feed and a
// sitemap are each held in memory, up to Options.MaxBytes; files of lines and of
// records are not. A file whose content changes under one name keeps its keys.
// A WARC record in segments is not put together, and of damaged gzip the member
// behind one that was cut short may be lost with it.
package feed

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"regexp"
	"strings"
	"time"

	"entente"
)

// The limits that hold where an Options field is zero.
const (
	DefaultMaxBytes     = 20 << 20 // bytes
	DefaultTimeout      = 30 * time.Second
	DefaultMaxRedirects = 5
)

// The limits that always hold.
const (
	MaxLine    = 32 << 20 // bytes of one line of JSON Lines: the text of a long book
	MaxSitemap = 50_000   // addresses of one sitemap, and sitemaps of one walk; the protocol's own bound
	MaxNesting = 3        // sitemaps inside one another: an index of indexes of sitemaps
)

// Options are the limits of one fetch. The zero Options holds the defaults.
type Options struct {
	MaxBytes     int64         // largest body after unpacking, in bytes; 0 means 20 MB
	Timeout      time.Duration // for the whole of a web request; 0 means 30 s
	MaxRedirects int           // 0 means 5, a negative number none
	// AllowPrivate lets addresses of this machine and of private networks be
	// asked. Off, a page that points inside your network is refused.
	AllowPrivate bool
	UserAgent    string           // "" means "entente"
	Now          func() time.Time // the clock of Item.Fetched; nil means time.Now
}

func (o Options) withDefaults() Options {
	if o.MaxBytes <= 0 {
		o.MaxBytes = DefaultMaxBytes
	}
	if o.Timeout <= 0 {
		o.Timeout = DefaultTimeout
	}
	switch {
	case o.MaxRedirects == 0:
		o.MaxRedirects = DefaultMaxRedirects
	case o.MaxRedirects < 0:
		o.MaxRedirects = 0
	}
	if o.UserAgent == "" {
		o.UserAgent = "entente"
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return o
}

// Item is what was got: the bytes of a page, or a record that was made already.
type Item struct {
	// Name is what messages call it: a file or an address as the user gave it,
	// "stories.jsonl:17" for a line, "crawl.warc:https://…" for a record.
	Name string
	// Key names the same input on a second run: the full path of a file, with the
	// line or the id of the record, or the address that was asked for. Only a
	// Walker sets it.
	Key         string
	URL         string    // address after redirects; "" unless it came from the web
	ContentType string    // as the server gave it; "" if unknown
	Body        []byte    // a page or a text; owned by the caller
	Record      []byte    // one JSON object, as it stands in its line; then Body is nil; owned by the caller
	Line        int       // of Record, counting from one
	Fetched     time.Time // when it was read; for a WARC record, when it was crawled

	// What the feed or sitemap that named the page says of it; zero if nothing.
	Headline  string
	Publisher string
	Published time.Time
}

// File reads the file at path. Its errors are *entente.Error: Missing where there
// is no such file, TooLarge over the limit, Refused for a folder or a file that
// may not be opened, Syntax for damaged gzip.
func File(path string, opts Options) (Item, error) {
	f, err := os.Open(path)
	if err != nil {
		return Item{}, cannotOpen(path, err)
	}
	defer func() { _ = f.Close() }() // only read from
	if st, err := f.Stat(); err == nil && st.IsDir() {
		return Item{}, fail(entente.Refused, path, errors.New("is a folder; name a file in it"))
	}
	return Reader(f, path, opts)
}

// Reader reads r to its end; name stands for it in errors, "standard input" if
// empty. Errors are as for File.
func Reader(r io.Reader, name string, opts Options) (Item, error) {
	if name == "" {
		name = "standard input"
	}
	opts = opts.withDefaults()
	body, err := readAll(r, opts.MaxBytes)
	if err != nil {
		return Item{}, fail(kindOf(err), name, cause(err))
	}
	return Item{Name: name, Body: body, Fetched: opts.Now()}, nil
}

// tooLarge reports a body over the limit.
type tooLarge struct{ limit int64 }

func (e tooLarge) Error() string {
	return fmt.Sprintf("more than %s", size(e.limit))
}

// tooMany reports a list over its limit.
type tooMany struct {
	limit int
	what  string
}

func (e tooMany) Error() string { return fmt.Sprintf("more than %d %s", e.limit, e.what) }

// broken reports input that does not follow its format.
type broken struct {
	at  int64 // byte of the input
	err error
}

func (e broken) Error() string { return e.err.Error() }
func (e broken) Unwrap() error { return e.err }

// readAll reads at most limit bytes and unpacks gzip, known by its first two
// bytes. At no time does it hold more than limit bytes of body.
func readAll(r io.Reader, limit int64) ([]byte, error) {
	br := bufio.NewReader(r)
	magic, err := br.Peek(2)
	if err != nil && err != io.EOF {
		return nil, err
	}
	if !isGzip(magic) {
		return readLimited(br, limit)
	}
	return readLimited(&members{in: counter{r: br}}, limit)
}

func readLimited(r io.Reader, limit int64) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return nil, err
	}
	if int64(len(body)) > limit {
		return nil, tooLarge{limit}
	}
	return body, nil
}

func kindOf(err error) entente.Kind {
	var large tooLarge
	var many tooMany
	var bad broken
	switch {
	case errors.As(err, &large), errors.As(err, &many):
		return entente.TooLarge
	case errors.As(err, &bad):
		return entente.Syntax
	case errors.Is(err, fs.ErrNotExist):
		return entente.Missing
	case errors.Is(err, fs.ErrPermission):
		return entente.Refused
	}
	return entente.Other
}

// cause drops the path that os puts into its errors: Error.Input has it.
func cause(err error) error {
	var pathErr *fs.PathError
	if errors.As(err, &pathErr) {
		return pathErr.Err
	}
	return err
}

// cannotOpen is err for a file that cannot be opened; of what is not there and has the form
// of an address it says how one is written.
func cannotOpen(path string, err error) error {
	host, _, whole := strings.Cut(path, "/")
	if errors.Is(err, fs.ErrNotExist) && (strings.HasPrefix(path, "www.") || whole && hostName.MatchString(host)) {
		err = errors.New("no such file; if it is an address, it begins with https://")
		return fail(entente.Missing, path, err)
	}
	return fail(kindOf(err), path, cause(err))
}

// hostName is a name of the web, "example.org", or an address with a port.
var hostName = regexp.MustCompile(`^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+(:\d+)?$`)

func fail(kind entente.Kind, input string, err error) *entente.Error {
	e := &entente.Error{Op: "feed", Kind: kind, Input: input, Err: err}
	var bad broken
	if errors.As(err, &bad) {
		e.Span = entente.Span{Start: int(bad.at), End: int(bad.at)}
	}
	return e
}

func size(n int64) string {
	switch {
	case n >= 1<<20 && n%(1<<20) == 0:
		return fmt.Sprintf("%d MB", n>>20)
	default:
		return fmt.Sprintf("%d bytes", n)
	}
}
