package mcp

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"entente"
)

// Search is what search_events takes.
type Search struct {
	Sides
	Directed  bool     `json:"directed,omitempty" jsonschema:"only what a does to b"`
	Words     string   `json:"words,omitempty" jsonschema:"words that the sentence must hold, in any order; in quotation marks as they stand"`
	Types     []string `json:"types,omitempty" jsonschema:"any of AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT, or one that the user's rules declare"`
	Statuses  []string `json:"statuses,omitempty" jsonschema:"any of happened ongoing planned negotiated threatened predicted hypothetical claimed denied disputed"`
	Publisher string   `json:"publisher,omitempty" jsonschema:"printed by this publisher, as rows spell it"`
	Oldest    bool     `json:"oldest,omitempty" jsonschema:"oldest first; else newest first"`
	Limit     int      `json:"limit,omitempty" jsonschema:"rows at most, 1 to 50; 10 where it is absent"`
	After     string   `json:"after,omitempty" jsonschema:"next of the answer before, to go on"`
}

// Events is what it gives.
type Events struct {
	Events []Row  `json:"events"`
	Next   string `json:"next,omitempty" jsonschema:"give it as after for more; absent at the end"`
}

func (s *server) search(ctx context.Context, in Search) (Events, string, error) {
	f, err := s.filter(&in.Sides)
	if err != nil {
		return Events{}, "", err
	}
	f.Directed, f.Words, f.Publisher, f.Oldest, f.After = in.Directed, in.Words, in.Publisher, in.Oldest, in.After
	if f.Limit, err = rows(in.Limit); err != nil {
		return Events{}, "", err
	}
	if f.Types, err = known("type", in.Types, s.Ontology.Types(), strings.ToUpper); err != nil {
		return Events{}, "", err
	}
	if f.Statuses, err = known("status", in.Statuses, entente.Statuses(), strings.ToLower); err != nil {
		return Events{}, "", err
	}
	list, next, err := s.Reader.Happenings(ctx, f)
	if err != nil {
		return Events{}, "", err
	}
	out := Events{Events: rowsOf(list), Next: next}
	switch {
	case len(list) == 0:
		return out, "Nothing is known of that. Fewer words, other days, or everyone=true may find more.", nil
	case next != "":
		return out, lines(fmt.Sprintf("Events: %d, and there are more (after %s).", len(list), next), out.Events), nil
	}
	return out, lines(fmt.Sprintf("Events: %d.", len(list)), out.Events), nil
}

// known checks the values of a list.
func known[T ~string](what string, list []string, all []T, fold func(string) string) ([]T, error) {
	var out []T
	for _, v := range list {
		t := T(fold(strings.TrimSpace(v)))
		if !slices.Contains(all, t) {
			return nil, advisef(fmt.Sprintf("one of %v", all), "%q is no %s", v, what)
		}
		out = append(out, t)
	}
	return out, nil
}
