package entente

import (
	"context"
	"iter"
	"time"
)

// Reader answers questions about what articles told. Every method is safe for many
// goroutines. Errors are *Error: Missing for an id that is not there, Corrupt for a
// damaged ledger, Syntax for a search that cannot be understood, Other from the storage.
type Reader interface {
	// Totals counts what the ledger holds.
	Totals(ctx context.Context) (Totals, error)
	// Reading returns the current reading of an article, by its id or the first eight
	// or more characters of the hash; asOf as in Filter.
	Reading(ctx context.Context, id string, asOf time.Time) (*Reading, error)
	// Happenings returns what happened, and what was planned, claimed or denied, each
	// once. next continues the list as Filter.After and is "" at its end.
	Happenings(ctx context.Context, f Filter) (list []Happening, next string, err error)
	// Reports yields single rows in the order in which they came in. Limit does not
	// hold: it is the whole table, for exports.
	Reports(ctx context.Context, f Filter) iter.Seq2[Report, error]
	// Happening returns one with all of its reports, by the id of any of them.
	Happening(ctx context.Context, id ReportID, asOf time.Time) (Happening, error)
	// Rows returns the rows of an article in the order of its text, each as it was last
	// corrected, and those that were rejected too. The article is named as for Reading.
	Rows(ctx context.Context, article string, asOf time.Time) ([]Row, error)
	// Tallies sums by day what counts between f.A and f.B.
	Tallies(ctx context.Context, f Filter) (Tallies, error)
	// Articles returns what was printed, newest first: those whose text holds f.Words,
	// with the passage that does.
	Articles(ctx context.Context, f Filter) (list []Found, next string, err error)
	// Partners sums all days of f by the partner of f.A, the weightiest first.
	Partners(ctx context.Context, f Filter) ([]Partner, error)
	// Ties sums all days of f by pair, of everybody, the weightiest first; a thing that
	// both did to each other is once. Only the days, AsOf, Everyone and Limit of f hold.
	Ties(ctx context.Context, f Filter) ([]TieSum, error)
	// Quotes returns who said what: of speakers of f.A (any, where ""), newest first.
	Quotes(ctx context.Context, f Filter) (list []Quote, next string, err error)
	// Imported returns rows of other systems, as Happenings does ours; f.Sets says which.
	Imported(ctx context.Context, f Filter) (list []Imported, next string, err error)
	// History returns the corrections of a row and of what it replaces, oldest first.
	History(ctx context.Context, id ReportID) ([]Correction, error)
}

// Ledger also writes. It only ever adds: what a row was stays, and what replaces it says so.
type Ledger interface {
	Reader
	// Receive stores an article and, in the same transaction, the job of reading it. The
	// same text twice is stored once: fresh is false then. in names where it came from, so
	// that a second run can pass over it unread.
	Receive(ctx context.Context, art *Article, in Input) (fresh bool, err error)
	// Received reports whether that input was received before.
	Received(ctx context.Context, in Input) (bool, error)
	// Visited returns what the server said of the state of a page when it was fetched last
	// (its ETag and Last-Modified headers); Visit notes it.
	Visited(ctx context.Context, url string) (etag, modified string, err error)
	Visit(ctx context.Context, url, etag, modified string) error
	// Work takes jobs, reads each article with read and stores what it yields, once. It
	// ends when no job is left, or as opts say. When ctx ends it finishes what is being
	// read and returns ctx's error. An article that read refuses becomes a Failure.
	Work(ctx context.Context, read func(context.Context, *Article) (*Reading, error), opts WorkOptions) error
	// Append stores a reading of an article, and links its rows to what is known. A
	// reading by the same coder as the current one adds nothing: added is false. The job
	// that Receive left is done then.
	Append(ctx context.Context, r *Reading) (added bool, err error)
	// Correct writes a row in place of another, or takes it out of all counts.
	Correct(ctx context.Context, c Correction) (ReportID, error)
	// Import stores rows of another system. file and its content's hash name the table: the
	// same one twice is stored once and yields 0.
	Import(ctx context.Context, file, hash string, rows iter.Seq2[Imported, error]) (int, error)
	// Recode makes jobs of the articles whose current reading is by another coder than c,
	// which only who is c takes, and returns how many.
	Recode(ctx context.Context, c Coder) (int, error)
	// Queue counts the jobs that are not done, by state, in the order of their names.
	Queue(ctx context.Context) ([]Queued, error)
	// Failures lists inputs and articles that could not be read; Retry takes them up anew.
	Failures(ctx context.Context) ([]Failure, error)
	Fail(ctx context.Context, f Failure) error // f.When is now where it is zero
	Retry(ctx context.Context) (int, error)
	Close() error
}

// Input is where an article came from: a file, a line of one, a record, an address. Hash
// tells its content apart from what the same name held before; "" for what is asked
// once only, as a page of the web is.
type Input struct{ Name, Hash string }

