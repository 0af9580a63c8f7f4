package link

import "entente"

const (
	planned   = 30 // days ahead in which a plan without a date is looked for
	slack     = 1  // days by which two reports of one thing may differ
	denialLag = 7  // days after which a thing may still be denied
)

// Days returns the first and last day that the thing may have happened on, both known
// and inclusive. A row without a date of its own goes by the day of printing and the day
// before; a plan without one by these and the month that follows. The ledger stores them with the
// row, to find the candidates of others. Both are zero if the row has neither.
func Days(r *entente.Report) (from, to entente.Day) {
	from, to = r.Date.From, r.Date.To
	printed := r.Print.Published
	if bare(r) {
		if printed.IsZero() {
			printed = from
		}
		switch {
		case printed.IsZero():
			return printed, printed
		case ahead(r):
			return printed.Add(0, 0, -1), printed.Add(0, 0, planned)
		}
		return printed.Add(0, 0, -1), printed
	}
	switch {
	case from.IsZero(): // "until March"
		from = to
	case to.IsZero(): // "since March"
		to = from
		if from.Before(printed) {
			to = printed
		}
	}
	if to.Before(from) {
		from, to = to, from
	}
	return from, to
}

// Window returns the days that candidates for r lie in: a row that Same accepts has
// Days that overlap them.
func Window(r *entente.Report) (from, to entente.Day) {
	from, to = Days(r)
	if from.IsZero() {
		return from, to
	}
	return from.Add(0, 0, -denialLag), to.Add(0, 0, denialLag)
}

// bare reports whether r has no date of its own, only that of its article.
func bare(r *entente.Report) bool {
	d := &r.Date
	return d.From.IsZero() && d.To.IsZero() || d.Basis == entente.BasisPublished || d.Basis == entente.BasisDateline
}

// ahead reports whether r tells of what is to come.
func ahead(r *entente.Report) bool {
	switch r.Status {
	case entente.Planned, entente.Negotiated, entente.Predicted, entente.Threatened:
		return true
	}
	return false
}

// denies reports whether r says that the thing is not so.
func denies(r *entente.Report) bool { return r.Negated || r.Status == entente.Denied }

// between returns the days that lie between two stretches, 0 if they meet.
func between(aFrom, aTo, bFrom, bTo entente.Day) int {
	return max(0, daysFrom(aTo, bFrom), daysFrom(bTo, aFrom))
}

// daysFrom returns the days from a to b, negative if b is earlier.
func daysFrom(a, b entente.Day) int {
	return int((b.Time().Unix() - a.Time().Unix()) / (24 * 60 * 60))
}
