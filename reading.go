package entente

import "fmt"

// Format is the name of the record format that a Reading is written in.
const Format = "entente/1"

// Coder says which program read the article.
type Coder struct {
	Version  string `json:"version"`
	Ontology string `json:"ontology"` // its edition; after a + the stamp of the user's own rules, if there were any
	Model    string `json:"model"`    // first 12 hex digits of the SHA-256 of the weights
}

// Note is something that was seen and not coded, or dropped, with the reason.
type Note struct {
	Span Span   `json:"span"`
	Why  string `json:"why"`
}

// Analysis is one article as the stages see it. Each field has one writer, named
// beside it, and a stage reads only what stands above its own.
type Analysis struct {
	Article   *Article
	Sentences []Sentence      // tokenize; parse fills the tokens' annotations
	Dates     []DateMention   // when
	Figures   []FigureMention // figure
	Cast      Cast            // resolve
	Claims    []Claim         // attribute
}

// Coding is what the coder makes of an Analysis.
type Coding struct {
	Events    []Event
	Claims    []Claim // the analysis's claims with About filled in
	Disputes  []Dispute
	Relations []Relation
	Notes     []Note
}

// Reading is all that one article yielded: the record of format entente/1.
type Reading struct {
	Format    string     `json:"format"`
	ID        string     `json:"id,omitempty"` // the request's own id
	Coder     Coder      `json:"coder"`
	Article   *Article   `json:"article"`
	Events    []Event    `json:"events"`
	Claims    []Claim    `json:"claims"`
	Disputes  []Dispute  `json:"disputes"`
	Actors    []Actor    `json:"actors"`
	Relations []Relation `json:"relations"`
	Notes     []Note     `json:"notes"`
}

// Validate checks the promises that every reader of the format may rely on, and
// returns an *Error of kind Internal for the first one broken: spans lie in
// range and on rune boundaries, printed text is what its span covers, each
// event's quote is its sentence and holds its trigger, and every reference
// leads to a row.
func (r *Reading) Validate() error {
	v := validator{text: r.Article.Text, actors: map[ActorRef]bool{}, claims: map[ClaimID]bool{}, events: map[EventID]bool{}}
	for i := range r.Actors {
		v.actors[r.Actors[i].Ref] = true
	}
	for i := range r.Claims {
		v.claims[r.Claims[i].ID] = true
	}
	for i := range r.Events {
		v.events[r.Events[i].ID] = true
	}
	v.article(r.Article)
	for i := range r.Actors {
		v.actor(&r.Actors[i])
	}
	for i := range r.Claims {
		v.claim(&r.Claims[i])
	}
	for i := range r.Events {
		v.event(&r.Events[i], r.Article.Sentences)
	}
	for _, d := range r.Disputes {
		v.eventRefs("dispute", d.About)
		v.claimRefs("dispute", d.Asserted)
		v.claimRefs("dispute", d.Denied)
	}
	for _, rel := range r.Relations {
		v.eventRefs("relation "+rel.Pair[0]+"-"+rel.Pair[1], rel.Events)
		if len(rel.Events) == 0 {
			v.fail(Span{}, "relation %s-%s rests on no event", rel.Pair[0], rel.Pair[1])
		}
	}
	for _, n := range r.Notes {
		v.span("note", n.Span)
	}
	if v.err != nil {
		return &Error{Op: "validate", Kind: Internal, Input: string(r.Article.ID), Span: v.at, Err: v.err}
	}
	return nil
}

// validator keeps the first broken promise.
type validator struct {
	text   string
	actors map[ActorRef]bool
	claims map[ClaimID]bool
	events map[EventID]bool
	at     Span
	err    error
}

func (v *validator) fail(at Span, format string, args ...any) {
	if v.err == nil {
		v.at, v.err = at, fmt.Errorf(format, args...)
	}
}

func (v *validator) span(what string, sp Span) {
	if err := sp.check(v.text); err != nil {
		v.fail(Span{}, "%s: %w", what, err)
	}
}

