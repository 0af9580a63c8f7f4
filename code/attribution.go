package code

import (
	"slices"
	"strconv"
	"strings"

	"entente"
)

// onlySource is why a thing is only claimed where the speaker is no party to it.
const onlySource = "only a source says so"

// attribute finds the claims that the draft stands in and settles its status by
// them: DESIGN's rule is that a thing only a source asserts is claimed, unless
// the source is the actor itself or speaks for its state.
func (r *reading) attribute(d *draft) {
	trigger := r.trigger(d)
	var covering []*entente.Claim
	for _, i := range r.near[d.t.at] {
		c := &r.a.Claims[i]
		if c.Class == entente.SourceAuthor {
			continue
		}
		if slices.ContainsFunc(c.Content, func(sp entente.Span) bool { return sp.Contains(trigger) }) {
			covering = append(covering, c)
		}
	}
	slices.SortStableFunc(covering, func(a, b *entente.Claim) int { return contentLen(b) - contentLen(a) })
	for _, c := range covering {
		d.claims = append(d.claims, c.ID)
	}
	for _, c := range covering {
		if r.lex.charge(d.t, &d.m) && r.lex.answer(d.t, d.m.np) >= 0 {
			continue // as for the mood: that it was made is a fact
		}
		if d.speech && r.ownWord(c, d) {
			continue // the saying happened, whatever it says
		}
		if slices.Contains(yet, c.Stance) && r.over(d) {
			continue // "promised help after the coup"
		}
		switch c.Stance {
		case entente.StanceDeny:
			if slices.ContainsFunc(covering, func(o *entente.Claim) bool { return rivals(o, c) }) {
				continue // "despite the denials of X, Y says that": a dispute, see there
			}
			if r.lex.in("REFUSE", c.CueLemma) && r.lex.denier(d.t, &d.m) < 0 {
				continue // what is refused has not been said to be untrue
			}
			if d.t.verb(d.m.tok) && d.t.rel(d.m.tok, "acl:relcl") {
				continue // "denied arming the men who killed two": that they did is not denied
			}
			d.mood.raise(entente.Denied, "denied")
		case entente.StancePredict:
			if len(c.Source) == 0 && d.typ == entente.Consult && r.lex.in("EXPECT", c.CueLemma) {
				continue // "is expected to meet": see the mood
			}
			d.mood.raise(entente.Predicted, "predicted")
		case entente.StanceThreaten:
			d.mood.raise(entente.Threatened, "threatened")
		case entente.StancePromise:
			d.mood.raise(entente.Planned, "future")
		case entente.StanceDemand, entente.StanceAsk:
			if d.m.row.id != "" && d.typ != entente.Request {
				d.mood.raise(entente.Hypothetical, "demanded")
			}
		case entente.StanceBelieve:
			d.mood.raise(entente.Claimed, "believed")
		default:
			factive := r.lex.in("FACTIVE", c.CueLemma) && d.t.noun(d.m.tok) && d.t.rel(d.m.np, "obj") // who condemns a raid takes it for granted
			if !r.ownWord(c, d) && !r.homeNews(c, d) && !d.t.given(d.m.tok) && !factive {
				d.mood.raise(entente.Claimed, onlySource)
			}
		}
	}
	if d.mood.report {
		d.mood.raise(entente.Claimed, "hearsay")
	}
	if d.mood.negated && len(covering) > 0 && d.mood.status == entente.Claimed {
		d.mood.status = entente.Denied
	}
	if d.mood.negated && len(covering) > 0 && d.mood.status == entente.Happened && r.ownWord(covering[0], d) && !slices.Contains([]entente.EventType{entente.Accuse, entente.Reject}, d.typ) {
		d.mood.status = entente.Denied
	}
}

// over reports whether a draft that stands in words about what is to come is itself told as
// past: "after the coup", "rebels whom Chad has long accused".
func (r *reading) over(d *draft) bool {
	t, i := d.t, d.m.tok
	if t.verb(i) && t.rel(i, "acl:relcl") {
		return t.past(i) || t.perfect(i)
	}
	if r.lex.meantTo(t, d.m.np) {
		return true
	}
	return (t.noun(i) && done(d.typ) || t.verb(i) && t.rel(i, "acl")) && t.history(d.m.np) >= 0
}

// yet are the stances of words about what is to come.
var yet = []entente.Stance{entente.StancePredict, entente.StanceThreaten, entente.StancePromise, entente.StanceDemand, entente.StanceAsk}

// rivals reports whether o asserts what c denies, and neither tells of the other.
func rivals(o, c *entente.Claim) bool {
	return o.Stance != entente.StanceDeny && (o.Parent == nil || *o.Parent != c.ID) && (c.Parent == nil || *c.Parent != o.ID)
}

func contentLen(c *entente.Claim) int {
	n := 0
	for _, sp := range c.Content {
		n += sp.Len()
	}
	return n
}

