package main

import (
	"math"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// The rational approximation of erf on [-4, 4] is the one of Eigen's
// generic_fast_erf (MPL-2.0); its coefficients are facts about erf.
var erfP = []float32{-2.72614225801306e-10, 2.77068142495902e-08, -2.10102402082508e-06, -5.69250639462346e-05,
	-7.34990630326855e-04, -2.95459980854025e-03, -1.60960333262415e-02}
var erfQ = []float32{-1.45660718464996e-05, -2.13374055278905e-04, -1.68282697438203e-03, -7.37332916720468e-03, -1.42647390514189e-02}

// exp on (-87, 0]: Cephes' expf (S. Moshier), range reduction by ln 2 in two parts and a polynomial of degree 5.
var expC = []float32{1.9875691500e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1}

func constants() {
	list := func(name string, v []float32) {
		for i := range v {
			constantF(name+string(rune('0'+i)), v[i])
		}
	}
	list("erfP", erfP)
	list("erfQ", erfQ)
	list("expC", expC)
	constantF("half", 0.5)
	constantF("one", 1)
	constantF("invSqrt2", float32(1/math.Sqrt2))
	constantF("four", 4)
	constantF("minusFour", -4)
	constantF("expLow", -87)
	constantF("log2e", math.Log2E)
	constantF("ln2hi", 0.693359375)
	constantF("ln2lo", -2.12194440e-4)
	constantF("magic", 3<<22) // x + magic is rounded to a whole number, which stands in the lowest bits
	constantU("expBias", 127<<23)
	constantF("tiny", 1e-30)
	constantF("limit", 127)
	constantU("ones16", 1<<16|1)
	values["mask"] = GLOBL("mask", RODATA|NOPTR)
	for i := range 32 {
		v := uint32(math.MaxUint32)
		if i >= 16 {
			v = 0
		}
		DATA(4*i, U32(v))
	}
}

func (s set) gelu() {
	name := "gelu" + s.suffix
	TEXT(name, NOSPLIT, "func(x *float32, n int)")
	Doc(name + " replaces n values, a positive multiple of 16, by x/2 (1 + erf(x/sqrt 2)).")
	Pragma("noescape")
	x := Load(Param("x"), GP64())
	n := Load(Param("n"), GP64())
	Label("loop")
	for h := range s.parts() {
		at := Mem{Base: x, Disp: h * s.bytes()}
		v, t, q, num, den := s.vec(), s.vec(), s.vec(), s.vec(), s.vec()
		VMOVUPS(at, v)
		VMULPS(values["invSqrt2"], v, t)
		VMINPS(values["four"], t, t)
		VMAXPS(values["minusFour"], t, t)
		VMULPS(t, t, q)
		polynomial("erfP", len(erfP)-1, q, num)
		polynomial("erfQ", len(erfQ)-1, q, den)
		VMULPS(t, num, num)
		VDIVPS(den, num, num)
		VADDPS(values["one"], num, num)
		VMULPS(values["half"], v, v)
		VMULPS(num, v, v)
		VMOVUPS(v, at)
	}
	ADDQ(Imm(64), x)
	SUBQ(Imm(16), n)
	JG(LabelRef("loop"))
	done()
}

// softmax works on rows whose last sixteen values may reach over the end: what
// stands there must not be above the row's maximum, and becomes 0.
func (s set) softmax() {
	name := "softmax" + s.suffix
	TEXT(name, NOSPLIT, "func(x *float32, ld, rows, n int, scale float32)")
	Doc(name+" replaces the n values of each row by exp(scale*x), scaled to a sum of 1. It reads up to the next multiple",
		"of 16, where no value may be above the row's largest, and leaves 0 there. n and rows are positive, scale too.")
	Pragma("noescape")
	x := Load(Param("x"), GP64())
	ld := Load(Param("ld"), GP64())
	rows := Load(Param("rows"), GP64())
	n := Load(Param("n"), GP64())
	SHLQ(Imm(2), ld)
	scale := s.spreadParam("scale")

	// end is the byte where the last sixteen values begin.
	end, i, rest := GP64(), GP64(), GP64()
	LEAQ(Mem{Base: n, Disp: -1}, end)
	SHRQ(Imm(4), end)
	SHLQ(Imm(4), end)
	MOVQ(n, rest)
	SUBQ(end, rest) // 1 to 16 values are valid there
	SHLQ(Imm(2), end)
	NEGQ(rest)
	table := GP64()
	LEAQ(values["mask"], table)
	LEAQ(Mem{Base: table, Index: rest, Scale: 4, Disp: 64}, table)

	Label("row")
	top := s.vecs()
	at := func(h int) Mem { return Mem{Base: x, Index: i, Scale: 1, Disp: h * s.bytes()} }
	for h, v := range top {
		VMOVUPS(Mem{Base: x, Disp: h * s.bytes()}, v)
	}
	MOVQ(U32(64), i)
	Label("max")
	CMPQ(i, end)
	JG(LabelRef("maxDone"))
	for h, v := range top {
		VMAXPS(at(h), v, v)
	}
	ADDQ(Imm(64), i)
	JMP(LabelRef("max"))
	Label("maxDone")
	high := s.across(top, VMAXPS, VMAXSS)
	VMULSS(scale.AsX(), high.AsX(), high.AsX())
	shift := s.spread(high)

	sum := s.vecs()
	for _, v := range sum {
		s.zero(v)
	}
	XORQ(i, i)
	CMPQ(i, end)
	JEQ(LabelRef("last"))
	Label("exp")
	for h := range sum {
		v := s.exp(at(h), scale, shift)
		VMOVUPS(v, at(h))
		VADDPS(v, sum[h], sum[h])
	}
	ADDQ(Imm(64), i)
	CMPQ(i, end)
	JLT(LabelRef("exp"))
	Label("last")
	for h := range sum {
		v := s.exp(at(h), scale, shift)
		VANDPS(Mem{Base: table, Disp: h * s.bytes()}, v, v)
		VMOVUPS(v, at(h))
		VADDPS(v, sum[h], sum[h])
	}
	total := s.across(sum, VADDPS, VADDSS)
	one := XMM()
	VMOVSS(values["one"], one)
	VDIVSS(total.AsX(), one, total.AsX())
	inv := s.spread(total)
	XORQ(i, i)
	Label("norm")
	for h := range sum {
		v := s.vec()
		VMULPS(at(h), inv, v)
		VMOVUPS(v, at(h))
	}
	ADDQ(Imm(64), i)
	CMPQ(i, end)
	JLE(LabelRef("norm"))
	ADDQ(ld, x)
	DECQ(rows)
	JG(LabelRef("row"))
	done()
}

// exp returns exp(scale*x - shift), which must not be above 0; under exp(-87) it is exp(-87).
func (s set) exp(x Mem, scale, shift reg.VecVirtual) reg.VecVirtual {
	v, k, y, t := s.vec(), s.vec(), s.vec(), s.vec()
	VMULPS(x, scale, v)
	VSUBPS(shift, v, v)
	VMAXPS(values["expLow"], v, v)
	VMULPS(values["log2e"], v, k)
	VADDPS(values["magic"], k, k)
	VSUBPS(values["magic"], k, t)
	VMULPS(values["ln2hi"], t, y)
	VSUBPS(y, v, v)
	VMULPS(values["ln2lo"], t, t)
	VSUBPS(t, v, v)
	polynomial("expC", len(expC)-1, v, y)
	VMULPS(v, v, t)
	VMULPS(t, y, y)
	VADDPS(v, y, y)
	VADDPS(values["one"], y, y)
	VPSLLD(Imm(23), k, k)
	VPADDD(values["expBias"], k, k)
	VMULPS(k, y, y)
	return y
}

func (s set) layerNorm() {
	name := "layerNorm" + s.suffix
	TEXT(name, NOSPLIT, "func(x, add, w, b *float32, n int, inv, eps float32)")
	Doc(name + " sets x = LN(x + add)*w + b over n values, a positive multiple of 16; inv is 1/n.")
	Pragma("noescape")
	x := Load(Param("x"), GP64())
	add := Load(Param("add"), GP64())
	w := Load(Param("w"), GP64())
	b := Load(Param("b"), GP64())
	n := Load(Param("n"), GP64())
	ip, _ := Param("inv").Resolve()
	ep, _ := Param("eps").Resolve()
	SHLQ(Imm(2), n)
	i := GP64()
	at := func(p reg.Register, h int) Mem { return Mem{Base: p, Index: i, Scale: 1, Disp: h * s.bytes()} }
	loop := func(label string, body func(h int)) {
		XORQ(i, i)
		Label(label)
		for h := range s.parts() {
			body(h)
		}
		ADDQ(Imm(64), i)
		CMPQ(i, n)
		JLT(LabelRef(label))
	}
	v, t, sum := s.vec(), s.vec(), s.vecs()
	for _, r := range sum {
		s.zero(r)
	}
	loop("add", func(h int) {
		VMOVUPS(at(x, h), v)
		VADDPS(at(add, h), v, v)
		VMOVUPS(v, at(x, h))
		VADDPS(v, sum[h], sum[h])
	})
	total := s.across(sum, VADDPS, VADDSS)
	VMULSS(ip.Addr, total.AsX(), total.AsX())
	mean := s.spread(total)

	square := s.vecs()
	for _, r := range square {
		s.zero(r)
	}
	loop("square", func(h int) {
		VMOVUPS(at(x, h), v)
		VSUBPS(mean, v, v)
		VMULPS(v, v, v)
		VADDPS(v, square[h], square[h])
	})
	spread := s.across(square, VADDPS, VADDSS)
	VMULSS(ip.Addr, spread.AsX(), spread.AsX())
	VADDSS(ep.Addr, spread.AsX(), spread.AsX())
	VSQRTSS(spread.AsX(), spread.AsX(), spread.AsX())
	one := XMM()
	VMOVSS(values["one"], one)
	VDIVSS(spread.AsX(), one, spread.AsX())
	f := s.spread(spread)
	loop("scale", func(h int) {
		VMOVUPS(at(x, h), v)
		VSUBPS(mean, v, v)
		VMULPS(f, v, v)
		VMULPS(at(w, h), v, t)
		VADDPS(at(b, h), t, t)
		VMOVUPS(t, at(x, h))
	})
	done()
}

// quantise rounds a row to whole numbers of 7 bits, from its smallest value to its largest.
func (s set) quantise() {
	name := "quantise" + s.suffix
	TEXT(name, NOSPLIT, "func(dst *uint8, x *float32, n int) (lo, span float32)")
	Doc(name+" sets dst = round((x-lo) * (127/span)), lo being the smallest value and span the distance of the",
		"largest from it, or 1e-30. n is a positive multiple of 16.")
	Pragma("noescape")
	dst := Load(Param("dst"), GP64())
	x := Load(Param("x"), GP64())
	n := Load(Param("n"), GP64())
	i := GP64()
	at := func(h int) Mem { return Mem{Base: x, Index: i, Scale: 4, Disp: h * s.bytes()} }
	low, high := s.vecs(), s.vecs()
	for h := range low {
		VMOVUPS(Mem{Base: x, Disp: h * s.bytes()}, low[h])
		VMOVAPS(low[h], high[h])
	}
	// Two and two first, since one minimum after the other would have to wait; of an
	// odd number of sixteens the first is in already.
	v, t := s.vecs(), s.vec()
	MOVQ(n, i)
	ANDQ(Imm(16), i)
	JMP(LabelRef("more"))
	Label("range")
	for h := range low {
		next := at(h)
		next.Disp += 64
		VMOVUPS(at(h), v[h])
		VMINPS(next, v[h], t)
		VMAXPS(next, v[h], v[h])
		VMINPS(t, low[h], low[h])
		VMAXPS(v[h], high[h], high[h])
	}
	ADDQ(Imm(32), i)
	Label("more")
	CMPQ(i, n)
	JLT(LabelRef("range"))
	lo, span := s.across(low, VMINPS, VMINSS), s.across(high, VMAXPS, VMAXSS)
	VSUBSS(lo.AsX(), span.AsX(), span.AsX())
	VMAXSS(values["tiny"], span.AsX(), span.AsX())
	Store(lo.AsX(), ReturnIndex(0))
	Store(span.AsX(), ReturnIndex(1))
	fx := XMM()
	VMOVSS(values["limit"], fx)
	VDIVSS(span.AsX(), fx, fx)
	from, f := s.spread(lo), s.spread(fx)
	XORQ(i, i)
	Label("round")
	for h := range v {
		VMOVUPS(at(h), v[h])
		VSUBPS(from, v[h], v[h])
		VMULPS(f, v[h], v[h])
		VCVTPS2DQ(v[h], v[h])
	}
	to := Mem{Base: dst, Index: i, Scale: 1}
	if s.wide {
		VPMOVDB(v[0], to)
	} else {
		VPACKSSDW(v[1], v[0], v[0])
		VPERMQ(Imm(0xD8), v[0], v[0])
		VEXTRACTI128(Imm(1), v[0], v[1].AsX())
		VPACKUSWB(v[1].AsX(), v[0].AsX(), v[0].AsX())
		VMOVDQU(v[0].AsX(), to)
	}
	ADDQ(Imm(16), i)
	CMPQ(i, n)
	JLT(LabelRef("round"))
	done()
}

// addRow adds a row of an embedding.
func (s set) addRow() {
	name := "addRow" + s.suffix
	TEXT(name, NOSPLIT, "func(x *float32, w *int8, n int, scale float32)")
	Doc(name + " adds scale*w to x over n values, a positive multiple of 16.")
	Pragma("noescape")
	x := Load(Param("x"), GP64())
	w := Load(Param("w"), GP64())
	n := Load(Param("n"), GP64())
	scale := s.spreadParam("scale")
	v := s.vec()
	Label("loop")
	for h := range s.parts() {
		VPMOVSXBD(Mem{Base: w, Disp: h * s.bytes() / 4}, v)
		VCVTDQ2PS(v, v)
		VMULPS(scale, v, v)
		VADDPS(Mem{Base: x, Disp: h * s.bytes()}, v, v)
		VMOVUPS(v, Mem{Base: x, Disp: h * s.bytes()})
	}
	ADDQ(Imm(16), w)
	ADDQ(Imm(64), x)
	SUBQ(Imm(16), n)
	JG(LabelRef("loop"))
	done()
}
