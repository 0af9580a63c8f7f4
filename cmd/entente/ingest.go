package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"
	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
	"golang.org/x/time/rate"

	"entente"
	"entente/feed"
	"entente/ingest"
)

func (m *Main) ingestCommand() *cobra.Command {
	var jobs int
	var perSecond float64
	var private, retry, reread, failures bool
	var own []string
	var logs *logging
	cmd := &cobra.Command{
		Use:   "ingest [SOURCE…]",
		Short: "take articles and event tables into the ledger",
		Long: "ingest takes files, folders, JSON Lines, HTML, feeds, sitemaps and WARC files, tables of articles (.csv,\n" +
			".tsv, with a column \"text\"), and the event tables of ICEWS, GDELT, POLECAT and Phoenix (.tab, .tsv,\n" +
			".csv), packed or not, and reads the articles.\n" +
			"What is there already is passed over. A run that was killed loses nothing: the same command goes on\n" +
			"where it was, and without a source it reads what is still unread. What could not be read is listed\n" +
			"by --failures and tried again with --retry. After a change of rules --reread reads anew what is there.",
		Example: "  entente ingest stories/ more.jsonl.gz\n" +
			"  entente ingest https://example.org/feed.xml\n" +
			"  entente ingest events.2018.20200427.tab\n" +
			"  entente ingest --failures\n" +
			"  entente ingest --retry\n" +
			"  entente ingest --reread --rules rules/",
		RunE: func(cmd *cobra.Command, sources []string) error {
			switch {
			case jobs < 0:
				return usagef("entente ingest --jobs 2 stories/", "--jobs must not be negative, and is %d", jobs)
			case perSecond <= 0:
				return usagef("entente ingest --rate 0.5 https://example.org/feed.xml", "--rate must be above nothing, and is %g", perSecond)
			case failures:
				return m.withLedger(cmd, true, func(led stored) error { return m.printFailures(cmd.Context(), led) })
			}
			log, err := logs.logger(m.Stderr, "entente ingest stories/")
			if err != nil {
				return err
			}
			return m.withLedger(cmd, false, func(led stored) error {
				if retry {
					n, err := led.Retry(cmd.Context())
					if err != nil {
						return err
					}
					if logsJSON(cmd) {
						log.Info("articles are tried again", "articles", n)
					} else {
						m.warn("tried again: %s", plural(n, "article"))
					}
				}
				brought, err := m.custom(cmd, own)
				if err != nil {
					return err
				}
				if reread {
					coder, err := brought.stamp()
					if err != nil {
						return err
					}
					n, err := led.Recode(cmd.Context(), coder)
					if err != nil {
						return err
					}
					if logsJSON(cmd) {
						log.Info("articles are read anew", "articles", n)
					} else {
						m.warn("read anew: %s", plural(n, "article"))
					}
				}
				in := &ingest.Ingest{Ledger: led, Ontology: brought.ontology, Settle: brought.settle,
					Fetcher: &feed.Fetcher{Options: feed.Options{AllowPrivate: private}, PerHost: rate.Limit(perSecond)}}
				if !manyWorkers(led) || cmd.Flags().Changed("jobs") {
					sys, err := m.wire(1, brought)
					if err != nil {
						return err
					}
					in.Workers, in.Coder, in.Read = cmp.Or(jobs, runtime.NumCPU()), sys.pipeline.Stamp, sys.readArticle
				}
				return m.ingest(cmd, led, log, in, sources)
			})
		},
	}
	cmd.Flags().IntVar(&jobs, "jobs", 0, "articles read at once; 0 means one for each processor, or, with a PostgreSQL ledger, none: its workers read them")
	cmd.Flags().Float64Var(&perSecond, "rate", 1, "the most requests a second to one host")
	cmd.Flags().BoolVar(&private, "allow-private", false, "let addresses lead to a private network")
	cmd.Flags().BoolVar(&failures, "failures", false, "list what could not be read, with the reason, and do nothing else")
	cmd.Flags().BoolVar(&retry, "retry", false, "try the articles that could not be read once more")
	cmd.Flags().BoolVar(&reread, "reread", false, "read the articles anew that another edition of the program, model or rules has read")
	gazetteerFlag(cmd, &own)
	ledgerFlag(cmd)
	logs = logFlags(cmd)
	return cmd
}

