package entente

// ClaimID names a claim inside one reading: "c1", "c2", ...
type ClaimID string

// SourceClass is what kind of speaker stands behind a claim.
type SourceClass string

// The classes of a source.
const (
	SourceNamed       SourceClass = "named"
	SourceAnonymous   SourceClass = "anonymous"
	SourceInstitution SourceClass = "institution"
	SourceMedia       SourceClass = "media"
	SourceAuthor      SourceClass = "author"
)

// Stance is what a speaker does with the content.
type Stance string

// The stances of a claim.
const (
	StanceAssert   Stance = "assert"
	StanceDeny     Stance = "deny"
	StanceConfirm  Stance = "confirm"
	StancePredict  Stance = "predict"
	StanceDemand   Stance = "demand"
	StancePromise  Stance = "promise"
	StanceThreaten Stance = "threaten"
	StanceBelieve  Stance = "believe"
	StanceAsk      Stance = "ask"
)

// Form is how the words are given.
type Form string

// The forms of speech.
const (
	FormDirect   Form = "direct"
	FormIndirect Form = "indirect"
	FormMixed    Form = "mixed"
)

// Claim is one attribution: a source, a cue and the content, as in PolNeAR.
// Source is the words that name the speaker, a pronoun too; Speaker is whom they
// resolve to. Source, Cue and Content may each be in several pieces, in text
// order, and do not overlap one another.
type Claim struct {
	ID        ClaimID     `json:"id"`
	Speaker   *ActorRef   `json:"speaker"`
	Class     SourceClass `json:"class"`
	Role      string      `json:"role,omitempty"` // as the text gives it
	Source    []Span      `json:"source"`
	Cue       []Span      `json:"cue"`
	CueLemma  string      `json:"cueLemma,omitempty"`
	Stance    Stance      `json:"stance"`
	Form      Form        `json:"form"`
	Content   []Span      `json:"content"`
	Addressee *ActorRef   `json:"addressee,omitempty"`
	Parent    *ClaimID    `json:"parent,omitempty"` // the claim that this one is nested in
	About     []EventID   `json:"about,omitempty"`  // written by code
}

// WordsOf returns the innermost of the claims in whose content a span stands, or nil: on whose
// word a figure is.
func WordsOf(claims []Claim, sp Span) *Claim {
	var best *Claim
	for i := range claims {
		for _, c := range claims[i].Content {
			if c.Contains(sp) && (best == nil || c.Len() < best.Content[0].Len()) {
				best = &claims[i]
			}
		}
	}
	return best
}

// Dispute links the claims that assert and deny the same events.
type Dispute struct {
	About    []EventID `json:"about"`
	Asserted []ClaimID `json:"asserted"`
	Denied   []ClaimID `json:"denied"`
}
