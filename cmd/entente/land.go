package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"entente"
	"entente/gazetteer"
	"entente/resolve"
)

// lands finds the codes that a ledger has for the names on a command line.
type lands struct {
	own      *custom
	gaz      *gazetteer.Gazetteer
	resolver *resolve.Resolver
	everyone bool
	try      string
}

// lands loads the tables; that takes about 12 ms, so that plain codes are checked too: a
// mistyped one would answer that nothing is known.
func (m *Main) lands(cmd *cobra.Command, a *asking, try string) (*lands, error) {
	own, err := m.custom(cmd, a.own)
	if err != nil {
		return nil, err
	}
	return &lands{own: own, gaz: own.gazetteer, resolver: resolve.New(own.gazetteer), everyone: a.everyone, try: try}, nil
}

// one finds the code of a land or body: "PAK", "Pakistan", "the EU", "Moscow".
func (l *lands) one(name string) (string, error) {
	if code, ok := l.find(name); ok {
		return code, nil
	}
	if got := l.resolver.Phrase(name, "", entente.Day{}); l.gaz.State(got.Country) != nil {
		return "", usagef(l.try+" --everyone", "%q is of %s and not the land itself: ask that, with --everyone for who is not its state", name, got.Country)
	}
	return "", usagef(l.try, "%q is no land or body that the gazetteer knows", name)
}

// find is one without a word about failure. A group, firm or agency of a land is not the
// land, and is not found.
func (l *lands) find(name string) (code string, ok bool) {
	if l.gaz.State(name) != nil {
		return name, true
	}
	if code := strings.ToUpper(name); len(name) == 3 && l.gaz.State(code) != nil && !strings.EqualFold(name, "the") {
		return code, true // "rus"
	}
	if slices.ContainsFunc(l.gaz.Orgs, func(o gazetteer.Org) bool { return o.ID == "org:"+name }) {
		return name, true
	}
	got := l.resolver.Phrase(name, "", entente.Day{})
	switch body, org := strings.CutPrefix(got.Entity, "org:"); {
	case strings.HasPrefix(got.Entity, "state:") && got.Country != "":
		return got.Country, true
	case org && (got.Sector == "IGO" || l.everyone && got.Country == ""):
		return body, true
	}
	return "", false
}

// pair reads "PAK-RUS" or "Pakistan-Russia", or with a dash, stroke or comma between. A name
// may have a hyphen of its own.
func (l *lands) pair(text string) (a, b string, err error) {
	text = strings.NewReplacer("–", "-", "—", "-", "/", "-", ",", "-", ";", "-").Replace(text)
	for i := range text {
		if text[i] != '-' {
			continue
		}
		first, ok := l.find(strings.TrimSpace(text[:i]))
		second, both := l.find(strings.TrimSpace(text[i+1:]))
		if ok && both {
			return first, second, l.distinct(first, second)
		}
	}
	return "", "", usagef(l.try, "%q is no pair of two lands or bodies, written PAK-RUS", text)
}

// tie reads one pair, one land, or two lands.
func (l *lands) tie(args []string) (a, b string, err error) {
	if len(args) == 2 {
		if a, err = l.one(args[0]); err != nil {
			return "", "", err
		}
		if b, err = l.one(args[1]); err != nil {
			return "", "", err
		}
		return a, b, l.distinct(a, b)
	}
	// A hyphen may be part of a name; a dash, a hyphen between spaces or at an end is not.
	text := args[0]
	if strings.Contains(text, "–") || strings.Contains(text, " - ") || strings.Trim(text, "-") != text {
		return l.pair(text)
	}
	if code, ok := l.find(text); ok || !strings.Contains(text, "-") {
		if !ok {
			code, err = l.one(text) // which says why
		}
		return code, "", err
	}
	return l.pair(text)
}

func (l *lands) distinct(a, b string) error {
	if a == b {
		return usagef(l.try, "both sides are %s", a)
	}
	return nil
}
