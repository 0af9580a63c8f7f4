package web_test

import (
	"context"
	"flag"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"entente"
	"entente/ledgertest"
	"entente/sqlite"
	"entente/web"
)

var update = flag.Bool("update", false, "write testdata anew")

// hostileSaying is a sentence that no page may let out of its text.
const hostileSaying = `Wheat <script>alert(1)</script> "onload=x' & {{.}} javascript:alert(2) reached Karachi.`

// stories tell of a tie of two years that warms, with a claim, a plan and a prediction.
func stories() []ledgertest.Story {
	var out []ledgertest.Story
	add := func(published string, rows ...ledgertest.Row) {
		out = append(out, ledgertest.Story{Publisher: "Wire <i>", Published: published, Headline: `News <img src=x onerror="alert(3)"> of ` + published, Rows: rows})
	}
	for i := range 24 {
		day := entente.Day{Year: 2016, Month: 1, Day: 10}.Add(0, i, 0).String()
		value, kind := -5.0, entente.Threaten
		if i >= 12 {
			value, kind = 6.0, entente.Aid
		}
		add(day, ledgertest.Row{Source: "PAK", Target: "RUS", Type: kind, Day: day, Goldstein: value, Says: fmt.Sprintf("Pakistan did thing %d to Russia.", i)})
	}
	add("2017-12-20", ledgertest.Row{Source: "RUS", Target: "PAK", Type: entente.Aid, Day: "2017-12-19", Goldstein: 7, Says: hostileSaying},
		ledgertest.Row{Source: "RUS", Target: "PAK", Type: entente.Accuse, Status: entente.Claimed, Day: "2017-12-18", Goldstein: -2, Speaker: "RUS", Says: "Russia says Pakistan hides a pipeline."},
		ledgertest.Row{Source: "IND", Target: "PAK", Type: entente.Accuse, Day: "2017-12-18", Goldstein: -4, Says: "India accused Pakistan."},
		ledgertest.Row{Source: "IND", Target: "RUS", Type: entente.Consult, Day: "2017-12-18", Goldstein: 2, Says: "India met Russia."},
		ledgertest.Row{Source: "PAK", Target: "RUS", Type: entente.Agree, Status: entente.Planned, Day: "2018-02-01", Goldstein: 6, Says: "Pakistan and Russia plan a pact."},
		ledgertest.Row{Source: "PAK", Target: "RUS", Type: entente.Assault, Status: entente.Predicted, Day: "2018-03-01", Goldstein: -9, Speaker: "IND", Says: "India foretells a clash of Pakistan and Russia."})
	add("2017-12-22", ledgertest.Row{Source: "IND", Target: "PAK", Type: entente.Accuse, Status: entente.Denied, Day: "2017-12-18", Goldstein: -4, Says: "India did not accuse Pakistan of anything."})
	return out
}

var names = map[string]string{"PAK": "Pakistan", "RUS": "Russia", "IND": "India <u>", "GNB": "Guinea-Bissau", "SEN": "Senegal"}

