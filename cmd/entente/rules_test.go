package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"entente/rules"
)

// rulesBlocks finds the fences of docs/rules.md: files, whose name stands after the
// language, and console sessions.
var rulesBlocks = regexp.MustCompile("(?ms)^```(\\w+)(?: (\\S+))?\n(.*?)^```$")

// TestRulesPage runs docs/rules.md from top to bottom: it writes each file where the page
// shows it, runs each command, and compares what is printed.
func TestRulesPage(t *testing.T) {
	name, err := filepath.Abs("../../docs/rules.md")
	if err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	text, commands := string(page), 0
	for _, block := range rulesBlocks.FindAllStringSubmatch(text, -1) {
		if file := block[2]; file != "" {
			if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, []byte(block[3]), 0o600); err != nil {
				t.Fatal(err)
			}
			continue
		}
		commands++
		got := rulesSession(t, block[3])
		if same(got, block[3]) {
			continue
		}
		if !*update {
			t.Errorf("docs/rules.md shows\n%s\nand the program prints\n%s\nRun make golden.", block[3], got)
		}
		text = strings.Replace(text, block[0], "```console\n"+got+"```", 1)
	}
	if commands < 8 {
		t.Errorf("found %d console blocks", commands)
	}
	if text != string(page) && *update {
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// rulesSession runs the commands of a block and returns it as it should be. Standard
// error stands after standard output.
func rulesSession(t *testing.T, block string) string {
	var out strings.Builder
	for line := range strings.Lines(block) {
		command, ok := strings.CutPrefix(strings.TrimSpace(line), "$ entente ")
		if !ok {
			continue
		}
		out.WriteString(line)
		command, input, _ := strings.Cut(command, " < ")
		stdin, err := os.Open(os.DevNull)
		if input != "" {
			stdin, err = os.Open(input)
		}
		if err != nil {
			t.Fatal(err)
		}
		var errs strings.Builder
		m := &Main{Stdin: stdin, Stdout: &out, Stderr: &errs, Getenv: func(string) string { return "" }, Terminal: func() (int, bool) { return 0, false }}
		if status := m.Run(t.Context(), strings.Fields(command)); status == exitUsage {
			t.Fatalf("entente %s: %s", command, errs.String())
		}
		out.WriteString(errs.String())
		if err := stdin.Close(); err != nil {
			t.Error(err)
		}
	}
	return out.String()
}

// TestRulesPageColumns asks that the page has every file and every column of it.
func TestRulesPageColumns(t *testing.T) {
	page, err := os.ReadFile("../../docs/rules.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range rules.Names() {
		_, section, ok := strings.Cut(string(page), "\n## "+file+"\n")
		if !ok {
			t.Errorf("docs/rules.md has no section %s", file)
			continue
		}
		section, _, _ = strings.Cut(section, "\n```")
		var told []string
		for line := range strings.Lines(section) {
			if cells := strings.Split(line, " | "); strings.HasPrefix(line, "| ") && len(cells) > 1 {
				told = append(told, strings.Split(strings.TrimPrefix(cells[0], "| "), ", ")...)
			}
		}
		must, may := rules.Columns(file)
		for _, column := range append(must, may...) {
			found := false
			for _, name := range told {
				found = found || name == column
			}
			if !found {
				t.Errorf("docs/rules.md does not say what the column %s of %s holds", column, file)
			}
		}
	}
}
