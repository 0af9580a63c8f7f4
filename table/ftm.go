package table

import (
	"bufio"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"strings"

	"entente"
)

// ftmEntity is a line of FollowTheMoney's JSON: a schema and lists of texts by property.
type ftmEntity struct {
	ID         string              `json:"id"`
	Schema     string              `json:"schema"`
	Properties map[string][]string `json:"properties"`
}

// WriteFTM writes entities of FollowTheMoney (followthemoney.tech, schema of version 4) in
// JSON Lines: an Event for each row, with whom it involves and the sentence that it rests
// on; an Article as its proof; and each party once, before its first event. Ids are
// hashes of what an entity is, so that two exports agree. An Event has no property for
// what only is said, so rows that do not count are left out unless opts.All says
// otherwise; the summary tells the status. It holds the ids of parties and articles in
// memory.
func WriteFTM(w io.Writer, rows Rows, opts Options) error {
	codes, err := LoadCodes()
	if err != nil {
		return err
	}
	out := bufio.NewWriterSize(w, 64<<10)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	f := ftmWriter{codes: codes, enc: enc, told: map[string]bool{}}
	err = eachOf(rows, false, func(r *Row) error {
		if !opts.All && !r.counts() {
			return nil
		}
		return f.row(r)
	})
	if err != nil {
		return err
	}
	return out.Flush()
}

type ftmWriter struct {
	codes *Codes
	enc   *json.Encoder
	told  map[string]bool
}

func ftmID(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x1f")))
	return "entente-" + hex.EncodeToString(sum[:16])
}

// once writes an entity, if it was not written before.
func (f *ftmWriter) once(e ftmEntity) error {
	if f.told[e.ID] {
		return nil
	}
	f.told[e.ID] = true
	return f.enc.Encode(e)
}

// ftmSchema tells persons, public bodies and other organizations apart.
func ftmSchema(p entente.Party) string {
	switch {
	case strings.HasPrefix(p.Entity, "leader:") || strings.HasPrefix(p.Entity, "person:"):
		return "Person"
	case p.Code != "" && strings.Contains("|GOV|MIL|COP|SPY|JUD|LEG||", "|"+string(p.Sector)+"|"):
		return "PublicBody"
	}
	return "Organization"
}

func (f *ftmWriter) party(p entente.Party) (string, error) {
	id := ftmID("party", p.Code, string(p.Sector), p.Name, p.Entity)
	e := ftmEntity{ID: id, Schema: ftmSchema(p), Properties: map[string][]string{"name": {p.Name}}}
	if land := f.land(p.Code); land != "" {
		e.Properties["country"] = []string{land}
	}
	if p.Sector != "" {
		e.Properties["keywords"] = []string{string(p.Sector)}
	}
	return id, f.once(e)
}

// land is FollowTheMoney's code of a land: two small letters. Former states have none
// here, since theirs are of another kind.
func (f *ftmWriter) land(code string) string {
	n, ok := f.codes.On(code, entente.Day{})
	if !ok || !n.To.IsZero() {
		return ""
	}
	return strings.ToLower(n.ISO2)
}

func (f *ftmWriter) row(r *Row) error {
	e := ftmEntity{Schema: "Event", Properties: map[string][]string{}}
	set := func(property string, values ...string) {
		for _, v := range values {
			if v != "" {
				e.Properties[property] = append(e.Properties[property], v)
			}
		}
	}
	seen := map[string]bool{}
	for _, side := range [][]entente.Party{r.sources, r.targets} {
		for _, p := range side {
			id, err := f.party(p)
			if err != nil {
				return err
			}
			if !seen[id] {
				seen[id] = true
				set("involved", id)
			}
		}
	}
	names := func(list []entente.Party) string {
		return joined(list, func(p entente.Party) string { return p.Name })
	}
	title := func(kind string) string {
		return strings.TrimSuffix(names(r.sources)+": "+kind+": "+names(r.targets), ": ")
	}
	set("startDate", r.day().String())
	var place *entente.Place
	if i := r.imported; i != nil {
		e.ID = ftmID("event", r.Origin, i.ID, i.Day.String(), i.CAMEO, i.Source.Name, i.Target.Name)
		set("name", title(cmp.Or(i.Text, string(i.Type), i.CAMEO)))
		set("publisher", i.Publisher)
		if strings.Contains(i.URL, "://") {
			set("sourceUrl", i.URL)
		}
		set("recordId", i.ID)
		set("endDate", i.Day.String())
		place = i.Place
	} else {
		p := r.report
		id, status := p.ID, p.Status
		if h := r.happening; h != nil {
			if h.Report.Happening != "" {
				id = h.Report.Happening
			}
			status = entente.Status(cmp.Or(string(h.Overall), string(status)))
		}
		e.ID = ftmID("event", r.Origin, string(id))
		article := ftmEntity{ID: ftmID("article", string(p.Print.Article)), Schema: "Article", Properties: map[string][]string{}}
		for property, v := range map[string]string{"title": p.Print.Headline, "publisher": p.Print.Publisher, "sourceUrl": p.Print.URL, "publishedAt": p.Print.Published.String()} {
			if v != "" {
				article.Properties[property] = []string{v}
			}
		}
		if err := f.once(article); err != nil {
			return err
		}
		set("name", title(string(p.Type)))
		set("summary", string(status))
		set("description", p.Quote)
		set("proof", article.ID)
		set("publisher", p.Print.Publisher)
		set("sourceUrl", p.Print.URL)
		set("recordId", string(id))
		set("endDate", p.Date.To.String())
		place = p.Place
	}
	if place != nil {
		set("location", place.Name)
		set("country", f.land(place.Country))
	}
	return f.enc.Encode(e)
}