// WorkOptions say how Work works. The zero value is one article at a time until no job is left.
type WorkOptions struct {
	Workers int             // articles read at once; 0 is 1
	Coder   Coder           // who reads; leaves jobs that are another's; zero: takes all
	More    <-chan struct{} // more jobs are coming until it is closed; nil: none
	Done    func(Progress)  // told after each article, if set; calls do not overlap
}

// Progress is how far Work is.
type Progress struct {
	Article ArticleID
	Rows    int // of the article
	Bytes   int // of its text
	Err     error
}

// Totals counts what a ledger holds.
type Totals struct {
	Articles   int `json:"articles"`
	Clusters   int `json:"clusters"` // of near-identical articles
	Unread     int `json:"unread"`   // received and not yet read
	Failed     int `json:"failed"`
	Reports    int `json:"reports"` // current rows
	Happenings int `json:"happenings"`
	Imported   int `json:"imported"`
	From       Day `json:"from,omitzero"` // of the happenings that count
	To         Day `json:"to,omitzero"`
	// PrintedFrom and PrintedTo are the first and the last day of printing; zero where no
	// article says its day.
	PrintedFrom Day `json:"printedFrom,omitzero"`
	PrintedTo   Day `json:"printedTo,omitzero"`
}

// Tallies holds the days of a pair, in order, each list for itself: what A did to B, what
// B did to A, and the pair's own, in which a thing that both did (a meeting) is once.
type Tallies struct{ There, Back, Pair []Tally }

// Found is an article that a search came upon.
type Found struct {
	Print
	Passage string `json:"passage,omitempty"` // that holds the words, cut out of the text; "" where none were asked
	Rows    int    `json:"rows"`              // current rows of the article
}

// Partner is what a party has with one other over the days that were asked for.
type Partner struct {
	Code   string  `json:"code"`
	Events int     `json:"events"`
	Weight float64 `json:"weight"`
	Sum    float64 `json:"sum"` // of weight times scale value
}

// TieSum is what two parties have with each other over the days that were asked for.
type TieSum struct {
	Pair   [2]string `json:"pair"` // codes, sorted; the same twice for what is inside a land
	Events int       `json:"events"`
	Weight float64   `json:"weight"`
	Sum    float64   `json:"sum"` // of weight times scale value
}

// Correction is what a person made of a row. Undone corrections stay, with the one that undid them after.
type Correction struct {
	Row    ReportID  `json:"row"` // the row as it stood
	New    ReportID  `json:"new"` // the row that stands in its place
	Who    string    `json:"who"`
	When   time.Time `json:"when"`
	Why    string    `json:"why,omitempty"`
	Reject bool      `json:"reject,omitempty"` // the row is wrong altogether
	Mend   *Mend     `json:"mend,omitempty"`   // what is to stand instead; nil with Reject false accepts the row as it is
	Undo   bool      `json:"undo,omitempty"`   // stands again as before the last correction
}

// Mend holds the fields to change; nil fields stay.
type Mend struct {
	Type      *EventType `json:"type,omitempty"`
	Mode      *Mode      `json:"mode,omitempty"` // "" is none
	Quad      *QuadClass `json:"quad,omitempty"`
	CAMEO     *string    `json:"cameo,omitempty"`
	Sources   []Party    `json:"sources,omitempty"`
	Targets   []Party    `json:"targets,omitempty"`
	Status    *Status    `json:"status,omitempty"`
	Date      *Date      `json:"date,omitempty"`
	Goldstein *float64   `json:"goldstein,omitempty"`
}

// Apply writes the fields of m into r, and reports whether r may now tell of something
// else: who, what or when has changed. A nil Mend changes nothing.
func (m *Mend) Apply(r *Report) (moved bool) {
	if m == nil {
		return false
	}
	if m.Type != nil {
		r.Type, moved = *m.Type, true
	}
	if m.Mode != nil {
		r.Mode = m.Mode
		if *m.Mode == "" {
			r.Mode = nil
		}
	}
	if m.Quad != nil {
		r.Quad = *m.Quad
	}
	if m.CAMEO != nil {
		r.CAMEO = *m.CAMEO
	}
	if m.Sources != nil {
		r.Sources, moved = m.Sources, true
	}
	if m.Targets != nil {
		r.Targets, moved = m.Targets, true
	}
	if m.Date != nil {
		r.Date, moved = *m.Date, true
	}
	if m.Status != nil {
		r.Status = *m.Status
	}
	if m.Goldstein != nil {
		r.Goldstein = m.Goldstein
	}
	return moved
}

// Failure is an input that could not be read.
type Failure struct {
	Key     string    `json:"key"` // the input's name, or the article's id
	Kind    string    `json:"kind"`
	Why     string    `json:"why"`
	When    time.Time `json:"when"`
	Attempt int       `json:"attempt"`
}
