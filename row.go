package entente

import (
	"cmp"
	"strings"
	"time"
)

// ReportID names one row of the ledger for good: "9f86d081884c7d65/e3" is event e3 of the
// first reading of the article whose text has that hash, "9f86d081884c7d65.2/e3" of its
// second reading, and "9f86d081884c7d65/e3+1" the first correction of the row.
type ReportID string

// Article is what the id says of the article: the first digits of its hash, by which
// Reading and Rows find it.
func (id ReportID) Article() string {
	hash, _, _ := strings.Cut(string(id), "/")
	hash, _, _ = strings.Cut(hash, ".")
	return hash
}

// First is the id of the row before any correction.
func (id ReportID) First() ReportID {
	first, _, _ := strings.Cut(string(id), "+")
	return ReportID(first)
}

// Event is the name that the event has in its reading.
func (id ReportID) Event() EventID {
	_, event, _ := strings.Cut(string(id.First()), "/")
	return EventID(event)
}

// Party is who stands on one side of a row in the ledger.
type Party struct {
	Code   string `json:"code,omitempty"` // ISO 3166-1 alpha-3, a former state's own, or a body's id in the gazetteer (nato); "" unknown
	Sector Sector `json:"sector,omitempty"`
	Name   string `json:"name"`
	Entity string `json:"entity,omitempty"` // id in the gazetteer
}

// bodyPrefix is that of entities that act in their own name and not in a state's.
const bodyPrefix = "org:"

// PartyOf returns the party that an actor of a reading is in the ledger. An actor of no
// land that is a body of the gazetteer goes by that body's short name.
func PartyOf(a *Actor) Party {
	p := Party{Code: a.Country, Sector: a.Sector, Name: a.Name, Entity: a.Entity}
	if p.Code == "" && len(a.Entity) > len(bodyPrefix) && a.Entity[:len(bodyPrefix)] == bodyPrefix {
		p.Code = a.Entity[len(bodyPrefix):]
	}
	return p
}

// Official reports whether p stands for a state or a body: its government, soldiers,
// police, courts or parliament, or the land as a whole. What rebels, firms or crowds of
// a land do is not what the state does.
func (p Party) Official() bool {
	switch p.Sector {
	case "", "GOV", "MIL", "COP", "SPY", "JUD", "LEG", "IGO", "UNK", "ELI":
		return p.Code != ""
	}
	return false
}

// Voice is one claim that a row stands in: who says it, and how.
type Voice struct {
	Claim  ClaimID     `json:"claim"`
	Name   string      `json:"name,omitempty"` // of the speaker, or the words that name it
	Code   string      `json:"code,omitempty"` // of the speaker's land or body
	Role   string      `json:"role,omitempty"`
	Class  SourceClass `json:"class"`
	Cue    string      `json:"cue,omitempty"` // lemma
	Stance Stance      `json:"stance"`
}

// Print says where a row was printed.
type Print struct {
	Article   ArticleID `json:"article"`
	Headline  string    `json:"headline,omitempty"`
	Publisher string    `json:"publisher,omitempty"`
	House     string    `json:"house,omitempty"` // whom the publisher belongs to, by the list of whoever had the article read
	URL       string    `json:"url,omitempty"`
	Published Day       `json:"published,omitzero"`
	Cluster   ArticleID `json:"cluster"` // the first article of its near-identical ones; its own id if it is that one
}

// Report is one article's row as the ledger holds it: the event, who its sides are, on
// whose word it stands and where it was printed. Sources and Targets replace those of
// the Event, which are references into a reading.
type Report struct {
	Event
	ID          ReportID  `json:"id"`
	Happening   ReportID  `json:"happening"` // the first report of the same happening
	Sources     []Party   `json:"sources"`
	Targets     []Party   `json:"targets"`
	Attribution []Voice   `json:"attribution,omitempty"` // outermost first
	Print       Print     `json:"print"`
	Sentence    Span      `json:"sentence"` // bytes of the article's text; Quote is what stands there
	Reprint     bool      `json:"reprint"`  // an earlier article of its cluster has the sentence too
	Replaces    ReportID  `json:"replaces,omitempty"`
	Known       time.Time `json:"known"` // when it came into the ledger
}

// Counts reports whether the row says that the thing happened: an assertion, not a plan,
// a claim or a denial, and no reprint of one.
func (r *Report) Counts() bool {
	return (r.Status == Happened || r.Status == Ongoing) && !r.Negated && !r.Reprint
}

// Row is a report as a person left it last: Rejected says that it is out of all counts.
type Row struct {
	Report
	Rejected bool `json:"rejected,omitempty"`
}

// Origin is whom the report comes from, for counting independent sources: the house of its
// publisher, else the publisher, or, where none is known, the cluster of its article.
func (r *Report) Origin() string {
	return cmp.Or(r.Print.House, r.Print.Publisher, string(r.Print.Cluster))
}

// Quote is what somebody said, in the words of an article.
type Quote struct {
	Article  Print       `json:"print"`
	Claim    ClaimID     `json:"claim"`
	Speaker  Party       `json:"speaker"` // Name is the words that name it where it is not resolved
	Role     string      `json:"role,omitempty"`
	Class    SourceClass `json:"class"`
	Stance   Stance      `json:"stance"`
	Form     Form        `json:"form"`
	Cue      string      `json:"cue,omitempty"`
	Words    string      `json:"words"`    // the content, its pieces joined by " … "
	Sentence string      `json:"sentence"` // the sentence of the cue, or of the content
	Span     Span        `json:"span"`     // that sentence
	About    []ReportID  `json:"about,omitempty"`
}
