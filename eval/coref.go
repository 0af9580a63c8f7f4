package eval

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"entente"
	"entente/conllu"
)

// spot is a mention as its head word: sentence and token.
type spot struct{ sentence, token int }

// clusters are the entities of one document, as lists of mentions. Mentions of
// gold and of the system are the same if their numbers are.
type clusters [][]int

// corefCounts adds up over documents. Precision and recall are sums over sums, as
// the scorer of the CoNLL 2011 and 2012 shared tasks has them (Pradhan et al.
// 2014, "Scoring Coreference Partitions of Predicted Mentions").
type corefCounts struct {
	muc, bcubed, ceaf  prCounts
	all, linked, typed prCounts // detection of mentions
}

// prCounts are the sums of precision, right over found, and of recall, met over
// wanted.
type prCounts struct{ right, found, met, wanted float64 }

func (c prCounts) score(field string) Score {
	p, r := ratio(c.right, c.found), ratio(c.met, c.wanted)
	s := Score{Field: field, Detail: fmt.Sprintf("P %.3f R %.3f", p, r)}
	if p+r > 0 {
		s.Value = 2 * p * r / (p + r)
	}
	return s
}

func ratio(a, b float64) float64 {
	if b == 0 {
		return 0
	}
	return a / b
}

// add counts a document by the three measures. Every mention stands in at most
// one cluster of a side.
func (c *corefCounts) add(found, wanted clusters) {
	c.muc.right, c.muc.found = addMUC(c.muc.right, c.muc.found, found, wanted)
	c.muc.met, c.muc.wanted = addMUC(c.muc.met, c.muc.wanted, wanted, found)
	c.bcubed.right, c.bcubed.found = addBCubed(c.bcubed.right, c.bcubed.found, found, wanted)
	c.bcubed.met, c.bcubed.wanted = addBCubed(c.bcubed.met, c.bcubed.wanted, wanted, found)
	similar := ceafE(found, wanted)
	c.ceaf.right += similar
	c.ceaf.met += similar
	c.ceaf.found += float64(len(found))
	c.ceaf.wanted += float64(len(wanted))
}

// scores are the rows of the three measures and their mean.
func (c *corefCounts) scores(prefix string) []Score {
	muc, bcubed, ceaf := c.muc.score(prefix+"MUC"), c.bcubed.score(prefix+"B-cubed"), c.ceaf.score(prefix+"CEAF-e")
	mean := Score{Field: prefix + "CoNLL F1", Value: (muc.Value + bcubed.Value + ceaf.Value) / 3, Detail: "mean of MUC, B-cubed and CEAF-e"}
	return []Score{muc, bcubed, ceaf, mean}
}

// shares counts the members of a cluster by the cluster of the other side that
// holds them; alone is how many stand in none.
func shares(cluster []int, other clusters) (of map[int]int, alone int) {
	of = map[int]int{}
next:
	for _, m := range cluster {
		for k, o := range other {
			if slices.Contains(o, m) {
				of[k]++
				continue next
			}
		}
		alone++
	}
	return of, alone
}

// addMUC adds the links of side that other has too, and all links of side
// (Vilain et al. 1995): a cluster of n mentions has n-1, and loses one for every
// part beyond the first into which other cuts it.
func addMUC(right, total float64, side, other clusters) (float64, float64) {
	for _, cluster := range side {
		of, alone := shares(cluster, other)
		right += float64(len(cluster) - len(of) - alone)
		total += float64(len(cluster) - 1)
	}
	return right, total
}

// addBCubed adds, for each mention of side, the share of its cluster that other
// has in one cluster with it, and the number of mentions (Bagga and Baldwin 1998).
func addBCubed(right, total float64, side, other clusters) (float64, float64) {
	for _, cluster := range side {
		of, _ := shares(cluster, other)
		for _, n := range of {
			right += float64(n) * float64(n) / float64(len(cluster))
		}
		total += float64(len(cluster))
	}
	return right, total
}

