// Package attribute finds who said what: reported speech, belief and intention,
// as source, cue and content in the manner of PolNeAR (Newell, Margolin and Ruths,
// "An Attribution Relations Corpus for Political News", LREC 2018).
//
//	at, err := attribute.New()
//	claims := at.Attribute(a)
//
// It reads dependency trees: a word of the cue table with content in one of its
// frames is a claim. Quotations that no tree ties to a cue are given to a speaker
// beside them.
//
// It does not catch irony, free indirect speech, or a quotation whose speaker is
// named only later than the sentence after it. A verb that the table does not
// know is no cue.
package attribute

import (
	"cmp"
	"slices"
	"strconv"

	"entente"
)

// Attributor finds the claims of an article. The zero value is not usable.
type Attributor struct {
	lex *lexicon
}

// New returns an Attributor with the embedded tables, or the fault in them.
func New() (*Attributor, error) {
	lex, err := readLexicon(cueTable, speakerTable)
	if err != nil {
		return nil, &entente.Error{Op: "attribute", Kind: entente.Internal, Err: err}
	}
	return &Attributor{lex: lex}, nil
}

// Attribute returns the claims of a in the order in which they begin, named c1,
// c2, ... It reads the article, the parsed sentences and the cast, and changes
// none of them. Nothing found is nil.
func (at *Attributor) Attribute(a *entente.Analysis) []entente.Claim {
	sc := newScript(at.lex, a)
	var drafts []*draft
	for s := range a.Sentences {
		if d := sc.colon(s); d != nil {
			drafts = append(drafts, d)
		}
		drafts = append(drafts, sc.drafts(s)...)
	}
	for _, d := range drafts {
		sc.widen(d)
	}
	drafts = sc.speeches(drafts)
	drafts = sc.unnested(drafts)
	drafts = slices.DeleteFunc(drafts, func(d *draft) bool {
		d.source = minus(minus(d.source, d.cue), d.content)
		d.content = sc.trim(minus(minus(d.content, d.cue), d.source))
		if len(d.source) == 0 {
			d.speaker = -1
		}
		return len(d.content) == 0 || len(d.cue) == 0
	})
	slices.SortStableFunc(drafts, func(x, y *draft) int {
		return cmp.Or(cmp.Compare(x.start(), y.start()), cmp.Compare(x.head, y.head))
	})
	sc.parents = make([]int, len(drafts))
	for k := range drafts {
		sc.parents[k] = parent(drafts, k)
	}
	var out []entente.Claim
	for k := range drafts {
		c := sc.claim(drafts, k, out)
		c.ID = claimID(k)
		if p := sc.parents[k]; p >= 0 {
			id := claimID(p)
			c.Parent = &id
		}
		out = append(out, c)
	}
	sc.carryRoles(drafts, out)
	return out
}

// unnested drops what only repeats the claim around it. Inside reported content
// a claim stays if it is speech of its own: somebody who says a whole clause.
// "Minister: he wants peace" is one claim, "Minister: they said he wants peace" two.
//
// PolNeAR marks one in five of the others, so they cost more than they give.
func (sc *script) unnested(drafts []*draft) []*draft {
	return slices.DeleteFunc(slices.Clone(drafts), func(d *draft) bool {
		if len(d.entry.frames) == 0 { // a colon, "according to"
			return false
		}
		if d.aside && len(d.source) > 0 {
			return false
		}
		if d.finite && d.entry.has("quote") && d.stance != entente.StanceBelieve && len(d.source) > 0 {
			return false
		}
		return slices.ContainsFunc(drafts, func(o *draft) bool { return o != d && holds(o.content, d.head) })
	})
}

func claimID(k int) entente.ClaimID { return entente.ClaimID("c" + strconv.Itoa(k+1)) }

// start is the first place of the draft.
func (d *draft) start() int {
	first := min(d.cue[0], d.content[0])
	if len(d.source) > 0 {
		first = min(first, d.source[0])
	}
	return first
}

// parent returns the draft with the shortest content around the cue of draft k,
// or -1. Of two that stand in each other's content ("according to X, according to
// Y …" misread) the longer is the parent, of two alike the first: so no claim is its
// own ancestor.
func parent(drafts []*draft, k int) int {
	best := -1
	for p, d := range drafts {
		if p == k || !holds(d.content, drafts[k].head) {
			continue
		}
		if more := len(d.content) - len(drafts[k].content); more < 0 || more == 0 && p > k {
			continue
		}
		if best < 0 || len(d.content) < len(drafts[best].content) {
			best = p
		}
	}
	return best
}

// carryRoles gives a speaker's later claims the role that an earlier one names:
// the same actor, or the same surname if nobody else has it.
func (sc *script) carryRoles(drafts []*draft, claims []entente.Claim) {
	byActor := map[entente.ActorRef]string{}
	byName := map[string]string{}
	for i := range claims {
		c := &claims[i]
		if c.Class != entente.SourceNamed {
			continue
		}
		name := sc.surname(drafts[i].speaker)
		if c.Role == "" {
			if c.Speaker != nil {
				c.Role = byActor[*c.Speaker]
			}
			if c.Role == "" && name != "" {
				c.Role = byName[name]
			}
		}
		if c.Role == "" {
			continue
		}
		if c.Speaker != nil && byActor[*c.Speaker] == "" {
			byActor[*c.Speaker] = c.Role
		}
		if old, ok := byName[name]; name != "" && !ok {
			byName[name] = c.Role
		} else if ok && old != c.Role {
			byName[name] = "" // two people, or two offices
		}
	}
}

// surname is the last word of the name headed at a place, or "" if it is no name.
func (sc *script) surname(p int) string {
	if p < 0 || sc.tok(p).UPOS != "PROPN" {
		return ""
	}
	t := sc.tree(sc.sentOf[p])
	last := p - t.first
	for _, j := range t.Children(last, "flat") {
		last = max(last, j)
	}
	return t.Tokens[last].Form
}
