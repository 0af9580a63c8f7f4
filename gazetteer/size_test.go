package gazetteer

import (
	"os"
	"runtime"
	"strings"
	"testing"
)

// maxHeap is what the loaded tables may take, in bytes.
const maxHeap = 8 << 20

// heapOf loads the tables and returns what they keep on the heap, in bytes.
func heapOf(t testing.TB) (*Gazetteer, int64) {
	t.Helper()
	var before, after runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&before)
	g := load(t)
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&after)
	return g, int64(after.HeapAlloc) - int64(before.HeapAlloc)
}

func TestHeap(t *testing.T) {
	g, heap := heapOf(t)
	t.Logf("%.1f MB", float64(heap)/1e6)
	if heap > maxHeap {
		t.Errorf("the tables take %d bytes, at most %d wanted", heap, maxHeap)
	}
	runtime.KeepAlive(g)
}

// BenchmarkLoad reports the time of a load and what it leaves on the heap.
func BenchmarkLoad(b *testing.B) {
	var heap int64
	for b.Loop() {
		b.StopTimer()
		g, n := heapOf(b)
		heap = n
		runtime.KeepAlive(g)
		b.StartTimer()
		load(b)
	}
	b.ReportMetric(float64(heap)/1e6, "MB-heap")
}

// BenchmarkFind looks up every word of a text at its place, as names and as roles.
func BenchmarkFind(b *testing.B) {
	text, err := os.ReadFile("../examples/2018-asmara.txt")
	if err != nil {
		b.Fatal(err)
	}
	var words []string
	for _, w := range strings.Fields(string(text)) {
		words = append(words, Pieces(strings.Trim(w, ".,;:“”\"()"))...)
	}
	g := load(b)
	b.ResetTimer()
	for b.Loop() {
		for i := range words {
			g.Find(words, i)
			g.Role(words, i)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(words)), "ns/token")
}

// BenchmarkPlace reads places, which stay in the file until they are asked for.
func BenchmarkPlace(b *testing.B) {
	g := load(b)
	n := 0
	for b.Loop() {
		g.Place(n % g.places.rows())
		n += 7919
	}
}

// BenchmarkFindWorst looks up the beginning with the most names behind it.
func BenchmarkFindWorst(b *testing.B) {
	g, all := load(b), parsed(b).g.names
	var longest start
	for first, names := range all {
		if n := len(names) - len(all[longest]); n > 0 || n == 0 && (first[0] < longest[0] || first[0] == longest[0] && first[1] < longest[1]) {
			longest = first
		}
	}
	words := []string{longest[0], longest[1], "the", "people"}
	b.ResetTimer()
	for b.Loop() {
		g.Find(words, 0)
	}
	b.ReportMetric(float64(len(all[longest])), "names")
}
