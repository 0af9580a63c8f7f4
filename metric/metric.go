// Package metric counts what a running entente does, for Prometheus, and says whether it is
// well.
//
//	m := metric.New(pipeline.Stamp, led)
//	srv, err := metric.Serve(ctx, "127.0.0.1:8461", m, ready) // /metrics, /healthz, /readyz
//	err = m.Ledger(led).Work(ctx, m.Read(read), entente.WorkOptions{})
//
// What passes through a wrapped ledger and a wrapped reading function is counted as it
// passes; what a ledger holds and how long its queue is, it is asked at each scrape.
// docs/operation.md says what each number means and when to worry.
//
// Limits: the numbers are those of one process, and begin at nothing with it. No word of an
// article or of a question is in any of them: a route is the pattern of an address.
package metric

import (
	"context"
	"errors"
	"runtime"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"entente"
)

// Metrics holds the instruments of one process. It may be used by many goroutines.
type Metrics struct {
	registry *prometheus.Registry

	requests *prometheus.CounterVec
	took     *prometheus.HistogramVec
	received *prometheus.CounterVec
	read     prometheus.Counter
	failed   *prometheus.CounterVec
	seconds  prometheus.Histogram
	bytes    prometheus.Counter
	rows     prometheus.Counter
}

// New makes the instruments of a process that is b. led is asked at each scrape what it
// holds; nil: nobody is.
func New(b entente.Coder, led entente.Reader) *Metrics {
	m := &Metrics{
		registry: prometheus.NewRegistry(),
		requests: counters("entente_http_requests_total", "Requests answered, by the pattern of their address and the status of the answer.", "route", "status"),
		took: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "entente_http_request_seconds", Help: "How long the answers took, by the pattern of the address.", Buckets: prometheus.DefBuckets,
		}, []string{"route"}),
		received: counters("entente_articles_received_total", "Articles taken in: new, or known from before.", "result"),
		read:     counter("entente_articles_read_total", "Articles read."),
		failed:   counters("entente_articles_failed_total", "Articles that could not be read, by the kind of failure.", "kind"),
		seconds: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "entente_article_seconds", Help: "How long the reading of an article took, storing it aside.",
			Buckets: []float64{.01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30},
		}),
		bytes: counter("entente_article_bytes_total", "Bytes of the texts of the articles read."),
		rows:  counter("entente_rows_written_total", "Event rows that were written to the ledger."),
	}
	build := prometheus.NewGaugeVec(prometheus.GaugeOpts{
		Name: "entente_build_info", Help: "1, with what the program is: version, ontology edition, model and Go.",
	}, []string{"version", "ontology", "model", "go"})
	build.WithLabelValues(b.Version, b.Ontology, b.Model, runtime.Version()).Set(1)
	m.registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		build, m.requests, m.took, m.received, m.read, m.failed, m.seconds, m.bytes, m.rows)
	if led != nil {
		m.registry.MustRegister(&holdings{led: led})
	}
	return m
}

func counter(name, help string) prometheus.Counter {
	return prometheus.NewCounter(prometheus.CounterOpts{Name: name, Help: help})
}

func counters(name, help string, labels ...string) *prometheus.CounterVec {
	return prometheus.NewCounterVec(prometheus.CounterOpts{Name: name, Help: help}, labels)
}

// Request counts an answer. route is the pattern of the address, such as "GET /pair/{pair}",
// never the address itself: each other value is kept for as long as the process lives.
func (m *Metrics) Request(route string, status int, took time.Duration) {
	m.requests.WithLabelValues(route, strconv.Itoa(status)).Inc()
	m.took.WithLabelValues(route).Observe(took.Seconds())
}

// Read returns read, counted: articles, failures by kind, seconds and bytes. What ended
// because ctx did is neither read nor failed.
func (m *Metrics) Read(read func(context.Context, *entente.Article) (*entente.Reading, error)) func(context.Context, *entente.Article) (*entente.Reading, error) {
	return func(ctx context.Context, art *entente.Article) (*entente.Reading, error) {
		began := time.Now()
		kind := entente.Internal.String() // unless read returns: a panic is a failure too
		defer func() {
			if kind != "" {
				m.failed.WithLabelValues(kind).Inc()
			}
		}()
		r, err := read(ctx, art)
		switch {
		case err == nil:
			kind = ""
			m.read.Inc()
			m.bytes.Add(float64(len(art.Text)))
			m.seconds.Observe(time.Since(began).Seconds())
		case errors.Is(err, context.Canceled):
			kind = ""
		default:
			kind = entente.KindOf(err).String()
		}
		return r, err
	}
}

// Ledger returns led, counted: articles received, rows written.
func (m *Metrics) Ledger(led entente.Ledger) entente.Ledger { return counted{led, m} }

// counted is a ledger that counts what passes into it.
type counted struct {
	entente.Ledger
	m *Metrics
}

// Receive counts the article that it stores.
func (c counted) Receive(ctx context.Context, art *entente.Article, in entente.Input) (bool, error) {
	fresh, err := c.Ledger.Receive(ctx, art, in)
	switch {
	case err != nil:
	case fresh:
		c.m.received.WithLabelValues("new").Inc()
	default:
		c.m.received.WithLabelValues("known").Inc()
	}
	return fresh, err
}

// Work counts the rows of each article.
func (c counted) Work(ctx context.Context, read func(context.Context, *entente.Article) (*entente.Reading, error), opts entente.WorkOptions) error {
	done := opts.Done
	opts.Done = func(p entente.Progress) {
		c.m.rows.Add(float64(p.Rows))
		if done != nil {
			done(p)
		}
	}
	return c.Ledger.Work(ctx, read, opts)
}

// Append counts the rows of a reading that is new.
func (c counted) Append(ctx context.Context, r *entente.Reading) (bool, error) {
	added, err := c.Ledger.Append(ctx, r)
	if added && err == nil {
		c.m.rows.Add(float64(len(r.Events)))
	}
	return added, err
}
