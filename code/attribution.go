package code

import (
	"slices"

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
	for i := range r.a.Claims {
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
		if d.speech && r.ownWord(c, d) {
			continue // the saying happened, whatever it says
		}
		switch c.Stance {
		case entente.StanceDeny:
			d.mood.raise(entente.Denied, "denied")
		case entente.StancePredict:
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
			if !r.ownWord(c, d) {
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
	if c.Speaker == nil {
		return false
	}
	if slices.Contains(d.sources.refs, *c.Speaker) {
		return true
	}
	speaker := r.a.Cast.Actor(*c.Speaker)
	if speaker == nil || speaker.Country == "" || speaker.Former || !official(speaker.Sector) {
		return false
	}
	sides := d.sources.refs
	if d.m.row.has("both") { // who tells of a tie tells of its own as either member
		sides = union(sides, d.targets.refs)
	}
	for _, ref := range sides {
		actor := r.a.Cast.Actor(ref)
		if actor != nil && actor.Country == speaker.Country && (official(actor.Sector) || actor.Sector == "ELI") {
			return true
		}
	}
	return false
}

// official reports whether actors of the sector speak for their state.
func official(s entente.Sector) bool {
	return slices.Contains([]entente.Sector{"", "GOV", "MIL", "SPY", "COP", "LEG"}, s)
}

// linkClaims writes About: the events whose triggers stand in a claim's content.
func (r *reading) linkClaims(coding *entente.Coding, drafts []*draft) {
	for i, d := range drafts {
		for _, id := range d.claims {
			for j := range coding.Claims {
				if coding.Claims[j].ID == id {
					coding.Claims[j].About = append(slices.Clone(coding.Claims[j].About), coding.Events[i].ID)
				}
			}
		}
	}
}

// disputes links claims with their denials. Two ways lead to one: an event that
// one source asserts and another denies, same type and dyad; and a denial of "the
// report" or "the claim", which is read as the nearest earlier claimed event of
// the denier's country within four sentences. Both sides then stand as disputed.
func (r *reading) disputes(coding *entente.Coding) []entente.Dispute {
	var out []entente.Dispute
	for i := range coding.Events {
		ev := &coding.Events[i]
		if ev.Type == entente.Reject && r.deniesReport(ev) {
			if j := r.denied(coding, i); j >= 0 {
				about := &coding.Events[j]
				about.Status = entente.Disputed
				d := entente.Dispute{About: []entente.EventID{about.ID}, Asserted: slices.Clone(about.Attribution)}
				for k := range coding.Claims {
					c := &coding.Claims[k]
					if c.Stance == entente.StanceDeny && slices.ContainsFunc(c.Cue, func(sp entente.Span) bool { return sp.Overlaps(ev.Trigger) }) {
						d.Denied = append(d.Denied, c.ID)
						if !slices.Contains(c.About, about.ID) {
							c.About = append(slices.Clone(c.About), about.ID)
						}
					}
				}
				ev.Targets = r.deniedTo(coding, ev, d.Asserted)
				out = append(out, d)
			}
			continue
		}
		if ev.Status != entente.Denied || len(ev.Attribution) == 0 {
			continue
		}
		d := entente.Dispute{Denied: slices.Clone(ev.Attribution)}
		for j := range coding.Events {
			other := &coding.Events[j]
			if j == i || other.Type != ev.Type || other.Status == entente.Denied || len(other.Attribution) == 0 || !r.sameDyad(other, ev) {
				continue
			}
			other.Status = entente.Disputed
			d.About = append(d.About, other.ID)
			d.Asserted = append(d.Asserted, other.Attribution...)
		}
		if len(d.About) > 0 {
			ev.Status = entente.Disputed
			d.About = append(d.About, ev.ID)
			out = append(out, d)
		}
	}
	return out
}

// deniedTo names whom a denial answers, if its own sentence does not: those who
// asserted what is denied.
func (r *reading) deniedTo(coding *entente.Coding, ev *entente.Event, asserted []entente.ClaimID) []entente.ActorRef {
	if len(ev.Targets) > 0 {
		return ev.Targets
	}
	var out []entente.ActorRef
	for _, id := range asserted {
		if c := claimByID(coding.Claims, id); c != nil && c.Speaker != nil && !slices.Contains(ev.Sources, *c.Speaker) {
			out = union(out, []entente.ActorRef{*c.Speaker})
		}
	}
	return out
}

func (r *reading) sameDyad(a, b *entente.Event) bool {
	return r.find.sameSide(a.Sources, b.Sources) && (len(a.Targets) == 0 && len(b.Targets) == 0 || r.find.sameSide(a.Targets, b.Targets))
}

// deniesReport reports whether a REJECT event denies something said before.
func (r *reading) deniesReport(ev *entente.Event) bool {
	t := r.trees[ev.Sentence]
	if !r.lex.in("DENY", t.lemma(ev.Token)) {
		return false
	}
	for _, k := range t.objects(ev.Token) {
		if r.lex.wordIn(t, k, r.lex.classes["REPORT"], 1) >= 0 {
			return true
		}
	}
	return false
}

// denied finds the event that a denial is about, or -1.
func (r *reading) denied(coding *entente.Coding, denial int) int {
	ev := &coding.Events[denial]
	for j := denial - 1; j >= 0; j-- {
		other := &coding.Events[j]
		if ev.Sentence-other.Sentence > 4 {
			break
		}
		if len(other.Attribution) == 0 || other.Status == entente.Happened && other.Type != entente.Accuse {
			continue
		}
		if r.find.sameSide(other.Sources, ev.Sources) || r.find.sameSide(other.Targets, ev.Sources) {
			if first := r.firstOf(coding, j, ev); first >= 0 {
				return first
			}
			return j
		}
	}
	return -1
}

// firstOf prefers, among the events of the nearest report, the first that the
// denier takes part in: a report opens with its point.
func (r *reading) firstOf(coding *entente.Coding, j int, ev *entente.Event) int {
	for k := 0; k < j; k++ {
		other := &coding.Events[k]
		if ev.Sentence-other.Sentence > 4 || len(other.Attribution) == 0 || other.Status == entente.Happened {
			continue
		}
		for _, id := range other.Attribution {
			if c := claimByID(coding.Claims, id); c != nil && r.lex.in("REPORT", c.CueLemma) && (r.find.sameSide(other.Sources, ev.Sources) || r.find.sameSide(other.Targets, ev.Sources)) {
				return k
			}
		}
	}
	return -1
}

func claimByID(claims []entente.Claim, id entente.ClaimID) *entente.Claim {
	for i := range claims {
		if claims[i].ID == id {
			return &claims[i]
		}
	}
	return nil
}
