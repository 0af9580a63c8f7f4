package metric

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

// rules are a file of rules for Prometheus.
type rules struct {
	Groups []struct {
		Name  string
		Rules []struct {
			Alert, Expr, For    string
			Labels, Annotations map[string]string
		}
	}
}

var (
	metricName = regexp.MustCompile(`\bentente_[a-z_]+`)
	alertRow   = regexp.MustCompile(`(?m)^\| (Entente[A-Za-z]+) \| [^|]+ \| [^|]+ \|$`)
)

// TestAlerts holds the example rules against the instruments and against docs/operation.md:
// an alert asks only what there is, and the page says what to do about it and which number
// it comes from.
func TestAlerts(t *testing.T) {
	text, err := os.ReadFile("../examples/operation/alerts.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var got rules
	if err := yaml.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile("../docs/operation.md")
	if err != nil {
		t.Fatal(err)
	}
	families, err := busy(t).registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, f := range families {
		known[f.GetName()] = true
		if f.GetType().String() == "HISTOGRAM" {
			known[f.GetName()+"_bucket"] = true
		}
	}
	wanted := map[string][]string{} // alerts by the metric that they come from
	var alerts []string
	for _, g := range got.Groups {
		for _, r := range g.Rules {
			alerts = append(alerts, r.Alert)
			if r.Annotations["summary"] == "" || !slices.Contains([]string{"page", "ticket"}, r.Labels["severity"]) {
				t.Errorf("%s has summary %q and severity %q", r.Alert, r.Annotations["summary"], r.Labels["severity"])
			}
			if open, shut := strings.Count(r.Expr, "("), strings.Count(r.Expr, ")"); open != shut {
				t.Errorf("%s: %d brackets are opened and %d closed", r.Alert, open, shut)
			}
			names := metricName.FindAllString(r.Expr, -1)
			slices.Sort(names)
			for _, name := range slices.Compact(names) {
				if !known[name] {
					t.Errorf("%s asks for %s, which there is not", r.Alert, name)
				}
				name = strings.TrimSuffix(name, "_bucket")
				wanted[name] = append(wanted[name], r.Alert)
			}
		}
	}
	var told []string
	for _, row := range alertRow.FindAllStringSubmatch(string(page), -1) {
		told = append(told, row[1])
	}
	if !slices.Equal(told, alerts) {
		t.Errorf("docs/operation.md tells of %q, the rules are %q", told, alerts)
	}
	for _, row := range metricRow.FindAllStringSubmatch(string(page), -1) {
		slices.Sort(wanted[row[1]])
		if want := strings.Join(wanted[row[1]], ", "); row[5] != want {
			t.Errorf("docs/operation.md names the alerts %q of %s, want %q", row[5], row[1], want)
		}
	}
}
