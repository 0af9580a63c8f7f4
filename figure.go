package entente

// Bound says how a figure limits the true value.
type Bound string

// The bounds of a figure; exact is said of a bare number.
const (
	BoundExact   Bound = "exact"
	BoundAbout   Bound = "about"
	BoundAtLeast Bound = "at least" // "more than", "over", "at least"
	BoundAtMost  Bound = "at most"  // "as many as", "up to", "fewer than"
)

// Figure is an amount that the text states.
type Figure struct {
	Value  float64 `json:"value"`
	Unit   string  `json:"unit,omitempty"` // currency in ISO 4217 ("USD"), "percent", "km", or "" for a bare count
	Bound  Bound   `json:"bound"`
	Counts string  `json:"counts,omitempty"` // what is counted, as printed: "Soviet soldiers killed"
	Span   Span    `json:"span"`
}

// FigureMention is a figure and the tokens that carry it.
type FigureMention struct {
	Figure      Figure
	Sentence    int
	First, Last int // tokens, both inclusive
	Head        int // token that the number modifies, or the number itself
}