// ingest runs in with a bar, on a terminal, and prints what came of it.
func (m *Main) ingest(cmd *cobra.Command, led stored, log *slog.Logger, in *ingest.Ingest, sources []string) error {
	bar := m.ingestBar(in, !logsJSON(cmd) && m.ErrTerminal != nil && m.ErrTerminal())
	private := false // one was refused, and --allow-private named
	in.Failed = func(name string, err error) {
		bar.say(harmless(fmt.Sprintf("entente: %s: %v\n", name, unnamed(name, err))))
		if !private && errors.Is(err, feed.ErrPrivate) {
			private = true
			bar.say("Try: entente ingest --allow-private, if that is meant\n")
		}
	}
	in.Warned = func(name, text string) { bar.say(harmless(fmt.Sprintf("entente: %s: %s\n", name, text))) }
	if logsJSON(cmd) {
		in.Failed = func(name string, err error) {
			log.Warn("failed", "input", name, "kind", entente.KindOf(err).String(), "error", entente.Loggable(err))
		}
		in.Warned = func(name, text string) { log.Warn("passed over", "input", name, "what", text) }
	}
	start := time.Now()
	err := in.Run(cmd.Context(), sources...)
	bar.stop()
	p := in.Progress()
	if logsJSON(cmd) { // a person has the lines that follow
		log.Info("ingested", "inputs", p.Inputs, "new", p.Fresh, "known", p.Known, "failed", p.Failed, "read", p.Read, "rows", p.Rows,
			"bytes", p.Bytes, "imported", p.Imported, "ms", time.Since(start).Milliseconds())
	}
	size, sizeErr := led.Size(context.WithoutCancel(cmd.Context()))
	if err == nil {
		err = sizeErr
	}
	seconds := time.Since(start).Seconds()
	w := tabwriter.NewWriter(m.Stdout, 0, 0, 2, ' ', 0)
	line := func(name, format string, args ...any) { m.print(w, name+"\t"+fmt.Sprintf(format, args...)+"\n") }
	line("inputs", "%d: %d new, %d known, %d failed", p.Inputs, p.Fresh, p.Known, p.Failed)
	if p.Undated > 0 {
		line("undated", "%d of the new ones, in which \"on Tuesday\" is no day: they name no day of printing", p.Undated)
	}
	if in.Read == nil {
		line("unread", "left to the ledger's workers: entente worker --ledger ADDRESS")
	} else {
		line("read", "%s, %s, %s, %.1f articles/s", plural(p.Read, "article"), plural(p.Rows, "row"), megabytes(int64(p.Bytes)), float64(p.Read)/seconds)
	}
	if p.Tables > 0 || p.Imported > 0 {
		line("imported", "%s of %s, %s, %.0f rows/s", plural(p.Imported, "row"), plural(p.Tables, "table"), plural(p.BadRows, "bad line"), float64(p.Imported)/seconds)
	}
	if errors.Is(err, context.Canceled) {
		line("unread", "the rest, which \"entente ingest\" goes on with")
	}
	line("ledger", "%s, %s", led.Path(), megabytes(size))
	if flushErr := w.Flush(); err == nil {
		err = flushErr
	}
	if err == nil && p.Failed > 0 {
		err = &inputsFailed{p.Failed, max(p.Inputs+p.Tables, p.Failed)}
	}
	return err
}

// lineOf cuts the number of a line off the name of an input; 0 is none.
func lineOf(key string) (name string, line int) {
	i := strings.LastIndexByte(key, ':')
	if n, err := strconv.Atoi(key[i+1:]); i >= 0 && err == nil {
		return key[:i], n
	}
	return key, 0
}

// plural is "1 article", "2 articles".
func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// unnamed is an error of an input without the name of it, which stands before it already.
func unnamed(name string, err error) error {
	var e *entente.Error
	if !errors.As(err, &e) {
		return err
	}
	bare := *e
	switch name {
	case e.Input:
		bare.Input = ""
	case fmt.Sprintf("%s:%d", e.Input, e.Line):
		bare.Input, bare.Line = "", 0
	}
	return &bare
}

func (m *Main) printFailures(ctx context.Context, led stored) error {
	list, err := led.Failures(ctx)
	if err != nil {
		return err
	}
	if len(list) == 0 {
		m.print(m.Stdout, "no failures\n")
		return nil
	}
	w := tabwriter.NewWriter(m.Stdout, 0, 0, 2, ' ', 0)
	// The ledger has the latest first; of one minute, which is what is printed, lines come in
	// their own order.
	slices.SortStableFunc(list, func(a, b entente.Failure) int {
		x, n := lineOf(a.Key)
		y, k := lineOf(b.Key)
		return cmp.Or(b.When.Truncate(time.Minute).Compare(a.When.Truncate(time.Minute)), strings.Compare(x, y), cmp.Compare(n, k))
	})
	m.print(w, "when\tinput\ttries\twhy\n")
	for _, f := range list {
		m.print(w, fmt.Sprintf("%s\t%s\t%d\t%s\n", f.When.Format("2006-01-02 15:04"), f.Key, f.Attempt, f.Why))
	}
	return w.Flush()
}

// ingestBar is the bar of a run; where it is not shown, off a terminal, it only says lines.
type ingestBar struct {
	m    *Main
	pool *mpb.Progress
	bar  *mpb.Bar
	quit chan struct{}
	done chan struct{}
}

func (m *Main) ingestBar(in *ingest.Ingest, shown bool) *ingestBar {
	b := &ingestBar{m: m, quit: make(chan struct{}), done: make(chan struct{})}
	if !shown {
		close(b.done)
		return b
	}
	b.pool = mpb.New(mpb.WithOutput(m.Stderr), mpb.WithWidth(40), mpb.WithRefreshRate(200*time.Millisecond))
	b.bar = b.pool.AddBar(0,
		mpb.PrependDecorators(decor.CountersNoUnit("read %d of %d")),
		mpb.AppendDecorators(
			decor.AverageSpeed(0, "%.1f/s"),
			decor.Any(func(decor.Statistics) string {
				p := in.Progress()
				switch {
				case p.Imported > 0:
					return fmt.Sprintf("  %d rows imported", p.Imported)
				case p.Source != "":
					return "  taking in " + p.Source
				}
				return ""
			}),
			decor.OnComplete(decor.AverageETA(decor.ET_STYLE_HHMMSS, decor.WCSyncSpace), ""),
		))
	go func() {
		defer close(b.done)
		tick := time.NewTicker(200 * time.Millisecond)
		defer tick.Stop()
		for {
			p := in.Progress()
			b.bar.SetTotal(int64(p.Waiting+p.Fresh), false)
			b.bar.SetCurrent(int64(p.Read))
			select {
			case <-tick.C:
			case <-b.quit:
				return
			}
		}
	}()
	return b
}

// say prints a line above the bar.
func (b *ingestBar) say(line string) {
	if b.pool == nil {
		b.m.print(b.m.Stderr, line)
		return
	}
	b.m.print(b.pool, line)
}

func (b *ingestBar) stop() {
	close(b.quit)
	<-b.done
	if b.pool != nil {
		b.bar.Abort(false)
		b.pool.Wait()
	}
}
