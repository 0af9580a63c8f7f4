package feed

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"entente"
)

// Walker turns sources into items. The zero Walker gives everything, with the
// defaults of Options. It serves one walk at a time.
type Walker struct {
	// Fetcher asks the web; nil means a new one for each walk. Its Options bound
	// what is read of files too.
	Fetcher *Fetcher
	// Seen reports whether the item of a key is done: it is passed over without
	// being asked for. nil means that none is.
	Seen  func(key string) bool
	Stats Stats // of all walks so far
}

// Stats counts what a Walker passed over in silence.
type Stats struct {
	Known     int // items that Seen knew
	Unchanged int // pages, feeds and sitemaps that the server says have not changed
	Skipped   int // records of WARC files that hold no page
}

// Walk gives the items of source one by one: a file, a folder with all below it, or
// an address. A file or what an address leads to may be
//
//   - a page or a text;
//   - JSON Lines: each line that is not blank comes as Item.Record;
//   - a WARC file, 1.0 or 1.1: the HTML and text of its response records with
//     status 200, and of its resource records;
//   - an RSS, Atom or JSON feed, or a sitemap, an index of them too: each page that
//     it names is fetched. A saved one is read from the file, its pages from the web.
//
// Each may be packed with gzip. Files of a folder come in the order of their names;
// hidden ones are left out, and links to folders are refused.
//
// An error belongs to the item that it comes with, which has a Name and mostly a
// Key, and the walk goes on. Only the end of ctx ends it, with a last error that
// wraps ctx.Err(). The errors are *entente.Error: those of [File] and [Fetcher.Get],
// Binary for what is no text, TooLarge for a line, record or list over its limit,
// Syntax for what does not follow its format. Their Span is the byte where it was
// noticed: of the packed file for damaged gzip, of what it unpacks to otherwise.
//
// A walk that asks the same Validators again passes over what has not changed.
// Where Seen is set, they serve for feeds and sitemaps only: of a page that Seen
// does not know, it does not help that it has not changed.
func (w *Walker) Walk(ctx context.Context, source string) iter.Seq2[Item, error] {
	return func(yield func(Item, error) bool) {
		r := &walk{Walker: w, ctx: ctx, fetcher: w.Fetcher, yield: yield, sitemaps: map[string]bool{}}
		if r.fetcher == nil {
			r.fetcher = &Fetcher{}
		}
		r.opts = r.fetcher.start().opts
		if strings.HasPrefix(source, "http://") || strings.HasPrefix(source, "https://") {
			r.address(entry{address: source}, anything, 1)
		} else {
			r.path(source)
		}
		if err := ctx.Err(); err != nil && !r.stopped {
			yield(Item{Name: source}, fail(entente.Other, source, err))
		}
	}
}

// walk is one call of Walk.
type walk struct {
	*Walker
	ctx      context.Context
	fetcher  *Fetcher
	opts     Options
	yield    func(Item, error) bool
	stopped  bool            // by the loop body
	sitemaps map[string]bool // keys of those read: no sitemap is read twice
}

func (w *walk) over() bool { return w.stopped || w.ctx.Err() != nil }

// give hands on one item, or what went wrong with it.
func (w *walk) give(item Item, err error) {
	if w.over() {
		return
	}
	if err != nil {
		item.Body, item.Record = nil, nil
		var known *entente.Error
		if !errors.As(err, &known) {
			err = fail(kindOfURL(err), item.Name, cause(err))
		}
	}
	w.stopped = !w.yield(item, err)
}

// known reports whether the item of key is done.
func (w *walk) known(key string) bool {
	if w.Seen == nil || !w.Seen(key) {
		return false
	}
	w.Stats.Known++
	return true
}

