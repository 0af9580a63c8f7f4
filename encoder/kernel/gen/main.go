// Command gen writes the kernels for amd64, ../kernels_amd64.s and ../kernels_amd64.go.
// It is a module of its own, so that entente itself does not need avo:
//
//	go generate ./encoder/kernel
//
// Every function is written once and emitted twice, for AVX-512 and for AVX2. The
// two do the same operations on the same numbers in the same order, and so does
// the path "go": products and sums are rounded one by one, never fused, and a sum
// over a row is sixteen sums, of every sixteenth value each, put together by halves.
package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// set is an instruction set.
type set struct {
	suffix  string
	wide    bool  // AVX-512: one register holds sixteen floats, otherwise two do
	product []int // rows of the tiles of mul
	tile    []int // rows of the tiles of tile
}

var sets = []set{
	{"AVX2", false, []int{6, 4, 2, 1}, []int{6, 4, 2, 1}},
	{"AVX512", true, []int{12, 8, 4, 2, 1}, []int{8, 4, 2, 1}},
}

func main() {
	constants()
	for _, s := range sets {
		s.mul()
		s.tileFloat()
		s.softmax()
		s.gelu()
		s.layerNorm()
		s.quantise()
		s.addRow()
	}
	transpose()
	Generate()
}

// vec is a new register of the set's width.
func (s set) vec() reg.VecVirtual {
	if s.wide {
		return ZMM()
	}
	return YMM()
}

// parts is how many registers hold sixteen floats, and bytes the size of one.
func (s set) parts() int {
	if s.wide {
		return 1
	}
	return 2
}

func (s set) bytes() int { return 64 / s.parts() }

// vecs is the registers for sixteen floats.
func (s set) vecs() []reg.VecVirtual {
	out := make([]reg.VecVirtual, s.parts())
	for i := range out {
		out[i] = s.vec()
	}
	return out
}

// zero clears a register.
func (s set) zero(v reg.VecVirtual) {
	if s.wide {
		VPXORD(v, v, v)
	} else {
		VPXOR(v, v, v)
	}
}

// values holds sixteen copies of each number that the functions need.
var values = map[string]Mem{}

func constant(name string, lane func() Constant) {
	values[name] = GLOBL(name, RODATA|NOPTR)
	for i := range 16 {
		DATA(4*i, lane())
	}
}

func constantF(name string, v float32) { constant(name, func() Constant { return F32(v) }) }
func constantU(name string, v uint32)  { constant(name, func() Constant { return U32(v) }) }

// polynomial sets y to c[0] x^n + ... + c[n], whose coefficients are name0, name1, ...
func polynomial(name string, n int, x, y reg.VecVirtual) {
	VMOVUPS(values[name+"0"], y)
	for i := 1; i <= n; i++ {
		VMULPS(x, y, y)
		VADDPS(values[name+string(rune('0'+i))], y, y)
	}
}

// across leaves in the lowest lane what op makes of all sixteen lanes of v.
func (s set) across(v []reg.VecVirtual, op, last func(...Op)) reg.VecVirtual {
	y, h := YMM(), XMM()
	if s.wide {
		VEXTRACTF64X4(Imm(1), v[0], y)
		op(v[0].AsY(), y, y)
	} else {
		op(v[1], v[0], y)
	}
	VEXTRACTF128(Imm(1), y, h)
	op(h, y.AsX(), y.AsX())
	VMOVHLPS(y.AsX(), y.AsX(), h)
	op(h, y.AsX(), y.AsX())
	VMOVSHDUP(y.AsX(), h)
	last(h, y.AsX(), y.AsX())
	return y
}

// spread copies the lowest lane of v into all lanes of a new register.
func (s set) spread(v reg.VecVirtual) reg.VecVirtual {
	out := s.vec()
	VBROADCASTSS(v.AsX(), out)
	return out
}

// spreadParam copies a float parameter into all lanes of a new register.
func (s set) spreadParam(name string) reg.VecVirtual {
	p, err := Param(name).Resolve()
	if err != nil {
		panic(err)
	}
	out := s.vec()
	VBROADCASTSS(p.Addr, out)
	return out
}

// done ends a function.
func done() {
	VZEROUPPER()
	RET()
}

// choose emits body for each number of rows; which one runs, the register rows says.
func choose(rows reg.Register, sizes []int, body func(rows int, label func(string) string)) {
	name := func(n int, s string) string { return s + string(rune('a'+n)) }
	for _, n := range sizes[:len(sizes)-1] {
		CMPQ(rows, Imm(uint64(n)))
		JEQ(LabelRef(name(n, "rows")))
	}
	for i := len(sizes) - 1; i >= 0; i-- {
		n := sizes[i]
		if i < len(sizes)-1 {
			Label(name(n, "rows"))
		}
		body(n, func(s string) string { return name(n, s) })
		done()
	}
}

// bases returns pointers to every third row at a, for place; stride is in bytes.
func bases(a, stride reg.Register, rows int) []reg.Register {
	out := []reg.Register{a}
	for r := 3; r < rows; r += 3 {
		next := GP64()
		if r == 3 {
			LEAQ(Mem{Base: a, Index: stride, Scale: 2}, next)
		} else {
			LEAQ(Mem{Base: out[len(out)-1], Index: stride, Scale: 2}, next)
		}
		ADDQ(stride, next)
		out = append(out, next)
	}
	return out
}

// place is row r, disp bytes in.
func place(bases []reg.Register, stride reg.Register, r, disp int) Mem {
	m := Mem{Base: bases[r/3], Disp: disp}
	if r%3 > 0 {
		m.Index, m.Scale = stride, uint8(r%3)
	}
	return m
}
