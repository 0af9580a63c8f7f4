package ingest

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"

	"entente"
	"entente/feed"
	"entente/page"
)

// articleRows tells by its first line whether a table has an article a row, which a
// column "text" shows, and what stands between its cells.
func articleRows(head []byte) (comma rune, ok bool) {
	for _, comma := range []rune{',', '\t', ';'} {
		if columns, err := csvReader(bytes.NewReader(head), comma).Read(); err == nil && page.HasText(columnNames(columns)) {
			return comma, true
		}
	}
	return 0, false
}

func csvReader(r io.Reader, comma rune) *csv.Reader {
	c := csv.NewReader(r)
	c.Comma, c.LazyQuotes, c.FieldsPerRecord = comma, true, -1 // as spreadsheets and people write them
	return c
}

func columnNames(cells []string) []string {
	names := make([]string, len(cells))
	for i, cell := range cells {
		names[i] = strings.ToLower(strings.TrimSpace(strings.TrimPrefix(cell, "\ufeff")))
	}
	return names
}

// rows takes in a table with an article a row. A row that is none is noted and the rest
// goes on; the error is one of the file, the ledger or ctx.
func (in *Ingest) rows(ctx context.Context, r io.Reader, comma rune, path, name string) error {
	fail := func(kind entente.Kind, err error) error {
		return &entente.Error{Op: "ingest", Kind: kind, Input: path, Err: err}
	}
	bounded := &boundedReader{r: r, left: feed.MaxLine}
	reader := csvReader(bounded, comma)
	columns, err := reader.Read()
	if err != nil {
		return fail(entente.Syntax, err)
	}
	columns = columnNames(columns)
	for {
		bounded.left = feed.MaxLine
		cells, err := reader.Read()
		switch {
		case err == io.EOF:
			return nil
		case ctx.Err() != nil:
			return ctx.Err()
		case errors.Is(err, errLongRow):
			return fail(entente.TooLarge, err)
		case err != nil:
			return fail(entente.Syntax, err)
		case strings.TrimSpace(strings.Join(cells, "")) == "":
			continue
		}
		line, _ := reader.FieldPos(0)
		item := feed.Item{Name: fmt.Sprintf("%s:%d", path, line), Key: fmt.Sprintf("%s:%d", name, line), Body: []byte(strings.Join(cells, "\x1f"))}
		in.count(func(p *Progress) { p.Inputs++ })
		err = in.receive(ctx, &item, func() (*entente.Article, string, error) { return page.Row(columns, cells) })
		if err != nil {
			if err := in.fail(ctx, &item, err); err != nil {
				return ledgerError{err}
			}
		}
	}
}

var errLongRow = fmt.Errorf("a row of more than %d MB; perhaps a quotation mark is never closed", feed.MaxLine>>20)

// boundedReader ends with errLongRow after left bytes: a quotation mark that is never
// closed would else make one cell of the rest of a file.
type boundedReader struct {
	r    io.Reader
	left int
}

func (b *boundedReader) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, errLongRow
	}
	n, err := b.r.Read(p)
	b.left -= n
	return n, err
}
