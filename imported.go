package entente

// Imported is a row of another system's event table. It has no sentence of an article
// behind it, so it is kept apart from our own rows and never counted with them.
type Imported struct {
	Set       string    `json:"set"` // "icews", "gdelt2", "gdelt1", "polecat", "phoenix"
	ID        string    `json:"id"`  // as that system gives it; not always unique
	Day       Day       `json:"day"`
	Source    Party     `json:"source"`
	Target    Party     `json:"target"`
	Type      EventType `json:"type,omitempty"`
	Mode      Mode      `json:"mode,omitempty"`
	CAMEO     string    `json:"cameo,omitempty"`
	Quad      QuadClass `json:"quad,omitempty"`
	Goldstein *float64  `json:"goldstein,omitempty"` // the row's own value where it has one, else that of its code
	Place     *Place    `json:"place,omitempty"`
	Text      string    `json:"text,omitempty"` // the system's name for the event
	Publisher string    `json:"publisher,omitempty"`
	URL       string    `json:"url,omitempty"` // of the article, or the system's own id of the story
	Mentions  int       `json:"mentions"`      // how often the system saw it; 0 unknown
}
