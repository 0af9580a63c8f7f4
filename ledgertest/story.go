package ledgertest

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"entente"
)

// Row is one event of a made-up story.
type Row struct {
	Source, Target string // codes, "RUS:MIL" with a sector; "" for nobody
	Type           entente.EventType
	Status         entente.Status // "" is happened
	Day, Until     string         // "" is undated: the day of printing; Until makes it a stretch of days
	Says           string         // the sentence; one is made where it is ""
	Speaker        string         // who says so, a code; "" is the article itself
	Goldstein      float64
	Stage          string // of a deal
}

// Story is a made-up article.
type Story struct {
	Publisher, Published, Headline string
	House                          string // of the publisher
	Rows                           []Row
	Tail                           string // text after the rows, with no event in it
	Version                        string // of the coder; "" is "1"
}

// Article returns the article alone, as page would.
func (s *Story) Article() *entente.Article { return s.Reading().Article }

// Reading returns what a coder would make of the story.
func (s *Story) Reading() *entente.Reading {
	var text strings.Builder
	art := &entente.Article{Publisher: s.Publisher, House: s.House, Headline: s.Headline, Language: "en"}
	if s.Published != "" {
		art.Published = mustDay(s.Published)
	}
	r := &reading{entente.Reading{Format: entente.Format, Article: art, Coder: entente.Coder{Version: "1", Ontology: "PLOVER-2021", Model: "0"},
		Events: []entente.Event{}, Claims: []entente.Claim{}, Actors: []entente.Actor{}, Disputes: []entente.Dispute{}, Relations: []entente.Relation{}, Notes: []entente.Note{}}}
	if s.Version != "" {
		r.Coder.Version = s.Version
	}
	if s.Headline != "" {
		text.WriteString(s.Headline + "\n\n")
	}
	for i, row := range s.Rows {
		says := row.Says
		if says == "" {
			says = fmt.Sprintf("%s did %s to %s on %s.", row.Source, strings.ToLower(string(row.Type)), row.Target, row.Day)
		}
		sent := entente.Span{Start: text.Len(), End: text.Len() + len(says)}
		text.WriteString(says + "\n")
		art.Sentences = append(art.Sentences, sent)
		ev := entente.Event{
			ID: entente.EventID(fmt.Sprintf("e%d", i+1)), Sources: r.actors(row.Source, sent, says), Targets: r.actors(row.Target, sent, says),
			Type: row.Type, Quad: entente.MaterialConflict, Goldstein: &row.Goldstein, Status: row.Status, Trigger: word(sent, says),
			Sentence: i, Quote: says, Rule: "test", Confidence: 1,
		}
		ev.Stage = row.Stage
		if ev.Status == "" {
			ev.Status = entente.Happened
		}
		if row.Day != "" {
			ev.Date = entente.Date{From: mustDay(row.Day), To: mustDay(row.Day), Precision: entente.PrecisionDay, Basis: entente.BasisExplicit}
			if row.Until != "" {
				ev.Date.To, ev.Date.Precision = mustDay(row.Until), entente.PrecisionInterval
			}
		}
		if row.Speaker != "" {
			ref := r.actors(row.Speaker, sent, says)[0]
			id := entente.ClaimID(fmt.Sprintf("c%d", len(r.Claims)+1))
			r.Claims = append(r.Claims, entente.Claim{ID: id, Speaker: &ref, Class: entente.SourceNamed, Source: []entente.Span{}, Cue: []entente.Span{}, CueLemma: "say",
				Stance: entente.StanceAssert, Form: entente.FormIndirect, Content: []entente.Span{sent}, About: []entente.EventID{ev.ID}})
			ev.Attribution = []entente.ClaimID{id}
		}
		r.Events = append(r.Events, ev)
	}
	text.WriteString(s.Tail)
	art.Text = text.String()
	art.ID = entente.HashText(art.Text)
	return &r.Reading
}

