package link

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// pack returns the texts of the data pack, or skips: they are not ours to ship.
func pack(t testing.TB, files ...string) []string {
	dir := os.Getenv("PACK")
	if dir == "" {
		t.Skip("PACK is not set: this test wants the folder of the data pack")
	}
	var out []string
	for _, name := range files {
		f, err := os.Open(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		z, err := gzip.NewReader(f)
		if err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(z)
		lines.Buffer(nil, 1<<24)
		for lines.Scan() {
			var row struct{ Text string }
			if err := json.Unmarshal(lines.Bytes(), &row); err != nil {
				t.Fatal(err)
			}
			out = append(out, row.Text)
		}
		if err := lines.Err(); err != nil {
			t.Fatal(err)
		}
		f.Close()
	}
	return out
}

// editors are what a second paper does with a text; others is a text to borrow words from.
var editors = []struct {
	name string
	edit func(rng *rand.Rand, words, others []string) []string
}{
	{"headline and credit line", func(_ *rand.Rand, w, o []string) []string { return topped(w, o) }},
	{"last third cut", func(_ *rand.Rand, w, _ []string) []string { return w[:len(w)*2/3] }},
	{"second half cut", func(_ *rand.Rand, w, _ []string) []string { return w[:len(w)/2] }},
	{"last two thirds cut", func(_ *rand.Rand, w, _ []string) []string { return w[:len(w)/3] }},
	{"first 40 words rewritten", func(_ *rand.Rand, w, o []string) []string { return slices.Concat(o[:40], w[min(len(w), 40):]) }},
	{"5 % of words replaced", func(rng *rand.Rand, w, o []string) []string { return replaced(rng, w, o, 0.05) }},
	{"10 % of words replaced", func(rng *rand.Rand, w, o []string) []string { return replaced(rng, w, o, 0.10) }},
	{"quotes and dashes reset", func(_ *rand.Rand, w, _ []string) []string {
		reset := strings.NewReplacer(`"`, "``", "'", "’", "“", `"`, "”", `"`, "’", "'", "—", "--", "_", "-")
		return strings.Fields(strings.ToUpper(reset.Replace(strings.Join(w, " "))))
	}},
	{"headline, last third cut, 5 % replaced", func(rng *rand.Rand, w, o []string) []string {
		return topped(replaced(rng, w[:len(w)*2/3], o, 0.05), o)
	}},
	{"lead rewritten, second half cut, 3 % replaced", func(rng *rand.Rand, w, o []string) []string {
		return slices.Concat(o[:40], replaced(rng, w[40:len(w)/2+20], o, 0.03))
	}},
}

func topped(w, o []string) []string {
	return slices.Concat(o[:8], strings.Fields("(From wire services and our own staff)"), w)
}

func replaced(rng *rand.Rand, w, o []string, share float64) []string {
	out := slices.Clone(w)
	for i := range out {
		if rng.Float64() < share {
			out[i] = o[rng.IntN(len(o))]
		}
	}
	return out
}

// unrelated makes two texts of which none is a reprint of the other.
var unrelated = []struct {
	name string
	make func(rng *rand.Rand, x, y, z []string) (a, b []string)
}{
	{"other texts", func(_ *rand.Rand, x, y, _ []string) (a, b []string) { return x, y }},
	{"30 % shared background", func(_ *rand.Rand, x, y, z []string) (a, b []string) { return background(x, y, z, 0.3) }},
	{"50 % shared background", func(_ *rand.Rand, x, y, z []string) (a, b []string) { return background(x, y, z, 0.5) }},
	{"one long quote of 60 words", func(_ *rand.Rand, x, y, z []string) (a, b []string) {
		return slices.Concat(x, z[:60]), slices.Concat(y, z[:60])
	}},
}

// background makes two texts of one length that end in the same words of z.
func background(x, y, z []string, share float64) (a, b []string) {
	n := min(len(x), len(y), len(z))
	k := int(float64(n) * share)
	return slices.Concat(x[:n-k], z[:k]), slices.Concat(y[:n-k], z[:k])
}

func joined(w []string) string { return strings.Join(w, " ") }

func meet(a, b string) bool {
	keys := SketchOf(a).Bands()
	return slices.ContainsFunc(SketchOf(b).Bands(), func(k uint64) bool { return slices.Contains(keys, k) })
}

func TestReprintsOfThePack(t *testing.T) {
	var texts [][]string
	for _, s := range pack(t, "newswire/guardian-sample.jsonl.gz", "newswire/ieer-ap-1998.jsonl.gz") {
		if w := strings.Fields(s); len(w) >= 120 {
			texts = append(texts, w)
		}
	}
	rng := rand.New(rand.NewPCG(1, 2))
	found, all, wrong := 0, 0, 0
	for _, ed := range editors {
		test, band := 0, 0
		for i, w := range texts {
			a, b := joined(w), joined(ed.edit(rng, w, texts[(i+7)%len(texts)]))
			like := Resembles(a, b)
			if like {
				test++
			}
			if like && meet(a, b) {
				band++
			}
		}
		all += len(texts)
		found += band
		t.Logf("reprint: %-46s test %5.1f %%, bands and test %5.1f %% of %d", ed.name, pct(test, len(texts)), pct(band, len(texts)), len(texts))
	}
	for _, un := range unrelated {
		test, band := 0, 0
		for i, w := range texts {
			x, y := un.make(rng, w, texts[(i+7)%len(texts)], texts[(i+13)%len(texts)])
			a, b := joined(x), joined(y)
			if meet(a, b) {
				band++
				if Resembles(a, b) {
					test++
				}
			}
		}
		wrong += test
		t.Logf("not one: %-46s bands meet %5.1f %%, taken for a reprint %5.1f %% of %d", un.name, pct(band, len(texts)), pct(test, len(texts)), len(texts))
	}
	recall, precision := pct(found, all), pct(found, found+wrong)
	t.Logf("recall %.1f %%, precision %.1f %%", recall, precision)
	if recall < 94 || precision < 99 {
		t.Errorf("recall %.1f %% and precision %.1f %%, want 94 and 99 or more", recall, precision)
	}
}

// TestTextsOfThePack looks at every pair of 840 articles of campaign news: which of them
// Resembles takes for prints of one, and how close the others come.
func TestTextsOfThePack(t *testing.T) {
	texts := pack(t, "quotes/polnear-train.jsonl.gz")
	sets, keys := make([][]uint64, len(texts)), make([][]uint64, len(texts))
	for i, s := range texts {
		sets[i], keys[i] = shingleSet(s), SketchOf(s).Bands()
	}
	met := 0
	for i := range texts {
		for j := range i {
			meets := slices.ContainsFunc(keys[i], func(k uint64) bool { return slices.Contains(keys[j], k) })
			if meets {
				met++
			}
			both := common(sets[i], sets[j])
			short, long := min(len(sets[i]), len(sets[j])), max(len(sets[i]), len(sets[j]))
			jaccard, contained := float64(both)/float64(short+long-both), float64(both)/float64(short)
			like := contained > 0.3 && Resembles(texts[i], texts[j])
			if like && !meets {
				t.Errorf("texts %d and %d are prints of one and share no key", i, j)
			}
			if like || meets || jaccard > 0.05 {
				t.Logf("texts %3d and %3d: Jaccard %.2f, contained %.2f, keys meet %v, reprint %v: %.60q %.60q", i, j, jaccard, contained, meets, like, texts[i], texts[j])
			}
		}
	}
	t.Logf("%d of %d pairs share a key", met, len(texts)*(len(texts)-1)/2)
}

func pct(n, of int) float64 { return 100 * float64(n) / float64(max(of, 1)) }

// template is a brief that a paper prints every week with other facts.
type template struct {
	name string
	form string
	fill [][]any
}

func (t *template) text(i int) string { return fmt.Sprintf(t.form, t.fill[i]...) }

var templates = []template{
	{"markets",
		`Shares in %s closed %s on %s as investors weighed %s. The main index %s %s percent to %s points, with %s leading the way. ` +
			`Traders said that turnover was %s than usual ahead of the %s holiday. The currency traded at %s to the dollar, against %s on the day before. ` +
			`Bond yields were little changed, and the central bank kept out of the market, dealers said. Brent crude stood at %s dollars a barrel. ` +
			`Analysts expect the bourse to open %s after the break. The index has %s %s percent since the start of the year.`,
		[][]any{
			{"Nairobi", "higher", "Monday", "a budget speech", "rose", "0.8", "1,912", "banks", "thinner", "Easter", "101.3", "101.9", "64", "firmer", "gained", "3.1"},
			{"Lima", "lower", "Thursday", "a strike at two mines", "fell", "1.4", "20,115", "miners", "heavier", "independence", "3.27", "3.24", "71", "weaker", "lost", "6.7"},
			{"Manila", "mixed", "Friday", "the outlook for rates", "slipped", "0.1", "7,340", "telecoms", "lighter", "Christmas", "52.6", "52.5", "58", "flat", "shed", "9.2"},
		}},
	{"casualties",
		`At least %s people were killed and %s wounded on %s when %s in the %s of %s, police said. The blast went off at about %s in the morning, when the ` +
			`street was full of people on their way to work. Rescue teams searched for survivors under the rubble, and hospitals called for donors of blood. ` +
			`No group said that it had carried out the attack, but officials blamed %s. The president condemned the attack and sent his condolences to the families ` +
			`of the victims. It was the %s attack of its kind in %s since %s.`,
		[][]any{
			{"14", "40", "Sunday", "a car bomb exploded outside a bank", "north", "Kabul", "8:30", "the Taliban", "third", "the city", "March"},
			{"31", "more than 70", "Tuesday", "a suicide bomber struck a bus", "old town", "Mogadishu", "7:15", "al-Shabab", "worst", "Somalia", "the spring"},
			{"9", "22", "Wednesday", "a lorry blew up beside a market", "east", "Maiduguri", "9", "Boko Haram", "second", "the state", "Christmas"},
		}},
	{"quakes",
		`An earthquake of magnitude %s struck %s on %s, the geological survey said. The quake was centred %s kilometres %s of %s at a depth of %s kilometres. There were no ` +
			`immediate reports of damage or casualties. No tsunami warning was issued. The region lies on the Ring of Fire, where most of the earthquakes of the world occur.`,
		[][]any{
			{"5.8", "northern Chile", "Monday", "42", "east", "Iquique", "88"},
			{"6.1", "the coast of Honshu", "Saturday", "110", "south", "Sendai", "35"},
			{"5.5", "central Sulawesi", "Tuesday", "15", "west", "Palu", "10"},
		}},
}

func TestBriefsOfOnePattern(t *testing.T) {
	for _, tm := range templates {
		for i := range tm.fill {
			for j := range i {
				if a, b := tm.text(i), tm.text(j); Resembles(a, b) {
					t.Errorf("%s: %q and %q are taken for one text", tm.name, a, b)
				}
			}
		}
	}
}

const harbour = `PORT ANSEL (Own report) - Striking dockers let the first grain ships into the harbour of Port Ansel on Friday after nine days, and the ` +
	`owners of the quay promised to hear their demands. "We did not starve anybody," said Mirela Doss, who leads the union. "We closed a gate." ` +
	`The strike began on 3 April, when 412 men refused to load a ship that had come without papers. Six other ships lay at anchor for a week, and ` +
	`the price of bread in the capital rose by 18 percent. The mayor called the agreement a victory for patience. Under it a panel of three judges ` +
	`will look at wages, night work and the safety of the cranes, one of which fell in March and killed two men. The owners, who had asked for ` +
	`soldiers to clear the quay, said that they would drop their lawsuit. Doss said that the men would stop work again if the panel met behind ` +
	`closed doors. Two of the anchored ships turned back for home, their cargo spoiled.`

const followUp = `PORT ANSEL - A crane driver wept on Tuesday before the judges who look into the safety of the harbour. "I heard the chain go," Ivo Tamm told ` +
	`them, "and then I heard nothing." He said that he had asked for a new chain three times and had never had an answer. A clerk of the owners read out ` +
	`a bill for paint of the same month. The hearing goes on next week with an engineer from abroad. `

func TestResembles(t *testing.T) {
	first, rest, _ := strings.Cut(harbour, "after nine days")
	half := harbour[:len(harbour)/2]
	for _, tt := range []struct {
		name string
		a, b string
		want bool
	}{
		{"itself", harbour, harbour, true},
		{"two empty texts", "", "", true},
		{"nothing and something", "", harbour, false},
		{"marks and capitals only", harbour, strings.ToUpper(strings.ReplaceAll(harbour, `"`, "''")), true},
		{"hyphens and commas in numbers", "The S-400 cost 1,000 crowns.", "The S400 cost 1000 crowns", true},
		{"headline put over it", "Dockers open the gate of the harbour\n\n" + harbour, harbour, true},
		{"lead rewritten", "Grain may reach Port Ansel again, since its dockers have gone back to work" + rest, harbour, true},
		{"second half cut", half, harbour, true},
		{"only the lead left", first, harbour, false}, // a sentence is no article
		{"a follow-up with the old background", followUp + rest[len(rest)*2/3:], harbour, false},
		{"two lines of boilerplate", "This is a developing story. Check back for updates.", "This is a developing story. Check back soon for updates.", false},
		{"not Latin", "वार्ता सोमवार को दिल्ली में हुई", "वार्ता सोमवार को दिल्ली में हुई।", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := Resembles(tt.a, tt.b); got != tt.want {
				t.Errorf("Resembles = %v, want %v", got, tt.want)
			}
			if tt.want && tt.a != "" && !meet(tt.a, tt.b) {
				t.Error("they share no key, so the ledger would not ask")
			}
		})
	}
}