// charted serves the stories.
func charted(t *testing.T) http.Handler {
	t.Helper()
	led, err := sqlite.Open(context.Background(), filepath.Join(t.TempDir(), "ledger.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = led.Close() })
	list := stories()
	for i := range list {
		r := list[i].Reading()
		for k := range r.Events {
			if ev := &r.Events[k]; strings.Contains(ev.Quote, "pact") {
				ev.Stage, ev.Figures = "agreed", []entente.Figure{{Value: 2e6, Unit: "USD", Bound: entente.BoundAbout, Counts: "barrels <b>", Span: ev.Trigger}}
			}
		}
		if _, err := led.Append(context.Background(), r); err != nil {
			t.Fatal(err)
		}
	}
	return serve(t, &web.Server{Reader: led, Now: func() time.Time { return time.Date(2018, 1, 10, 0, 0, 0, 0, time.UTC) },
		Name: func(code string) string {
			if n := names[code]; n != "" {
				return n
			}
			return code
		},
		Find: func(text string) (string, bool) {
			for code, name := range names {
				if text == code || text == name {
					return code, true
				}
			}
			return "", false
		}})
}

// TestChartPages holds every page of ties and lists to what all pages promise: well-formed, ids
// once each, labels that exist, no script or style in the page, and text that stays text.
func TestChartPages(t *testing.T) {
	h := charted(t)
	for _, tt := range []struct {
		path string
		want []string // in the page
	}{
		{"/pair/PAK-RUS", []string{"Pakistan – Russia", "Turning points", "rose from −", "What moved it most", "Thing 12", "Third parties", "Predictions", "<svg", "&lt;script&gt;alert(1)"}},
		{"/pair/Russia-Pakistan?by=year&from=2017", []string{"Level by year", "13 events", "point=2017#point"}},
		{"/pair/PAK-RUS?by=week", []string{"Level by week", "point=2017-12-18#point"}},
		{"/pair/PAK-RUS?point=2017-12", []string{`id="point"`, "December 2017: 2 events", "2017-11", "more row"}},
		{"/pair/PAK-RUS?everyone=1&as-of=2000", []string{"Nothing that counts is known"}},
		{"/pair/PAK-SEN", []string{"Nothing that counts is known"}},
		{"/timeline?limit=10", []string{"10 Jan 2016", "Next page", "thing 1 to", "limit=10"}},
		{"/timeline?a=Pakistan&b=Russia&from=2017-12&status=planned", []string{"1 Feb 2018", "plan a pact", `value="Pakistan"`, "<option selected>planned"}},
		{"/timeline?a=PAK&b=SEN", []string{"Nothing is known that fits"}},
		{"/search?words=wheat&type=aid", []string{"&lt;script&gt;alert(1)", "Articles", `value="wheat"`, `value="AID" selected`}},
		{"/search?a=RUS&class=institution&publisher=Wire+<i>", []string{"Wire &lt;i&gt;"}},
		{"/search?words=%22%3Cscript%3E", []string{`value="&#34;&lt;script&gt;"`}},
		{"/actor/Pakistan", []string{"<h1>Pakistan</h1>", `href="/pair/PAK-RUS"`, "Latest", "India &lt;u&gt;"}},
		{"/actor/RUS?from=2017-12", []string{"In its own words", "hides a pipeline"}},
		{"/map", []string{"Natural Earth", "Pakistan – Russia", `href="/pair/PAK-RUS"`, "India &lt;u&gt;"}},
		{"/map?a=Russia&from=2017&to=2017-12", []string{"The world and Russia", `class="land self"`, `href="/pair/RUS-PAK"`, "Pakistan: mean"}},
		{"/map?from=1990&to=1991", []string{"Nothing that counts"}},
		{"/network", []string{"Pakistan – Russia", "<circle"}},
		{"/network?a=IND&everyone=1", []string{"Network of India"}},
		{"/network?to=1991", []string{"Nothing that counts"}},
		{"/disputes", []string{"Asserted", "Denied", "India did not accuse Pakistan of anything."}},
		{"/quotes?a=RUS", []string{"hides a pipeline"}},
		{"/figures", []string{"about USD 2,000,000", "barrels &lt;b&gt;"}},
		{"/deals?a=PAK", []string{"plan a pact", "agreed", "1 in all"}},
		{"/predictions", []string{"foretells a clash"}},
		{"/pair/Guinea-Bissau-Senegal", []string{"Guinea-Bissau – Senegal"}},
	} {
		t.Run(tt.path, func(t *testing.T) {
			got := get(h, tt.path)
			if got.Code != 200 {
				t.Fatalf("%d: %s", got.Code, got.Body)
			}
			body := got.Body.String()
			for _, want := range tt.want {
				if !strings.Contains(strings.ToLower(body), strings.ToLower(want)) {
					t.Errorf("%q is not in the page", want)
				}
			}
			sound(t, body)
			base, query, _ := strings.Cut(tt.path, "?")
			if data := get(h, base+".json?"+query); data.Code != 200 || !strings.Contains(data.Header().Get("Content-Type"), "json") {
				t.Errorf("as JSON: %d %s", data.Code, data.Header().Get("Content-Type"))
			}
		})
	}
}

// sound checks what every page promises.
func sound(t *testing.T, body string) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	ids := map[string]bool{}
	var asked []string
	headings := 0
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		attr := map[string]string{}
		for _, a := range n.Attr {
			attr[a.Key] = a.Val
			if strings.HasPrefix(a.Key, "on") || a.Key == "style" || strings.Contains(a.Val, "ZgotmplZ") {
				t.Errorf("<%s %s=%q>", n.Data, a.Key, a.Val)
			}
		}
		if id := attr["id"]; id != "" {
			if ids[id] {
				t.Errorf("id %q twice", id)
			}
			ids[id] = true
		}
		asked = append(asked, strings.Fields(attr["aria-labelledby"])...)
		if href := attr["href"]; strings.HasPrefix(href, "#") {
			asked = append(asked, href[1:])
		} else if n.Data == "a" && (href == "" || strings.Contains(href, ":")) {
			t.Errorf("link to %q", href)
		}
		switch n.Data {
		case "script":
			if !strings.HasPrefix(attr["src"], "/assets/") {
				t.Errorf("script in the page: %v", n.Attr)
			}
		case "img", "iframe", "u", "i":
			t.Errorf("<%s> came out of a text", n.Data)
		case "h1":
			headings++
		case "th":
			if attr["scope"] == "" {
				t.Error("a heading of a table without a scope")
			}
		case "input", "select":
			if attr["type"] != "hidden" && n.Parent.Data != "label" {
				t.Errorf("%s %q has no label", n.Data, attr["name"])
			}
		}
	}
	for _, id := range asked {
		if !ids[id] {
			t.Errorf("nothing has the id %q", id)
		}
	}
	if headings != 1 {
		t.Errorf("%d first headings, want 1", headings)
	}
}

