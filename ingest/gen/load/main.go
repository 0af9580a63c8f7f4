// Load measures the built program on a ledger of some size, and writes docs/scale.md. It
// runs in the root of the module, after make build:
//
//	go run ./ingest/gen/load -pack ../shared/data -stories 300 -rows 50000 -pairs 20
//
// It makes a corpus of stories and a table of rows (ingest/gen/corpus, table/gen/icews),
// takes both in, each into a ledger of its own and each twice, checks the ledgers, and
// asks about pairs: by commands, their start included, and through desk on a ledger that
// stays open.
//
// Every figure is of one run. Other work on the machine makes the clock's figures worse
// and the processor's hardly, so both are told, and how much work there was.
package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"syscall"
	"time"
)

func main() {
	log.SetFlags(log.Ltime)
	var l load
	out := flag.String("out", "docs/scale.md", "the file to write")
	flag.StringVar(&l.binary, "entente", "./entente", "the program to measure")
	flag.StringVar(&l.pack, "pack", "../shared/data", "folder of the data pack")
	flag.IntVar(&l.stories, "stories", 20_000, "stories to take in; 0 leaves their part out")
	flag.IntVar(&l.rows, "rows", 5_000_000, "rows of another system to take in; 0 leaves their part out")
	flag.IntVar(&l.pairs, "pairs", 200, "busiest pairs to ask about, and as many drawn ones")
	flag.StringVar(&l.folder, "folder", "", "where the ledgers are made and stay; a temporary one, removed, if empty")
	flag.Parse()
	page, err := l.measure(context.Background())
	if err == nil {
		err = os.WriteFile(*out, []byte(page), 0o644)
	}
	if err != nil {
		log.Fatalf("load: %v", err)
	}
}

// load is one measurement.
type load struct {
	binary, pack, folder string
	stories, rows, pairs int

	page bytes.Buffer
}

func (l *load) measure(ctx context.Context) (page string, err error) {
	if l.folder == "" {
		if l.folder, err = os.MkdirTemp("", "entente-load"); err != nil {
			return "", err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(l.folder)) }()
	}
	version, err := exec.Command(l.binary, "version").Output()
	if err != nil {
		return "", fmt.Errorf("%s version: %w", l.binary, err)
	}
	first, _, _ := strings.Cut(string(version), "\n")
	l.printf("# A ledger at size\n\nWritten by `make scale`; nothing here is typed by hand. Processor: %s, %d cores seen; %s %s/%s; %s.\n"+
		"Sizes: `-stories %d -rows %d -pairs %d`. Each figure is of one run. Seconds are by the clock, and of the processor,\n"+
		"which other work on the machine hardly touches; how much of that there was (the mean number of programs that wanted\n"+
		"a core in the minute before) is the last column. Memory is the most that was resident,\n%s.\n",
		processor(), runtime.NumCPU(), runtime.Version(), runtime.GOOS, runtime.GOARCH, first, l.stories, l.rows, l.pairs,
		"among it pages of the ledger's file that the system may drop (at most 1 GiB)")
	if l.stories > 0 {
		if err := l.corpus(); err != nil {
			return "", err
		}
	}
	if l.rows > 0 {
		if err := l.table(); err != nil {
			return "", err
		}
		if err := l.questions(ctx); err != nil {
			return "", err
		}
	}
	return l.page.String(), nil
}

func (l *load) printf(format string, args ...any) { fmt.Fprintf(&l.page, format, args...) }

func (l *load) path(name string) string { return filepath.Join(l.folder, name) }

// corpus takes in stories.
func (l *load) corpus() error {
	stories := l.path("stories.jsonl")
	if err := generate("", "./ingest/gen/corpus", "-pack", l.pack, "-n", fmt.Sprint(l.stories), "-out", stories); err != nil {
		return err
	}
	words, err := wordsOf(stories)
	if err != nil {
		return err
	}
	l.printf("\n## Stories\n\n%s stories of %s words, 15 %% of them reprints, with doubles and broken lines among them (ingest/gen/corpus).\n\n", grouped(l.stories), grouped(words))
	u, totals, err := l.twice("stories.db", stories)
	if err != nil {
		return err
	}
	if n := strings.Fields(totals)[1]; n != fmt.Sprint(l.stories) {
		return fmt.Errorf("of %d stories the ledger has %s", l.stories, n)
	}
	l.printf("\n| | by the clock | a second of the processor |\n|---|---:|---:|\n| articles a second | %s | %s |\n| words a second | %s | %s |\n",
		per(l.stories, u.wall), per(l.stories, u.processor), per(words, u.wall), per(words, u.processor))
	l.printf("\nThe ledger then:\n\n```\n%s```\n", totals)
	return nil
}

