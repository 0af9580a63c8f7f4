package link

import (
	"math"
	"slices"
	"strings"

	"entente"
)

// Threshold is the score from which two rows tell of one happening.
const Threshold = 0.5

// Match returns the index of the candidate that r tells of the same happening as, and
// why, in words for people, or -1. Of candidates with the same score the first is taken. How
// likely it is that two rows tell of one happening is the same whichever is r.
//
// Rows of other types, sides, days or places than can be one thing score 0. What is left
// is the sum of a weight for each field, agreeing or not, on a logistic scale: the linkage
// rule of I. Fellegi and A. Sunter, "A theory for record linkage", JASA 64 (1969), with
// weights set by hand. They are whole numbers, hundredths of a unit, so that no processor
// rounds them in a way of its own.
func Match(r *entente.Report, candidates []entente.Report) (best int, why string) {
	v := viewOf(r)
	best = -1
	var top verdict
	for i := range candidates {
		got := judge(v, viewOf(&candidates[i]))
		if got.score() >= Threshold && (best < 0 || got.sum > top.sum) {
			best, top = i, got
		}
	}
	if best < 0 {
		return -1, ""
	}
	return best, top.why()
}

// verdict adds up what speaks for and against two rows being one happening.
type verdict struct {
	no      bool
	sum     int // hundredths of the natural logarithm of the odds
	reasons []string
}

func (v *verdict) add(weight int, reason string) {
	v.sum += weight
	if reason != "" {
		v.reasons = append(v.reasons, reason)
	}
}

func never(reason string) verdict { return verdict{no: true, reasons: []string{reason}} }

func (v *verdict) score() float64 {
	if v.no {
		return 0
	}
	return 1 / (1 + math.Exp(-float64(v.sum)/100))
}

func (v *verdict) why() string { return strings.Join(v.reasons, "; ") }

// kin lists types that different sentences use of one thing, and what it costs.
var kin = []struct {
	a, b entente.EventType
	cost int
	deal bool // only of rows with a stage
}{
	{entente.Agree, entente.Support, 50, true},
	{entente.Agree, entente.Cooperate, 80, true},
	{entente.Support, entente.Cooperate, 80, true},
	{entente.Agree, entente.Aid, 100, false},
	{entente.Agree, entente.Consult, 80, false},
	{entente.Coerce, entente.Assault, 100, false},
	{entente.Sanction, entente.Coerce, 100, false},
	{entente.Retreat, entente.Concede, 80, false},
}

// Types lists the types of rows that Same may accept for one of type t, t first.
func Types(t entente.EventType) []entente.EventType {
	out := []entente.EventType{t}
	for _, k := range kin {
		switch t {
		case k.a:
			out = append(out, k.b)
		case k.b:
			out = append(out, k.a)
		}
	}
	return out
}

// Group is the first of the types that rows of type t may be linked with, by way of others
// too: rows of two groups never tell of one thing.
func Group(t entente.EventType) entente.EventType {
	group := []entente.EventType{t}
	for i := 0; i < len(group); i++ {
		for _, near := range Types(group[i]) {
			if !slices.Contains(group, near) {
				group = append(group, near)
			}
		}
	}
	return slices.Min(group)
}

// related returns what it costs that the types differ; ok is false if they cannot be of
// one thing.
func related(a, b *entente.Report) (cost int, ok bool) {
	if a.Type == b.Type {
		return 0, true
	}
	for _, k := range kin {
		if (k.a == a.Type && k.b == b.Type || k.a == b.Type && k.b == a.Type) && (!k.deal || a.Stage != "" || b.Stage != "") {
			return k.cost, true
		}
	}
	return 0, false
}

// mutual reports whether it does not matter which side of r is named first.
func mutual(r *entente.Report) bool {
	return r.Type.Reciprocal() || r.Type == entente.Support && r.Stage != ""
}

func judge(a, b *view) verdict {
	cost, ok := related(a.Report, b.Report)
	if !ok {
		return never("other type")
	}
	denial := denies(a.Report) != denies(b.Report)
	gap := between(a.from, a.to, b.from, b.to)
	if a.from.IsZero() || b.from.IsZero() || gap > slack && !denial || gap > denialLag {
		return never("other day")
	}
	var v verdict
	v.add(min(prior(a.Type), prior(b.Type))-cost, "")
	if !v.sides(a.Report, b.Report) {
		return never("other sides")
	}
	v.days(a, b, gap, denial)
	switch n := places(a.Report, b.Report); n {
	case -2:
		return never("other place")
	case -1:
		v.add(-100, "")
	case 1:
		v.add(50, "places near")
	case 2:
		v.add(120, "same place")
	}
	v.fields(a.Report, b.Report)
	v.words(a, b)
	return v
}

