package ingest

import (
	"archive/zip"
	"bufio"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"

	"entente"
	"entente/table"
)

// isTable reports whether a file is taken for a table, of events or of articles, by its name.
func isTable(name string) bool {
	name = strings.ToLower(name)
	for _, packed := range []string{".gz", ".zip"} {
		name = strings.TrimSuffix(name, packed)
	}
	switch filepath.Ext(name) {
	case ".tab", ".tsv", ".csv":
		return !ofWeb(name)
	}
	return false
}

// tables takes in the table that source is, or those of the folder that it is.
func (in *Ingest) tables(ctx context.Context, source string) error {
	if ofWeb(source) {
		return nil
	}
	if isTable(source) {
		return in.table(ctx, source)
	}
	st, err := os.Stat(source)
	if err != nil || !st.IsDir() {
		return nil // feed tells what is wrong with it
	}
	return filepath.WalkDir(source, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return nil // feed meets it too, and tells
		case path != source && strings.HasPrefix(d.Name(), "."):
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case d.Type().IsRegular() && isTable(path):
			return in.table(ctx, path)
		}
		return nil
	})
}

// table takes in one file. An error is the ledger's or ctx's.
func (in *Ingest) table(ctx context.Context, path string) error {
	in.count(func(p *Progress) { p.Source = path })
	name, err := filepath.Abs(path)
	if err != nil {
		name = path
	}
	err = in.importFile(ctx, path, name)
	var led ledgerError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &led):
		return led.error
	case ctx.Err() != nil:
		return ctx.Err()
	}
	in.count(func(p *Progress) {
		if p.Failed++; !errors.As(err, new(badRows)) { // else it is counted among the tables
			p.Inputs++
		}
	})
	if in.Failed != nil {
		in.Failed(path, err)
	}
	return in.note(ctx, name, err)
}

func (in *Ingest) importFile(ctx context.Context, path, name string) error {
	sum, err := hashFile(path)
	if err != nil {
		return err
	}
	r, done, err := openTable(path)
	if err != nil {
		return err
	}
	defer done()
	head, err := r.Peek(1 << 16)
	if err != nil && err != io.EOF && err != bufio.ErrBufferFull {
		return &entente.Error{Op: "ingest", Kind: entente.Syntax, Input: path, Err: err}
	}
	format, err := table.Detect(strings.SplitN(string(head), "\n", 8), path)
	if comma, ok := articleRows(head); ok && err != nil {
		return in.rows(ctx, r, comma, path, name)
	}
	if err != nil {
		return err
	}
	var bad int
	var first, fault error
	counted := func(yield func(entente.Imported, error) bool) {
		for row, err := range table.Read(r, format, in.Ontology) {
			if err != nil {
				if entente.KindOf(err) != entente.Syntax && entente.KindOf(err) != entente.TooLarge {
					fault = err
					yield(row, err)
					return
				}
				if bad++; first == nil {
					first = err
				}
				in.count(func(p *Progress) { p.BadRows++ })
				continue
			}
			in.count(func(p *Progress) { p.Imported++ })
			if !yield(row, nil) {
				return
			}
		}
	}
	_, err = in.Ledger.Import(ctx, name, sum, iter.Seq2[entente.Imported, error](counted))
	switch {
	case fault != nil:
		return fault
	case err != nil:
		return ledgerError{err}
	}
	in.count(func(p *Progress) { p.Tables++ })
	if bad > 0 {
		return &entente.Error{Op: "ingest", Kind: entente.Syntax, Input: path, Err: badRows{bad, first}}
	}
	return nil
}

// badRows is what a table with unreadable lines has to show for them.
type badRows struct {
	n     int
	first error
}

func (e badRows) Error() string {
	if e.n == 1 {
		return "one line was left out: " + e.first.Error()
	}
	return fmt.Sprintf("%d lines were left out, the first: %v", e.n, e.first)
}

func (e badRows) Unwrap() error { return e.first }

func hashFile(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", &entente.Error{Op: "ingest", Kind: entente.Missing, Input: path, Err: errors.Unwrap(err)}
	}
	defer func() { _ = f.Close() }() // only read from
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// openTable opens a file, and what it is packed in: gzip, or the first file of a zip, as
// GDELT gives its tables out.
func openTable(path string) (r *bufio.Reader, done func(), err error) {
	fail := func(err error) (*bufio.Reader, func(), error) {
		return nil, nil, &entente.Error{Op: "ingest", Kind: entente.Syntax, Input: path, Err: err}
	}
	if strings.HasSuffix(strings.ToLower(path), ".zip") {
		z, err := zip.OpenReader(path)
		if err != nil {
			return fail(err)
		}
		if len(z.File) == 0 {
			return fail(errors.Join(errors.New("the archive is empty"), z.Close()))
		}
		f, err := z.File[0].Open()
		if err != nil {
			return fail(errors.Join(err, z.Close()))
		}
		return bufio.NewReaderSize(f, 1<<20), func() { _, _ = f.Close(), z.Close() }, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return fail(err)
	}
	r = bufio.NewReaderSize(f, 1<<20)
	if magic, err := r.Peek(2); err == nil && magic[0] == 0x1f && magic[1] == 0x8b {
		zr, err := gzip.NewReader(r)
		if err != nil {
			return fail(errors.Join(err, f.Close()))
		}
		r = bufio.NewReaderSize(zr, 1<<20)
	}
	return r, func() { _ = f.Close() }, nil
}
