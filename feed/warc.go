package feed

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http/httputil"
	"strconv"
	"strings"

	"entente"
)

// The bounds of the header of a WARC record, and of the HTTP header inside it.
const (
	maxHeader     = 1 << 20  // bytes
	maxHeaderLine = 64 << 10 // bytes
	maxField      = 8 << 10  // bytes after which no more lines are put to a field
)

// warcReader reads the records of a WARC file (ISO 28500:2017, WARC 1.1; 1.0 is
// read alike).
type warcReader struct {
	lines    lineReader
	packed   *members // what lines reads from, or nil
	maxBytes int64

	start    int64 // of the record that next gave last, in unpacked bytes
	left     int64 // bytes of its block not read so far
	atHeader bool  // its first line was read already
	dead     bool  // the file cannot be read on
}

// fields are the named fields of a header by lower-case name.
type fields struct {
	values map[string]string
	last   string
}

// add reads one line of a header. Lines without a name are passed over, as they
// occur in answers of real servers; of two fields of one name the first counts.
func (f *fields) add(line []byte) {
	if f.values == nil {
		f.values = map[string]string{}
	}
	value := string(bytes.TrimSpace(line))
	if line[0] == ' ' || line[0] == '\t' { // goes on from the line before
		// No field that counts is long, and adding to a long one is slow.
		if f.last != "" && len(f.values[f.last]) < maxField {
			f.values[f.last] += " " + value
		}
		return
	}
	name, value, ok := strings.Cut(value, ":")
	f.last = strings.ToLower(strings.TrimSpace(name))
	if _, twice := f.values[f.last]; twice || !ok {
		f.last = ""
		return
	}
	f.values[f.last] = strings.TrimSpace(value)
}

func (f *fields) get(name string) string { return f.values[name] }

// next goes to the next record and returns its header. io.EOF ends the file. After
// another error, unless it leaves the reader dead, the next call goes on with the
// next record that it finds.
func (w *warcReader) next() (fields, error) {
	if err := w.skip(); err != nil {
		return fields{}, err
	}
	if err := w.find(); err != nil {
		return fields{}, err
	}
	w.atHeader = false
	var rec fields
	for {
		line, err := w.lines.next()
		switch {
		case err == io.EOF:
			return fields{}, broken{w.start, errors.New("the file ends in the header of a record")}
		case err != nil:
			return fields{}, w.trouble(err)
		case w.lines.offset-w.start > maxHeader:
			return fields{}, broken{w.start, tooLarge{maxHeader}}
		case len(line) > 0:
			rec.add(line)
			continue
		}
		length, err := strconv.ParseInt(rec.get("content-length"), 10, 64)
		if err != nil || length < 0 {
			return fields{}, broken{w.start, fmt.Errorf("Content-Length %.40q of a record is no length", rec.get("content-length"))}
		}
		w.left = length
		return rec, nil
	}
}

// find reads up to and with the first line of the next record.
func (w *warcReader) find() error {
	if w.atHeader {
		return nil
	}
	lost := int64(-1) // where something else than a record was met
	for {
		at := w.lines.offset
		line, err := w.lines.next()
		switch {
		case err == io.EOF && lost < 0:
			return io.EOF
		case err == io.EOF:
			return broken{lost, errors.New("no record begins here, and none follows")}
		case err != nil && !errors.As(err, new(tooLarge)):
			return w.trouble(err)
		case err == nil && bytes.HasPrefix(line, []byte("WARC/1.")):
			w.start = at
			if lost < 0 {
				return nil
			}
			w.atHeader = true
			return broken{lost, fmt.Errorf("no record begins here; the next is at byte %d", at)}
		case lost < 0 && (len(line) > 0 || err != nil):
			lost = at
		}
	}
}

// skip passes over what is left of the block.
func (w *warcReader) skip() error {
	left := w.left
	w.left = 0
	n, err := io.CopyN(io.Discard, w.lines.r, left)
	w.lines.offset += n
	return w.trouble(err)
}

// block reads the block of the record.
func (w *warcReader) block() ([]byte, error) {
	if limit := w.maxBytes + maxHeader; w.left > limit {
		return nil, tooLarge{w.maxBytes}
	}
	block := make([]byte, 0, min(w.left, 1<<20)) // the length is a claim
	buf := bytes.NewBuffer(block)
	n, err := io.CopyN(buf, w.lines.r, w.left)
	w.lines.offset += n
	w.left = 0
	return buf.Bytes(), w.trouble(err)
}

// trouble says what an error of the file means for the record. Behind damaged gzip
// it goes to the next member.
func (w *warcReader) trouble(err error) error {
	switch {
	case err == nil:
		return nil
	case err == io.EOF:
		return broken{w.start, errors.New("the file ends in a record")}
	case errors.As(err, new(tooLarge)):
	case w.packed != nil && errors.As(err, new(broken)):
		w.packed.resync()
	default:
		w.dead = true
	}
	return err
}

