package eval

import (
	"context"
	"errors"
	"strings"
	"testing"

	"entente"
	"entente/internal/tsv"
)

// TestExamples has a reader that sees an event in every sentence that starts with a type.
func TestExamples(t *testing.T) {
	read := func(_ context.Context, s Story) (*entente.Reading, error) {
		f := strings.Fields(s.Text)
		r := &entente.Reading{Article: &entente.Article{Text: s.Text}, Notes: []entente.Note{{Why: "a note"}},
			Actors: []entente.Actor{{Ref: "a1", Country: "SRB"}, {Ref: "a2", Country: "HRV"}, {Ref: "a3", Entity: "org:nato"}, {Ref: "a4", Name: "somebody"}}}
		if f[0] != "Nothing" {
			r.Events = []entente.Event{{Type: entente.EventType(f[0]), Sources: []entente.ActorRef{"a2", "a1"}, Targets: []entente.ActorRef{entente.ActorRef(f[1])}, Status: entente.Happened}}
		}
		return r, nil
	}
	table := tsv.Read("ten.tsv", "type\tsource\ttarget\tstatus\tpublished\tsentence\n"+
		"SWAP\tSRB,HRV\tnato\thappened\t2020-01-02\tSWAP a3\n"+ // right, in any order
		"SWAP\t\t\t\t\tSWAP a4\n"+ // right, no side is asked
		"SWAP\tSRB\tnato\t\t\tSWAP a3\n"+ // wrong source
		"SWAP\t\t\tplanned\t\tSWAP a3\n"+ // wrong status
		"SWAP\t\t\t\t\tNothing\n"+ // wrong, nothing is seen
		"-\t\t\t\t\tAID a3\n"+ // right, it is no type of the table
		"-\t\t\t\t\tSWAP a3\n", // wrong
		ExamplesMust, ExamplesMay)
	list, err := Examples(context.Background(), read, table)
	if err != nil {
		t.Fatal(err)
	}
	right := ""
	for _, ex := range list {
		right += map[bool]string{true: "+", false: "-"}[ex.Right]
	}
	if right != "++---+-" {
		t.Errorf("right are %s, want ++---+-", right)
	}
	if ex := list[0]; ex.Line != 2 || ex.Want != "SWAP HRV,SRB > nato happened" || len(ex.Got) != 1 || ex.Got[0] != ex.Want || len(ex.Notes) != 1 {
		t.Errorf("%+v", ex)
	}
	if got := list[1].Got[0]; got != "SWAP HRV,SRB > ? happened" {
		t.Errorf("an actor without a code: %s", got)
	}
	bad := tsv.Read("ten.tsv", "type\tstatus\tpublished\tsentence\nSWAP\tmaybe\t\tSWAP a3\nSWAP\t\tMay\tSWAP a3\n", ExamplesMust, ExamplesMay)
	list, err = Examples(context.Background(), read, bad)
	if err != nil || len(list) > 0 || len(bad.Problems) != 2 || !strings.HasPrefix(bad.Problems[0].String(), `ten.tsv:2:6: status: no status "maybe"`) ||
		bad.Problems[1].String() != `ten.tsv:3:7: published: date "May" is not a day written YYYY-MM-DD` {
		t.Errorf("%d examples, %v, problems %v", len(list), err, bad.Problems)
	}
	fails := func(context.Context, Story) (*entente.Reading, error) { return nil, errors.New("no") }
	if _, err := Examples(context.Background(), fails, table); err == nil || err.Error() != "eval: ten.tsv:2: no" {
		t.Errorf("a reader's error is told as %v", err)
	}
}
