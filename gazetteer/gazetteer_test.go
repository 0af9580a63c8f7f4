package gazetteer

import "testing"

func TestLoad(t *testing.T) {
	g, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	if len(g.States) < 250 || len(g.People) < 2000 || len(g.Cities) < 8000 {
		t.Errorf("%d states, %d people, %d cities", len(g.States), len(g.People), len(g.Cities))
	}
}
func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := Load(); err != nil {
			b.Fatal(err)
		}
	}
}
