package link

import (
	"cmp"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"entente"
)

// pair is one case of testdata.
type pair struct {
	name string
	same bool
	a, b entente.Report
}

// Same is the judgement of two rows that Match rests on, in [0, 1], and why.
func Same(a, b *entente.Report) (score float64, why string) {
	v := judge(viewOf(a), viewOf(b))
	return v.score(), v.why()
}

func readPairs(t *testing.T, file string) []pair {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var out []pair
	rows := 0
	for n, line := range strings.Split(string(text), "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		if kind, name, ok := strings.Cut(line, ": "); ok && (kind == "same" || kind == "not") {
			out = append(out, pair{name: name, same: kind == "same"})
			rows = 0
			continue
		}
		r, err := readRow(line)
		if err != nil || len(out) == 0 || rows > 1 {
			t.Fatalf("%s:%d: %v: %s", file, n+1, err, line)
		}
		p := &out[len(out)-1]
		r.Print.Article = entente.ArticleID(fmt.Sprint(p.name, rows))
		if rows == 0 {
			p.a = r
		} else {
			p.b = r
		}
		rows++
	}
	return out
}

// landNames gives the names that a reading would put on the parties.
var landNames = map[string]string{
	"ISR": "Israel", "LBN": "Lebanon", "CHN": "China", "SUN": "Soviet Union", "PRK": "North Korea", "TUR": "Turkey", "RUS": "Russia", "USA": "United States",
	"PSE": "Palestine", "NOR": "Norway", "IND": "India", "PAK": "Pakistan", "LBY": "Libya", "TCD": "Chad", "ETH": "Ethiopia", "ERI": "Eritrea", "SYR": "Syria",
	"GBR": "United Kingdom", "HUN": "Hungary", "SRB": "Serbia", "PAN": "Panama", "CHL": "Chile", "IRQ": "Iraq", "KWT": "Kuwait", "IRN": "Iran", "FRA": "France",
	"TWN": "Taiwan", "DEU": "Germany", "ARG": "Argentina", "GRC": "Greece", "CAN": "Canada", "AUS": "Australia", "IDN": "Indonesia", "LKA": "Sri Lanka",
	"AFG": "Afghanistan", "RWA": "Rwanda", "DZA": "Algeria", "HRV": "Croatia", "POL": "Poland", "EGY": "Egypt", "PER": "Peru", "JPN": "Japan", "UKR": "Ukraine",
	"VNM": "Vietnam", "KHM": "Cambodia", "PRT": "Portugal", "AGO": "Angola", "CUB": "Cuba", "EST": "Estonia", "SLV": "El Salvador", "ZAF": "South Africa",
	"MOZ": "Mozambique", "CYP": "Cyprus", "VEN": "Venezuela", "SOM": "Somalia", "SAU": "Saudi Arabia", "MEX": "Mexico", "DNK": "Denmark", "NZL": "New Zealand",
	"NGA": "Nigeria", "UGA": "Uganda", "QAT": "Qatar", "BRA": "Brazil", "PRY": "Paraguay", "TLS": "East Timor", "BIH": "Bosnia and Herzegovina", "ISL": "Iceland",
	"BOL": "Bolivia", "GNQ": "Equatorial Guinea", "HTI": "Haiti", "ESP": "Spain", "MKD": "Macedonia",
}

// readRow reads a line as the head of pairs.txt describes it.
func readRow(line string) (entente.Report, error) {
	head, quote, ok := strings.Cut(line, " | ")
	f := strings.Fields(head)
	if !ok || len(f) < 3 {
		return entente.Report{}, fmt.Errorf("no row")
	}
	r := entente.Report{}
	r.Quote, r.Status = quote, entente.Happened
	r.Sentence = entente.Span{Start: 100, End: 100 + len(quote)}
	var err error
	if r.Print.Published, err = entente.ParseDay(f[0]); err != nil {
		return r, err
	}
	typ, mode, _ := strings.Cut(f[1], "/")
	r.Type = entente.EventType(typ)
	if mode != "" {
		m := entente.Mode(mode)
		r.Mode = &m
	}
	from, to, ok := strings.Cut(f[2], ">")
	if !ok {
		return r, fmt.Errorf("no sides")
	}
	r.Sources, r.Targets = readParties(from), readParties(to)
	r.Date = entente.Date{From: r.Print.Published, To: r.Print.Published, Precision: entente.PrecisionDay, Basis: entente.BasisPublished}
	for _, opt := range f[3:] {
		key, value, _ := strings.Cut(opt, "=")
		switch key {
		case "on":
			if r.Date, err = readDate(value); err != nil {
				return r, err
			}
		case "at", "line":
			r.Place = readPlace(value)
			if key == "at" {
				r.Place.Span = r.Sentence
			}
		case "is":
			r.Status = entente.Status(value)
		case "stage":
			r.Stage = value
		case "neg":
			r.Negated = true
		case "bg":
			r.Background = true
		case "fig":
			for fig := range strings.SplitSeq(value, ";") {
				v, what, _ := strings.Cut(fig, "/")
				g := entente.Figure{Counts: strings.ReplaceAll(what, "_", " ")}
				if g.Value, err = strconv.ParseFloat(v, 64); err != nil {
					return r, err
				}
				if what == "percent" || what == "km" || what == strings.ToUpper(what) {
					g.Unit, g.Counts = what, ""
				}
				r.Figures = append(r.Figures, g)
			}
		default:
			return r, fmt.Errorf("unknown mark %q", opt)
		}
	}
	return r, nil
}

