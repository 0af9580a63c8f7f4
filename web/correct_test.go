package web_test

import (
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"testing"

	"entente"
)

// series are the sums of a pair, by day.
func (d *house) series(a, b string) entente.Tallies {
	d.t.Helper()
	got, err := d.led.Tallies(d.t.Context(), entente.Filter{A: a, B: b})
	if err != nil {
		d.t.Fatal(err)
	}
	return got
}

// typedIn returns the fields of the correction form as a browser would send them.
func (d *house) typedIn(path string) url.Values {
	d.t.Helper()
	root := d.page(path, 200)
	form := byID(root, "correct")
	if form == nil {
		d.t.Fatalf("%s has no form", path)
	}
	out := url.Values{}
	for n := range form.Descendants() {
		name, ok := attr(n, "name")
		if !ok {
			continue
		}
		switch n.Data {
		case "input":
			v, _ := attr(n, "value")
			out.Set(name, v)
		case "textarea":
			out.Set(name, strings.ReplaceAll(textOf(n), "\n", "\r\n"))
		case "select":
			for o := range n.Descendants() {
				if _, chosen := attr(o, "selected"); chosen {
					out.Set(name, textOf(o))
				}
			}
		}
	}
	return out
}

// TestCorrect follows a row through the form: mended, rejected, and both undone.
func TestCorrect(t *testing.T) {
	d := open(t, nil)
	row := "/event/" + d.id + "/e1"
	start := d.series("IND", "PAK")
	if len(start.There) != 1 || start.There[0].Sum >= 0 {
		t.Fatalf("the series begins with %+v", start)
	}
	send := func(do string, change url.Values) string {
		t.Helper()
		form := d.typedIn(row)
		form.Set("do", do)
		form.Set("who", "Ed “Itor”; x")
		for k, v := range change {
			form[k] = v
		}
		got := d.post(row, form)
		if got.Code != http.StatusSeeOther {
			t.Fatalf("%s: %d %s", do, got.Code, got.Body)
		}
		to, _, _ := strings.Cut(got.Header().Get("Location"), "#")
		if who := got.Result().Cookies()[0]; who.Name != "entente_who" || who.Value != url.QueryEscape("Ed “Itor”; x") || !who.HttpOnly {
			t.Errorf("the name is kept as %v", who)
		}
		return to
	}
	to := send("mend", url.Values{"type": {"PROTEST"}, "mode": {"riot"}, "targets": {"China\r\nthe " + hostile + " (AFG REB)"}, "why": {hostile}, "from": {"2019-02-25"}})
	if to != row+"+1" {
		t.Errorf("the form leads to %s", to)
	}
	if got := d.series("IND", "CHN"); len(got.There) != 1 || got.There[0].Sum != -4 {
		t.Errorf("after mending India and China have %+v", got.There)
	}
	rows, err := d.led.Rows(t.Context(), d.id, start0)
	if err != nil || rows[0].Type != entente.Protest || *rows[0].Mode != "riot" || rows[0].Quad != entente.VerbalConflict || rows[0].CAMEO != "112" ||
		rows[0].Targets[0] != (entente.Party{Code: "CHN", Name: "CHN"}) || rows[0].Targets[1].Sector != "REB" || rows[0].Date.Precision != entente.PrecisionInterval || rows[0].Sources[0].Entity != "state:IND" {
		t.Errorf("the mended row is %+v, %v", rows[0].Report, err)
	}
	page := textOf(d.page(row, 200))
	for _, want := range []string{"mended by Ed “Itor”; x", "IND → PAK · ASSAULT · happened · 26 Feb 2019 · scale −9.0", "IND → CHN, the " + hostile + " (AFG REB) · PROTEST · riot · happened · 25 Feb 2019 to 26 Feb 2019 · scale −4.0"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q:\n%s", want, page)
		}
	}
	if a := textOf(d.page("/article/"+d.id, 200)); !strings.Contains(a, "corrected") || !strings.Contains(a, "PROTEST · riot") {
		t.Error("the article's page does not show the corrected row")
	}
	send("reject", nil)
	if got := d.series("IND", "CHN"); len(got.There) != 0 {
		t.Errorf("what was rejected still counts: %+v", got)
	}
	page = textOf(d.page(row, 200))
	if !strings.Contains(page, "Nothing of it stands") || !strings.Contains(page, "rejected by Ed") {
		t.Errorf("the page of a rejected row says\n%s", page)
	}
	if a := textOf(d.page("/article/"+d.id, 200)); !strings.Contains(a, "Taken out") {
		t.Error("the article's page does not show what was taken out")
	}
	if gold := get(d.h, "/article/"+d.id+"/gold").Body.String(); strings.Contains(gold, "PROTEST") || !strings.Contains(gold, "event\t") {
		t.Errorf("the gold file has the rejected row:\n%s", gold)
	}
	send("undo", nil)
	send("accept", nil)
	send("undo", nil)
	send("undo", nil)
	if got := d.series("IND", "PAK"); !reflect.DeepEqual(got, start) {
		t.Errorf("after all was undone: %+v, want %+v", got, start)
	}
	if got := d.post(row, url.Values{"do": {"undo"}, "who": {"x"}, "row": {d.id + "/e1+6"}}); got.Code != http.StatusNotFound {
		t.Errorf("undoing once more: %d, want 404", got.Code)
	}
}

