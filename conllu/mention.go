package conllu

import (
	"slices"
	"strconv"
	"strings"
)

// Mention is words of one sentence that name, describe or point to one entity.
type Mention struct {
	Sentence    int    // index into Doc.Sentences
	First, Last int    // words, both inclusive
	Min         []int  // words of the minimal span, in order: the name or noun without what extends it
	Group       string // mentions of one entity in one document share it
	Type        string // "person", "place", …
	Identity    string // what the entity is called elsewhere, a Wikipedia title; "" is not known
}

// entities reads the brackets of Entity in MISC, as GUM has them (Zeldes 2017)
// and CorefUD after it:
//
//	# global.Entity = GRP-etype-infstat-salience-centering-minspan-link-identity
//	Entity=(12-person-giv:act-sssss-cf2*-1-coref-Jared_Padalecki
//	Entity=12)
//
// A bracket opens a mention on its word, "12)" closes the innermost open one of
// that group, and both in one make a mention of one word. The minimal span is
// word numbers from 1 within the mention, with commas. Without a declaration
// nothing is read; a bracket without its other half, as in a mention of parts or
// one of two sentences, is skipped.
type entities struct {
	fields []string
	open   []Mention // Min still counts from the mention's first word, from 1
	done   []Mention
}

func (e *entities) declare(value string) {
	e.fields = strings.Split(strings.TrimSpace(value), "-")
}

// read takes the brackets of a word.
func (e *entities) read(brackets string, sentence, word int) {
	if len(e.fields) == 0 {
		return
	}
	for brackets != "" {
		var one string
		end := strings.IndexAny(brackets[1:], "()") + 1
		switch {
		case end == 0:
			one, brackets = brackets, ""
		case brackets[end] == ')':
			one, brackets = brackets[:end+1], brackets[end+1:]
		default:
			one, brackets = brackets[:end], brackets[end:]
		}
		inside, opens := strings.CutPrefix(one, "(")
		inside, closes := strings.CutSuffix(inside, ")")
		if opens {
			m := e.mention(inside)
			m.Sentence, m.First = sentence, word
			e.open = append(e.open, m)
			inside = m.Group
		}
		if closes {
			e.close(inside, word)
		}
	}
}

func (e *entities) mention(fields string) Mention {
	var m Mention
	values := strings.SplitN(fields, "-", len(e.fields))
	for i, value := range values {
		switch e.fields[i] {
		case "GRP", "eid":
			m.Group = value
		case "etype":
			m.Type = value
		case "minspan":
			for n := range strings.SplitSeq(value, ",") {
				if i, err := strconv.Atoi(n); err == nil && i > 0 {
					m.Min = append(m.Min, i)
				}
			}
			slices.Sort(m.Min)
		case "identity":
			m.Identity = value
		}
	}
	return m
}

func (e *entities) close(group string, word int) {
	for i := len(e.open) - 1; i >= 0; i-- {
		if m := e.open[i]; m.Group == group {
			m.Last = word
			e.done = append(e.done, m)
			e.open = slices.Delete(e.open, i, i+1)
			return
		}
	}
}

// take returns the mentions of the sentence that ends. Where a minimal
// span is not given, or not inside its mention, the whole mention is taken.
func (e *entities) take() []Mention {
	var out []Mention
	for _, m := range e.done {
		m.Min = slices.DeleteFunc(m.Min, func(i int) bool { return i > m.Last-m.First+1 })
		for i := range m.Min {
			m.Min[i] += m.First - 1
		}
		if len(m.Min) == 0 {
			for i := m.First; i <= m.Last; i++ {
				m.Min = append(m.Min, i)
			}
		}
		out = append(out, m)
	}
	e.open, e.done = nil, nil
	return out
}
