package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"

	"github.com/spf13/cobra"

	"entente"
	"entente/feed"
	"entente/page"
)

func (m *Main) codeCommand() *cobra.Command {
	var jobs int
	var own []string
	cmd := &cobra.Command{
		Use:   "code [FILE…]",
		Short: "code a stream of articles: one JSON line in, one entente/1 line out",
		Long: "code reads JSON lines {\"id\",\"text\",\"headline\"?,\"published\"?,\"publisher\"?,\"url\"?} (\"event_text\" and\n" +
			"\"date\" are accepted for text and published) from the files, packed with gzip or not, or from standard input,\n" +
			"and writes one reading a line, in the same order. A bad line is reported with its number and skipped.",
		Example: "  echo '{\"id\":\"1\",\"text\":\"Norway recalled its ambassador from Minsk on Friday.\",\"published\":\"2021-05-30\"}' | entente code\n" +
			"  entente code --jobs 4 stories.jsonl > readings.jsonl",
		RunE: func(cmd *cobra.Command, args []string) error {
			if jobs < 0 {
				return usagef("entente code --jobs 2 stories.jsonl", "--jobs must not be negative, and is %d", jobs)
			}
			if jobs == 0 {
				jobs = runtime.NumCPU()
			}
			brought, err := m.custom(cmd, own)
			if err != nil {
				return err
			}
			sys, err := m.wire(1, brought)
			if err != nil {
				return err
			}
			c := &stream{m: m, sys: sys, jobs: jobs, out: bufio.NewWriterSize(m.Stdout, 1<<16)}
			if len(args) == 0 {
				err = c.run(cmd.Context(), m.Stdin, "standard input")
			}
			for _, name := range args {
				if err == nil {
					err = c.file(cmd.Context(), name)
				}
			}
			if flushErr := c.out.Flush(); err == nil {
				err = flushErr
			}
			if err == nil && c.failed > 0 {
				err = &inputsFailed{c.failed, c.total}
			}
			return err
		},
	}
	cmd.Flags().IntVar(&jobs, "jobs", 0, "articles read at once; 0 means one for each processor")
	gazetteerFlag(cmd, &own)
	return cmd
}

// stream codes lines with several workers and writes the results in order.
type stream struct {
	m             *Main
	sys           *system
	jobs          int
	out           *bufio.Writer
	failed, total int
}

func (s *stream) file(ctx context.Context, name string) error {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".csv", ".tsv", ".tab":
		return usagef("entente ingest "+name, "%s is a table, and code reads a JSON object a line", name)
	}
	f, err := os.Open(name)
	if err != nil {
		s.failed, s.total = s.failed+1, s.total+1
		s.m.warn("%v", &entente.Error{Op: "code", Kind: entente.Missing, Input: name, Err: errors.Unwrap(err)})
		return nil
	}
	defer f.Close()
	in := bufio.NewReader(f)
	if magic, err := in.Peek(2); err == nil && magic[0] == 0x1f && magic[1] == 0x8b {
		unpacked, err := gzip.NewReader(in)
		if err != nil {
			return &entente.Error{Op: "code", Kind: entente.Syntax, Input: name, Err: err}
		}
		return s.run(ctx, unpacked, name)
	}
	return s.run(ctx, in, name)
}

// result is a coded line or why there is none.
type result struct {
	number  int
	line    []byte
	warning string
	err     error
}

func (s *stream) run(ctx context.Context, in io.Reader, name string) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	type job struct {
		number int
		line   []byte
		err    error
		done   chan result
	}
	work := make(chan *job)
	order := make(chan *job, 2*s.jobs) // bounds how far reading runs ahead of writing
	var readErr error
	go func() {
		defer close(order)
		defer close(work)
		for line, err := range feed.Lines(in) {
			j := &job{number: line.Number, line: line.Text, err: err, done: make(chan result, 1)}
			if err != nil && entente.KindOf(err) != entente.TooLarge {
				readErr = err
				return
			}
			if err == nil && len(bytes.TrimSpace(line.Text)) == 0 {
				continue
			}
			select {
			case order <- j:
			case <-ctx.Done():
				return
			}
			select {
			case work <- j:
			case <-ctx.Done():
				return
			}
		}
	}()
	var workers sync.WaitGroup
	for range s.jobs {
		workers.Go(func() {
			for j := range work {
				res := result{number: j.number, err: j.err}
				if res.err == nil {
					res.line, res.warning, res.err = s.code(ctx, j.line)
				}
				j.done <- res
			}
		})
	}
	defer workers.Wait()
	for j := range order {
		var res result
		select {
		case res = <-j.done:
		case <-ctx.Done():
			return ctx.Err()
		}
		s.total++
		if res.err != nil {
			s.failed++
			s.m.warn("%s:%d: %v", name, res.number, res.err)
			continue
		}
		if res.warning != "" {
			s.m.warn("%s:%d: %s", name, res.number, res.warning)
		}
		if _, err := s.out.Write(res.line); err != nil {
			cancel()
			return err
		}
		if len(order) == 0 { // let a reader on the other end of a pipe see each line at once
			if err := s.out.Flush(); err != nil {
				cancel()
				return err
			}
		}
	}
	return readErr
}

// code turns one request line into one reading line and a warning, which is empty
// if all was understood.
func (s *stream) code(ctx context.Context, line []byte) (coded []byte, warning string, err error) {
	id, art, warning, err := page.Record(line)
	if err != nil {
		return nil, "", err
	}
	reading, err := s.sys.read(ctx, id, art)
	if err != nil {
		return nil, "", err
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(reading); err != nil {
		return nil, "", err
	}
	return b.Bytes(), warning, nil
}