// path walks a file or a folder.
func (w *walk) path(source string) {
	st, err := os.Stat(source)
	if err != nil || !st.IsDir() {
		w.file(source)
		return
	}
	// The file system of a folder follows a link to that folder and to none below.
	root := os.DirFS(source)
	_ = fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		path := filepath.Join(source, filepath.FromSlash(name))
		switch {
		case w.over():
			return fs.SkipAll
		case name != "." && strings.HasPrefix(d.Name(), "."):
			if d.IsDir() {
				return fs.SkipDir
			}
		case err != nil:
			w.give(fileItem(path), err)
		case !d.IsDir():
			if st, err := fs.Stat(root, name); err == nil && !st.Mode().IsRegular() {
				what := "is no regular file" // to open a pipe might wait for ever
				if st.IsDir() {
					what = "is a link to a folder"
				}
				w.give(fileItem(path), refused{what})
				return nil
			}
			w.file(path)
		}
		return nil // an error was given already, and the walk goes on
	})
}

func fileItem(path string) Item {
	key, err := filepath.Abs(path)
	if err != nil { // there is no working folder: the name has to do
		key = path
	}
	return Item{Name: path, Key: filepath.ToSlash(key)}
}

// file walks one file.
func (w *walk) file(path string) {
	item := fileItem(path)
	if w.known(item.Key) {
		return
	}
	f, err := os.Open(path)
	if err != nil {
		w.give(item, cannotOpen(path, err))
		return
	}
	defer func() { _ = f.Close() }() // only read from
	item.Fetched = w.opts.Now()
	w.content(item, f, nil, anything, 1)
}

// cancelled ends a read once ctx is done.
type cancelled struct {
	ctx context.Context
	r   io.Reader
}

func (c cancelled) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}

// sniffLen is how much of a source is looked at to tell what it is: room for a first
// line with a whole story.
const sniffLen = 64 << 10

// role is what may stand at an address.
type role int

const (
	anything role = iota
	onlyPage      // what a feed or sitemap names as a page
	onlyList      // what an index of sitemaps names
)

// content gives what r holds; item is filled in but for that. base is its address,
// nil for a file, and depth counts the sitemaps that led here, itself included.
// whole reports whether all of it came through.
func (w *walk) content(item Item, r io.Reader, base *url.URL, may role, depth int) (k kind, whole bool) {
	in := bufio.NewReaderSize(cancelled{w.ctx, r}, sniffLen)
	var packed *members
	if magic, _ := in.Peek(2); base == nil && isGzip(magic) { // what the web gives is unpacked
		packed = &members{in: counter{r: in}}
		in = bufio.NewReaderSize(packed, sniffLen)
	}
	head, err := in.Peek(sniffLen)
	if len(head) == 0 {
		if err == io.EOF {
			err = fail(entente.Empty, item.Name, nil)
		}
		w.give(item, err)
		return pageKind, false
	}
	k, contentType := sniff(head, item.Name)
	if item.ContentType == "" {
		item.ContentType = contentType
	}
	switch {
	case k == binaryKind:
		err = fail(entente.Binary, item.Name, looksLike(contentType))
	case may == onlyPage && k != pageKind:
		err = broken{0, errors.New("is no page")}
	case may == onlyList && k != feedKind && k != sitemapKind:
		err = broken{0, errors.New("is no sitemap")}
	case k == documentKind:
		err = broken{0, errors.New("one JSON object a line is read, not one JSON document; jq -c .[] makes lines of an array")}
	case k == linesKind:
		return k, w.lines(item, in)
	case k == warcKind:
		return k, w.warc(item, in, packed)
	default:
		item.Body, err = readLimited(in, w.opts.MaxBytes)
	}
	switch {
	case err == nil && k == feedKind:
		return k, w.list(item, feedEntries(item.Body), base, depth)
	case err == nil && k == sitemapKind:
		return k, w.list(item, sitemapEntries(item.Body), base, depth)
	}
	w.give(item, err)
	return k, err == nil
}

