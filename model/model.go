// Package model holds the weights and the vocabulary of the language engine, and
// reads their format, safetensors, as train/README.md describes it.
//
// Smallest use:
//
//	m, err := model.Load()
//	q, err := m.Matrix("layer.0.q.w", 384, 384)
//
// The 8-bit matrices are not copied: they stay in the program's read-only image
// and are paged in as they are used. A file that breaks the format gives an
// error with the byte offset, never a panic.
package model

import (
	"crypto/sha256"
	_ "embed" // for the two files below
	"encoding/hex"
	"sync"
)

//go:embed weights.safetensors
var weights string

//go:embed vocab.txt
var vocab string

// Config is the shape of the network and the names of its outputs.
type Config struct {
	Layers    int     `json:"layers"`
	Hidden    int     `json:"hidden"`
	Heads     int     `json:"heads"`
	FFN       int     `json:"ffn"`
	Vocab     int     `json:"vocab"`
	Positions int     `json:"positions"`
	Eps       float64 `json:"eps"`
	ArcDim    int     `json:"arc_dim"`
	RelDim    int     `json:"rel_dim"`
	CorefDim  int     `json:"coref_dim"` // 0 if there is no scorer of antecedents

	Activation string   `json:"activation"` // of the scorers of arcs and labels: "gelu"
	UPOS       []string `json:"upos"`
	Feats      []string `json:"feats"`   // "_" is none
	Scripts    []string `json:"scripts"` // edit scripts of lemmas
	Rels       []string `json:"rels"`

	// Labels of the further classifiers, "_" being none; a list is empty if the model has no such classifier.
	Mentions []string `json:"mention"` // entity types
	Events   []string `json:"event"`   // PLOVER types
	Modes    []string `json:"mode"`
	Statuses []string `json:"status"`
}

// Model is a set of weights with its vocabulary. It does not change and may be shared.
type Model struct {
	Config Config
	Vocab  string // one word piece a line

	tensors map[string]tensor
	hash    func() string
}

// Load reads the embedded weights.
func Load() (*Model, error) { return Read(weights, vocab) }

// Read reads a model from the contents of a safetensors file and of a vocabulary.
func Read(file, vocab string) (*Model, error) {
	m := &Model{Vocab: vocab}
	if err := m.readHeader(file); err != nil {
		return nil, err
	}
	m.hash = sync.OnceValue(func() string {
		h := sha256.New()
		h.Write(bytesOf(file)) // a hash.Hash never returns an error
		return hex.EncodeToString(h.Sum(nil))[:12]
	})
	return m, nil
}

// Hash returns the first 12 hex digits of the SHA-256 of the weights file.
func (m *Model) Hash() string { return m.hash() }