// TestRefusals: what is nobody and no pair, and what cannot be understood.
func TestRefusals(t *testing.T) {
	h := charted(t)
	for path, want := range map[string]int{
		"/actor/Nowhere": 404, "/search?a=Nowhere": 400, "/timeline?after=x": 400, "/quotes?limit=0": 400, "/deals?from=x": 400,
		"/pair/PAK": 404, "/pair/PAK-RUS?point=1990&part=point": 404, "/pair/PAK-SEN?point=1990&part=point": 404, "/pair/PAK-PAK": 404, "/pair/PAK-Nowhere": 404, "/pair/-": 404, "/pair/PAK-RUS?from=soon": 400,
		"/pair/PAK-RUS?point=x": 400, "/pair/PAK-RUS?by=hour": 400, "/pair/PAK-RUS.pdf": 404, "/pair/PAK-RUS?from=2018&to=2016": 400,
	} {
		if got := get(h, path); got.Code != want {
			t.Errorf("%s: %d, want %d", path, got.Code, want)
		}
	}
}

// TestPoint: the part that the script fetches is the part that the page has, and alone.
func TestPoint(t *testing.T) {
	h := charted(t)
	part, whole := get(h, "/pair/PAK-RUS?point=2017-12&part=point").Body.String(), get(h, "/pair/PAK-RUS?point=2017-12").Body.String()
	if !strings.HasPrefix(part, "<section") || !strings.Contains(whole, part) || !strings.Contains(part, "&lt;script&gt;") {
		t.Errorf("the part is not in the page, or not escaped: %s", part)
	}
}

func TestSeries(t *testing.T) {
	got := get(charted(t), "/pair/PAK-RUS.csv?by=year")
	lines := strings.Split(strings.TrimSpace(got.Body.String()), "\n")
	if len(lines) != 3 || !strings.HasPrefix(lines[1], "PAK,RUS,2016-01-01,2016-12-31,-") || !strings.HasPrefix(got.Header().Get("Content-Disposition"), "attachment") {
		t.Errorf("series:\n%s", got.Body)
	}
}

// TestChart holds the picture of a small series.
func TestChart(t *testing.T) {
	body := get(charted(t), "/pair/PAK-RUS?from=2016-10&to=2017-03").Body.String()
	_, rest, _ := strings.Cut(body, "<svg")
	svg, _, ok := strings.Cut(rest, "</svg>")
	if !ok {
		t.Fatal("no chart")
	}
	golden(t, "chart.svg", "<svg"+svg+"</svg>\n")
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != got {
		t.Errorf("%s is not what is drawn now; go test ./web -update, and look at it", name)
	}
}
