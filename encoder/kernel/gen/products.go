package main

import (
	"fmt"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// mul is the product of some rows of unsigned 7-bit activations with a panel of 32
// columns of signed 8-bit weights, of which AVX2 takes sixteen at a time. Sums are
// exact: VPDPBUSD adds four products to a 32-bit sum; without it, VPMADDUBSW adds
// two, which never leaves 16 bits, since 2*127*128 does not.
func (s set) mul() {
	name := "mul" + s.suffix
	TEXT(name, NOSPLIT, "func(rows, k int, a *uint8, lda int, b *int8, cols int, step, lo, scale, shift, bias, c *float32, ldc int)")
	columns := "cols, which is 16 or 32"
	if !s.wide {
		columns = "16; cols is not used"
	}
	Doc(fmt.Sprintf("%s sets c[r][j] = step[r]*(scale[j]*sum) + (lo[r]*shift[j] + bias[j]), sum being that of a[r][i]*w[i][j] over i < k,", name),
		fmt.Sprintf("for r < rows, which is one of %v, and j < %s. w[i][j] is b[i/4*128 + 4*j + i%%4];", s.product, columns),
		"a holds at most 127. k is a positive multiple of 16; strides are in elements.")
	Pragma("noescape")
	rows := Load(Param("rows"), GP64())
	k := Load(Param("k"), GP64())
	a := Load(Param("a"), GP64())
	lda := Load(Param("lda"), GP64())
	b := Load(Param("b"), GP64())
	choose(rows, s.product, func(rows int, label func(string) string) { s.mulRows(rows, label, k, a, lda, b) })
}

func (s set) mulRows(rows int, label func(string) string, k, a, lda, b reg.Register) {
	ptr := bases(a, lda, rows)
	acc := make([][2]reg.VecVirtual, rows)
	for r := range acc {
		for h := range acc[r] {
			acc[r][h] = s.vec()
			s.zero(acc[r][h])
		}
	}
	var ones reg.VecVirtual
	if !s.wide {
		ones = YMM()
		VMOVDQU(values["ones16"], ones)
	}
	b0, b1, x, t := s.vec(), s.vec(), []reg.VecVirtual{s.vec()}, s.vec()
	if s.wide {
		x = append(x, s.vec(), s.vec(), s.vec())
	}
	Label(label("loop"))
	for u := range 4 {
		lower, upper := Mem{Base: b, Disp: 128 * u}, Mem{Base: b, Disp: 128*u + s.bytes()}
		if s.wide {
			VMOVDQU32(lower, b0)
			VMOVDQU32(upper, b1)
		} else {
			VMOVDQU(lower, b0)
		}
		for r := range rows {
			x := x[r%len(x)]
			VPBROADCASTD(place(ptr, lda, r, 4*u), x)
			if s.wide {
				VPDPBUSD(b0, x, acc[r][0])
				VPDPBUSD(b1, x, acc[r][1])
				continue
			}
			VPMADDUBSW(b0, x, t)
			VPMADDUBSW(upper, x, x)
			VPMADDWD(ones, t, t)
			VPMADDWD(ones, x, x)
			VPADDD(t, acc[r][0], acc[r][0])
			VPADDD(x, acc[r][1], acc[r][1])
		}
	}
	for _, p := range ptr {
		ADDQ(Imm(16), p)
	}
	ADDQ(U32(512), b)
	SUBQ(Imm(16), k)
	JG(LabelRef(label("loop")))

	step := Load(Param("step"), GP64())
	lo := Load(Param("lo"), GP64())
	scale := Load(Param("scale"), GP64())
	shift := Load(Param("shift"), GP64())
	bias := Load(Param("bias"), GP64())
	c := Load(Param("c"), GP64())
	ldc := Load(Param("ldc"), GP64())
	SHLQ(Imm(2), ldc)
	var cols reg.Register
	if s.wide {
		cols = Load(Param("cols"), GP64())
	}
	sv, lv, t := s.vec(), s.vec(), s.vec()
	for r := range rows {
		VBROADCASTSS(Mem{Base: step, Disp: 4 * r}, sv)
		VBROADCASTSS(Mem{Base: lo, Disp: 4 * r}, lv)
		for h := range 2 {
			v, disp := acc[r][h], h*s.bytes()
			if s.wide && h == 1 {
				CMPQ(cols, Imm(16))
				JEQ(LabelRef(label(fmt.Sprintf("half%d", r))))
			}
			VCVTDQ2PS(v, v)
			VMULPS(Mem{Base: scale, Disp: disp}, v, v)
			VMULPS(Mem{Base: shift, Disp: disp}, lv, t)
			VMULPS(sv, v, v)
			VADDPS(Mem{Base: bias, Disp: disp}, t, t)
			VADDPS(t, v, v)
			VMOVUPS(v, Mem{Base: c, Disp: disp})
		}
		if s.wide {
			Label(label(fmt.Sprintf("half%d", r)))
		}
		if r < rows-1 {
			ADDQ(ldc, c)
		}
	}
}

// tileFloat is the product of some rows of a with sixteen columns of b. Each sum
// runs over k in order, in one lane of one register: a row's result does not
// depend on its place among the rows.
func (s set) tileFloat() {
	name := "tile" + s.suffix
	TEXT(name, NOSPLIT, "func(rows, k int, a *float32, lda int, b *float32, ldb int, c *float32, ldc int)")
	Doc(fmt.Sprintf("%s sets c[r][j] to the sum of a[r][i]*b[i][j] over i < k, for r < rows, which is one of %v,", name, s.tile),
		"and j < 16. k is positive; strides are in elements.")
	Pragma("noescape")
	rows := Load(Param("rows"), GP64())
	k := Load(Param("k"), GP64())
	a := Load(Param("a"), GP64())
	lda := Load(Param("lda"), GP64())
	b := Load(Param("b"), GP64())
	ldb := Load(Param("ldb"), GP64())
	SHLQ(Imm(2), lda)
	SHLQ(Imm(2), ldb)
	choose(rows, s.tile, func(rows int, label func(string) string) {
		ptr := bases(a, lda, rows)
		acc := make([][]reg.VecVirtual, rows)
		for r := range acc {
			acc[r] = s.vecs()
			for _, v := range acc[r] {
				s.zero(v)
			}
		}
		bv, x, t := s.vecs(), s.vec(), s.vec()
		Label(label("loop"))
		for h := range bv {
			VMOVUPS(Mem{Base: b, Disp: h * s.bytes()}, bv[h])
		}
		for r := range rows {
			VBROADCASTSS(place(ptr, lda, r, 0), x)
			for h := range bv {
				VMULPS(bv[h], x, t)
				VADDPS(t, acc[r][h], acc[r][h])
			}
		}
		for _, p := range ptr {
			ADDQ(Imm(4), p)
		}
		ADDQ(ldb, b)
		DECQ(k)
		JG(LabelRef(label("loop")))
		c := Load(Param("c"), GP64())
		ldc := Load(Param("ldc"), GP64())
		SHLQ(Imm(2), ldc)
		for r := range rows {
			for h, v := range acc[r] {
				VMOVUPS(v, Mem{Base: c, Disp: h * s.bytes()})
			}
			if r < rows-1 {
				ADDQ(ldc, c)
			}
		}
	})
}

// transpose turns eight rows into eight columns, eight by eight: pairs, then
// quadruples, then halves change places. Numbers are only moved, so AVX2 does for both sets.
func transpose() {
	TEXT("transposeAVX2", NOSPLIT, "func(dst *float32, ldd int, src *float32, lds int, n int)")
	Doc("transposeAVX2 sets dst[i][j] = src[j][i] for j < 8, i < n, a positive multiple of 8; strides are in elements.")
	Pragma("noescape")
	dst := Load(Param("dst"), GP64())
	ldd := Load(Param("ldd"), GP64())
	src := Load(Param("src"), GP64())
	lds := Load(Param("lds"), GP64())
	n := Load(Param("n"), GP64())
	SHLQ(Imm(2), ldd)
	SHLQ(Imm(2), lds)
	from, to := bases(src, lds, 8), bases(dst, ldd, 8)
	Label("loop")
	var in, pairs, out [8]reg.VecVirtual
	for r := range in {
		in[r] = YMM()
		VMOVUPS(place(from, lds, r, 0), in[r])
	}
	for i := 0; i < 8; i += 2 {
		pairs[i], pairs[i+1] = YMM(), YMM()
		VUNPCKLPS(in[i+1], in[i], pairs[i])
		VUNPCKHPS(in[i+1], in[i], pairs[i+1])
	}
	var quads [8]reg.VecVirtual // row 0 to 3 of both halves for the first four rows, then for the others
	for i := 0; i < 8; i += 4 {
		for j := range 2 {
			quads[i+2*j], quads[i+2*j+1] = YMM(), YMM()
			VUNPCKLPD(pairs[i+2+j], pairs[i+j], quads[i+2*j])
			VUNPCKHPD(pairs[i+2+j], pairs[i+j], quads[i+2*j+1])
		}
	}
	for i := range 4 {
		out[i], out[i+4] = YMM(), YMM()
		VPERM2F128(Imm(0x20), quads[i+4], quads[i], out[i])
		VPERM2F128(Imm(0x31), quads[i+4], quads[i], out[i+4])
	}
	for r := range out {
		VMOVUPS(out[r], place(to, ldd, r, 0))
	}
	for _, p := range from {
		ADDQ(Imm(32), p)
	}
	for _, p := range to {
		LEAQ(Mem{Base: p, Index: ldd, Scale: 8}, p)
	}
	SUBQ(Imm(8), n)
	JG(LabelRef("loop"))
	done()
}
