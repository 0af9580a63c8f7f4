//go:build ignore

// Command benchmarks measures the engine and the built program, and writes
// docs/benchmarks.md. It runs in the root of the module, after make build:
//
//	go run docs/benchmarks.go -entente ./entente -out docs/benchmarks.md
//
// Every figure is the best of several runs, since other work on the machine can
// only take away from it. The texts are the samples in examples/, repeated.
package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"maps"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

var (
	binary = flag.String("entente", "./entente", "the program to measure")
	out    = flag.String("out", "docs/benchmarks.md", "the file to write")
	paths  = []string{"vnni", "avx2", "go"}
)

func main() {
	log.SetFlags(0)
	flag.Parse()
	page, err := measure()
	if err == nil {
		err = os.WriteFile(*out, []byte(page), 0o644)
	}
	if err != nil {
		log.Fatalf("benchmarks: %v", err)
	}
}

// measure returns the page.
func measure() (string, error) {
	texts, err := samples()
	if err != nil {
		return "", err
	}
	var b strings.Builder
	kernels, cpu, err := bench("./encoder/kernel", "GEMM", 1, "GOPS")
	if err != nil {
		return "", err
	}
	fmt.Fprintf(&b, "# Benchmarks\n\nWritten by `make bench`; nothing here is typed by hand. Processor: %s, %d cores seen; %s %s/%s; best of several runs.\n",
		cpu, runtime.NumCPU(), runtime.Version(), runtime.GOOS, runtime.GOARCH)

	b.WriteString("\n## Products of 384 rows, one core\n\n10^9 operations a second, a product and a sum being two, the rounding of the activations included.\n\n")
	table(&b, "outputs x inputs", kernels, "BenchmarkGEMM/")

	b.WriteString("\n## Encoder\n\nWord pieces, sentences of 32 pieces, the shape of the trained model. By the processor's time other work on the machine\n" +
		"does not count, by the clock it does; two cores have two seconds of it a second.\n\n")
	encoder := map[string]float64{}
	for cores := 1; cores <= min(2, runtime.NumCPU()); cores++ {
		got, _, err := bench("./encoder", fmt.Sprintf("Encode/.*/cores=%d$", cores), cores, "tokens/cpu-s", "tokens/s")
		if err != nil {
			return "", err
		}
		for name, v := range got {
			name = strings.NewReplacer("cores=1", "one core", "cores=2", "two cores",
				" tokens/cpu-s", ", a second of the processor", " tokens/s", ", a second by the clock").Replace(name)
			encoder[name] = v
		}
	}
	table(&b, "pieces", encoder, "BenchmarkEncode/")

	judged, _, err := bench("./parse", "BenchmarkJudge$", 1, "pairs/s")
	if err != nil {
		return "", err
	}
	judge := map[string]float64{}
	for name, v := range judged {
		judge[strings.NewReplacer("pairs=", "", " pairs/s", "").Replace(name)] = v
	}
	b.WriteString("\n## Judge\n\nPairs a second, by the clock on one core, in a sentence of 32 words of which so many pairs are asked at once.\n\n")
	table(&b, "pairs", judge, "BenchmarkJudge/")

	b.WriteString("\n## Program\n\nFrom text on standard input to output, start included, by processor time on one core (`GOMAXPROCS=1`).\n\n| command | kernel | words a second | resident memory, MB |\n|---|---|---:|---:|\n")
	for _, path := range paths {
		repeat := 20
		if path == "go" {
			repeat = 1
		}
		for _, run := range []struct {
			args  []string
			input string
		}{
			{[]string{"parse"}, texts.text(repeat)},
			{[]string{"code", "--jobs", "1"}, texts.lines(repeat)},
		} {
			if run.args[0] == "code" && path == "go" {
				continue // it differs from parse by what does not depend on the kernel
			}
			u, err := program(2, path, run.input, run.args...)
			if err != nil {
				return "", err
			}
			fmt.Fprintf(&b, "| `entente %s` | %s | %s | %.0f |\n", strings.Join(run.args, " "), path, grouped(float64(texts.words*repeat)/u.processor.Seconds()), u.memory)
		}
	}

	b.WriteString("\n## Start\n\n| command | milliseconds | of them processor time | resident memory, MB |\n|---|---:|---:|---:|\n")
	for _, args := range [][]string{{"version"}, {"parse"}, {"code"}} {
		input := "Norway recalled its ambassador from Minsk on Friday.\n"
		if args[0] == "code" {
			input = line("1", input)
		}
		u, err := program(10, "", input, args...)
		if err != nil {
			return "", err
		}
		name := "`entente " + args[0] + "`"
		if args[0] != "version" {
			name += ", one sentence"
		}
		fmt.Fprintf(&b, "| %s | %.0f | %.0f | %.0f |\n", name, u.wall.Seconds()*1000, u.processor.Seconds()*1000, u.memory)
	}
	return b.String(), nil
}

var result = regexp.MustCompile(`(?m)^(Benchmark\S+?)(?:-\d+)?\s+\d+\s.*$`)

