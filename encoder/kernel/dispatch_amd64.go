package kernel

import "golang.org/x/sys/cpu"

func available() []*Kernel {
	out := []*Kernel{portable()}
	if cpu.X86.HasAVX2 {
		out = append([]*Kernel{avx2()}, out...)
		if cpu.X86.HasAVX512F && cpu.X86.HasAVX512DQ && cpu.X86.HasAVX512VNNI {
			out = append([]*Kernel{vnni()}, out...)
		}
	}
	return out
}

// avx2 wraps the assembly, which trusts its arguments: each wrapper touches the
// last element that the assembly will, so that a wrong length panics here
// instead of writing over foreign memory.
func avx2() *Kernel {
	return &Kernel{
		path:    "avx2",
		mulRows: []int{6, 4, 2, 1}, tileRows: []int{6, 4, 2, 1},
		mul: func(rows, k int, a []uint8, lda int, b []int8, cols int, step, lo, scale, shift, bias, c []float32, ldc int) {
			touch(rows, k, a, lda, b, cols, step, lo, scale, shift, bias, c, ldc)
			for j := 0; j < cols; j += lanes {
				mulAVX2(rows, k, &a[0], lda, &b[4*j], lanes, &step[0], &lo[0], &scale[j], &shift[j], &bias[j], &c[j], ldc)
			}
		},
		tile: func(rows, k int, a []float32, lda int, b []float32, ldb int, c []float32, ldc int) {
			_, _, _ = a[(rows-1)*lda+k-1], b[(k-1)*ldb+lanes-1], c[(rows-1)*ldc+lanes-1]
			tileAVX2(rows, k, &a[0], lda, &b[0], ldb, &c[0], ldc)
		},
		transpose: transposeBlock,
		softmax: func(x []float32, ld, rows, n int, scale float32) {
			_ = x[(rows-1)*ld+ceil(n, lanes)-1]
			softmaxAVX2(&x[0], ld, rows, n, scale)
		},
		gelu: func(x []float32) { geluAVX2(&x[0], len(x)) },
		layerNorm: func(x, add, w, b []float32, eps float32) {
			layerNormAVX2(&x[0], &add[0], &w[0], &b[0], len(x), 1/float32(len(x)), eps)
		},
		quantise: func(dst []uint8, x []float32) (lo, span float32) {
			return quantiseAVX2(&dst[:len(x)][0], &x[0], len(x))
		},
		addRow: func(x []float32, w []int8, scale float32) { addRowAVX2(&x[0], &w[0], len(x), scale) },
	}
}

func vnni() *Kernel {
	return &Kernel{
		path:    "vnni",
		mulRows: []int{12, 8, 4, 2, 1}, tileRows: []int{8, 4, 2, 1},
		mul: func(rows, k int, a []uint8, lda int, b []int8, cols int, step, lo, scale, shift, bias, c []float32, ldc int) {
			touch(rows, k, a, lda, b, cols, step, lo, scale, shift, bias, c, ldc)
			mulAVX512(rows, k, &a[0], lda, &b[0], cols, &step[0], &lo[0], &scale[0], &shift[0], &bias[0], &c[0], ldc)
		},
		tile: func(rows, k int, a []float32, lda int, b []float32, ldb int, c []float32, ldc int) {
			_, _, _ = a[(rows-1)*lda+k-1], b[(k-1)*ldb+lanes-1], c[(rows-1)*ldc+lanes-1]
			tileAVX512(rows, k, &a[0], lda, &b[0], ldb, &c[0], ldc)
		},
		transpose: transposeBlock,
		softmax: func(x []float32, ld, rows, n int, scale float32) {
			_ = x[(rows-1)*ld+ceil(n, lanes)-1]
			softmaxAVX512(&x[0], ld, rows, n, scale)
		},
		gelu: func(x []float32) { geluAVX512(&x[0], len(x)) },
		layerNorm: func(x, add, w, b []float32, eps float32) {
			layerNormAVX512(&x[0], &add[0], &w[0], &b[0], len(x), 1/float32(len(x)), eps)
		},
		quantise: func(dst []uint8, x []float32) (lo, span float32) {
			return quantiseAVX512(&dst[:len(x)][0], &x[0], len(x))
		},
		addRow: func(x []float32, w []int8, scale float32) { addRowAVX512(&x[0], &w[0], len(x), scale) },
	}
}

// touch panics if an argument of mul is too short.
func touch(rows, k int, a []uint8, lda int, b []int8, cols int, step, lo, scale, shift, bias, c []float32, ldc int) {
	_, _ = a[(rows-1)*lda+k-1], b[k*panelWidth-1]
	_, _, _, _, _, _ = step[rows-1], lo[rows-1], scale[cols-1], shift[cols-1], bias[cols-1], c[(rows-1)*ldc+cols-1]
}

func transposeBlock(dst []float32, ldd int, src []float32, lds, n int) {
	_, _ = dst[(n-1)*ldd+7], src[7*lds+n-1]
	transposeAVX2(&dst[0], ldd, &src[0], lds, n)
}
