package model

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"unsafe"
)

// maxHeader bounds the JSON header, in bytes; ours is about 30 KB.
const maxHeader = 16 << 20

// tensor is one entry of the file. data is the raw little-endian content.
type tensor struct {
	kind   string // "F32" or "I8"
	shape  []int
	data   string
	offset int // of data in the file, for errors
}

// Tensors are the named arrays of a weights file. They do not change and may be shared.
type Tensors struct {
	byName map[string]tensor
}

// Matrix is an 8-bit matrix: value = Rows[r*Cols+c] * Scale[r].
type Matrix struct {
	Rows, Cols int
	Values     []int8 // row after row; read-only memory
	Scale      []float32
}

// Row writes row r, as numbers, into dst, of length Cols.
func (m *Matrix) Row(r int, dst []float32) {
	scale := m.Scale[r]
	for i, v := range m.Values[r*m.Cols:][:m.Cols] {
		dst[i] = float32(v) * scale
	}
}

// CorruptError says where a weights file breaks the format.
type CorruptError struct {
	Offset int // bytes from the beginning of the file
	Err    error
}

// Error returns "model: weights at byte 8: cause".
func (e *CorruptError) Error() string {
	return fmt.Sprintf("model: weights at byte %d: %v", e.Offset, e.Err)
}

// Unwrap returns the cause.
func (e *CorruptError) Unwrap() error { return e.Err }

func corrupt(offset int, format string, args ...any) error {
	return &CorruptError{Offset: offset, Err: fmt.Errorf(format, args...)}
}

// bytesOf views a string without copying. The result must not be written to.
func bytesOf(s string) []byte { return unsafe.Slice(unsafe.StringData(s), len(s)) }

// readHeader finds the tensors of file, and returns the config of its metadata as JSON.
func (t *Tensors) readHeader(file string) (config string, err error) {
	if len(file) < 8 {
		return "", corrupt(0, "%d bytes are too few for a safetensors file", len(file))
	}
	size := binary.LittleEndian.Uint64([]byte(file[:8]))
	if size > maxHeader || size > uint64(len(file)-8) {
		return "", corrupt(0, "a header of %d bytes in a file of %d", size, len(file))
	}
	start := 8 + int(size)
	var header map[string]json.RawMessage
	if err := json.Unmarshal(bytesOf(file[8:start]), &header); err != nil {
		return "", corrupt(8, "header: %w", err)
	}
	var meta struct {
		Config string `json:"config"`
	}
	t.byName = make(map[string]tensor, len(header))
	for name, raw := range header {
		if name == "__metadata__" {
			if err := json.Unmarshal(raw, &meta); err != nil {
				return "", corrupt(8, "__metadata__: %w", err)
			}
			continue
		}
		found, err := readTensor(raw, file, start)
		if err != nil {
			return "", corrupt(8, "tensor %q: %w", name, err)
		}
		t.byName[name] = found
	}
	if meta.Config == "" {
		return "", corrupt(8, "the header has no __metadata__ with a config")
	}
	return meta.Config, nil
}

func readTensor(raw json.RawMessage, file string, start int) (tensor, error) {
	var entry struct {
		DType   string `json:"dtype"`
		Shape   []int  `json:"shape"`
		Offsets [2]int `json:"data_offsets"`
	}
	if err := json.Unmarshal(raw, &entry); err != nil {
		return tensor{}, err
	}
	width := map[string]int{"F32": 4, "I8": 1}[entry.DType]
	if width == 0 {
		return tensor{}, fmt.Errorf("type %q is neither F32 nor I8", entry.DType)
	}
	from, to := entry.Offsets[0], entry.Offsets[1]
	if from < 0 || to < from || to > len(file)-start {
		return tensor{}, fmt.Errorf("bytes [%d:%d] of data of %d bytes", from, to, len(file)-start)
	}
	size := width
	for _, n := range entry.Shape {
		if n < 0 || n > len(file) || size > len(file) {
			return tensor{}, fmt.Errorf("shape %v is too large", entry.Shape)
		}
		size *= n
	}
	if size != to-from {
		return tensor{}, fmt.Errorf("shape %v takes %d bytes, not %d", entry.Shape, size, to-from)
	}
	return tensor{kind: entry.DType, shape: entry.Shape, data: file[start+from : start+to], offset: start + from}, nil
}

// size is a number of a config.
type size struct {
	name  string
	value int
	by    int // what it must be a positive multiple of
}

// readConfig reads the JSON of a config into c, and returns an error if one of its sizes is off.
func readConfig(text string, c any, sizes func() []size) error {
	if err := json.Unmarshal([]byte(text), c); err != nil {
		return corrupt(8, "config: %w", err)
	}
	for _, s := range sizes() {
		if s.value <= 0 || s.value > 1<<24 || s.value%s.by != 0 {
			return corrupt(8, "config: %s is %d, not a positive multiple of %d", s.name, s.value, s.by)
		}
	}
	return nil
}

func knownActivation(name string) error {
	if name != "gelu" {
		return corrupt(8, "config: activation %q is not known", name)
	}
	return nil
}

func (t *Tensors) tensor(name, kind string, shape ...int) (tensor, error) {
	found, ok := t.byName[name]
	if !ok {
		return found, corrupt(8, "no tensor %q", name)
	}
	same := found.kind == kind && len(found.shape) == len(shape)
	for i := 0; same && i < len(shape); i++ {
		same = found.shape[i] == shape[i]
	}
	if !same {
		return found, corrupt(found.offset, "tensor %q is %s %v, not %s %v", name, found.kind, found.shape, kind, shape)
	}
	return found, nil
}

// Vector returns a copy of an F32 tensor of n values, all finite.
func (t *Tensors) Vector(name string, n int) ([]float32, error) {
	found, err := t.tensor(name, "F32", n)
	if err != nil {
		return nil, err
	}
	out := make([]float32, n)
	for i := range out {
		v := math.Float32frombits(binary.LittleEndian.Uint32(bytesOf(found.data[4*i : 4*i+4])))
		if v-v != 0 {
			return nil, corrupt(found.offset+4*i, "tensor %q: value %d is %v", name, i, v)
		}
		out[i] = v
	}
	return out, nil
}

// Matrix returns an I8 tensor with its scales, one per row. A tensor of more
// dimensions than two counts as a matrix of its last one: rows*cols is its size.
func (t *Tensors) Matrix(name string, shape ...int) (*Matrix, error) {
	found, err := t.tensor(name, "I8", shape...)
	if err != nil {
		return nil, err
	}
	last := len(shape) - 1
	out := &Matrix{Rows: 1, Cols: shape[last]}
	for _, n := range shape[:last] {
		out.Rows *= n
	}
	out.Values = unsafe.Slice((*int8)(unsafe.Pointer(unsafe.StringData(found.data))), len(found.data))
	out.Scale, err = t.Vector(name+".scale", out.Rows)
	return out, err
}