func TestSentenceKey(t *testing.T) {
	const s = "“We did not starve anybody,” said Mirela Doss."
	for _, same := range []string{`"We did not starve anybody", said Mirela Doss`, "WE DID NOT STARVE ANYBODY SAID MIRELA DOSS", " We did not\nstarve any-body, said Mirela Doss …"} {
		if SentenceKey(same) != SentenceKey(s) {
			t.Errorf("SentenceKey(%q) is not that of %q", same, s)
		}
	}
	if other := "“We did starve anybody,” said Mirela Doss."; SentenceKey(other) == SentenceKey(s) {
		t.Errorf("SentenceKey(%q) is that of %q", other, s)
	}
	if got := SentenceKey(" … "); got != 0 {
		t.Errorf("SentenceKey of marks = %d, want 0", got)
	}
}

func TestSketchIsForGood(t *testing.T) {
	// A ledger holds keys for years: a change here leaves its old articles without reprints.
	keys := SketchOf(harbour).Bands()
	if len(keys) != 42 || keys[0] != 0x23d985c8f89d5063 || keys[41] != 0x44285593707ebcdf {
		t.Errorf("Bands = %d keys, %#x … %#x", len(keys), keys[0], keys[41])
	}
	if SketchOf(" .") != (Sketch{}) || SketchOf("").Bands() != nil {
		t.Error("a text without words has a sketch")
	}
}

// article is 4 KB of words in random order: as many shingles as words.
func article() string {
	words, rng := strings.Fields(harbour), rand.New(rand.NewPCG(3, 4))
	var b strings.Builder
	for b.Len() < 4096 {
		b.WriteString(words[rng.IntN(len(words))] + " ")
	}
	return b.String()
}

func BenchmarkSketch(b *testing.B) {
	text := article()
	for b.Loop() {
		SketchOf(text).Bands()
	}
}

func BenchmarkResembles(b *testing.B) {
	text := article()
	other := "A headline. " + text
	for b.Loop() {
		Resembles(text, other)
	}
}
