// Package parse writes the lemma, part of speech, features and dependency tree of
// every token, in the terms of Universal Dependencies 2 as the English Web
// Treebank uses them (Silveira et al. 2014).
//
// Smallest use:
//
//	m, err := model.Load()
//	p, err := parse.New(m, parse.Options{})
//	err = p.Parse(ctx, sents)
//
// One pass of a small transformer over the word pieces of a sentence feeds linear
// classifiers for part of speech, features and lemma script, and biaffine scorers
// for arcs and labels (Dozat and Manning 2017). The tree is the best-scoring one
// with exactly one root. A Judge, with weights of its own over the lower layers of the
// same transformer, tells what kind of event passes between two actors of a sentence.
//
// Results depend on the sentence alone: not on its neighbours, the number of
// workers, the order of work or the processor, whose paths give the same bits.
// Chains alone are of the document. Limits: English; a sentence of more pieces than
// the model has positions (510) is read in stretches, whose roots hang from the
// root of the first as "parataxis".
package parse

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"entente"
	"entente/encoder"
	"entente/encoder/kernel"
	"entente/model"
	"entente/wordpiece"
)

// groupTokens is how many tokens a worker takes at a time.
const groupTokens = 300

// Options are the choices of a Parser. The zero value is right for most uses.
type Options struct {
	Workers int    // goroutines of one Parse; 0 is one per CPU
	Path    string // of the arithmetic, see package kernel; "" is the best there is
}

// Parser parses sentences. It does not change and may be used by several
// goroutines at once.
type Parser struct {
	workers int
	k       *kernel.Kernel
	vocab   *wordpiece.Vocab
	enc     *encoder.Encoder
	heads   heads
	limit   int        // pieces of one stretch, without [CLS] and [SEP]
	free    chan *work // idle memory of workers; a sync.Pool may drop it at any time
}

// New prepares the model m. It takes some tens of milliseconds.
func New(m *model.Model, opts Options) (*Parser, error) {
	k, err := kernel.New(opts.Path)
	if err != nil {
		return nil, &entente.Error{Op: "parse", Kind: entente.Missing, Err: err}
	}
	p := &Parser{workers: opts.Workers, k: k, limit: m.Config.Positions - 2}
	if p.workers <= 0 {
		p.workers = runtime.GOMAXPROCS(0)
	}
	p.free = make(chan *work, p.workers)
	if p.vocab, err = wordpiece.New(m.Vocab); err != nil {
		return nil, &entente.Error{Op: "parse", Kind: entente.Syntax, Input: "vocab.txt", Err: err}
	}
	if n := p.vocab.Len(); n != m.Config.Vocab {
		return nil, &entente.Error{Op: "parse", Kind: entente.Syntax, Input: "vocab.txt",
			Err: fmt.Errorf("%d pieces for weights of %d", n, m.Config.Vocab)}
	}
	if p.enc, err = encoder.New(m, k); err != nil {
		return nil, err
	}
	if err = p.heads.load(m, k); err != nil {
		return nil, err
	}
	return p, nil
}

// Path returns the path of the arithmetic, "avx2" say.
func (p *Parser) Path() string { return p.k.Path() }

// Parse fills Lemma, UPOS, Feats, Head and Rel of every token of sents, which are one
// document in text order, and what the model tells beside them. Lemma, UPOS and Rel
// are never empty. If ctx ends first, its error is returned, and some
// sentences may lack their annotation.
func (p *Parser) Parse(ctx context.Context, sents []entente.Sentence) error {
	groups := group(sents)
	found := make([][]mention, len(groups))
	var next atomic.Int64
	takeGroups := func() {
		w := p.take()
		defer p.put(w)
		for ctx.Err() == nil {
			i := int(next.Add(1)) - 1
			if i >= len(groups) {
				return
			}
			found[i] = p.parseGroup(ctx, sents[groups[i].from:groups[i].to], groups[i].from, w)
		}
	}
	if n := min(p.workers, len(groups)); n > 1 {
		var wait sync.WaitGroup
		for range n {
			wait.Go(takeGroups)
		}
		wait.Wait()
	} else {
		takeGroups()
	}
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("parse: %w", err)
	}
	p.join(sents, slices.Concat(found...))
	return nil
}

// join does what takes the whole document: the entity types of names, the names
// themselves, and the chains.
func (p *Parser) join(sents []entente.Sentence, found []mention) {
	p.heads.settle(sents, found)
	var names namer
	for i := range sents {
		names.mark(sents[i].Tokens)
	}
	p.heads.coref.link(sents, found)
}

func (p *Parser) take() *work {
	select {
	case w := <-p.free:
		return w
	default:
		return new(work)
	}
}

func (p *Parser) put(w *work) {
	w.reset()
	select {
	case p.free <- w:
	default: // more callers at once than workers
	}
}

// run is a run of sentences, from inclusive and to exclusive.
type run struct{ from, to int }

// group cuts sents into runs of about groupTokens tokens.
func group(sents []entente.Sentence) []run {
	var out []run
	from, n := 0, 0
	for i := range sents {
		n += len(sents[i].Tokens)
		if n >= groupTokens {
			out = append(out, run{from, i + 1})
			from, n = i+1, 0
		}
	}
	if from < len(sents) {
		out = append(out, run{from, len(sents)})
	}
	return out
}