// ownWord reports whether the speaker of c speaks of its own act: it is one of
// the sources, or an official of the same country; an official speaks for those
// who held office before as well.
func (r *reading) ownWord(c *entente.Claim, d *draft) bool {
	voice := r.find.voice(c) // of "his office" it is he
	if c.Speaker == nil && (len(voice) == 0 || d.m.row.has("both") && r.document(c)) {
		return d.m.row.has("both") && r.document(c)
	}
	sides := d.sources.refs
	handed := slices.Contains([]entente.EventType{entente.Aid, entente.Retreat, entente.Concede}, d.typ)
	if d.m.row.has("both") || handed { // who tells of a tie tells of its own as either member; who is given something knows of it
		sides = union(sides, d.targets.refs)
	}
	if slices.Contains(sides, voice[0]) {
		return true
	}
	speaker := r.a.Cast.Actor(voice[0])
	if speaker != nil && speaker.Country == "" && r.find.bodies(voice[:1]) && slices.ContainsFunc(sides, func(ref entente.ActorRef) bool { return r.find.bodies([]entente.ActorRef{ref}) }) {
		return true // who speaks for a body above states
	}
	if speaker == nil || speaker.Country == "" || speaker.Former || !official(speaker.Sector) {
		return false
	}
	for _, ref := range sides {
		actor := r.a.Cast.Actor(ref)
		if actor != nil && actor.Country == speaker.Country && (official(actor.Sector) || actor.Sector == "ELI") {
			return true
		}
	}
	return false
}

// document reports whether the source of a claim is a paper that its parties have put their
// names to: "a joint statement said".
func (r *reading) document(c *entente.Claim) bool {
	for at, last := sentencesOf(r.a, c.Source); at < last; at++ {
		t := r.trees[at]
		for i := range t.s.Tokens {
			if slices.ContainsFunc(c.Source, func(sp entente.Span) bool { return sp.Contains(t.tok(i).Span) }) && (r.lex.in("DEAL", t.lemma(i)) || r.lex.in("STATEMENT", t.lemma(i))) && t.noun(i) {
				return true
			}
		}
	}
	return false
}

// homeNews reports whether the officials of a land tell what was done there by nobody
// known or by its own people: papers report as fact what the police say of a bomb.
// Of another state's deeds they are but one side.
func (r *reading) homeNews(c *entente.Claim, d *draft) bool {
	if c.Speaker == nil || !harming(d.typ) && d.typ != entente.Reject && d.typ != entente.Retreat {
		return false
	}
	speaker := r.a.Cast.Actor(*c.Speaker)
	if speaker == nil || speaker.Country == "" || !slices.Contains([]entente.Sector{"GOV", "COP", "MIL", "SPY"}, speaker.Sector) {
		return false
	}
	own := func(ref entente.ActorRef) bool { return r.find.country(ref) == speaker.Country }
	for _, ref := range d.sources.refs {
		if !own(ref) && (r.find.country(ref) != "" || r.find.armed(ref)) {
			return false
		}
	}
	return slices.ContainsFunc(slices.Concat(d.sources.refs, d.targets.refs), own)
}

// official reports whether actors of the sector speak for their state.
func official(s entente.Sector) bool {
	return slices.Contains([]entente.Sector{"", "GOV", "MIL", "SPY", "COP", "LEG", "JUD"}, s)
}

// linkClaims writes the disputes, and About: the events whose triggers stand in a
// claim's content, and those that a denial points to.
func (r *reading) linkClaims(coding *entente.Coding, drafts []*draft, disputes []*dispute) {
	about := func(id entente.ClaimID, ev entente.EventID) {
		if c := claimByID(coding.Claims, id); !slices.Contains(c.About, ev) {
			c.About = append(slices.Clone(c.About), ev)
		}
	}
	for i, d := range drafts {
		for _, id := range d.claims {
			about(id, coding.Events[i].ID)
		}
	}
	for _, l := range disputes {
		out := entente.Dispute{Asserted: l.asserted, Denied: l.denied}
		for i, d := range drafts {
			if !slices.Contains(l.about, d) {
				continue
			}
			out.About = append(out.About, coding.Events[i].ID)
			for _, id := range l.denied {
				about(id, coding.Events[i].ID)
			}
		}
		coding.Disputes = append(coding.Disputes, out)
	}
	slices.SortStableFunc(coding.Disputes, func(x, y entente.Dispute) int { // in the order of the text
		return slices.IndexFunc(coding.Events, func(e entente.Event) bool { return e.ID == x.About[0] }) -
			slices.IndexFunc(coding.Events, func(e entente.Event) bool { return e.ID == y.About[0] })
	})
}

// claimByID looks first where the number in the id says: claims are numbered in their order.
func claimByID(claims []entente.Claim, id entente.ClaimID) *entente.Claim {
	if n, err := strconv.Atoi(strings.TrimPrefix(string(id), "c")); err == nil && 0 < n && n <= len(claims) && claims[n-1].ID == id {
		return &claims[n-1]
	}
	for i := range claims {
		if claims[i].ID == id {
			return &claims[i]
		}
	}
	return nil
}
