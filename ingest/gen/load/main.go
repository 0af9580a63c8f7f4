// Load measures the built program on a ledger of some size, and writes docs/scale.md. It
// runs in the root of the module, after make build:
//
//	go run ./ingest/gen/load -pack ../shared/data -stories 300 -rows 50000 -pairs 20
//
// It makes a corpus of stories and a table of rows (ingest/gen/corpus, table/gen/icews),
// takes both in, each into a ledger of its own and each twice, checks the ledgers, and
// asks about pairs: by commands, their start included, and through desk on a ledger that
// stays open. With -postgres, the address of a server on this machine whose user may make
// databases, the same is done there, and the stories are read by one, two and four workers.
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
	"strconv"
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
	rows := flag.String("rows", "5000000", "rows of another system to take in, or several numbers: 1000000,10000000; 0 leaves their part out")
	flag.StringVar(&l.server, "postgres", "", "address of a PostgreSQL server on this machine: postgres://user@host:port/postgres")
	flag.IntVar(&l.worked, "worked", 600, "stories that one, two and four workers read")
	flag.IntVar(&l.pairs, "pairs", 200, "busiest pairs to ask about, and as many drawn ones")
	flag.StringVar(&l.folder, "folder", "", "where the ledgers are made and stay; a temporary one, removed, if empty")
	flag.Parse()
	for part := range strings.SplitSeq(*rows, ",") {
		n, err := strconv.Atoi(part)
		if err != nil {
			log.Fatalf("load: -rows %s: %v", *rows, err)
		}
		if n > 0 {
			l.rows = append(l.rows, n)
		}
	}
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
	binary, pack, folder   string
	server                 string
	stories, pairs, worked int
	rows                   []int

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
	l.printf("# A ledger at size\n\nWritten by `%s`. Processor: %s, %d cores seen; %s %s/%s; %s.\n"+
		"Sizes: `-stories %d -rows %s -pairs %d`. Each figure is of one run. Seconds are by the clock, and of the processor,\n"+
		"which other work on the machine hardly touches; how much of that there was (the mean number of programs that wanted\n"+
		"a core in the minute before) is the last column. Memory is the most that was resident,\n%s.\n",
		l.maker(), processor(), runtime.NumCPU(), runtime.Version(), runtime.GOOS, runtime.GOARCH, first, l.stories, strings.Trim(strings.ReplaceAll(fmt.Sprint(l.rows), " ", ","), "[]"), l.pairs,
		"among it pages of the ledger's file that the system may drop (at most 1 GiB)")
	if l.stories > 0 {
		if err := l.corpus(); err != nil {
			return "", err
		}
	}
	for _, n := range l.rows {
		if err := l.table(ctx, n); err != nil {
			return "", err
		}
	}
	if l.server != "" && l.worked > 0 {
		if err := l.workers(ctx); err != nil {
			return "", err
		}
	}
	if l.server != "" {
		l.printf("%s", projection)
	}
	return l.page.String(), nil
}

// maker is the target of the Makefile that writes such a page.
func (l *load) maker() string {
	if l.server != "" {
		return "make workers"
	}
	return "make scale"
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
	u, totals, err := l.twice(l.path("stories.db"), stories)
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

// table takes in rows of another system, and asks about them.
func (l *load) table(ctx context.Context, n int) error {
	rows := l.path("rows.tab")
	if err := generate(rows, "./table/gen/icews", "-facts", filepath.Join(l.pack, "tables/icews14.tsv.gz"), "-rows", fmt.Sprint(n)); err != nil {
		return err
	}
	ledgers := []string{l.path(fmt.Sprintf("rows-%d.db", n))}
	if l.server != "" {
		at, err := l.database(ctx, fmt.Sprintf("entente_rows_%d", n))
		if err != nil {
			return err
		}
		ledgers = append(ledgers, at)
	}
	for _, ledger := range ledgers {
		l.printf("\n## %s rows of another system, %s\n\nThe rows have the layout of ICEWS (table/gen/icews).\n\n", grouped(n), kind(ledger))
		u, totals, err := l.twice(ledger, rows)
		if err != nil {
			return err
		}
		l.printf("\n| | by the clock | a second of the processor |\n|---|---:|---:|\n| rows a second | %s | %s |\n", per(n, u.wall), per(n, u.processor))
		l.printf("\nThe ledger then:\n\n```\n%s```\n", totals)
		if err := l.questions(ctx, ledger); err != nil {
			return err
		}
	}
	return os.Remove(rows)
}

// kind is which database a ledger is.
func kind(ledger string) string {
	if strings.HasPrefix(ledger, "postgres") {
		return "PostgreSQL"
	}
	return "SQLite"
}

// twice takes a source into a ledger, two times over, and checks it. It returns what the
// first time took and what the ledger said of itself then, which the second must not change.
func (l *load) twice(ledger, source string) (first used, totals string, err error) {
	if _, err := os.Stat(ledger); err == nil {
		return first, "", fmt.Errorf("%s is there already", ledger)
	}
	l.printf("| step | seconds | of the processor | memory, MB | ledger, MB | load |\n|---|---:|---:|---:|---:|---:|\n")
	for i, args := range [][]string{{"ingest", source}, {"ingest", source}, {"ledger", "check"}} {
		u, err := l.run(append(args, "--ledger", ledger)...)
		if err != nil {
			return first, "", err
		}
		text, err := exec.Command(l.binary, "ledger", "--ledger", ledger).Output()
		if err != nil {
			return first, "", fmt.Errorf("entente ledger: %w", err)
		}
		line, now, _ := strings.Cut(string(text), "\n") // the name and size, and what it holds
		size := strings.TrimSuffix(line[strings.LastIndex(line, ", ")+2:], " MB")
		name := [...]string{"`entente ingest`", "the same again", "`entente ledger check`"}[i]
		l.printf("| %s | %.1f | %.1f | %.0f | %s | %s |\n", name, u.wall.Seconds(), u.processor.Seconds(), u.memory, size, u.load)
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
