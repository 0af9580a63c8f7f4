package code

import (
	"fmt"
	"slices"

	"entente"
	"entente/ontology"
)

// Coder codes analyses. It does not change after New and may be used by many
// goroutines.
type Coder struct {
	ontology *ontology.Ontology
	lex      *lexicon
	judge    Judge // may be nil
}

// New loads the lexicon and checks it against the ontology. A row that names an
// unknown type, mode, context, code or class gives an error of kind Internal. j may be
// nil: then a side that no rule finds stays empty.
func New(o *ontology.Ontology, j Judge) (*Coder, error) {
	lex, err := loadLexicon(o)
	if err != nil {
		return nil, &entente.Error{Op: "code", Kind: entente.Internal, Err: err}
	}
	return &Coder{ontology: o, lex: lex, judge: j}, nil
}

// draft is an event in the making.
type draft struct {
	m                match
	t                *tree
	sources, targets filled
	typ              entente.EventType
	mode             entente.Mode
	cameo            string
	rule             string
	mood             mood
	status           entente.Status
	claims           []entente.ClaimID
	speech           bool     // the event is the saying itself: a demand, a criticism
	dead             string   // why it was given up, "" if it lives
	tolls            []*draft // drafts that only say how many it killed or hurt
}

// reading is the state of one call of Code.
type reading struct {
	*Coder
	a     *entente.Analysis
	find  *finder
	trees []*tree
	near  [][]int // claims by sentence, see nearby
	notes []entente.Note
	lost  map[int][]*draft // drafts that were given up, by sentence
}

// Code makes events, disputes, relations and notes of a. It never fails: what it
// cannot code it notes.
func (c *Coder) Code(a *entente.Analysis) entente.Coding {
	r := &reading{Coder: c, a: a, find: newFinder(c.lex, a), near: nearby(a), lost: map[int][]*draft{}}
	var drafts, heads []*draft
	for i := range a.Sentences { // all of them first: who speaks may stand in a later sentence
		r.trees = append(r.trees, newTree(&a.Sentences[i], i))
	}
	for _, t := range r.trees {
		s := t.s
		if !s.Zone.Read() || len(s.Tokens) == 0 {
			continue
		}
		if s.Zone == entente.ZoneHeadline {
			heads = append(heads, r.sentence(t)...)
			continue
		}
		drafts = append(drafts, r.sentence(t)...)
	}
	r.counts(drafts)
	r.ranked(drafts)
	r.avowals(drafts)
	r.retold(drafts)
	r.freed(drafts)
	r.aimed(drafts, false)
	r.handBlamed(drafts)
	r.repeats(drafts)
	r.headline(heads, drafts)
	drafts = append(heads, drafts...)
	r.refusals(drafts)
	disputes := r.disputes(drafts)
	r.aimed(drafts, true)
	drafts = r.living(drafts)
	coding := entente.Coding{Claims: slices.Clone(a.Claims)}
	for _, d := range drafts {
		coding.Events = append(coding.Events, r.event(d, coding.Events))
	}
	r.retoldDays(drafts, coding.Events)
	r.linkClaims(&coding, drafts, disputes)
	coding.Relations = r.relations(&coding)
	coding.Notes = r.notes
	return coding
}

func (r *reading) note(sp entente.Span, format string, args ...any) {
	r.notes = append(r.notes, entente.Note{Span: sp, Why: fmt.Sprintf(format, args...)})
}

// headline gives up those drafts of a headline that the body tells too. A headline is
// short, so what the body tells of the same two actors in the same spirit is taken for
// the same.
func (r *reading) headline(heads, body []*draft) {
	for _, h := range heads {
		told := slices.ContainsFunc(body, func(d *draft) bool {
			alike := d.typ == h.typ || r.ontology.Quad(d.typ) == r.ontology.Quad(h.typ)
			return d.dead == "" && alike && (r.overlap(h.sources, d.sources) && r.overlap(h.targets, d.targets) || r.overlap(h.sources, d.targets) && r.overlap(h.targets, d.sources))
		})
		if told && h.dead == "" {
			h.dead = "the body tells the headline in full"
		}
	}
}

