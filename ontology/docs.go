package ontology

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Markdown is docs/ontology.md: every code with its meaning, an example and its value.
func (o *Ontology) Markdown() string {
	var b strings.Builder
	b.WriteString(docsHead)
	o.table(&b, "Types", "What an event is. The value is that of the type where neither mode nor matter says more.",
		[]string{"type", "class", "value", "meaning", "example"}, "type", func(e Entry) []string {
			return []string{code(e.Name), e.Of, o.valueOf(e), e.Meaning, e.Example}
		})
	o.table(&b, "Classes", "What PLOVER calls quad category.", []string{"class", "meaning", "example"}, "quad class", plainCells)
	o.table(&b, "Modes", "The finer kind of an event inside its type. AGREE, CONCEDE and other types without rows here have none.",
		[]string{"type", "mode", "value", "meaning", "example"}, "mode", func(e Entry) []string {
			return []string{code(e.Of), code(e.Name), o.valueOf(e), e.Meaning, e.Example}
		})
	o.table(&b, "Contexts", "The matter that an event is about; it may have several.", []string{"context", "meaning", "example"}, "context", plainCells)
	o.table(&b, "Statuses", "Did it happen, and who says so? Only what happened or goes on counts in a relation.", []string{"status", "meaning", "example"}, "status", plainCells)
	o.table(&b, "Sectors", "The role of an actor in its society.", []string{"sector", "meaning", "example"}, "sector", plainCells)
	b.WriteString("\n## Scores\n\n" + docsScores + "\n\n| CAMEO | value | meaning | type | mode | contexts |\n|---|---:|---|---|---|---|\n")
	for _, c := range o.codes {
		value, _ := o.Goldstein(c.CAMEO)
		var contexts []string
		for _, name := range c.Contexts {
			contexts = append(contexts, string(name))
		}
		row(&b, code(c.CAMEO), number(value), c.Meaning, code(string(c.Type)), code(string(c.Mode)), strings.Join(contexts, ", "))
	}
	var others []string
	for name := range o.goldstein {
		if _, ok := o.byCAMEO[name]; !ok {
			others = append(others, fmt.Sprintf("`%s` %s", name, number(o.goldstein[name])))
		}
	}
	slices.Sort(others)
	b.WriteString("\nThe scale has values for these codes too, which are no type of PLOVER's by themselves: " + strings.Join(others, ", ") + ".\n")
	return b.String()
}

// table writes the entries of a kind under a heading.
func (o *Ontology) table(b *strings.Builder, title, about string, columns []string, kind string, cells func(Entry) []string) {
	fmt.Fprintf(b, "\n## %s\n\n%s\n\n", title, about)
	row(b, columns...)
	for _, name := range columns {
		b.WriteString(map[bool]string{true: "|---:", false: "|---"}[name == "value"])
	}
	b.WriteString("|\n")
	for _, e := range o.entries {
		if e.Kind == kind {
			row(b, cells(e)...)
		}
	}
}

func plainCells(e Entry) []string { return []string{code(e.Name), e.Meaning, e.Example} }

func row(b *strings.Builder, cells ...string) {
	for _, cell := range cells {
		b.WriteString("| " + cmp.Or(strings.ReplaceAll(cell, "|", `\|`), "–") + " ")
	}
	b.WriteString("|\n")
}

func code(name string) string {
	if name == "" {
		return ""
	}
	return "`" + name + "`"
}

func number(v float64) string {
	return strings.Replace(strconv.FormatFloat(v, 'f', -1, 64), "-", "−", 1)
}

// valueOf is what an entry counts, as a cell.
func (o *Ontology) valueOf(e Entry) string {
	v, ok := o.Counts(e)
	if !ok {
		return ""
	}
	return number(v)
}

const docsHead = "# The ontology\n\n" +
	"Written by `entente docs ontology` from the tables of `ontology/tables`; a test keeps it fresh. `ontology/SOURCES.md` says where each comes from.\n" +
	"`entente explain CODE` prints one row. Types of your own, and other scores, go into a folder of rules: [rules.md](rules.md).\n\n" +
	"Edition: " + Edition + ". Examples are made up.\n"

const docsScores = "What an event counts, from −10 (conflict) to 10 (cooperation): the scale of Goldstein (1992) as extended to CAMEO codes. An event is given\n" +
	"the code of its lexicon row, else that of its type, mode and context. A finer code without a value has that of the code above it. The table of codes is made of\n" +
	"CAMEO2PLOVER and goes out under its terms, CC BY-SA 4.0."
