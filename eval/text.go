package eval

import (
	"fmt"
	"strings"
)

// Text prints rep for a person, with its misses if wanted.
func (rep *Report) Text(misses bool) string {
	var b strings.Builder
	b.WriteString(rep.Gold)
	if rep.Cases > 0 {
		fmt.Fprintf(&b, ": %d cases", rep.Cases)
	}
	b.WriteString("\n")
	for _, s := range rep.Scores {
		fmt.Fprintf(&b, "  %-34s %7s  %s\n", s.Field, s.percent(), s.Detail)
	}
	for i := range rep.Tables {
		rep.Tables[i].text(&b)
	}
	if misses {
		for _, miss := range rep.Misses {
			fmt.Fprintf(&b, "    %s\n", miss)
		}
	} else if len(rep.Misses) > 0 {
		fmt.Fprintf(&b, "  %d misses: --misses lists them\n", len(rep.Misses))
	}
	return b.String()
}

// percent is the value in per cent, or nothing where the detail says it all.
func (s Score) percent() string {
	if s.Value == 0 && !strings.Contains(s.Detail, "of") && !strings.HasPrefix(s.Detail, "P ") {
		return ""
	}
	return fmt.Sprintf("%.1f", 100*s.Value)
}

// Markdown writes the reports as the page docs/accuracy.md.
func Markdown(reports []*Report) string {
	var b strings.Builder
	b.WriteString("# Accuracy\n\nWritten by `make eval PACK=…`; nothing here is typed by hand. The gold sets are named in `NOTICE`.\n" +
		"All of them are development sets: rules and weights were chosen while looking at them.\n")
	for _, rep := range reports {
		fmt.Fprintf(&b, "\n## %s\n", rep.Gold)
		if rep.Cases > 0 {
			fmt.Fprintf(&b, "\n%d cases\n", rep.Cases)
		}
		if len(rep.Scores) > 0 {
			b.WriteString("\n| field | % | from |\n|---|---:|---|\n")
		}
		for _, s := range rep.Scores {
			fmt.Fprintf(&b, "| %s | %s | %s |\n", s.Field, s.percent(), s.Detail)
		}
		for i := range rep.Tables {
			rep.Tables[i].markdown(&b)
		}
	}
	return b.String()
}