// bench runs benchmarks of a package and returns the best of each, by name and unit, and the processor's name.
func bench(pkg, pattern string, cores int, units ...string) (map[string]float64, string, error) {
	log.Printf("%s %s on %d", pkg, pattern, cores)
	cmd := exec.Command("go", "test", "-run", "^$", "-bench", pattern, "-benchtime", "0.5s", "-count", "2", "-cpu", strconv.Itoa(cores), pkg)
	cmd.Stderr = os.Stderr
	text, err := cmd.Output()
	if err != nil {
		return nil, "", fmt.Errorf("%s: %w\n%s", strings.Join(cmd.Args, " "), err, text)
	}
	best := map[string]float64{}
	for _, m := range result.FindAllSubmatch(text, -1) {
		fields := strings.Fields(string(m[0]))
		for _, unit := range units {
			i := slices.Index(fields, unit)
			if i < 1 {
				continue
			}
			v, err := strconv.ParseFloat(fields[i-1], 64)
			if err != nil {
				return nil, "", err
			}
			name := string(m[1]) + " " + unit
			best[name] = max(best[name], v)
		}
	}
	_, rest, _ := strings.Cut(string(text), "\ncpu: ")
	cpu, _, _ := strings.Cut(rest, "\n")
	return best, cpu, nil
}

// table writes results named prefix/path/row, a column for each path.
func table(b *strings.Builder, title string, results map[string]float64, prefix string) {
	var rows []string
	var columns []string
	for _, path := range paths {
		for _, name := range slices.Sorted(maps.Keys(results)) {
			p, row, _ := strings.Cut(strings.TrimPrefix(name, prefix), "/")
			if p != path {
				continue
			}
			if !slices.Contains(columns, path) {
				columns = append(columns, path)
			}
			if !slices.Contains(rows, row) {
				rows = append(rows, row)
			}
		}
	}
	fmt.Fprintf(b, "| %s | %s |\n|---|%s\n", title, strings.Join(columns, " | "), strings.Repeat("---:|", len(columns)))
	for _, row := range rows {
		fmt.Fprintf(b, "| %s |", strings.TrimSuffix(row, " GOPS"))
		for _, path := range columns {
			fmt.Fprintf(b, " %s |", grouped(results[prefix+path+"/"+row]))
		}
		b.WriteString("\n")
	}
}

// grouped writes v with three digits or more, thousands apart.
func grouped(v float64) string {
	if v < 100 {
		return fmt.Sprintf("%.1f", v)
	}
	s := fmt.Sprintf("%.0f", v)
	for at := len(s) - 3; at > 0; at -= 3 {
		s = s[:at] + "," + s[at:]
	}
	return s
}

// used is what the program took: the least time, and the most memory in megabytes.
type used struct {
	wall, processor time.Duration
	memory          float64
}

// program runs the built program some times over input, on one core.
func program(times int, path, input string, args ...string) (used, error) {
	log.Printf("%s %s %s", path, *binary, strings.Join(args, " "))
	best := used{wall: math.MaxInt64, processor: math.MaxInt64}
	for range times {
		cmd := exec.Command(*binary, args...)
		cmd.Env = append(os.Environ(), "GOMAXPROCS=1", "ENTENTE_KERNEL="+path)
		cmd.Stdin, cmd.Stderr = strings.NewReader(input), os.Stderr
		start := time.Now()
		if err := cmd.Run(); err != nil {
			return best, fmt.Errorf("%s: %w", strings.Join(cmd.Args, " "), err)
		}
		best.wall = min(best.wall, time.Since(start))
		best.processor = min(best.processor, cmd.ProcessState.UserTime()+cmd.ProcessState.SystemTime())
		if usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
			unit := 1024.0 // Linux counts kilobytes, others bytes
			if runtime.GOOS != "linux" {
				unit = 1
			}
			best.memory = max(best.memory, float64(usage.Maxrss)*unit/1e6)
		}
	}
	return best, nil
}

// corpus is the sample articles, and how many words they have, counted as parse does.
type corpus struct {
	texts []string
	words int
}

func samples() (*corpus, error) {
	names, err := filepath.Glob("examples/*.txt")
	if err != nil || len(names) == 0 {
		return nil, fmt.Errorf("no samples in examples/: %w", err)
	}
	c := new(corpus)
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		c.texts = append(c.texts, string(text))
		cmd := exec.Command(*binary, "parse", name)
		cmd.Stderr = os.Stderr
		tokens, err := cmd.Output()
		if err != nil {
			return nil, fmt.Errorf("%s parse %s: %w", *binary, name, err)
		}
		for line := range bytes.Lines(tokens) {
			id, _, _ := strings.Cut(string(line), "\t")
			if _, err := strconv.Atoi(id); err == nil {
				c.words++
			}
		}
	}
	return c, nil
}

// text is the articles one after the other, n times.
func (c *corpus) text(n int) string { return strings.Repeat(strings.Join(c.texts, "\n\n")+"\n\n", n) }

// lines is the articles as lines for entente code, n times.
func (c *corpus) lines(n int) string {
	var b strings.Builder
	for i := range n {
		for j, text := range c.texts {
			b.WriteString(line(fmt.Sprintf("%d-%d", i, j), text))
		}
	}
	return b.String()
}

func line(id, text string) string {
	s, err := json.Marshal(map[string]string{"id": id, "text": text, "published": "2020-06-17"})
	if err != nil {
		log.Fatalf("benchmarks: %v", err) // strings can be marshalled
	}
	return string(s) + "\n"
}
