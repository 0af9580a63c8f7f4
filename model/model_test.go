package model_test

import (
	"encoding/binary"
	"errors"
	"math/rand/v2"
	"strings"
	"testing"

	"entente/model"
)

// readAll reads every tensor that a parser needs, so that damage is found.
func readAll(m *model.Model) error {
	c := m.Config
	if _, err := m.Matrix("emb.word", c.Vocab, c.Hidden); err != nil {
		return err
	}
	if _, err := m.Matrix("rel.u", len(c.Rels), c.RelDim+1, c.RelDim+1); err != nil {
		return err
	}
	_, err := m.Vector("emb.ln.w", c.Hidden)
	return err
}

func TestReadTensors(t *testing.T) {
	file := model.RandomFile(model.RandomSmall(), 1)
	m, err := model.Read(file, model.RandomVocab())
	if err != nil {
		t.Fatal(err)
	}
	if err := readAll(m); err != nil {
		t.Fatal(err)
	}
	w, err := m.Matrix("arc.u", 17, 16)
	if err != nil {
		t.Fatal(err)
	}
	if w.Rows != 17 || w.Cols != 16 || len(w.Values) != 17*16 || len(w.Scale) != 17 {
		t.Errorf("arc.u is %d x %d of %d values and %d scales", w.Rows, w.Cols, len(w.Values), len(w.Scale))
	}
	row := make([]float32, 16)
	w.Row(3, row)
	if want := float32(w.Values[3*16+5]) * w.Scale[3]; row[5] != want {
		t.Errorf("Row(3)[5] = %v, want %v", row[5], want)
	}
	other, err := model.Read(model.RandomFile(model.RandomSmall(), 2), model.RandomVocab())
	if err != nil {
		t.Fatal(err)
	}
	if len(m.Hash()) != 12 || m.Hash() == other.Hash() {
		t.Errorf("hashes %q and %q of two models", m.Hash(), other.Hash())
	}
}

func TestReadRefuses(t *testing.T) {
	good := model.RandomFile(model.RandomSmall(), 1)
	headed := func(header string) string {
		return string(binary.LittleEndian.AppendUint64(nil, uint64(len(header)))) + header
	}
	tests := []struct{ name, file, want string }{
		{"nothing", "", "at byte 0: 0 bytes"},
		{"only a length", good[:8], "at byte 0: a header of"},
		{"huge header", "\xff\xff\xff\xff\xff\xff\xff\xff" + good[8:], "at byte 0: a header of"},
		{"not JSON", headed("{{{{"), "at byte 8: header"},
		{"no config", headed("{}"), "no __metadata__"},
		{"cut short", good[:len(good)-5], "of data of"},
		{"wrong type", strings.Replace(good, `"dtype":"I8"`, `"dtype":"F9"`, 1), `type "F9"`},
		{"wrong shape", strings.Replace(good, `"shape":[17,16]`, `"shape":[17,99]`, 1), "takes 1683 bytes, not 272"},
		{"missing tensor", strings.Replace(good, `"rel.u"`, `"rel.x"`, 1), `no tensor "rel.u"`},
		{"other width", strings.Replace(good, `\"hidden\":32`, `\"hidden\":64`, 1), `tensor "emb.word" is I8`},
		{"odd width", strings.Replace(good, `\"hidden\":32`, `\"hidden\":33`, 1), "hidden is 33"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m, err := model.Read(tt.file, "")
			if err == nil {
				err = readAll(m)
			}
			var corrupt *model.CorruptError
			if !errors.As(err, &corrupt) || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want one with %q", err, tt.want)
			}
		})
	}
}

// A damaged file is refused or read, but does not panic.
func TestReadDamaged(t *testing.T) {
	good := model.RandomFile(model.RandomSmall(), 1)
	header := 8 + int(binary.LittleEndian.Uint64([]byte(good)))
	r := rand.New(rand.NewPCG(1, 1))
	refused := 0
	for range 3000 {
		b := []byte(good)
		for range 1 + r.IntN(3) {
			b[r.IntN(header)] = byte(r.IntN(256))
		}
		m, err := model.Read(string(b), "")
		if err == nil {
			err = readAll(m)
		}
		if err != nil {
			refused++
		}
	}
	if refused == 0 {
		t.Error("no damaged header was refused")
	}
}

func TestLoad(t *testing.T) {
	m, err := model.Load()
	if err != nil {
		t.Fatal(err)
	}
	if err := readAll(m); err != nil {
		t.Error(err)
	}
	if n := strings.Count(m.Vocab, "\n"); n != m.Config.Vocab {
		t.Errorf("the vocabulary has %d pieces, the weights %d", n, m.Config.Vocab)
	}
}

func TestReadBranch(t *testing.T) {
	c := model.RandomBranch(model.RandomSmall(), []string{"CONSULT", "_"})
	good := model.RandomBranchFile(c, 1)
	read := func(file string) error {
		b, err := model.ReadBranch(file)
		if err != nil {
			return err
		}
		if len(b.Hash()) != 12 || b.Config.Lower != 1 || len(b.Config.Types) != 2 {
			t.Errorf("hash %q, config %+v", b.Hash(), b.Config)
		}
		_, err = b.Matrix("mark", 2, b.Config.Hidden)
		return err
	}
	if err := read(good); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ name, file, want string }{
		{"cut short", good[:len(good)-5], "of data of"},
		{"no lower layers", strings.Replace(good, `\"lower\":1`, `\"lower\":0`, 1), "lower is 0"},
		{"no types", strings.Replace(good, `[\"CONSULT\",\"_\"]`, `[                 ]`, 1), "types is 0"},
		{"other activation", strings.Replace(good, `\"gelu\"`, `\"relu\"`, 1), `activation "relu"`},
		{"missing tensor", strings.Replace(good, `"mark"`, `"mork"`, 1), `no tensor "mark"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var corrupt *model.CorruptError
			if err := read(tt.file); !errors.As(err, &corrupt) || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want one with %q", err, tt.want)
			}
		})
	}
}

func TestStamp(t *testing.T) {
	m, err := model.Load()
	if err != nil {
		t.Fatal(err)
	}
	b, err := model.LoadPairs()
	if err != nil {
		t.Fatal(err)
	}
	other, err := model.ReadBranch(model.RandomBranchFile(model.RandomBranch(model.RandomSmall(), []string{"CONSULT", "_"}), 1))
	if err != nil {
		t.Fatal(err)
	}
	if got := model.Stamp(m, b); len(got) != 12 || got == model.Stamp(m, other) || got == m.Hash() {
		t.Errorf("stamp %q, with other pairs %q, of the model alone %q", got, model.Stamp(m, other), m.Hash())
	}
}

func TestLoadPairs(t *testing.T) {
	b, err := model.LoadPairs()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.Matrix("mark", 2, b.Config.Hidden); err != nil {
		t.Error(err)
	}
}