// printed checks that sp reproduces want.
func (v *validator) printed(what string, sp Span, want string) {
	v.span(what, sp)
	if got := sp.In(v.text); got != want {
		v.fail(sp, "%s prints %q where the text has %q", what, want, got)
	}
}

func (v *validator) article(art *Article) {
	for i, sp := range art.Sentences {
		v.span("sentence", sp)
		if i > 0 && sp.Start < art.Sentences[i-1].End {
			v.fail(sp, "sentence %d overlaps the one before", i)
		}
	}
	for _, c := range art.Captions {
		v.span("caption", c.Span)
	}
	if art.Dateline != nil {
		v.printed("dateline", art.Dateline.Span, art.Dateline.Text)
	}
}

func (v *validator) actor(a *Actor) {
	if len(a.Mentions) == 0 {
		v.fail(Span{}, "actor %s (%s) has no mention", a.Ref, a.Name)
	}
	for _, m := range a.Mentions {
		v.printed("mention of "+a.Name, m.Span, m.Text)
	}
}

func (v *validator) claim(c *Claim) {
	what := "claim " + string(c.ID)
	for _, role := range [][]Span{c.Source, c.Cue, c.Content} {
		for i, sp := range role {
			v.span(what, sp)
			if i > 0 && sp.Start < role[i-1].End {
				v.fail(sp, "%s: pieces out of order", what)
			}
		}
	}
	for _, cue := range c.Cue {
		for _, content := range c.Content {
			if cue.Overlaps(content) {
				v.fail(cue, "%s: cue and content overlap", what)
			}
		}
	}
	if len(c.Content) == 0 {
		v.fail(Span{}, "%s has no content", what)
	}
	if c.Speaker != nil {
		v.actorRefs(what, []ActorRef{*c.Speaker})
	}
	if c.Addressee != nil {
		v.actorRefs(what, []ActorRef{*c.Addressee})
	}
	if c.Parent != nil {
		v.claimRefs(what, []ClaimID{*c.Parent})
	}
	v.eventRefs(what, c.About)
}

func (v *validator) event(ev *Event, sentences []Span) {
	what := "event " + string(ev.ID)
	v.span(what, ev.Trigger)
	v.actorRefs(what, ev.Sources)
	v.actorRefs(what, ev.Targets)
	v.claimRefs(what, ev.Attribution)
	if len(ev.Sources) == 0 && len(ev.Targets) == 0 {
		v.fail(ev.Trigger, "%s has neither source nor target", what)
	}
	if ev.Sentence < 0 || ev.Sentence >= len(sentences) {
		v.fail(ev.Trigger, "%s: no sentence %d", what, ev.Sentence)
		return
	}
	v.printed(what, sentences[ev.Sentence], ev.Quote)
	if !sentences[ev.Sentence].Contains(ev.Trigger) {
		v.fail(ev.Trigger, "%s: trigger outside its sentence", what)
	}
	if !ev.Date.Span.IsZero() {
		v.span(what+" date", ev.Date.Span)
	}
	if ev.Place != nil {
		v.span(what+" place", ev.Place.Span)
	}
	for _, f := range ev.Figures {
		v.span(what+" figure", f.Span)
	}
}

func (v *validator) actorRefs(what string, refs []ActorRef) {
	for _, ref := range refs {
		if !v.actors[ref] {
			v.fail(Span{}, "%s names actor %q, which is not in the reading", what, ref)
		}
	}
}

func (v *validator) claimRefs(what string, refs []ClaimID) {
	for _, ref := range refs {
		if !v.claims[ref] {
			v.fail(Span{}, "%s names claim %q, which is not in the reading", what, ref)
		}
	}
}

func (v *validator) eventRefs(what string, refs []EventID) {
	for _, ref := range refs {
		if !v.events[ref] {
			v.fail(Span{}, "%s names event %q, which is not in the reading", what, ref)
		}
	}
}
