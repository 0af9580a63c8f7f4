//go:build unix

package main

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"entente/internal/pgtest"
)

// TestPaths does what README.md and docs/paths tell a newcomer to do, as written: each page
// in one shell, in a folder that holds what a checkout holds after the set-up commands. A
// block
//
//	```console         is run, and what it prints is compared;
//	```console pandas  is run where the program or library of that name is installed;
//	```python name.py  is written to that file, for the blocks after it.
//
// ENTENTE names a built program to run instead of this one: make paths does that.
func TestPaths(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	pages, err := filepath.Glob(filepath.Join(root, "docs", "paths", "*.md"))
	if err != nil || len(pages) != 4 {
		t.Fatalf("docs/paths has %v, %v; want a path for each of three people, and one to a server", pages, err)
	}
	for _, page := range append(pages, filepath.Join(root, "README.md")) {
		t.Run(strings.TrimSuffix(filepath.Base(page), ".md"), func(t *testing.T) {
			if testing.Short() && filepath.Base(page) != "README.md" {
				t.Skip("runs for some ten seconds")
			}
			way := &trail{root: root, ports: map[string]string{"8460": freePort(t), "8461": freePort(t)}}
			if filepath.Base(page) == "workers.md" {
				way.env = serverOf(t)
			}
			way.run(t, page)
		})
	}
}

// trail is one page as it is run.
type trail struct {
	root  string
	ports map[string]string // as the page has them, and those that are free here
	lack  []string          // tools that are not installed
	env   []string          // of a PostgreSQL server
}

// fence finds the blocks of a page: what they are, for whom, and what they hold.
var fence = regexp.MustCompile("(?ms)^```(\\w+)(?: ([\\w.-]+))?\n(.*?)^```$")

// step is a block to run, and its commands.
type step struct {
	block    string
	commands []string
}