// TestCorrectWrongly: what cannot be done is said at the form, and what was typed stays.
func TestCorrectWrongly(t *testing.T) {
	d := open(t, nil)
	row := "/event/" + d.id + "/e1"
	for _, tt := range []struct {
		name   string
		change url.Values
		status int
		says   string
	}{
		{"nobody", url.Values{"who": {" "}}, 400, "say who"},
		{"a name without an end", url.Values{"who": {strings.Repeat("x", 300)}}, 400, "at most 200"},
		{"nothing asked", url.Values{"do": {""}}, 400, "accept, reject, mend or undo"},
		{"nothing changed", url.Values{"do": {"mend"}}, 400, "nothing was changed"},
		{"no such type", url.Values{"do": {"mend"}, "type": {"WAR"}}, 400, `no type "WAR"`},
		{"a mode of another type", url.Values{"do": {"mend"}, "mode": {"riot"}}, 400, `no mode "riot"`},
		{"no such status", url.Values{"do": {"mend"}, "status": {"maybe"}}, 400, "no status"},
		{"no such day", url.Values{"do": {"mend"}, "from": {"2019-02-30"}}, 400, "2019-02-30"},
		{"days the wrong way round", url.Values{"do": {"mend"}, "from": {"2019-03-01"}}, 400, "before the first"},
		{"off the scale", url.Values{"do": {"mend"}, "scale": {"11"}}, 400, "from -10 to 10"},
		{"not a number", url.Values{"do": {"mend"}, "scale": {"NaN"}}, 400, "from -10 to 10"},
		{"no such land", url.Values{"do": {"mend"}, "sources": {"Atlantis (ATL)"}}, 400, "no land or body"},
		{"no such sector", url.Values{"do": {"mend"}, "sources": {"the navy (IND NAV)"}}, 400, "no sector"},
		{"nobody at all", url.Values{"do": {"mend"}, "sources": {""}, "targets": {""}}, 400, "somebody"},
		{"a row that was replaced", url.Values{"do": {"accept"}, "row": {"0123456789abcdef/e1"}}, 404, "no such row"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			form := d.typedIn(row)
			form.Set("do", "accept")
			form.Set("who", "editor")
			form.Set("why", "because & <b>")
			for k, v := range tt.change {
				form[k] = v
			}
			got := d.post(row, form)
			root := checked(t, row, got)
			if got.Code != tt.status || !strings.Contains(textOf(byID(root, "problem")), tt.says) {
				t.Errorf("%d %q, want %d and %q", got.Code, textOf(root), tt.status, tt.says)
			}
			if why := strings.TrimSpace(textOf(byID(root, "in-why"))); why != "because & <b>" {
				t.Errorf("the reason that was typed is now %q", why)
			}
		})
	}
	if got, err := d.led.History(t.Context(), entente.ReportID(d.id+"/e1")); err != nil || len(got) != 0 {
		t.Errorf("something was written: %+v, %v", got, err)
	}
	first := d.post(row, url.Values{"do": {"accept"}, "who": {"one"}, "row": {d.id + "/e1"}})
	second := d.post(row, url.Values{"do": {"reject"}, "who": {"two"}, "row": {d.id + "/e1"}})
	if first.Code != http.StatusSeeOther || second.Code != http.StatusForbidden || !strings.Contains(second.Body.String(), "was replaced by") {
		t.Errorf("two at once: %d and %d, want the second to be told", first.Code, second.Code)
	}
}

// TestPassedOver: a row that a later reading has not found again is still answered for,
// and is not corrected.
func TestPassedOver(t *testing.T) {
	d := open(t, nil)
	later := sample()
	later.Coder.Version = "2"
	later.Events = later.Events[:1]
	later.Events[0].ID = "e7"
	later.Claims[0].About, later.Disputes, later.Relations = nil, nil, nil
	if added, err := d.led.Append(t.Context(), later); err != nil || !added {
		t.Fatal(added, err)
	}
	old := "/event/" + d.id + "/e1"
	if page := textOf(d.page(old, 200)); !strings.Contains(page, "A later reading of the article has passed this row over") || strings.Contains(page, "Correct the row") {
		t.Errorf("the page of a row that was passed over says\n%s", page)
	}
	if got := d.post(old, url.Values{"do": {"reject"}, "who": {"x"}, "row": {d.id + "/e1"}}); got.Code != http.StatusForbidden {
		t.Errorf("correcting it: %d, want 403", got.Code)
	}
	if page := textOf(d.page("/event/"+d.id+".2/e7", 200)); !strings.Contains(page, "Correct the row") || !strings.Contains(page, "2 reports") {
		t.Errorf("the page of the row in its place says\n%s", page)
	}
}
