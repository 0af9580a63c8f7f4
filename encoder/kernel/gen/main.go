// Command gen writes the kernels for amd64, ../kernels_amd64.s and ../kernels_amd64.go.
// It is a module of its own, so that entente itself does not need avo:
//
//	cd encoder/kernel/gen && go run . -out ../kernels_amd64.s -stubs ../kernels_amd64.go -pkg kernel
package main

import (
	"math"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

func main() {
	tile()
	gelu()
	expSum()
	layerNorm()
	quantise()
	tile16("AVX2", "avx2")
	tile16("VNNI", "avx512vnni")
	quantise8()
	tile8()
	Generate()
}

// tile is the matrix product of 6 rows of a with a panel of 16 columns. Every
// one of the 6x16 sums runs over k in order, in one lane of one register: a
// row's result does not depend on its place among the six.
func tile() {
	TEXT("tileAVX2", NOSPLIT, "func(k int, a *float32, lda int, b *float32, from *float32, fromStride int, c *float32, ldc int)")
	Doc("tileAVX2 sets c[r][j] = from[r][j] + sum over i < k of a[r][i]*b[i*16+j], r < 6, j < 16.",
		"Strides are in elements; k is a positive multiple of 2.")
	Pragma("noescape")
	k := Load(Param("k"), GP64())
	a := Load(Param("a"), GP64())
	lda := Load(Param("lda"), GP64())
	b := Load(Param("b"), GP64())
	from := Load(Param("from"), GP64())
	fs := Load(Param("fromStride"), GP64())
	SHLQ(Imm(2), lda)
	SHLQ(Imm(2), fs)
	a3 := GP64()
	LEAQ(Mem{Base: lda, Index: lda, Scale: 2}, a3)
	ADDQ(a, a3)

	acc := make([]reg.VecVirtual, 12)
	for r := 0; r < 6; r++ {
		acc[2*r], acc[2*r+1] = YMM(), YMM()
		VMOVUPS(Mem{Base: from}, acc[2*r])
		VMOVUPS(Mem{Base: from, Disp: 32}, acc[2*r+1])
		if r < 5 {
			ADDQ(fs, from)
		}
	}
	row := func(r, disp int) Mem {
		switch r {
		case 0:
			return Mem{Base: a, Disp: disp}
		case 1:
			return Mem{Base: a, Index: lda, Scale: 1, Disp: disp}
		case 2:
			return Mem{Base: a, Index: lda, Scale: 2, Disp: disp}
		case 3:
			return Mem{Base: a3, Disp: disp}
		case 4:
			return Mem{Base: a3, Index: lda, Scale: 1, Disp: disp}
		}
		return Mem{Base: a3, Index: lda, Scale: 2, Disp: disp}
	}
	b0, b1, x := YMM(), YMM(), [2]reg.VecVirtual{YMM(), YMM()}
	Label("loop")
	for u := 0; u < 2; u++ {
		VMOVUPS(Mem{Base: b, Disp: 64 * u}, b0)
		VMOVUPS(Mem{Base: b, Disp: 64*u + 32}, b1)
		for r := 0; r < 6; r++ {
			VBROADCASTSS(row(r, 4*u), x[r%2])
			VFMADD231PS(b0, x[r%2], acc[2*r])
			VFMADD231PS(b1, x[r%2], acc[2*r+1])
		}
	}
	ADDQ(Imm(8), a)
	ADDQ(Imm(8), a3)
	ADDQ(Imm(128), b)
	SUBQ(Imm(2), k)
	JG(LabelRef("loop"))

	c := Load(Param("c"), GP64())
	ldc := Load(Param("ldc"), GP64())
	SHLQ(Imm(2), ldc)
	for r := 0; r < 6; r++ {
		VMOVUPS(acc[2*r], Mem{Base: c})
		VMOVUPS(acc[2*r+1], Mem{Base: c, Disp: 32})
		if r < 5 {
			ADDQ(ldc, c)
		}
	}
	VZEROUPPER()
	RET()
}

// constant is eight copies of v in read-only memory.
func constant(name string, v float32) Mem {
	m := GLOBL(name, RODATA|NOPTR)
	for i := 0; i < 8; i++ {
		DATA(4*i, F32(v))
	}
	return m
}

// The rational approximation of erf on [-4, 4] is the one of Eigen's
// generic_fast_erf (MPL-2.0); its coefficients are facts about erf.
var erfP = []float32{-2.72614225801306e-10, 2.77068142495902e-08, -2.10102402082508e-06, -5.69250639462346e-05,
	-7.34990630326855e-04, -2.95459980854025e-03, -1.60960333262415e-02}
var erfQ = []float32{-1.45660718464996e-05, -2.13374055278905e-04, -1.68282697438203e-03, -7.37332916720468e-03, -1.42647390514189e-02}

func gelu() {
	half := constant("half", 0.5)
	one := constant("one", 1)
	inv := constant("invSqrt2", float32(1/math.Sqrt2))
	hi, lo := constant("four", 4), constant("minusFour", -4)
	var p, q []Mem
	for i, v := range erfP {
		p = append(p, constant("erfP"+string(rune('0'+i)), v))
	}
	for i, v := range erfQ {
		q = append(q, constant("erfQ"+string(rune('0'+i)), v))
	}
	TEXT("geluAVX2", NOSPLIT, "func(x *float32, n int)")
	Doc("geluAVX2 replaces n values, a positive multiple of 8, by x/2 (1 + erf(x/sqrt 2)).")
	Pragma("noescape")
	x := Load(Param("x"), GP64())
	n := Load(Param("n"), GP64())
	v, t, s, num, den := YMM(), YMM(), YMM(), YMM(), YMM()
	Label("loop")
	VMOVUPS(Mem{Base: x}, v)
	VMULPS(inv, v, t)
	VMINPS(hi, t, t)
	VMAXPS(lo, t, t)
	VMULPS(t, t, s)
	VMOVUPS(p[0], num)
	VMOVUPS(q[0], den)
	for i := 1; i < len(p); i++ {
		VFMADD213PS(p[i], s, num)
		if i < len(q) {
			VFMADD213PS(q[i], s, den)
		}
	}
	VMULPS(t, num, num)
	VDIVPS(den, num, num)
	VADDPS(one, num, num)
	VMULPS(half, v, v)
	VMULPS(num, v, v)
	VMOVUPS(v, Mem{Base: x})
	ADDQ(Imm(32), x)
	SUBQ(Imm(8), n)
	JG(LabelRef("loop"))
	VZEROUPPER()
	RET()
}

// exp on (-87, 0]: Cephes' expf (S. Moshier), range reduction by ln 2 in two parts and a polynomial of degree 5.
var expC = []float32{1.9875691500e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1}

func expSum() {
	low := constant("expLow", -87)
	log2e := constant("log2e", 1.44269504088896341)
	c1, c2 := constant("ln2hi", 0.693359375), constant("ln2lo", -2.12194440e-4)
	var p []Mem
	for i, v := range expC {
		p = append(p, constant("expC"+string(rune('0'+i)), v))
	}
	bias := GLOBL("expBias", RODATA|NOPTR)
	for i := 0; i < 8; i++ {
		DATA(4*i, U32(127))
	}
	one := NewDataAddr(Symbol{Name: "one", Static: true}, 0)
	TEXT("expSumAVX2", NOSPLIT, "func(x *float32, n int, scale float32, top float32) float32")
	Doc("expSumAVX2 replaces n values, a positive multiple of 8, by exp(scale*x - top), which must",
		"not be above 0, and returns their sum. What is under exp(-87) becomes exp(-87).")
	Pragma("noescape")
	x := Load(Param("x"), GP64())
	n := Load(Param("n"), GP64())
	scale, top := YMM(), YMM()
	sp, _ := Param("scale").Resolve()
	tp, _ := Param("top").Resolve()
	VBROADCASTSS(sp.Addr, scale)
	VBROADCASTSS(tp.Addr, top)
	sum, v, k, y, ki := YMM(), YMM(), YMM(), YMM(), YMM()
	VXORPS(sum, sum, sum)
	Label("loop")
	VMOVUPS(Mem{Base: x}, v)
	VMULPS(scale, v, v)
	VSUBPS(top, v, v)
	VMAXPS(low, v, v)
	VMULPS(log2e, v, k)
	VROUNDPS(Imm(0), k, k)
	VFNMADD231PS(c1, k, v)
	VFNMADD231PS(c2, k, v)
	VMOVUPS(p[0], y)
	for i := 1; i < len(p); i++ {
		VFMADD213PS(p[i], v, y)
	}
	v2 := YMM()
	VMULPS(v, v, v2)
	VFMADD213PS(v, v2, y)
	VADDPS(one, y, y)
	VCVTPS2DQ(k, ki)
	VPADDD(bias, ki, ki)
	VPSLLD(Imm(23), ki, ki)
	VMULPS(ki, y, y)
	VMOVUPS(y, Mem{Base: x})
	VADDPS(y, sum, sum)
	ADDQ(Imm(32), x)
	SUBQ(Imm(8), n)
	JG(LabelRef("loop"))
	across(sum)
	Store(sum.AsX(), ReturnIndex(0))
	VZEROUPPER()
	RET()
}

// across leaves the sum of the eight lanes of y in its lowest lane.
func across(y reg.VecVirtual) {
	h := XMM()
	VEXTRACTF128(Imm(1), y, h)
	VADDPS(h, y.AsX(), y.AsX())
	VMOVHLPS(y.AsX(), y.AsX(), h)
	VADDPS(h, y.AsX(), y.AsX())
	VMOVSHDUP(y.AsX(), h)
	VADDSS(h, y.AsX(), y.AsX())
}

func layerNorm() {
	TEXT("layerNormAVX2", NOSPLIT, "func(x *float32, add *float32, w *float32, b *float32, n int, inv float32, eps float32)")
	Doc("layerNormAVX2 sets x = LN(x + add)*w + b over n values, a positive multiple of 8; inv is 1/n.")
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
	sum, v := YMM(), YMM()
	VXORPS(sum, sum, sum)
	XORQ(i, i)
	Label("add")
	VMOVUPS(Mem{Base: x, Index: i, Scale: 1}, v)
	VADDPS(Mem{Base: add, Index: i, Scale: 1}, v, v)
	VMOVUPS(v, Mem{Base: x, Index: i, Scale: 1})
	VADDPS(v, sum, sum)
	ADDQ(Imm(32), i)
	CMPQ(i, n)
	JLT(LabelRef("add"))
	across(sum)
	VMULSS(ip.Addr, sum.AsX(), sum.AsX())
	mean := YMM()
	VBROADCASTSS(sum.AsX(), mean)

	sq := YMM()
	VXORPS(sq, sq, sq)
	XORQ(i, i)
	Label("square")
	VMOVUPS(Mem{Base: x, Index: i, Scale: 1}, v)
	VSUBPS(mean, v, v)
	VFMADD231PS(v, v, sq)
	ADDQ(Imm(32), i)
	CMPQ(i, n)
	JLT(LabelRef("square"))
	across(sq)
	VMULSS(ip.Addr, sq.AsX(), sq.AsX())
	VADDSS(ep.Addr, sq.AsX(), sq.AsX())
	VSQRTSS(sq.AsX(), sq.AsX(), sq.AsX())
	one := XMM()
	VMOVSS(NewDataAddr(Symbol{Name: "one", Static: true}, 0), one)
	VDIVSS(sq.AsX(), one, sq.AsX())
	f := YMM()
	VBROADCASTSS(sq.AsX(), f)
	XORQ(i, i)
	Label("scale")
	VMOVUPS(Mem{Base: x, Index: i, Scale: 1}, v)
	VSUBPS(mean, v, v)
	VMULPS(f, v, v)
	t := YMM()
	VMOVUPS(Mem{Base: w, Index: i, Scale: 1}, t)
	VFMADD213PS(Mem{Base: b, Index: i, Scale: 1}, t, v)
	VMOVUPS(v, Mem{Base: x, Index: i, Scale: 1})
	ADDQ(Imm(32), i)
	CMPQ(i, n)
	JLT(LabelRef("scale"))
	VZEROUPPER()
	RET()
}

// quantise rounds a row to 16-bit integers whose largest is limit.
func quantise() {
	tiny := constant("tiny", 1e-30)
	abs := GLOBL("absMask", RODATA|NOPTR)
	for i := 0; i < 8; i++ {
		DATA(4*i, U32(0x7fffffff))
	}
	TEXT("quantiseAVX2", NOSPLIT, "func(dst *int16, x *float32, n int, limit float32) float32")
	Doc("quantiseAVX2 sets dst = round(x * limit/max) and returns max, the largest of |x| and 1e-30;",
		"n is a positive multiple of 16.")
	Pragma("noescape")
	dst := Load(Param("dst"), GP64())
	x := Load(Param("x"), GP64())
	n := Load(Param("n"), GP64())
	lp, _ := Param("limit").Resolve()
	v, w, i := YMM(), YMM(), GP64()
	f := factor(x, n, i, lp.Addr, abs, tiny)
	Label("round")
	VMULPS(Mem{Base: x, Index: i, Scale: 4}, f, v)
	VMULPS(Mem{Base: x, Index: i, Scale: 4, Disp: 32}, f, w)
	VCVTPS2DQ(v, v)
	VCVTPS2DQ(w, w)
	VPACKSSDW(w, v, v)
	VPERMQ(Imm(0xD8), v, v)
	VMOVDQU(v, Mem{Base: dst, Index: i, Scale: 2})
	ADDQ(Imm(16), i)
	CMPQ(i, n)
	JLT(LabelRef("round"))
	VZEROUPPER()
	RET()
}

// tile16 is tile for integers: 6 rows of 16-bit activations with a panel of 16
// columns of 8-bit weights, widened to 16. The sums are exact.
func tile16(name, needs string) {
	vnni := name == "VNNI"
	TEXT("tile16"+name, NOSPLIT, "func(k int, a *int16, lda int, b *int16, rowScale *float32, colScale *float32, bias *float32, c *float32, ldc int)")
	Doc("tile16"+name+" sets c[r][j] = bias[j] + rowScale[r]*colScale[j] * (sum over i < k of a[r][i]*w[i][j]), r < 6, j < 16,",
		"where w[i][j] is b[i/2*32 + 2*j + i%2]. Strides are in elements; k is a positive multiple of 4. Needs "+needs+".")
	Pragma("noescape")
	k := Load(Param("k"), GP64())
	a := Load(Param("a"), GP64())
	lda := Load(Param("lda"), GP64())
	b := Load(Param("b"), GP64())
	SHLQ(Imm(1), lda)
	a3 := GP64()
	LEAQ(Mem{Base: lda, Index: lda, Scale: 2}, a3)
	ADDQ(a, a3)
	acc := make([]reg.VecVirtual, 12)
	for i := range acc {
		acc[i] = YMM()
		VPXOR(acc[i], acc[i], acc[i])
	}
	b0, b1, x, t := YMM(), YMM(), YMM(), YMM()
	Label("loop")
	for u := 0; u < 2; u++ {
		VMOVDQU(Mem{Base: b, Disp: 64 * u}, b0)
		VMOVDQU(Mem{Base: b, Disp: 64*u + 32}, b1)
		for r := 0; r < 6; r++ {
			VPBROADCASTD(place(a, a3, lda, r, 4*u), x)
			if vnni {
				VPDPWSSD(b0, x, acc[2*r])
				VPDPWSSD(b1, x, acc[2*r+1])
				continue
			}
			VPMADDWD(b0, x, t)
			VPMADDWD(b1, x, x)
			VPADDD(t, acc[2*r], acc[2*r])
			VPADDD(x, acc[2*r+1], acc[2*r+1])
		}
	}
	ADDQ(Imm(8), a)
	ADDQ(Imm(8), a3)
	ADDQ(Imm(128), b)
	SUBQ(Imm(4), k)
	JG(LabelRef("loop"))

	scaled(acc)
	RET()
}

// factor returns the product limit/max, in all lanes, for the n values at x, and
// stores max as the function's result. It leaves the index i at 0.
func factor(x, n, i reg.Register, limit Op, abs, tiny Mem) reg.VecVirtual {
	top, mask, v := YMM(), YMM(), YMM()
	VMOVUPS(abs, mask)
	VMOVUPS(tiny, top)
	XORQ(i, i)
	Label("max")
	VANDPS(Mem{Base: x, Index: i, Scale: 4}, mask, v)
	VMAXPS(v, top, top)
	VANDPS(Mem{Base: x, Index: i, Scale: 4, Disp: 32}, mask, v)
	VMAXPS(v, top, top)
	ADDQ(Imm(16), i)
	CMPQ(i, n)
	JLT(LabelRef("max"))
	h := XMM()
	VEXTRACTF128(Imm(1), top, h)
	VMAXPS(h, top.AsX(), top.AsX())
	VMOVHLPS(top.AsX(), top.AsX(), h)
	VMAXPS(h, top.AsX(), top.AsX())
	VMOVSHDUP(top.AsX(), h)
	VMAXSS(h, top.AsX(), top.AsX())
	Store(top.AsX(), ReturnIndex(0))
	f, fx := YMM(), XMM()
	VMOVSS(limit, fx)
	VDIVSS(top.AsX(), fx, fx)
	VBROADCASTSS(fx, f)
	XORQ(i, i)
	return f
}

// quantise8 is quantise for bytes.
func quantise8() {
	tiny := NewDataAddr(Symbol{Name: "tiny", Static: true}, 0)
	abs := NewDataAddr(Symbol{Name: "absMask", Static: true}, 0)
	flip := GLOBL("flip", RODATA|NOPTR)
	for i := 0; i < 2; i++ {
		DATA(8*i, U64(0x8080808080808080))
	}
	TEXT("quantise8AVX2", NOSPLIT, "func(dst *uint8, x *float32, n int) float32")
	Doc("quantise8AVX2 sets dst = round(x * 127/max) + 128 and returns max, the largest of |x| and 1e-30;",
		"n is a positive multiple of 16.")
	Pragma("noescape")
	limit := GLOBL("limit8", RODATA|NOPTR)
	DATA(0, F32(127))
	dst := Load(Param("dst"), GP64())
	x := Load(Param("x"), GP64())
	n := Load(Param("n"), GP64())
	v, h, i := YMM(), XMM(), GP64()
	f := factor(x, n, i, limit, abs, tiny)
	Label("round")
	VMULPS(Mem{Base: x, Index: i, Scale: 4}, f, v)
	VCVTPS2DQ(v, v)
	VEXTRACTI128(Imm(1), v, h)
	VPACKSSDW(h, v.AsX(), h)
	VPACKSSWB(h, h, h)
	VPXOR(flip, h, h)
	VMOVQ(h, Mem{Base: dst, Index: i, Scale: 1})
	ADDQ(Imm(8), i)
	CMPQ(i, n)
	JLT(LabelRef("round"))
	VZEROUPPER()
	RET()
}

// tile8 is tile16 for bytes.
func tile8() {
	TEXT("tile8VNNI", NOSPLIT, "func(k int, a *uint8, lda int, b *int8, from *int32, rowScale *float32, colScale *float32, bias *float32, c *float32, ldc int)")
	Doc("tile8VNNI sets c[r][j] = bias[j] + rowScale[r]*colScale[j] * (from[j] + sum over i < k of a[r][i]*w[i][j]), r < 6, j < 16,",
		"where w[i][j] is b[i/4*64 + 4*j + i%4]. Strides are in elements; k is a positive multiple of 8. Needs avx512vnni.")
	Pragma("noescape")
	k := Load(Param("k"), GP64())
	a := Load(Param("a"), GP64())
	lda := Load(Param("lda"), GP64())
	b := Load(Param("b"), GP64())
	from := Load(Param("from"), GP64())
	acc := make([]reg.VecVirtual, 12)
	for i := range acc {
		acc[i] = YMM()
		VMOVDQU(Mem{Base: from, Disp: 32 * (i % 2)}, acc[i])
	}
	a3 := GP64()
	LEAQ(Mem{Base: lda, Index: lda, Scale: 2}, a3)
	ADDQ(a, a3)
	b0, b1, x := YMM(), YMM(), YMM()
	Label("loop")
	for u := 0; u < 2; u++ {
		VMOVDQU(Mem{Base: b, Disp: 64 * u}, b0)
		VMOVDQU(Mem{Base: b, Disp: 64*u + 32}, b1)
		for r := 0; r < 6; r++ {
			VPBROADCASTD(place(a, a3, lda, r, 4*u), x)
			VPDPBUSD(b0, x, acc[2*r])
			VPDPBUSD(b1, x, acc[2*r+1])
		}
	}
	ADDQ(Imm(8), a)
	ADDQ(Imm(8), a3)
	ADDQ(Imm(128), b)
	SUBQ(Imm(8), k)
	JG(LabelRef("loop"))
	scaled(acc)
	RET()
}

// place is row r of six, disp bytes in; a3 is the address of row 3.
func place(a, a3, lda reg.Register, r, disp int) Mem {
	m := Mem{Base: a, Disp: disp}
	if r >= 3 {
		m.Base = a3
	}
	if r%3 > 0 {
		m.Index, m.Scale = lda, uint8(r%3)
	}
	return m
}

// scaled stores the integer sums, scaled, into c.
func scaled(acc []reg.VecVirtual) {
	rs := Load(Param("rowScale"), GP64())
	cs := Load(Param("colScale"), GP64())
	bias := Load(Param("bias"), GP64())
	c := Load(Param("c"), GP64())
	ldc := Load(Param("ldc"), GP64())
	SHLQ(Imm(2), ldc)
	for r := 0; r < 6; r++ {
		f := YMM()
		VBROADCASTSS(Mem{Base: rs, Disp: 4 * r}, f)
		for h := 0; h < 2; h++ {
			v := acc[2*r+h]
			VCVTDQ2PS(v, v)
			VMULPS(Mem{Base: cs, Disp: 32 * h}, v, v)
			VFMADD213PS(Mem{Base: bias, Disp: 32 * h}, f, v)
			VMOVUPS(v, Mem{Base: c, Disp: 32 * h})
		}
		if r < 5 {
			ADDQ(ldc, c)
		}
	}
	VZEROUPPER()
}