// overlap reports whether two sides may be the same; nobody may be anybody.
func (r *reading) overlap(a, b filled) bool {
	return a.empty() || b.empty() || r.find.sameSide(a.refs, b.refs)
}

// sentence drafts the events of one sentence, those that it gives up too.
func (r *reading) sentence(t *tree) []*draft {
	var drafts []*draft
	matches, spares := r.lex.matches(t)
	for _, m := range matches {
		if m.row.has("dead") {
			continue
		}
		drafts = append(drafts, r.draftOf(t, m))
	}
	for _, d := range drafts {
		r.roles(d, drafts)
		if d.m.row.has("civil") && slices.ContainsFunc(d.sources.refs, r.find.armed) {
			if m, ok := r.lex.matchWithout(t, d.m.tok, "civil"); ok { // a state that blocks ports does not protest
				d.m, d.typ, d.mode, d.cameo, d.rule = m, m.row.typ, m.row.mode, m.row.cameo, m.row.id
				r.roles(d, drafts)
			}
		}
	}
	drafts = r.spared(t, drafts, spares)
	for _, d := range drafts {
		if d.sources.slot == "deal" {
			d.mood.raise(entente.Planned, "of a deal")
		}
	}
	for _, d := range drafts {
		r.lawless(d)
		r.share(d, drafts)
	}
	r.lend(t, drafts)
	r.inCourse(t, drafts)
	r.purposeOf(t, drafts)
	drafts = append(drafts, r.demands(t, drafts)...)
	drafts = append(drafts, r.criticism(t, drafts)...)
	for _, d := range drafts {
		r.attribute(d)
		r.onlookers(d)
		r.complaint(d)
		r.foretell(d)
		r.dated(d)
		d.status = d.mood.status
		d.mood.background = d.mood.background || d.bygone()
		r.tieOf(d)
	}
	for _, d := range drafts {
		if d.m.row.has("intent") && d.status == entente.Happened {
			d.status = entente.Planned
		}
	}
	r.convert(t, drafts)
	r.nest(t, drafts)
	r.setModes(t, drafts)
	r.seek(t, drafts)
	r.follow(t, drafts)
	for _, d := range drafts {
		r.settle(d)
	}
	drafts = r.merge(drafts)
	r.echoes(t, drafts)
	r.tolls(t, drafts)
	return append(drafts, r.unlistedDeeds(t, drafts)...)
}

func (r *reading) draftOf(t *tree, m match) *draft {
	return &draft{m: m, t: t, typ: m.row.typ, mode: m.row.mode, cameo: m.row.cameo, rule: m.row.id, mood: r.lex.moodOf(t, &m)}
}

// living are the drafts that were not given up; the others leave a note.
func (r *reading) living(drafts []*draft) []*draft {
	var out []*draft
	for _, d := range drafts {
		if d.dead == unlisted {
			continue
		}
		if d.dead != "" {
			r.note(r.trigger(d), "%s not coded: %s", d.rule, d.dead)
			r.lost[d.t.at] = append(r.lost[d.t.at], d)
			continue
		}
		out = append(out, d)
	}
	return out
}

// dated makes a plan of what the present tense tells of a day to come: "the two
// presidents meet next Thursday". A verb in the past tells of what is over, whatever
// day stands beside it.
func (r *reading) dated(d *draft) {
	published := r.a.Article.Published
	if d.mood.status != entente.Happened && d.mood.status != entente.Ongoing || published.IsZero() || d.mood.negated {
		return
	}
	clause := r.clauseOf(d.t, d.m.tok)
	if !d.t.verb(clause) || d.t.rel(clause, "acl", "amod") || d.t.past(clause) && !r.calledFor(d) {
		return
	}
	d.status = d.mood.status
	if date := r.find.date(d.t, d, nil); published.Before(date.From) {
		d.mood.status, d.mood.why = entente.Planned, "a day to come"
	}
}

