package parse

import (
	"context"

	"entente"
	"entente/encoder"
	"entente/encoder/kernel"
	"entente/wordpiece"
)

const (
	// batchPieces is how many pieces go through the encoder together: with more,
	// the rows leave the L2 cache.
	batchPieces = 384
	// wordPieces is how many pieces of one word are kept in a sentence that is too
	// long: only the first one's vector is read.
	wordPieces = 16
)

// stretch is a sentence, or a part of one that is too long, in a batch.
type stretch struct {
	tokens []entente.Token
	words  []string        // the normalised forms
	first  []int           // the row in the batch of each word's first piece
	start  int             // the row of [CLS]
	offset int             // index in the sentence of tokens[0]
	whole  []entente.Token // the whole sentence

	sentence int // its index in the document
}

// work is the memory of one worker.
type work struct {
	batch     encoder.Batch
	stretches []stretch
	words     []string
	first     []int
	ids       []int32 // of one sentence's words, one after the other
	ends      []int   // where each word's pieces end in ids

	enc   encoder.Scratch
	score scratch
	prod  kernel.Scratch
	tree  treeScratch
	found []mention // of the group
}

// parseGroup parses sentences, the first being that of index base in the document,
// batch by batch, and returns their mentions.
func (p *Parser) parseGroup(ctx context.Context, sents []entente.Sentence, base int, w *work) []mention {
	w.reset()
	w.found = nil
	for i := range sents {
		tokens := sents[i].Tokens
		if len(tokens) == 0 {
			continue
		}
		w.pieces(p.vocab, tokens, p.limit)
		for from := 0; from < len(tokens); {
			to := w.cut(tokens, from, p.limit)
			w.add(p.vocab, tokens, from, to)
			w.stretches[len(w.stretches)-1].sentence = base + i
			from = to
			if len(w.batch.Pieces) >= batchPieces {
				if ctx.Err() != nil {
					return nil
				}
				p.flush(w)
			}
		}
	}
	p.flush(w)
	return w.found
}

func (w *work) reset() {
	w.batch.Pieces, w.batch.Cases, w.batch.Ends = w.batch.Pieces[:0], w.batch.Cases[:0], w.batch.Ends[:0]
	clear(w.stretches) // lets go of the caller's tokens
	w.stretches, w.first = w.stretches[:0], w.first[:0]
	clear(w.words)
	w.words = w.words[:0]
}

// pieces writes the pieces of all words of a sentence into w.ids and w.ends. If
// they are too many for one stretch, long words lose their last ones.
func (w *work) pieces(v *wordpiece.Vocab, tokens []entente.Token, limit int) {
	w.ids, w.ends = w.ids[:0], w.ends[:0]
	for i := range tokens {
		w.ids = v.Append(w.ids, wordpiece.Normalise(tokens[i].Form))
		w.ends = append(w.ends, len(w.ids))
	}
	if len(w.ids) <= limit {
		return
	}
	from, to := 0, 0
	for i, end := range w.ends {
		to += copy(w.ids[to:], w.ids[from:min(end, from+wordPieces)])
		w.ends[i], from = to, end
	}
	w.ids = w.ids[:to]
}

// cut returns where the stretch that starts at word from ends: where limit pieces
// are full, or after the last punctuation mark in the quarter before, if there is
// one. This is a heuristic: it parts "the leaders of X, Y | and Z" where that is all
// the punctuation there is.
func (w *work) cut(tokens []entente.Token, from, limit int) int {
	start := w.begin(from)
	to := from
	for to < len(w.ends) && w.ends[to]-start <= limit {
		to++
	}
	if to == len(w.ends) {
		return to
	}
	for at := to; at > from && w.ends[at-1]-start > limit*3/4; at-- {
		if wordpiece.CaseOf(tokens[at-1].Form) == wordpiece.CaseSymbol {
			return at
		}
	}
	return max(to, from+1)
}

func (w *work) begin(word int) int {
	if word == 0 {
		return 0
	}
	return w.ends[word-1]
}

// add puts the words from..to-1 into the batch as one stretch.
func (w *work) add(v *wordpiece.Vocab, tokens []entente.Token, from, to int) {
	b := &w.batch
	put := func(id int32, class wordpiece.Case) {
		b.Pieces = append(b.Pieces, id)
		b.Cases = append(b.Cases, uint8(class))
	}
	s := stretch{tokens: tokens[from:to], whole: tokens, offset: from, start: len(b.Pieces)}
	words, first := len(w.words), len(w.first)
	put(v.Start, wordpiece.CaseNone)
	for i := from; i < to; i++ {
		word := wordpiece.Normalise(tokens[i].Form)
		class := wordpiece.CaseOf(word)
		w.words = append(w.words, word)
		w.first = append(w.first, len(b.Pieces))
		for _, id := range w.ids[w.begin(i):w.ends[i]] {
			put(id, class)
		}
	}
	put(v.End, wordpiece.CaseNone)
	b.Ends = append(b.Ends, len(b.Pieces))
	s.words, s.first = w.words[words:], w.first[first:]
	w.stretches = append(w.stretches, s)
}

// flush encodes the batch and writes the annotations of its tokens.
func (p *Parser) flush(w *work) {
	if len(w.stretches) == 0 {
		return
	}
	x := p.enc.Encode(&w.batch, &w.enc)
	p.heads.annotate(x, w)
	for i := range w.stretches {
		joinStretch(&w.stretches[i])
	}
	w.reset()
}

// joinStretch makes the heads of a later stretch indices into the whole sentence,
// and hangs its root from that of the first. Stretches come in text order, and
// the first one's tokens stand at the sentence's beginning.
func joinStretch(s *stretch) {
	if s.offset == 0 {
		return
	}
	root := 0
	for s.whole[root].Head != root {
		root++
	}
	for i := range s.tokens {
		tok := &s.tokens[i]
		tok.Head += s.offset
		if tok.Head == s.offset+i {
			tok.Head, tok.Rel = root, "parataxis"
		}
	}
}