// errNoPage reports a record that holds something else than a page.
var errNoPage = errors.New("no page")

// page returns what the record rec holds, or errNoPage.
func (w *warcReader) page(rec fields) (contentType string, body []byte, err error) {
	kind := rec.get("warc-type")
	if kind != "response" && (kind != "resource" || !isPage(rec.get("content-type"))) {
		return "", nil, errNoPage
	}
	if rec.get("warc-segment-number") != "" {
		return "", nil, broken{w.start, errors.New("a record in segments, which are not put together")}
	}
	body, err = w.block()
	if err != nil {
		return "", nil, err
	}
	if kind == "response" {
		if rec, body, err = splitAnswer(body); err != nil {
			return "", nil, err
		}
		if !isPage(rec.get("content-type")) {
			return "", nil, errNoPage
		}
		body, err = decodeBody(rec, body, w.maxBytes)
	} else if int64(len(body)) > w.maxBytes {
		err = tooLarge{w.maxBytes}
	}
	if err != nil && !errors.As(err, new(tooLarge)) {
		err = broken{w.start, err}
	}
	return rec.get("content-type"), body, err
}

// splitAnswer cuts the header from an HTTP answer; errNoPage if it is not one with
// status 200.
func splitAnswer(block []byte) (head fields, body []byte, err error) {
	line, body, _ := bytes.Cut(block, []byte("\n"))
	parts := bytes.Fields(line)
	if len(parts) < 2 || !bytes.HasPrefix(parts[0], []byte("HTTP/")) || string(parts[1]) != "200" {
		return fields{}, nil, errNoPage
	}
	for n := 0; len(body) > 0; {
		line, body, _ = bytes.Cut(body, []byte("\n"))
		line = bytes.TrimSuffix(line, []byte("\r"))
		if len(line) == 0 {
			break
		}
		if n += len(line); n > maxHeader {
			return fields{}, nil, tooLarge{maxHeader}
		}
		head.add(line)
	}
	return head, body, nil
}

// isPage reports whether contentType is that of HTML or plain text.
func isPage(contentType string) bool {
	media, _, err := mime.ParseMediaType(contentType)
	if err != nil && !errors.Is(err, mime.ErrInvalidMediaParameter) {
		return false
	}
	return media == "text/html" || media == "text/plain" || media == "application/xhtml+xml"
}

// decodeBody undoes the transfer and content codings that head names. Some crawlers
// undo them themselves and keep the header, so the body has the last word.
func decodeBody(head fields, body []byte, maxBytes int64) ([]byte, error) {
	var r io.Reader = bytes.NewReader(body)
	if strings.EqualFold(head.get("transfer-encoding"), "chunked") && startsChunk(body) {
		r = httputil.NewChunkedReader(bufio.NewReader(r))
	}
	switch enc := strings.ToLower(head.get("content-encoding")); enc {
	case "", "identity", "gzip", "x-gzip":
		return readAll(r, maxBytes)
	default:
		return nil, fmt.Errorf("content encoding %.40q is not read", enc)
	}
}

// startsChunk reports whether body begins with the size of a chunk (RFC 9112
// section 7.1).
func startsChunk(body []byte) bool {
	line, _, ok := bytes.Cut(body[:min(len(body), 4<<10)], []byte("\n"))
	size, _, _ := bytes.Cut(line, []byte(";"))
	_, err := strconv.ParseUint(string(bytes.TrimSpace(size)), 16, 63)
	return ok && err == nil
}

// warc gives the pages among the records of a WARC file.
func (w *walk) warc(file Item, in *bufio.Reader, packed *members) (whole bool) {
	r := &warcReader{lines: lineReader{r: in, limit: maxHeaderLine}, packed: packed, maxBytes: w.opts.MaxBytes}
	whole = true
	for !w.over() && !r.dead {
		rec, err := r.next()
		if err == io.EOF {
			return whole
		}
		item := file
		if err == nil {
			item = recordItem(file, rec)
			if w.known(item.Key) {
				continue
			}
			item.ContentType, item.Body, err = r.page(rec)
		}
		if errors.Is(err, errNoPage) {
			w.Stats.Skipped++
			continue
		}
		if err != nil {
			whole = false
			located := fail(kindOf(err), item.Name, err)
			if located.Span.IsZero() {
				located.Span = entente.Span{Start: int(r.start), End: int(r.start)}
			}
			err = located
		}
		w.give(item, err)
	}
	return false
}

// recordItem is the item of the record rec, without its content.
func recordItem(file Item, rec fields) Item {
	item := file
	item.URL = strings.Trim(rec.get("warc-target-uri"), "<>") // some crawlers print the brackets of the grammar
	item.Name = file.Name + ":" + item.URL
	id := rec.get("warc-record-id")
	if id == "" {
		id = item.URL + " " + rec.get("warc-date")
	}
	item.Key = file.Key + ":" + id
	item.Fetched = w3cTime(rec.get("warc-date"))
	return item
}