// ceafE is the similarity of the best one-to-one alignment of entities, where two
// entities are as similar as twice the mentions that they share out of all that
// they have: phi4 of Luo 2005.
func ceafE(found, wanted clusters) float64 {
	similar := make([][]float64, len(found))
	for i, cluster := range found {
		similar[i] = make([]float64, len(wanted))
		of, _ := shares(cluster, wanted)
		for k, n := range of {
			similar[i][k] = 2 * float64(n) / float64(len(cluster)+len(wanted[k]))
		}
	}
	return bestAlignment(similar)
}

// bestAlignment returns the largest sum of values that takes at most one of each
// row and column, none of them negative: the Hungarian algorithm (Kuhn 1955) with
// potentials, in time rows² × columns.
func bestAlignment(value [][]float64) float64 {
	rows := len(value)
	if rows == 0 || len(value[0]) == 0 {
		return 0
	}
	columns := len(value[0])
	if rows > columns {
		turned := make([][]float64, columns)
		for j := range turned {
			turned[j] = make([]float64, rows)
			for i := range value {
				turned[j][i] = value[i][j]
			}
		}
		return bestAlignment(turned)
	}
	// Rows and columns count from 1; column 0 holds the row to be placed.
	u, v := make([]float64, rows+1), make([]float64, columns+1)
	rowOf, way := make([]int, columns+1), make([]int, columns+1)
	for i := 1; i <= rows; i++ {
		rowOf[0] = i
		least := slices.Repeat([]float64{math.Inf(1)}, columns+1)
		used := make([]bool, columns+1)
		j := 0
		for rowOf[j] != 0 {
			used[j] = true
			row, next, delta := rowOf[j], 0, math.Inf(1)
			for k := 1; k <= columns; k++ {
				if used[k] {
					continue
				}
				if cost := -value[row-1][k-1] - u[row] - v[k]; cost < least[k] {
					least[k], way[k] = cost, j
				}
				if least[k] < delta {
					next, delta = k, least[k]
				}
			}
			for k := range used {
				if used[k] {
					u[rowOf[k]] += delta
					v[k] -= delta
				} else {
					least[k] -= delta
				}
			}
			j = next
		}
		for j != 0 {
			rowOf[j] = rowOf[way[j]]
			j = way[j]
		}
	}
	sum := 0.0
	for j := 1; j <= columns; j++ {
		if rowOf[j] != 0 {
			sum += value[rowOf[j]-1][j-1]
		}
	}
	return sum
}

// goldMention is a mention of a document with its head.
type goldMention struct {
	at     spot
	length int // in words
	kind   string
}

// goldEntities returns the mentions of one document, sentences from..to, by group
// in the order of the text.
func goldEntities(doc *conllu.Doc, from, to int) [][]goldMention {
	place := map[string]int{}
	var out [][]goldMention
	for _, m := range doc.Mentions {
		if m.Sentence < from || m.Sentence >= to {
			continue
		}
		k, ok := place[m.Group]
		if !ok {
			k = len(out)
			place[m.Group] = k
			out = append(out, nil)
		}
		head := headOf(&doc.Sentences[m.Sentence], m.Min)
		out[k] = append(out[k], goldMention{spot{m.Sentence, head}, m.Last - m.First + 1, m.Type})
	}
	return out
}

// number gives every gold mention a number, and says which of them a system's
// mention with the same head is: of two with one head the shorter, then the first.
func number(entities [][]goldMention) (gold clusters, at map[spot]int, kinds []string) {
	at = map[spot]int{}
	var lengths []int
	for _, entity := range entities {
		var cluster []int
		for _, m := range entity {
			n := len(lengths)
			lengths = append(lengths, m.length)
			kinds = append(kinds, m.kind)
			cluster = append(cluster, n)
			if old, ok := at[m.at]; !ok || m.length < lengths[old] {
				at[m.at] = n
			}
		}
		gold = append(gold, cluster)
	}
	return gold, at, kinds
}