// calledFor reports whether a deed told in the past is set for a day, "called a strike for
// Friday", which may still be to come.
func (r *reading) calledFor(d *draft) bool {
	return !saying(d.typ) && slices.ContainsFunc(r.a.Dates, func(m entente.DateMention) bool {
		return m.Sentence == d.t.at && d.t.prep(dateHead(d.t, &m)) == "for" && d.t.under(dateHead(d.t, &m), d.m.tok)
	})
}

// bygone reports whether a draft is a state of a tie that the article itself tells of in the
// past: "served as an ally", "were rivals". In somebody's words the past may be but that of
// the telling.
func (d *draft) bygone() bool {
	verb := d.m.np
	switch {
	case d.m.light >= 0:
		verb = d.m.light
	case d.t.verb(d.m.tok):
		verb = d.m.tok
	}
	return (d.m.row.has("warm") || d.m.row.has("cold")) && len(d.claims) == 0 && d.t.past(verb)
}

// settle gives up a draft that lacks what it needs.
func (r *reading) settle(d *draft) {
	if d.dead != "" {
		return
	}
	if d.dead = r.pastime(d); d.dead != "" {
		return
	}
	if d.typ == entente.Assault && r.beasts(d) {
		d.dead = private
		return
	}
	if d.m.row.has("civil") && slices.ContainsFunc(d.sources.refs, r.find.armed) {
		d.dead = "done by the state's own forces, so no protest"
		return
	}
	if len(d.sources.refs) > 0 && len(d.targets.refs) > 0 && !harming(d.typ) && d.typ != entente.Threaten && !slices.ContainsFunc(slices.Concat(d.sources.refs, d.targets.refs), r.find.public) {
		d.dead = private
		return
	}
	if r.homely(d) || r.touring(d) {
		d.dead = private
		return
	}
	if d.typ == entente.Consult && (r.find.press(d.sources.refs) || r.find.press(d.targets.refs)) {
		d.dead = "speaks to the press"
		return
	}
	solo := d.m.row.has("solo")
	switch {
	case d.typ == entente.Agree && d.mood.negated && d.mood.status == entente.Hypothetical:
		d.dead = "perhaps not agreed"
	case d.sources.empty() && d.t.mark(d.m.tok) == "to" && d.mood.status == entente.Planned && harming(d.typ):
		d.dead = "meant by nobody told"
	case r.onlyPurpose(d): // "cut taxes to help X"
		d.dead = "only what another deed is for"
	case d.sources.empty() && d.t.verb(d.m.tok) && (d.t.rel(d.m.tok, "amod") || d.typ == entente.Accuse && d.t.rel(d.m.tok, "acl") && !d.t.rel(d.m.tok, "acl:relcl")):
		d.dead = "it only describes"
	case d.sources.slot == "around" && d.m.row.sources[0] == "cop" && !d.t.rel(d.m.np, "xcomp"): // "arrested his rival": nobody is called one here
		d.dead = "it only describes"
	case d.sources.empty() && d.typ != entente.Assault && d.t.verb(d.m.tok) && !d.t.passive(d.m.tok) && len(d.t.children(d.m.tok, "nsubj")) > 0:
		d.dead = inert
	case r.standing(d):
		d.dead = "tells what became of a deal, not that it was made"
	case d.sources.empty() && d.typ == entente.Accuse && d.t.lemma(d.m.tok) == "charge" && d.t.noun(d.m.tok): // whose it is nobody says
		d.dead = noSource
	case d.sources.empty() && d.targets.empty():
		d.dead = noActor
	case d.sources.empty() && !(d.typ == entente.Assault || d.typ == entente.Coerce || d.typ == entente.Accuse || d.typ == entente.Sanction || d.typ == entente.Protest && d.t.noun(d.m.tok) && d.targets.slot == "around" || d.mode == "release" && d.t.passive(d.m.tok)) && !solo:
		d.dead = noSource
	case d.targets.empty() && d.mode == "investigate" && !d.sources.empty(): // what is looked into is often no actor
	case d.targets.empty() && d.typ == entente.Coerce && d.mood.status != entente.Negotiated && slices.ContainsFunc(d.sources.refs, r.find.armed) && d.t.verb(d.m.tok) && len(d.t.objects(d.m.tok)) > 0:
	case d.targets.empty() && d.typ == entente.Assault && !d.sources.empty() && r.find.thing(d): // "attacked a depot": whose it is nobody says
	case d.targets.empty() && r.avowed(d): // a state promises before all
	case d.targets.empty() && (!solo || d.m.row.has("needtarget")):
		d.dead = noTarget
	case d.sources.empty() && d.mood.status == entente.Hypothetical:
		d.dead = "hypothetical without actors"
	}
}