func readParties(list string) []entente.Party {
	var out []entente.Party
	for s := range strings.SplitSeq(list, ",") {
		if s == "" {
			continue
		}
		s, person, _ := strings.Cut(s, "/")
		code, sector, _ := strings.Cut(s, ":")
		p := entente.Party{Code: code, Sector: entente.Sector(cmp.Or(sector, "GOV")), Name: landNames[code]}
		if sector == "" {
			p.Entity = "state:" + code
		}
		if person != "" {
			p.Entity, p.Name = "leader:"+code+"/"+person, strings.ReplaceAll(person, "-", " ")
		}
		out = append(out, p)
	}
	return out
}

func readDate(s string) (entente.Date, error) {
	d := entente.Date{Basis: entente.BasisExplicit, Precision: entente.PrecisionDay}
	from, to, ok := strings.Cut(s, "..")
	var err error
	switch {
	case ok:
		d.Precision = entente.PrecisionInterval
		if d.From, err = entente.ParseDay(from); err == nil && to != "" {
			d.To, err = entente.ParseDay(to)
		}
	case len(s) == len("2006"):
		d.Precision = entente.PrecisionYear
		if d.From, err = entente.ParseDay(s + "-01-01"); err == nil {
			d.To = d.From.Add(1, 0, -1)
		}
	case len(s) == len("2006-01"):
		d.Precision = entente.PrecisionMonth
		if d.From, err = entente.ParseDay(s + "-01"); err == nil {
			d.To = d.From.Add(0, 1, -1)
		}
	default:
		d.From, err = entente.ParseDay(s)
		d.To = d.From
	}
	return d, err
}

func readPlace(s string) *entente.Place {
	f := strings.Split(s, ",")
	p := &entente.Place{Name: strings.ReplaceAll(f[0], "_", " "), Country: f[1]}
	if p.Name == "" {
		p.Name = landNames[p.Country]
	}
	if len(f) == 4 {
		lat, _ := strconv.ParseFloat(f[2], 64)
		lon, _ := strconv.ParseFloat(f[3], 64)
		p.Lat, p.Lon = &lat, &lon
	}
	return p
}

// oneADay is the habit of the field that Same has to beat: what has the same type, sources,
// targets and day is one event (P. Schrodt, "Precedents, progress and prospects in
// political event data", International Interactions 38, 2012; so GDELT's and ICEWS's filters).
func oneADay(a, b *entente.Report) bool {
	day := func(r *entente.Report) entente.Day {
		if r.Date.From.IsZero() {
			return r.Print.Published
		}
		return r.Date.From
	}
	codes := func(list []entente.Party) string {
		var out []string
		for _, p := range list {
			out = append(out, p.Code)
		}
		return strings.Join(out, " ")
	}
	return a.Type == b.Type && codes(a.Sources) == codes(b.Sources) && codes(a.Targets) == codes(b.Targets) && day(a) == day(b)
}

// score counts how a yes or no compares with the marks.
type score struct{ hit, miss, false int }

func (s *score) add(got, want bool) {
	switch {
	case got && want:
		s.hit++
	case want:
		s.miss++
	case got:
		s.false++
	}
}

func (s score) f1() float64 { return 2 * float64(s.hit) / float64(max(1, 2*s.hit+s.miss+s.false)) }

func (s score) String() string {
	return fmt.Sprintf("precision %.1f %%, recall %.1f %%, F1 %.3f", pct(s.hit, s.hit+s.false), pct(s.hit, s.hit+s.miss), s.f1())
}

func TestSameOnPairs(t *testing.T) {
	for _, set := range []struct {
		file  string
		floor float64
	}{
		{"testdata/pairs.txt", 0.90},
		{"testdata/held.txt", 0.75},
	} {
		var ours, theirs score
		list := readPairs(t, set.file)
		for i := range list {
			p := &list[i]
			got, why := Same(&p.a, &p.b)
			if back, _ := Same(&p.b, &p.a); back != got {
				t.Errorf("%s: Same = %v, turned round %v", p.name, got, back)
			}
			ours.add(got >= Threshold, p.same)
			theirs.add(oneADay(&p.a, &p.b), p.same)
			if (got >= Threshold) != p.same {
				t.Logf("wrong: %-4v %.2f %s: %s", map[bool]string{true: "same", false: "not"}[p.same], got, p.name, why)
			}
		}
		t.Logf("%s, %d pairs: Same %v; one a day %v", set.file, len(list), ours, theirs)
		if ours.f1() < set.floor {
			t.Errorf("F1 of Same on %s is %.3f, want %.2f or more", set.file, ours.f1(), set.floor)
		}
		if ours.f1() <= theirs.f1() {
			t.Errorf("F1 of Same on %s is %.3f, that of one a day %.3f", set.file, ours.f1(), theirs.f1())
		}
	}
}

func TestWindowHoldsCandidates(t *testing.T) {
	for _, file := range []string{"testdata/pairs.txt", "testdata/held.txt"} {
		list := readPairs(t, file)
		for i := range list {
			for j := range list {
				a, b := &list[i].a, &list[j].b
				from, to := Window(a)
				first, last := Days(b)
				if score, _ := Same(a, b); score > 0 && (last.Before(from) || to.Before(first)) {
					t.Errorf("%s and %s: Same = %.2f, but the days %v to %v are not in the window %v to %v", list[i].name, list[j].name, score, first, last, from, to)
				}
			}
		}
	}
}
