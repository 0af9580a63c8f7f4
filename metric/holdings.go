package metric

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"entente"
)

// patience is how long a ledger is waited for at a scrape: less than the ten seconds after
// which Prometheus gives up by itself.
const patience = 8 * time.Second

// A ledger may also tell how long its queue is, and how much room it takes.
type (
	queuer interface {
		Queue(ctx context.Context) ([]entente.Queued, error)
	}
	sizer interface {
		Size(ctx context.Context) (bytes int64, err error)
	}
)

// holdings asks a ledger at each scrape. What it does not answer is left out of the scrape,
// and entente_ledger_up is 0 then: the counters must be had when the ledger is in trouble.
type holdings struct{ led entente.Reader }

func number(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc(name, help, labels, nil)
}

var (
	ledgerUp         = number("entente_ledger_up", "1 where the ledger answered all that this scrape asked, else 0.")
	ledgerArticles   = number("entente_ledger_articles", "Articles in the ledger.")
	ledgerUnread     = number("entente_ledger_articles_unread", "Articles received and not yet read.")
	ledgerFailed     = number("entente_ledger_failures", "Inputs and articles on the list of failures.")
	ledgerRows       = number("entente_ledger_rows", "Current event rows.")
	ledgerHappenings = number("entente_ledger_happenings", "Happenings that those rows tell of.")
	ledgerImported   = number("entente_ledger_imported_rows", "Rows imported from other systems.")
	ledgerBytes      = number("entente_ledger_bytes", "Bytes that the ledger takes on its disk.")
	queueJobs        = number("entente_queue_jobs", "Jobs in the queue that are not done, by state.", "state")
	queueAge         = number("entente_queue_oldest_seconds", "Age of the oldest job, by state.", "state")
)

// Describe sends what Collect may send.
func (h *holdings) Describe(ch chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{ledgerUp, ledgerArticles, ledgerUnread, ledgerFailed, ledgerRows, ledgerHappenings, ledgerImported, ledgerBytes, queueJobs, queueAge} {
		ch <- d
	}
}

// Collect asks the ledger.
func (h *holdings) Collect(ch chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	up := 1.0
	send := func(d *prometheus.Desc, value float64, labels ...string) {
		ch <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, value, labels...)
	}
	if t, err := h.led.Totals(ctx); err != nil {
		up = 0
	} else {
		send(ledgerArticles, float64(t.Articles))
		send(ledgerUnread, float64(t.Unread))
		send(ledgerFailed, float64(t.Failed))
		send(ledgerRows, float64(t.Reports))
		send(ledgerHappenings, float64(t.Happenings))
		send(ledgerImported, float64(t.Imported))
	}
	if led, ok := h.led.(sizer); ok {
		if bytes, err := led.Size(ctx); err != nil {
			up = 0
		} else {
			send(ledgerBytes, float64(bytes))
		}
	}
	if led, ok := h.led.(queuer); ok {
		states, err := led.Queue(ctx)
		if err != nil {
			up = 0
		}
		for _, s := range states {
			send(queueJobs, float64(s.Jobs), s.State)
			send(queueAge, max(0, time.Since(s.Oldest).Seconds()), s.State)
		}
	}
	send(ledgerUp, up)
}