// reading adds to a Reading what makes one by hand short.
type reading struct{ entente.Reading }

// actors returns the actor of a code, made when it is first named. Its mention is the
// first word of the sentence: nothing here looks at mentions.
func (r *reading) actors(code string, sent entente.Span, says string) []entente.ActorRef {
	if code == "" {
		return []entente.ActorRef{}
	}
	for i := range r.Actors {
		if r.Actors[i].Name == code {
			return []entente.ActorRef{r.Actors[i].Ref}
		}
	}
	ref := entente.ActorRef(fmt.Sprintf("a%d", len(r.Actors)+1))
	land, sector, _ := strings.Cut(code, ":")
	first := word(sent, says)
	r.Actors = append(r.Actors, entente.Actor{Ref: ref, Name: code, Country: land, Sector: entente.Sector(sector), Entity: "state:" + land,
		Mentions: []entente.Mention{{Span: first, Text: says[:first.Len()], How: "name"}}})
	return []entente.ActorRef{ref}
}

// word is the span of the first word of a sentence.
func word(sent entente.Span, says string) entente.Span {
	n := strings.IndexByte(says, ' ')
	if n < 0 {
		n = len(says)
	}
	return entente.Span{Start: sent.Start, End: sent.Start + n}
}

func mustDay(s string) entente.Day {
	d, err := entente.ParseDay(s)
	if err != nil {
		panic(err) // a mistake in a test
	}
	return d
}

// Stories makes n stories by chance: few lands and days, so that many tell of one thing,
// and every status.
func Stories(rng *rand.Rand, n int) []Story {
	lands := []string{"USA", "RUS", "PAK", "IND", "CHN", "PAK:REB"}
	verbs := map[entente.EventType][]string{
		entente.Assault: {"shelled", "attacked", "bombed"}, entente.Consult: {"met", "received"}, entente.Accuse: {"blamed", "accused"},
		entente.Sanction: {"expelled envoys of", "imposed sanctions on"}, entente.Aid: {"sent wheat to", "lent money to"},
	}
	kinds := []entente.EventType{entente.Assault, entente.Consult, entente.Accuse, entente.Sanction, entente.Aid}
	towns := []string{"Quetta", "Kasur", "Osh", "Kars", "Sukkur", "Narva"}
	out := make([]Story, n)
	for i := range out {
		day := entente.Day{Year: 2019, Month: 3, Day: 1}.Add(0, 0, rng.IntN(25))
		s := Story{Publisher: fmt.Sprintf("Paper %d", rng.IntN(6)), Published: day.String(), Headline: fmt.Sprintf("Dispatch %d of the day", i)}
		for range 1 + rng.IntN(4) {
			k := kinds[rng.IntN(len(kinds))]
			a, b := lands[rng.IntN(len(lands))], lands[rng.IntN(len(lands))]
			status := entente.Happened
			if rng.IntN(3) == 0 {
				status = entente.Statuses()[rng.IntN(len(entente.Statuses()))]
			}
			stage := ""
			if k == entente.Aid {
				stage = "delivered"
			}
			when := day.Add(0, 0, -rng.IntN(4))
			says := fmt.Sprintf("%s %s %s near %s, with %d people looking on in the %s.", a, verbs[k][rng.IntN(len(verbs[k]))], b, towns[rng.IntN(len(towns))],
				1+rng.IntN(5), []string{"rain", "snow", "dust"}[rng.IntN(3)])
			s.Rows = append(s.Rows, Row{Source: a, Target: b, Type: k, Status: status, Day: when.String(), Says: says, Goldstein: float64(rng.IntN(200))/10 - 10, Stage: stage})
		}
		s.Tail = filler(rng)
		out[i] = s
	}
	return out
}

// filler is text enough for an article to be known by it.
func filler(rng *rand.Rand) string {
	var b strings.Builder
	for range 60 {
		fmt.Fprintf(&b, "word%d ", rng.IntN(5000))
	}
	return b.String()
}
