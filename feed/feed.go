// Package feed gets bytes: from a file, from standard input or any other reader,
// or from an address on the web. It does no work on the text; that is page's.
//
//	item, err := feed.URL(ctx, feed.Options{}, "https://example.org/story.html")
//	art, err := page.Read(item.Body, item.Name, item.ContentType, page.Hints{URL: item.URL})
//
// Limits: http and https only; no cookies, no passwords, no proxy, no script is
// run; robots.txt and pauses between requests are the caller's business. Gzip is
// unpacked, once, and what comes out counts against the limit.
package feed

import (
	"bufio"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"

	"entente"
)

// The limits that hold where an Options field is zero.
const (
	DefaultMaxBytes     = 20 << 20 // bytes
	DefaultTimeout      = 30 * time.Second
	DefaultMaxRedirects = 5
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

// Item is what was got.
type Item struct {
	Name        string    // file name or address, as the user gave it: for error messages
	URL         string    // address after redirects; "" unless it came from the web
	ContentType string    // as the server gave it; "" if unknown
	Body        []byte    // owned by the caller
	Fetched     time.Time // when it was read
}

// File reads the file at path. Its errors are *entente.Error: Missing where there
// is no such file, TooLarge over the limit, Refused for a folder or a file that
// may not be opened, Syntax for damaged gzip.
func File(path string, opts Options) (Item, error) {
	f, err := os.Open(path)
	if err != nil {
		return Item{}, fail(kindOf(err), path, cause(err))
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

// damaged reports gzip that does not unpack.
type damaged struct{ err error }

func (e damaged) Error() string { return "damaged gzip: " + e.err.Error() }
func (e damaged) Unwrap() error { return e.err }

// readAll reads at most limit bytes and unpacks gzip, known by its first two
// bytes. At no time does it hold more than limit bytes of body.
func readAll(r io.Reader, limit int64) ([]byte, error) {
	br := bufio.NewReader(r)
	magic, err := br.Peek(2)
	if err != nil && err != io.EOF {
		return nil, err
	}
	if len(magic) < 2 || magic[0] != 0x1f || magic[1] != 0x8b {
		return readLimited(br, limit)
	}
	zr, err := gzip.NewReader(br)
	if err != nil {
		return nil, damaged{err}
	}
	body, err := readLimited(zr, limit)
	if err != nil && !errors.As(err, new(tooLarge)) {
		return nil, damaged{err}
	}
	return body, err
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
	var bad damaged
	switch {
	case errors.As(err, &large):
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

func fail(kind entente.Kind, input string, err error) *entente.Error {
	return &entente.Error{Op: "feed", Kind: kind, Input: input, Err: err}
}

func size(n int64) string {
	switch {
	case n >= 1<<20 && n%(1<<20) == 0:
		return fmt.Sprintf("%d MB", n>>20)
	default:
		return fmt.Sprintf("%d bytes", n)
	}
}