// standing reports whether a noun for a deal is the subject of a verb that does not bring it
// about: "the accord expires in May", "the treaty bars tests".
func (r *reading) standing(d *draft) bool {
	t := d.t
	if !t.noun(d.m.tok) || !d.m.row.has("deal") || d.m.light >= 0 || !t.rel(d.m.np, "nsubj") || t.rel(d.m.np, "nsubj:pass") {
		return false
	}
	head := t.tok(d.m.np).Head
	return t.verb(head) && !t.passive(head) && t.child(head, "cop") < 0
}

// onlyPurpose reports whether a draft is a friendly deed or words that another deed is for,
// with no clause of content in between.
func (r *reading) onlyPurpose(d *draft) bool {
	t := d.t
	if d.mood.why != "purpose" || d.mood.status != entente.Hypothetical || harming(d.typ) || d.mode == "investigate" || len(t.askedOf(t.tok(d.m.tok).Head)) > 0 {
		return false
	}
	for k := d.m.tok; !t.isRoot(k); k = t.tok(k).Head {
		switch {
		case t.rel(k, "ccomp") && t.mark(k) == "that": // "to assure it that X stands ready to help"
			return false
		case t.rel(k, "advcl") && t.mark(k) == "to":
			return true
		}
	}
	return true
}

// merge keeps one of several drafts with the same type and dyad: the more
// specific one, else the earlier.
func (r *reading) merge(drafts []*draft) []*draft {
	for i, d := range drafts {
		for _, e := range drafts[:i] {
			if d.dead != "" || e.dead != "" || d.typ != e.typ || d.mood.negated != e.mood.negated || !sameRefs(d, e) || (d.status == entente.Denied) != (e.status == entente.Denied) {
				continue
			}
			if d.mode != "" && e.mode != "" && d.mode != e.mode { // deported some and closed the border
				continue
			}
			if d.mood.status != e.mood.status && d.m.row != e.m.row && d.mood.status != entente.Hypothetical && e.mood.status != entente.Hypothetical {
				continue
			}
			loser, winner := d, e
			if rank(e.status) > rank(d.status) || rank(e.status) == rank(d.status) && d.m.score > e.m.score {
				loser, winner = e, d
			}
			loser.dead = "said already in this sentence"
			if r.lex.toll(loser.t, loser.m.tok) && loser.m.tok != winner.m.tok {
				winner.tolls = append(winner.tolls, loser)
			}
		}
	}
	return drafts
}

func sameRefs(d, e *draft) bool {
	return slices.Equal(d.sources.refs, e.sources.refs) && slices.Equal(d.targets.refs, e.targets.refs)
}

