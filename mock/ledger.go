// Package mock holds stand-ins whose methods are fields, for tests that want one answer
// and no storage.
//
//	led := &mock.Ledger{TotalsFn: func(context.Context) (entente.Totals, error) { … }}
//
// A method whose field is not set ends the test: a test that asks what it did not
// prepare is wrong. Only tests import it.
package mock

import (
	"context"
	"iter"
	"time"

	"entente"
)

// Ledger is an entente.Ledger of function fields; the methods say what each is asked.
type Ledger struct {
	TotalsFn     func(context.Context) (entente.Totals, error)
	ReadingFn    func(ctx context.Context, id string, asOf time.Time) (*entente.Reading, error)
	HappeningsFn func(context.Context, entente.Filter) ([]entente.Happening, string, error)
	ReportsFn    func(context.Context, entente.Filter) iter.Seq2[entente.Report, error]
	HappeningFn  func(ctx context.Context, id entente.ReportID, asOf time.Time) (entente.Happening, error)
	TalliesFn    func(context.Context, entente.Filter) (entente.Tallies, error)
	ArticlesFn   func(context.Context, entente.Filter) ([]entente.Found, string, error)
	PartnersFn   func(context.Context, entente.Filter) ([]entente.Partner, error)
	QuotesFn     func(context.Context, entente.Filter) ([]entente.Quote, string, error)
	ImportedFn   func(context.Context, entente.Filter) ([]entente.Imported, string, error)
	HistoryFn    func(context.Context, entente.ReportID) ([]entente.Correction, error)

	ReceiveFn  func(ctx context.Context, art *entente.Article, key string) (bool, error)
	ReceivedFn func(ctx context.Context, key string) (bool, error)
	WorkFn     func(ctx context.Context, read func(context.Context, *entente.Article) (*entente.Reading, error), opts entente.WorkOptions) error
	AppendFn   func(context.Context, *entente.Reading) (bool, error)
	CorrectFn  func(context.Context, entente.Correction) (entente.ReportID, error)
	ImportFn   func(ctx context.Context, file, hash string, rows iter.Seq2[entente.Imported, error]) (int, error)
	FailuresFn func(context.Context) ([]entente.Failure, error)
	FailFn     func(context.Context, entente.Failure) error
	RetryFn    func(context.Context) (int, error)
	CloseFn    func() error
}

var _ entente.Ledger = (*Ledger)(nil)

// Totals calls TotalsFn.
func (l *Ledger) Totals(ctx context.Context) (entente.Totals, error) { return l.TotalsFn(ctx) }

// Reading calls ReadingFn.
func (l *Ledger) Reading(ctx context.Context, id string, asOf time.Time) (*entente.Reading, error) {
	return l.ReadingFn(ctx, id, asOf)
}

// Happenings calls HappeningsFn.
func (l *Ledger) Happenings(ctx context.Context, f entente.Filter) ([]entente.Happening, string, error) {
	return l.HappeningsFn(ctx, f)
}

// Reports calls ReportsFn.
func (l *Ledger) Reports(ctx context.Context, f entente.Filter) iter.Seq2[entente.Report, error] {
	return l.ReportsFn(ctx, f)
}

// Happening calls HappeningFn.
func (l *Ledger) Happening(ctx context.Context, id entente.ReportID, asOf time.Time) (entente.Happening, error) {
	return l.HappeningFn(ctx, id, asOf)
}

// Tallies calls TalliesFn.
func (l *Ledger) Tallies(ctx context.Context, f entente.Filter) (entente.Tallies, error) {
	return l.TalliesFn(ctx, f)
}

// Articles calls ArticlesFn.
func (l *Ledger) Articles(ctx context.Context, f entente.Filter) ([]entente.Found, string, error) {
	return l.ArticlesFn(ctx, f)
}

// Partners calls PartnersFn.
func (l *Ledger) Partners(ctx context.Context, f entente.Filter) ([]entente.Partner, error) {
	return l.PartnersFn(ctx, f)
}

// Quotes calls QuotesFn.
func (l *Ledger) Quotes(ctx context.Context, f entente.Filter) ([]entente.Quote, string, error) {
	return l.QuotesFn(ctx, f)
}

// Imported calls ImportedFn.
func (l *Ledger) Imported(ctx context.Context, f entente.Filter) ([]entente.Imported, string, error) {
	return l.ImportedFn(ctx, f)
}

// History calls HistoryFn.
func (l *Ledger) History(ctx context.Context, id entente.ReportID) ([]entente.Correction, error) {
	return l.HistoryFn(ctx, id)
}

// Receive calls ReceiveFn.
func (l *Ledger) Receive(ctx context.Context, art *entente.Article, key string) (bool, error) {
	return l.ReceiveFn(ctx, art, key)
}

// Received calls ReceivedFn.
func (l *Ledger) Received(ctx context.Context, key string) (bool, error) {
	return l.ReceivedFn(ctx, key)
}

// Work calls WorkFn.
func (l *Ledger) Work(ctx context.Context, read func(context.Context, *entente.Article) (*entente.Reading, error), opts entente.WorkOptions) error {
	return l.WorkFn(ctx, read, opts)
}

// Append calls AppendFn.
func (l *Ledger) Append(ctx context.Context, r *entente.Reading) (bool, error) {
	return l.AppendFn(ctx, r)
}

// Correct calls CorrectFn.
func (l *Ledger) Correct(ctx context.Context, c entente.Correction) (entente.ReportID, error) {
	return l.CorrectFn(ctx, c)
}

// Import calls ImportFn.
func (l *Ledger) Import(ctx context.Context, file, hash string, rows iter.Seq2[entente.Imported, error]) (int, error) {
	return l.ImportFn(ctx, file, hash, rows)
}

// Failures calls FailuresFn.
func (l *Ledger) Failures(ctx context.Context) ([]entente.Failure, error) { return l.FailuresFn(ctx) }

// Fail calls FailFn.
func (l *Ledger) Fail(ctx context.Context, f entente.Failure) error { return l.FailFn(ctx, f) }

// Retry calls RetryFn.
func (l *Ledger) Retry(ctx context.Context) (int, error) { return l.RetryFn(ctx) }

// Close calls CloseFn.
func (l *Ledger) Close() error { return l.CloseFn() }
