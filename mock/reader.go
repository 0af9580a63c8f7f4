// Package mock holds stand-ins whose methods are fields, for tests that want one answer
// and no storage.
//
//	r := &mock.Reader{TotalsFn: func(context.Context) (entente.Totals, error) { … }}
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

// Reader is an entente.Reader of function fields; the methods say what each is asked.
type Reader struct {
	TotalsFn     func(context.Context) (entente.Totals, error)
	ReadingFn    func(ctx context.Context, id string, asOf time.Time) (*entente.Reading, error)
	HappeningsFn func(context.Context, entente.Filter) ([]entente.Happening, string, error)
	ReportsFn    func(context.Context, entente.Filter) iter.Seq2[entente.Report, error]
	HappeningFn  func(ctx context.Context, id entente.ReportID, asOf time.Time) (entente.Happening, error)
	TalliesFn    func(context.Context, entente.Filter) (entente.Tallies, error)
	ArticlesFn   func(context.Context, entente.Filter) ([]entente.Found, string, error)
	PartnersFn   func(context.Context, entente.Filter) ([]entente.Partner, error)
	TiesFn       func(context.Context, entente.Filter) ([]entente.TieSum, error)
	QuotesFn     func(context.Context, entente.Filter) ([]entente.Quote, string, error)
	ImportedFn   func(context.Context, entente.Filter) ([]entente.Imported, string, error)
	HistoryFn    func(context.Context, entente.ReportID) ([]entente.Correction, error)
	RowsFn       func(ctx context.Context, article string, asOf time.Time) ([]entente.Row, error)
}

var _ entente.Reader = (*Reader)(nil)

// Totals calls TotalsFn.
func (r *Reader) Totals(ctx context.Context) (entente.Totals, error) { return r.TotalsFn(ctx) }

// Reading calls ReadingFn.
func (r *Reader) Reading(ctx context.Context, id string, asOf time.Time) (*entente.Reading, error) {
	return r.ReadingFn(ctx, id, asOf)
}

// Happenings calls HappeningsFn.
func (r *Reader) Happenings(ctx context.Context, f entente.Filter) ([]entente.Happening, string, error) {
	return r.HappeningsFn(ctx, f)
}

// Reports calls ReportsFn.
func (r *Reader) Reports(ctx context.Context, f entente.Filter) iter.Seq2[entente.Report, error] {
	return r.ReportsFn(ctx, f)
}

// Happening calls HappeningFn.
func (r *Reader) Happening(ctx context.Context, id entente.ReportID, asOf time.Time) (entente.Happening, error) {
	return r.HappeningFn(ctx, id, asOf)
}

// Tallies calls TalliesFn.
func (r *Reader) Tallies(ctx context.Context, f entente.Filter) (entente.Tallies, error) {
	return r.TalliesFn(ctx, f)
}

// Articles calls ArticlesFn.
func (r *Reader) Articles(ctx context.Context, f entente.Filter) ([]entente.Found, string, error) {
	return r.ArticlesFn(ctx, f)
}

// Partners calls PartnersFn.
func (r *Reader) Partners(ctx context.Context, f entente.Filter) ([]entente.Partner, error) {
	return r.PartnersFn(ctx, f)
}

// Ties calls TiesFn.
func (r *Reader) Ties(ctx context.Context, f entente.Filter) ([]entente.TieSum, error) {
	return r.TiesFn(ctx, f)
}

// Quotes calls QuotesFn.
func (r *Reader) Quotes(ctx context.Context, f entente.Filter) ([]entente.Quote, string, error) {
	return r.QuotesFn(ctx, f)
}

// Imported calls ImportedFn.
func (r *Reader) Imported(ctx context.Context, f entente.Filter) ([]entente.Imported, string, error) {
	return r.ImportedFn(ctx, f)
}

// History calls HistoryFn.
func (r *Reader) History(ctx context.Context, id entente.ReportID) ([]entente.Correction, error) {
	return r.HistoryFn(ctx, id)
}

// Rows calls RowsFn.
func (r *Reader) Rows(ctx context.Context, article string, asOf time.Time) ([]entente.Row, error) {
	return r.RowsFn(ctx, article, asOf)
}
