package entente

// EventID names an event inside one reading: "e1", "e2", ...
type EventID string

// EventType is one of PLOVER's sixteen, or one that the user's rules declare.
type EventType string

// The event types of PLOVER (2021).
const (
	Agree     EventType = "AGREE"
	Consult   EventType = "CONSULT"
	Support   EventType = "SUPPORT"
	Concede   EventType = "CONCEDE"
	Cooperate EventType = "COOPERATE"
	Aid       EventType = "AID"
	Retreat   EventType = "RETREAT"
	Request   EventType = "REQUEST"
	Accuse    EventType = "ACCUSE"
	Reject    EventType = "REJECT"
	Threaten  EventType = "THREATEN"
	Protest   EventType = "PROTEST"
	Sanction  EventType = "SANCTION"
	Mobilize  EventType = "MOBILIZE"
	Coerce    EventType = "COERCE"
	Assault   EventType = "ASSAULT"
)

// EventTypes lists the types in PLOVER's order.
func EventTypes() []EventType {
	return []EventType{Agree, Consult, Support, Concede, Cooperate, Aid, Retreat, Request,
		Accuse, Reject, Threaten, Protest, Sanction, Mobilize, Coerce, Assault}
}

// Mode is the finer kind of an event inside its type, "aerial" of ASSAULT.
type Mode string

// Context is the matter that an event is about: "military", "economic", ...
type Context string

// QuadClass is verbal or material, cooperation or conflict.
type QuadClass string

// The quad classes.
const (
	VerbalCooperation   QuadClass = "verbal cooperation"
	MaterialCooperation QuadClass = "material cooperation"
	VerbalConflict      QuadClass = "verbal conflict"
	MaterialConflict    QuadClass = "material conflict"
)

// Status answers "did it happen, and who says so?".
type Status string

// The statuses of an event.
const (
	Happened     Status = "happened"
	Ongoing      Status = "ongoing"
	Planned      Status = "planned"
	Negotiated   Status = "negotiated"
	Threatened   Status = "threatened"
	Predicted    Status = "predicted"
	Hypothetical Status = "hypothetical"
	Claimed      Status = "claimed"
	Denied       Status = "denied"
	Disputed     Status = "disputed"
)

// Statuses lists the statuses in the order above.
func Statuses() []Status {
	return []Status{Happened, Ongoing, Planned, Negotiated, Threatened, Predicted, Hypothetical, Claimed, Denied, Disputed}
}

// Event is one thing that somebody did, said, planned or is said to have done.
// Sources act on Targets; either may hold several actors, and Targets may be
// empty. An unknown field is empty or nil.
type Event struct {
	ID         EventID    `json:"id"`
	Sources    []ActorRef `json:"sources"`
	Targets    []ActorRef `json:"targets"`
	Type       EventType  `json:"type"`
	Mode       *Mode      `json:"mode"`
	Contexts   []Context  `json:"contexts,omitempty"`
	CAMEO      string     `json:"cameo,omitempty"`
	Quad       QuadClass  `json:"quad"`
	Goldstein  *float64   `json:"goldstein,omitempty"` // [-10, +10], by CAMEO code
	Date       Date       `json:"date,omitzero"`
	Place      *Place     `json:"place,omitempty"`
	Status     Status     `json:"status"`
	Negated    bool       `json:"negated"`
	Background bool       `json:"background"`      // told as history, not as the news of the day
	Stage      string     `json:"stage,omitempty"` // of a deal: talks, agreed, signed, delivered, suspended
	Figures    []Figure   `json:"figures,omitempty"`
	// Attribution lists the claims that the event stands in, outermost first.
	Attribution []ClaimID `json:"attribution,omitempty"`
	Trigger     Span      `json:"trigger"`
	Sentence    int       `json:"sentence"` // index into Article.Sentences
	Quote       string    `json:"quote"`    // that sentence, verbatim
	Rule        string    `json:"rule"`     // the lexicon row that coded it: "verb.agree.sign"
	Confidence  float64   `json:"confidence"`

	Why   []string `json:"-"` // how the row came about, a line a step, for people
	Token int      `json:"-"` // index of the trigger's head token in its sentence
}