// prior is the logarithm of the odds that two rows of one type, dyad and day are one
// thing: a state attacks or meets another less often in a day than it speaks of it.
func prior(t entente.EventType) int {
	switch t {
	case entente.Consult:
		return 100
	case entente.Assault, entente.Mobilize, entente.Protest:
		return 30
	case entente.Accuse, entente.Request, entente.Reject, entente.Threaten, entente.Support, entente.Agree, entente.Concede:
		return -80
	}
	return -20
}

// sides weighs who acts on whom; it is false if they are others.
func (v *verdict) sides(a, b *entente.Report) bool {
	if mutual(a) || mutual(b) {
		x, y := everybody(a), everybody(b)
		switch compare(x, y, false) {
		case apart, missing:
			return false
		case overlap:
			v.add(-120, "")
		case subset:
			if len(named(x)) < 2 || len(named(y)) < 2 {
				v.add(-120, "") // with whom is not said
			} else {
				v.add(-30, "")
			}
		case equal:
			v.add(50, "same parties")
		}
		if rivals(x, y) {
			v.add(-150, "")
		}
		return true
	}
	from, to := compare(a.Sources, b.Sources, false), compare(a.Targets, b.Targets, true)
	if from == apart || to == apart || from == missing && to == missing {
		return false
	}
	switch {
	case from == missing && len(named(a.Sources))+len(named(b.Sources)) == 0:
		v.add(-30, "") // "nine soldiers died"
	default:
		v.add(from.weight(), "")
	}
	switch {
	case to == missing && len(named(a.Targets))+len(named(b.Targets)) == 0:
		v.add(20, "") // a deed without a target
	default:
		v.add(to.weight(), "")
	}
	if from == equal && to == equal {
		v.reasons = append(v.reasons, "same sides")
	}
	if rivals(a.Sources, b.Sources) {
		v.add(-100, "")
	}
	if rivals(a.Targets, b.Targets) {
		v.add(-50, "")
	}
	return true
}

// weight is what one side of a row of two sides says.
func (f fit) weight() int {
	switch f {
	case missing:
		return -120
	case overlap:
		return -80
	case subset:
		return -10
	case equal:
		return 25
	}
	return 0
}

// days weighs when it happened: the wider the stretches that meet, the less that says.
func (v *verdict) days(a, b *view, gap int, denial bool) {
	if gap > 0 {
		if denial {
			v.add(-20, "denied days apart")
		} else {
			v.add(-150, "a day apart")
		}
		return
	}
	width := max(daysFrom(a.from, a.to), daysFrom(b.from, b.to))
	if bare(a.Report) && bare(b.Report) {
		width = 1 // two plans without a date, made on one day
	}
	switch {
	case width <= 1 && a.from == b.from && a.to == b.to:
		v.add(70, "same day")
	case width <= 1:
		v.add(50, "same day")
	case width <= 7:
		v.add(10, "same week")
	case width <= 31:
		v.add(-100, "same month")
	case width <= 366:
		v.add(-140, "same year")
	default:
		v.add(-170, "")
	}
}

// fields weighs mode, figures, kind of act and status.
func (v *verdict) fields(a, b *entente.Report) {
	if a.Type == b.Type && a.Mode != nil && b.Mode != nil {
		if *a.Mode == *b.Mode {
			v.add(40, "")
		} else if prior(a.Type) < -50 {
			v.add(-40, "") // words, of which a mode is soon said
		} else {
			v.add(-120, "")
		}
	}
	if a.CAMEO != "" && a.CAMEO == b.CAMEO {
		v.add(20, "")
	}
	switch n, why := figures(a, b); n {
	case 1:
		v.add(120, why)
	case 0:
		if why != "" {
			v.add(30, why)
		}
	default:
		v.add(120*n, why)
	}
	if (a.Status == entente.Hypothetical) != (b.Status == entente.Hypothetical) {
		v.add(-150, "")
	}
}

// words weighs what the sentences share.
func (v *verdict) words(a, b *view) {
	if k := SentenceKey(a.Quote); k != 0 && k == SentenceKey(b.Quote) {
		v.add(200, "same sentence")
		return
	}
	both, least := shared(a, b)
	switch share := 100 * both / max(least, 10); { // percent
	case both == 0: // the more there was to share, the more that says
		v.add(-min(170, 40+9*least), "no word shared")
	case share < 25:
		v.add(-100, "")
	case share < 50:
		v.add(60, "words shared")
	default:
		v.add(150, "many words shared")
	}
}