// lines gives each line that is not blank as a record.
func (w *walk) lines(file Item, in *bufio.Reader) (whole bool) {
	whole = true
	for l := (lineReader{r: in, limit: MaxLine}); !w.over(); {
		line, err := l.next()
		if err == io.EOF {
			return whole
		}
		if l.number == 1 {
			line = bytes.TrimPrefix(line, []byte("\ufeff"))
		}
		line = bytes.TrimSpace(line)
		if err == nil && len(line) == 0 {
			continue
		}
		item := file
		item.ContentType = ""
		item.Line = l.number
		item.Name, item.Key = fmt.Sprintf("%s:%d", file.Name, l.number), fmt.Sprintf("%s:%d", file.Key, l.number)
		var large tooLarge
		switch {
		case err == nil && line[0] != '{':
			err = broken{0, errors.New("the line is no JSON object")}
		case err != nil && !errors.As(err, &large): // the file itself cannot be read on
			w.give(file, err)
			return false
		}
		if err != nil {
			located := fail(kindOf(err), file.Name, err)
			located.Line = l.number
			w.give(item, located)
			whole = false
			continue
		}
		if !w.known(item.Key) {
			item.Record = bytes.Clone(line)
			w.give(item, nil)
		}
	}
	return false
}

// list gives the pages that a feed or sitemap names.
func (w *walk) list(list Item, entries iter.Seq2[entry, error], base *url.URL, depth int) (whole bool) {
	list.Body = nil
	whole = true
	for e, err := range entries {
		if err == nil {
			e.address, err = resolve(base, e.address)
		}
		switch {
		case w.over():
			return false
		case err != nil:
			w.give(list, err)
			whole = false
		case !e.sitemap:
			whole = w.address(e, onlyPage, depth) && whole
		case depth == MaxNesting:
			w.give(list, refused{fmt.Sprintf("sitemaps are nested more than %d deep", MaxNesting)})
			return false
		case len(w.sitemaps) >= MaxSitemap:
			w.give(list, tooMany{MaxSitemap, "sitemaps in one walk"})
			return false
		default:
			whole = w.address(e, onlyList, depth+1) && whole
		}
	}
	return whole
}

// resolve makes a link of a feed whole.
func resolve(base *url.URL, link string) (string, error) {
	u, err := url.Parse(link)
	if err != nil {
		return "", broken{0, errors.New("a link that is no address")} // url.Error would show a password
	}
	if base != nil {
		u = base.ResolveReference(u)
	}
	if !u.IsAbs() {
		return "", broken{0, fmt.Errorf("the link %q does not say to which site it belongs", link)}
	}
	return u.String(), nil
}

// address walks what e names. whole reports whether all of it came through, now
// or before.
func (w *walk) address(e entry, may role, depth int) (whole bool) {
	u, shown, err := parseAddress(e.address)
	if err != nil {
		w.give(Item{Name: shown}, err)
		return false
	}
	item := Item{Name: shown, Key: keyOf(u), Headline: e.headline, Publisher: e.publisher, Published: e.published}
	if w.known(item.Key) {
		return true
	}
	if may != onlyPage {
		if w.sitemaps[item.Key] {
			return true
		}
		w.sitemaps[item.Key] = true
	}
	got, st, err := w.fetcher.get(w.ctx, e.address, may != onlyPage || w.Seen == nil)
	switch {
	case errors.Is(err, ErrUnchanged):
		w.Stats.Unchanged++
		return true
	case err != nil:
		w.give(item, err)
		return false
	}
	base, err := url.Parse(got.URL)
	if err != nil {
		w.give(item, err)
		return false
	}
	item.URL, item.ContentType, item.Fetched = got.URL, got.ContentType, got.Fetched
	k, whole := w.content(item, bytes.NewReader(got.Body), base, may, depth)
	if whole && !w.over() && (w.Seen == nil || k == feedKind || k == sitemapKind) {
		w.fetcher.put(st)
	}
	return whole
}