// event makes the record of a draft.
func (r *reading) event(d *draft, before []entente.Event) entente.Event {
	f, t := r.find, d.t
	ev := entente.Event{
		ID: entente.EventID(fmt.Sprintf("e%d", len(before)+1)), Sources: nonNil(d.sources.refs), Targets: nonNil(d.targets.refs),
		Type: d.typ, CAMEO: d.cameo, Quad: r.ontology.Quad(d.typ), Status: d.status, Negated: d.mood.negated,
		Background: d.mood.background, Attribution: d.claims, Trigger: r.trigger(d), Sentence: t.at,
		Quote: t.s.Span.In(r.a.Article.Text), Rule: d.rule, Token: d.m.tok,
	}
	if d.mood.negated && ev.Status == entente.Happened {
		ev.Status = entente.Denied // the author's own "no police were sent"
	}
	if d.mode != "" {
		mode := d.mode
		ev.Mode = &mode
	}
	ev.Contexts = f.contexts(t, d)
	if ev.CAMEO == "" {
		ev.CAMEO = r.ontology.DefaultCAMEO(d.typ, d.mode, ev.Contexts)
	}
	if value, ok := r.ontology.Value(d.typ, d.mode, ev.CAMEO); ok {
		ev.Goldstein = &value
	}
	ev.Date = f.date(t, d, before)
	if f.old(ev.Date) {
		ev.Background = true
	}
	ev.Place = f.location(t, d, before, ev.Date)
	ev.Figures = f.figures(t, d)
	for _, toll := range d.tolls {
		for _, figure := range f.figures(toll.t, toll) {
			if !slices.ContainsFunc(ev.Figures, func(o entente.Figure) bool { return o.Span == figure.Span }) {
				ev.Figures = append(ev.Figures, figure)
			}
		}
	}
	r.setHosted(d, &ev)
	ev.Stage = stageOf(f, t, d)
	ev.Confidence = confidence(d)
	ev.Why = r.why(d, &ev)
	return ev
}

func nonNil(refs []entente.ActorRef) []entente.ActorRef {
	if refs == nil {
		return []entente.ActorRef{}
	}
	return refs
}

// trigger is the span of the trigger's token, with its particle.
func (r *reading) trigger(d *draft) entente.Span {
	return d.t.tok(d.m.tok).Span
}

// doubt is what takes from an event's confidence, in hundredths.
type doubt struct {
	points int
	reason string
}

// doubts is a stated table, not a probability: 0.1 for a frame without conditions, 0.1
// for each side found only inside its phrase, 0.2 for each found by a last resort or
// missing, 0.1 for a noun without a carrying verb, and 0.2 where the network's own
// opinion on the trigger is another. In the hand-coded stories type and sides are right
// of twice as many events where it agrees.
func doubts(d *draft) []doubt {
	var out []doubt
	if d.m.score == 0 {
		out = append(out, doubt{10, "the frame asks for no words beside its own"})
	}
	for k, role := range []filled{d.sources, d.targets} {
		side := []string{"source", "target"}[k]
		switch {
		case role.empty():
			out = append(out, doubt{20, "no " + side})
		case role.far >= 3 || role.slot == "any" || role.slot == "clause" || role.slot == "around":
			out = append(out, doubt{20, side + " found by a last resort"})
		case role.far > 0:
			out = append(out, doubt{10, side + " found inside its phrase"})
		}
	}
	if d.t.noun(d.m.tok) && d.m.light < 0 {
		out = append(out, doubt{10, "a noun that no verb carries"})
	}
	switch told := d.t.tok(d.m.tok).Predicate.Type; {
	case !learnt(d.typ): // it has no opinion on a type of the user's own
	case told == "":
		out = append(out, doubt{20, "the learned reader sees no event in the word"})
	case told != d.typ && told != d.m.row.typ:
		out = append(out, doubt{20, "the learned reader sees " + string(told) + " in the word"})
	}
	return out
}

// learnt reports whether the networks know a type: PLOVER's sixteen, and none of the user's.
func learnt(t entente.EventType) bool { return slices.Contains(entente.EventTypes(), t) }

// confidence is 0.9 less the doubts.
func confidence(d *draft) float64 {
	value := 90
	for _, step := range doubts(d) {
		value -= step.points
	}
	return float64(max(value, 5)) / 100
}