// systemEntities gathers the heads of the mentions in sents, the first of which
// has the given number: those of one chain together, and each without a chain alone.
func systemEntities(sents []entente.Sentence, first int) [][]spot {
	place := map[int]int{}
	return gather(sents, first, func(tok *entente.Token, n int) (int, bool) {
		if tok.Chain == 0 {
			return n, false
		}
		k, ok := place[tok.Chain]
		if !ok {
			place[tok.Chain] = n
			return n, false
		}
		return k, true
	})
}

// sameWords is systemEntities for the baseline: mentions whose head words have the
// same lemma, but for case, are one entity; a pronoun is one alone.
func sameWords(sents []entente.Sentence, first int) [][]spot {
	place := map[string]int{}
	return gather(sents, first, func(tok *entente.Token, n int) (int, bool) {
		lemma := strings.ToLower(tok.Lemma)
		if tok.UPOS == "PRON" {
			return n, false
		}
		k, ok := place[lemma]
		if !ok {
			place[lemma] = n
			return n, false
		}
		return k, true
	})
}

// gather adds each mention to the entity that join names, or makes it a new one,
// whose number join is told.
func gather(sents []entente.Sentence, first int, join func(tok *entente.Token, next int) (int, bool)) [][]spot {
	var out [][]spot
	for i := range sents {
		for j := range sents[i].Tokens {
			tok := &sents[i].Tokens[j]
			if tok.Mention == "" && tok.Chain == 0 {
				continue
			}
			at := spot{first + i, j}
			if k, ok := join(tok, len(out)); ok {
				out[k] = append(out[k], at)
			} else {
				out = append(out, []spot{at})
			}
		}
	}
	return out
}

// linked leaves out what stands alone.
func linked[T any](entities [][]T) [][]T {
	var out [][]T
	for _, entity := range entities {
		if len(entity) > 1 {
			out = append(out, entity)
		}
	}
	return out
}

// matched writes the system's mentions as numbers of gold ones; what is none of
// gold gets a number of its own.
func matched(entities [][]spot, at map[spot]int) clusters {
	var out clusters
	own := 0
	for _, entity := range entities {
		var cluster []int
		for _, m := range entity {
			n, ok := at[m]
			if !ok {
				own--
				n = own
			}
			cluster = append(cluster, n)
		}
		out = append(out, cluster)
	}
	return out
}

// detect counts mentions found: a gold mention whose head a shorter one has too
// can't be.
func (c *prCounts) detect(found, wanted clusters) {
	for _, cluster := range wanted {
		c.wanted += float64(len(cluster))
	}
	for _, cluster := range found {
		c.found += float64(len(cluster))
		for _, n := range cluster {
			if n >= 0 {
				c.right++
				c.met++
			}
		}
	}
}

// scoreEntities compares the mentions and chains of got, parsed sentences of doc,
// with gold. Mentions are matched by their head words, as CorefUD's head match
// has it (Nedoluzhko et al. 2022): the head of a gold mention is the word of its
// minimal span that is highest in the gold tree. Coreference leaves out what is
// mentioned once on either side, before the matching.
func scoreEntities(got []entente.Sentence, doc *conllu.Doc) []Score {
	var system, words corefCounts
	from := 0
	for _, sents := range doc.Documents() {
		to := from + len(sents)
		entities := goldEntities(doc, from, to)
		gold, at, kinds := number(entities)
		found := systemEntities(got[from:to], from)
		system.all.detect(matched(found, at), gold)
		for _, entity := range found {
			for _, m := range entity {
				if n, ok := at[m]; ok {
					system.typed.wanted++
					if kinds[n] == got[m.sentence].Tokens[m.token].Mention {
						system.typed.met++
					}
				}
			}
		}
		gold, at, _ = number(linked(entities))
		chains := matched(linked(found), at)
		system.linked.detect(chains, gold)
		system.add(chains, gold)
		words.add(matched(linked(sameWords(got[from:to], from)), at), gold)
		from = to
	}
	scores := []Score{
		system.all.score("mentions"),
		Ratio("type of found mentions", int(system.typed.met), int(system.typed.wanted)),
		system.linked.score("mentions in chains"),
	}
	scores = append(scores, system.scores("coreference ")...)
	return append(scores, words.scores("same head lemma ")...)
}