// run runs the blocks of a page and compares what they print.
func (p *trail) run(t *testing.T, page string) {
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	dir := p.checkout(t)
	var steps []step
	for _, b := range fence.FindAllStringSubmatch(string(text), -1) {
		kind, name, block := b[1], b[2], b[3]
		switch {
		case kind == "console" && (name == "" || p.installed(t, name)):
			steps = append(steps, step{block, commands(t, block)})
		case kind != "console" && name != "":
			if err := os.WriteFile(filepath.Join(dir, name), []byte(block), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	if len(steps) == 0 {
		t.Fatalf("%s has no console block", page)
	}
	printed := p.shell(t, dir, steps)
	fresh := string(text)
	for i, s := range steps {
		got := strings.Builder{}
		for k, command := range s.commands {
			got.WriteString("$ " + strings.ReplaceAll(command, "\n", "\n> ") + "\n" + printed[i][k])
		}
		if same(got.String(), s.block) {
			continue
		}
		if !*update {
			t.Errorf("%s shows\n%s\nand this is printed\n%s\nRun make golden.", page, s.block, got.String())
		}
		fresh = strings.Replace(fresh, s.block, got.String(), 1)
	}
	if len(p.lack) > 0 {
		t.Logf("not run, since not installed: %s", strings.Join(p.lack, ", "))
	}
	if fresh != string(text) && *update {
		if err := os.WriteFile(page, []byte(fresh), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// checkout makes the folder that a newcomer stands in.
func (p *trail) checkout(t *testing.T) string {
	dir := t.TempDir()
	program := os.Getenv("ENTENTE")
	if program == "" {
		var err error
		if program, err = exec.LookPath("entente"); err != nil { // TestMain put it there
			t.Fatal(err)
		}
	}
	program, err := filepath.Abs(program)
	if err != nil {
		t.Fatal(err)
	}
	for name, target := range map[string]string{"entente": program, "examples": filepath.Join(p.root, "examples"), "table": filepath.Join(p.root, "table")} {
		if err := os.Symlink(target, filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// commands are the lines of a block that begin with "$ ", each with those after it that
// begin with "> ".
func commands(t *testing.T, block string) []string {
	var out []string
	for line := range strings.Lines(block) {
		line = strings.TrimSuffix(line, "\n")
		if command, ok := strings.CutPrefix(line, "$ "); ok {
			out = append(out, command)
		} else if more, ok := strings.CutPrefix(line, "> "); ok && len(out) > 0 {
			out[len(out)-1] += "\n" + more
		}
	}
	if len(out) == 0 || !strings.HasPrefix(block, "$ ") {
		t.Fatalf("a console block begins with a command:\n%s", block)
	}
	return out
}

// shell runs all commands of a page in one shell and returns what each printed. The shell
// prints a line between two commands, which holds the status of the one before.
func (p *trail) shell(t *testing.T, dir string, steps []step) [][]string {
	const bar = "\x1e" // no page prints the separator of records
	var script strings.Builder
	for i, s := range steps {
		for k, command := range s.commands {
			fmt.Fprintf(&script, "printf '%s%%s %d %d\\n' $?\n%s\n", bar, i, k, p.rename(command, false))
		}
	}
	script.WriteString("printf '" + bar + "%s end\\n' $?\n")
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "bash", "-c", script.String())
	cmd.Dir = dir
	cmd.Env = append(slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "ENTENTE") }),
		"NO_COLOR=1", "XDG_DATA_HOME="+dir, "LC_ALL=C.UTF-8")
	cmd.Env = append(cmd.Env, p.env...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // so that what a page leaves running ends with it
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr, cmd.WaitDelay = &out, &out, time.Second
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	err := cmd.Start()
	if err == nil {
		err = cmd.Wait()
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) // an error says that nothing was left
	}
	if err != nil && err != exec.ErrWaitDelay {
		t.Fatalf("%v\n%s", err, out.String())
	}
	printed := make([][]string, len(steps))
	was := ""
	for _, part := range strings.Split(out.String(), bar)[1:] {
		head, text, _ := strings.Cut(part, "\n")
		status, place, _ := strings.Cut(head, " ")
		if was != "" && status != "0" {
			t.Errorf("ended with status %s: %s", status, was)
		}
		if place == "end" {
			return printed
		}
		var i, k int
		if _, err := fmt.Sscan(place, &i, &k); err != nil {
			t.Fatal(err)
		}
		was = steps[i].commands[k]
		printed[i] = append(printed[i], p.rename(strings.ReplaceAll(text, "\r\n", "\n"), true)) // CSV has both ends of a line
	}
	t.Fatalf("the shell ended early:\n%s", out.String())
	return nil
}

// rename puts free ports in the place of those of a page, or these back.
func (p *trail) rename(text string, back bool) string {
	for page, here := range p.ports {
		if back {
			page, here = here, page
		}
		text = strings.ReplaceAll(text, page, here)
	}
	return text
}

// installed reports whether a program, or a library of Python or R, is there.
func (p *trail) installed(t *testing.T, tool string) bool {
	if slices.Contains(p.lack, tool) {
		return false
	}
	_, err := exec.LookPath(tool)
	if err == nil || exec.CommandContext(t.Context(), "python3", "-c", "import "+tool).Run() == nil ||
		exec.CommandContext(t.Context(), "Rscript", "-e", "library("+tool+")").Run() == nil {
		return true
	}
	p.lack = append(p.lack, tool)
	return false
}

// varies is what no two runs print alike: how fast it went, and how large a file is.
var varies = regexp.MustCompile(`[0-9.]+ (articles/s|rows/s|MB)|127.0.0.1:[0-9]+/|waits for [0-9a-z]+|about [0-9a-z]+ at this rate|[0-9]+ in the last minute`)

func same(a, b string) bool { return varies.ReplaceAllString(a, "") == varies.ReplaceAllString(b, "") }

// serverOf is the environment in which PostgreSQL's own programs, and ours, find a server
// that has no database "news" yet.
func serverOf(t *testing.T) []string {
	t.Helper()
	if _, err := exec.LookPath("createdb"); err != nil {
		t.Skip("no PostgreSQL here")
	}
	server, err := pgtest.Start("")
	if err != nil {
		t.Skipf("no PostgreSQL here: %v", err)
	}
	t.Cleanup(server.Remove)
	u, err := url.Parse(server.Address("postgres"))
	if err != nil {
		t.Fatal(err)
	}
	return []string{"PGHOST=" + u.Hostname(), "PGPORT=" + u.Port(), "PGUSER=" + u.User.Username()}
}

// freePort is a port of this machine that nobody listens at.
func freePort(t *testing.T) string {
	var lc net.ListenConfig
	l, err := lc.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, port, err := net.SplitHostPort(l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return port
}
