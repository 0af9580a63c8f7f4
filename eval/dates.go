package eval

import (
	"context"
	"errors"
	"fmt"
	"io"

	"entente"
)

// NewsDates scores dates against hand-marked stories in the form of IEER, one
// JSON object after another, and reports:
//
//	dates found               of the marks of type DATE, those that share a byte with a found date or length
//	mentions that are marked  of the found dates and lengths, those that share one with a DATE, a TIME or a DURATION
//	dates with exact span     of the marks of type DATE, those that are a found date to the byte
//
// Those marks leave out "earlier this month" and its like and begin after
// "since" and "until", so that what is not marked or not exact is not all wrong:
// read the misses. Errors are analyze's own, or of kind Syntax for a story that
// is no such object or has a mark outside its text.
func NewsDates(ctx context.Context, analyze Analyze, in io.Reader) (*Report, error) {
	rep := &Report{Gold: "dates"}
	var found, exact, wanted, confirmed, made int
	for story, err := range objects[datedStory](in, "dates") {
		if err != nil {
			return nil, err
		}
		rep.Cases++
		a, err := analyze(ctx, story.Text, story.published())
		if err != nil {
			return nil, fmt.Errorf("eval: %s: %w", story.ID, err)
		}
		if a.Article.Text != story.Text {
			return nil, &entente.Error{Op: "eval", Kind: entente.Internal, Input: story.ID, Err: errors.New("analyze changed the text, so offsets do not compare")}
		}
		byteAt := byteOffsets(story.Text)
		sure := make([]bool, len(a.Dates))
		for _, e := range story.Entities {
			if e.Type != "DATE" && e.Type != "TIME" && e.Type != "DURATION" {
				continue
			}
			if e.Start < 0 || e.Start >= e.End || e.End >= len(byteAt) {
				return nil, &entente.Error{Op: "eval", Kind: entente.Syntax, Input: story.ID, Line: rep.Cases,
					Err: fmt.Errorf("mark [%d:%d] is not in a text of %d code points", e.Start, e.End, len(byteAt)-1)}
			}
			sp := entente.Span{Start: byteAt[e.Start], End: byteAt[e.End]}
			hit, same, as := false, false, ""
			for i, m := range a.Dates {
				if m.Date.Span.Overlaps(sp) {
					hit, sure[i] = true, true
					same = same || m.Date.Span == sp
					as = m.Date.Span.In(story.Text)
				}
			}
			if e.Type != "DATE" {
				continue
			}
			wanted++
			switch {
			case !hit:
				rep.Misses = append(rep.Misses, fmt.Sprintf("%s: not found: %q", story.ID, sp.In(story.Text)))
			case !same:
				found++
				rep.Misses = append(rep.Misses, fmt.Sprintf("%s: not exact: %q found as %q", story.ID, sp.In(story.Text), as))
			default:
				found++
				exact++
			}
		}
		for i, m := range a.Dates {
			made++
			if sure[i] {
				confirmed++
			} else {
				rep.Misses = append(rep.Misses, fmt.Sprintf("%s: not marked: %q", story.ID, m.Date.Span.In(story.Text)))
			}
		}
	}
	rep.Scores = []Score{
		Ratio("dates found", found, wanted),
		Ratio("mentions that are marked", confirmed, made),
		Ratio("dates with exact span", exact, wanted),
	}
	return rep, nil
}
