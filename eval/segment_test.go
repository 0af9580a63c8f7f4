package eval_test

import (
	"strings"
	"testing"

	"entente/eval"
	"entente/tokenize"
	"entente/when"
)

const segmentGold = `# newdoc id = a
# newpar
# text = He can't stay.
1	He	_	_	_	_	_	_	_	_
2-3	can't	_	_	_	_	_	_	_	_
2	ca	_	_	_	_	_	_	_	_
3	n't	_	_	_	_	_	_	_	_
4	stay	_	_	_	_	_	_	_	SpaceAfter=No
5	.	_	_	_	_	_	_	_	_

# text = Wait; go
1	Wait	_	_	_	_	_	_	_	SpaceAfter=No
2	;	_	_	_	_	_	_	_	_

1	go	_	_	_	_	_	_	_	_

# newpar
1	End	_	_	_	_	_	_	_	SpaceAfter=No
2	!	_	_	_	_	_	_	_	_

`

// TestSegment: all nine words are right; of the four sentences two are, since
// the tokenizer does not split at a semicolon.
func TestSegment(t *testing.T) {
	rep, err := eval.Segment(tokenize.New(), strings.NewReader(segmentGold))
	if err != nil {
		t.Fatal(err)
	}
	if got := rep.Scores[0]; got.Value != 1 {
		t.Errorf("words %v, misses %q", got, rep.Misses)
	}
	if got := rep.Scores[1]; got.Detail != "P 0.667 R 0.500" || rep.Cases != 4 {
		t.Errorf("sentences %v of %d, misses %q", got, rep.Cases, rep.Misses)
	}
	if _, err := eval.Segment(tokenize.New(), strings.NewReader("1\tonly two\n")); err == nil {
		t.Error("a line of two fields is no error")
	}
}

func TestDates(t *testing.T) {
	gold := `{"date": "07/09/2018 10:00:00", "text": "They signed in 1998 and met last week. It was Ramadan.", "entities": [
		{"start": 15, "end": 19, "type": "DATE"}, {"start": 46, "end": 53, "type": "DATE"}]}`
	rep, err := eval.Dates(tokenize.New(), when.New(), strings.NewReader(gold))
	if err != nil {
		t.Fatal(err)
	}
	if rep.Scores[0].Detail != "1 of 2" || rep.Scores[1].Detail != "1 of 2" {
		t.Errorf("scores %v, misses %q", rep.Scores, rep.Misses)
	}
	if _, err := eval.Dates(tokenize.New(), when.New(), strings.NewReader("{")); err == nil {
		t.Error("broken JSON is no error")
	}
}