// table takes in rows of another system.
func (l *load) table() error {
	rows := l.path("rows.tab")
	if err := generate(rows, "./table/gen/icews", "-facts", filepath.Join(l.pack, "tables/icews14.tsv.gz"), "-rows", fmt.Sprint(l.rows)); err != nil {
		return err
	}
	l.printf("\n## Rows of another system\n\n%s rows in the layout of ICEWS (table/gen/icews).\n\n", grouped(l.rows))
	u, totals, err := l.twice("rows.db", rows)
	if err != nil {
		return err
	}
	l.printf("\n| | by the clock | a second of the processor |\n|---|---:|---:|\n| rows a second | %s | %s |\n", per(l.rows, u.wall), per(l.rows, u.processor))
	l.printf("\nThe ledger then:\n\n```\n%s```\n", totals)
	return nil
}

// twice takes a source into a ledger, two times over, and checks it. It returns what the
// first time took and what the ledger said of itself then, which the second must not change.
func (l *load) twice(ledger, source string) (first used, totals string, err error) {
	if _, err := os.Stat(l.path(ledger)); err == nil {
		return first, "", fmt.Errorf("%s is there already", l.path(ledger))
	}
	l.printf("| step | seconds | of the processor | memory, MB | ledger, MB | load |\n|---|---:|---:|---:|---:|---:|\n")
	for i, args := range [][]string{{"ingest", source}, {"ingest", source}, {"ledger", "check"}} {
		u, err := l.run(append(args, "--ledger", l.path(ledger))...)
		if err != nil {
			return first, "", err
		}
		st, err := os.Stat(l.path(ledger))
		if err != nil {
			return first, "", err
		}
		name := [...]string{"`entente ingest`", "the same again", "`entente ledger check`"}[i]
		l.printf("| %s | %.1f | %.1f | %.0f | %.1f | %s |\n", name, u.wall.Seconds(), u.processor.Seconds(), u.memory, float64(st.Size())/1e6, u.load)
		text, err := exec.Command(l.binary, "ledger", "--ledger", l.path(ledger)).Output()
		if err != nil {
			return first, "", fmt.Errorf("entente ledger: %w", err)
		}
		_, now, _ := strings.Cut(string(text), "\n") // without the name and size of the file
		switch {
		case i == 0:
			first, totals = u, now
		case now != totals:
			return first, "", fmt.Errorf("%s changed the ledger from\n%sto\n%s", strings.Join(args, " "), totals, now)
		}
	}
	return first, totals, nil
}

// generate runs a generator, with its output in a file where one is named.
func generate(out, pkg string, args ...string) (err error) {
	log.Print(pkg)
	cmd := exec.Command("go", append([]string{"run", pkg}, args...)...)
	cmd.Stderr = os.Stderr
	if out != "" {
		f, err := os.Create(out)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, f.Close()) }()
		cmd.Stdout = f
	}
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s: %w", pkg, err)
	}
	return nil
}

// used is what a run of the program took.
type used struct {
	wall, processor time.Duration
	memory          float64 // MB
	load            string  // when it ended
}

// run runs the program. Status 1 is no failure: the corpus has lines that it must refuse.
func (l *load) run(args ...string) (used, error) {
	log.Printf("entente %s", strings.Join(args, " "))
	cmd := exec.Command(l.binary, args...)
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	start := time.Now()
	err := cmd.Run()
	u := used{wall: time.Since(start), load: busy()}
	if status := new(exec.ExitError); err != nil && !(errors.As(err, &status) && status.ExitCode() == 1 && args[0] == "ingest") {
		return u, fmt.Errorf("entente %s: %w\n%s", strings.Join(args, " "), err, &said)
	}
	u.processor = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	if usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		unit := 1024.0 // Linux counts kilobytes, others bytes
		if runtime.GOOS != "linux" {
			unit = 1
		}
		u.memory = float64(usage.Maxrss) * unit / 1e6
	}
	return u, nil
}

var model = regexp.MustCompile(`(?m)^model name\s*: (.*)$`)

// processor names the machine's, and busy its load, where the system is one that tells.
func processor() string {
	text, err := os.ReadFile("/proc/cpuinfo")
	if m := model.FindSubmatch(text); err == nil && m != nil {
		return string(m[1])
	}
	return "unknown"
}

func busy() string {
	text, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return ""
	}
	minute, _, _ := strings.Cut(string(text), " ")
	return minute
}
