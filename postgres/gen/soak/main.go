// Soak runs a server and workers on a PostgreSQL ledger for as long as it is told, feeds
// them articles at a steady pace, asks pages, and notes what memory each process has:
//
//	go run ./postgres/gen/soak -entente ./entente -ledger postgres://…/soak -stories corpus.jsonl -minutes 60
//
// It prints a line a minute and, at the end, by how much the memory and the goroutines of
// each process have grown from the end of the first third to the end. ingest/gen/corpus
// makes the stories.
package main

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// process is one entente that is watched.
type process struct {
	name string
	ops  string // address of its numbers
	cmd  *exec.Cmd
	seen []sample
}

// sample is what a process has at a moment.
type sample struct {
	rss        int // KiB
	goroutines int
	files      int // open
}

func main() {
	log.SetFlags(0)
	entente := flag.String("entente", "./entente", "the program")
	ledger := flag.String("ledger", "", "address of an empty database")
	stories := flag.String("stories", "", "JSON Lines of articles, which are fed a few at a time")
	minutes := flag.Int("minutes", 60, "how long")
	rate := flag.Float64("rate", 0.8, "articles a second")
	flag.Parse()
	if err := soak(*entente, *ledger, *stories, *minutes, *rate); err != nil {
		log.Fatalf("soak: %v", err)
	}
}

func soak(entente, ledger, stories string, minutes int, rate float64) error {
	folder, err := os.MkdirTemp("", "entente-soak-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(folder) }()                                       // a temporary folder
	if err := exec.Command(entente, "ingest", "--ledger", ledger).Run(); err != nil { // makes the tables
		return fmt.Errorf("ingest: %w", err)
	}
	all := []*process{
		{name: "serve", ops: "127.0.0.1:8471", cmd: exec.Command(entente, "serve", "--ledger", ledger, "--addr", "127.0.0.1:8470", "--ops-addr", "127.0.0.1:8471", "--log-level", "warn")},
		{name: "worker 1", ops: "127.0.0.1:8472", cmd: exec.Command(entente, "worker", "--ledger", ledger, "--jobs", "1", "--ops-addr", "127.0.0.1:8472", "--log-level", "warn")},
		{name: "worker 2", ops: "127.0.0.1:8473", cmd: exec.Command(entente, "worker", "--ledger", ledger, "--jobs", "1", "--ops-addr", "127.0.0.1:8473", "--log-level", "warn")},
	}
	for _, p := range all {
		p.cmd.Stderr = os.Stderr
		if err := p.cmd.Start(); err != nil {
			return err
		}
		defer func() {
			_ = p.cmd.Process.Signal(syscall.SIGTERM)
			_ = p.cmd.Wait()
		}()
	}
	file, err := os.Open(stories)
	if err != nil {
		return err
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 16<<20)
	ctx, cancel := context.WithTimeout(context.Background(), time.Duration(minutes)*time.Minute)
	defer cancel()
	fed, pages, failed := 0, 0, 0
	began, minute := time.Now(), 0
	const pause = 5 * time.Second
	for round := 0; ctx.Err() == nil; round++ {
		n, err := feed(entente, ledger, filepath.Join(folder, "part.jsonl"), lines, int(rate*pause.Seconds()))
		if err != nil {
			return err
		}
		fed += n
		for _, path := range []string{"/", "/search?q=minister", "/status", "/map", "/disputes", "/network"} {
			pages++
			if err := get("http://127.0.0.1:8470"+path, io.Discard); err != nil {
				failed++
				log.Printf("%s: %v", path, err)
			}
		}
		if m := int(time.Since(began) / time.Minute); m > minute || round == 2 {
			minute = m
			line := fmt.Sprintf("%3d min  %5d articles  %5d pages  %d failed", m, fed, pages, failed)
			for _, p := range all {
				s, err := look(p)
				if err != nil {
					return fmt.Errorf("%s: %w", p.name, err)
				}
				p.seen = append(p.seen, s)
				line += fmt.Sprintf("  %s %4d MB %d goroutines %d files", p.name, s.rss>>10, s.goroutines, s.files)
			}
			fmt.Println(line)
		}
		select {
		case <-ctx.Done():
		case <-time.After(pause):
		}
	}
	for _, p := range all {
		third, last := p.seen[len(p.seen)/3], p.seen[len(p.seen)-1]
		fmt.Printf("%-9s memory %d → %d MB, goroutines %d → %d, files %d → %d\n", p.name, third.rss>>10, last.rss>>10, third.goroutines, last.goroutines, third.files, last.files)
	}
	return nil
}

// feed takes in the next n lines, by a file that is another each time.
func feed(entente, ledger, path string, lines *bufio.Scanner, n int) (int, error) {
	var part strings.Builder
	got := 0
	for got < n && lines.Scan() {
		part.WriteString(lines.Text() + "\n")
		got++
	}
	if err := lines.Err(); err != nil || got == 0 {
		return 0, err
	}
	if err := os.WriteFile(path, []byte(part.String()), 0o600); err != nil {
		return 0, err
	}
	out, err := exec.Command(entente, "ingest", "--ledger", ledger, path).CombinedOutput()
	var ended *exec.ExitError
	if err != nil && !(strings.Contains(string(out), "inputs failed") && asExit(err, &ended)) {
		return got, fmt.Errorf("ingest: %w\n%s", err, out)
	}
	return got, nil
}

func asExit(err error, into **exec.ExitError) bool {
	e, ok := err.(*exec.ExitError)
	*into = e
	return ok && e.ExitCode() == 1 // some of the lines are broken, and listed
}

func get(url string, into io.Writer) error {
	client := http.Client{Timeout: 30 * time.Second}
	resp, err := client.Get(url)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("status %s", resp.Status)
	}
	_, err = io.Copy(into, resp.Body)
	return err
}

// look asks the system for a process's memory and files, and the process for the rest.
func look(p *process) (sample, error) {
	var s sample
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		return s, err
	}
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			if s.rss, err = strconv.Atoi(strings.Fields(rest)[0]); err != nil {
				return s, err
			}
		}
	}
	files, err := os.ReadDir(fmt.Sprintf("/proc/%d/fd", p.cmd.Process.Pid))
	if err != nil {
		return s, err
	}
	s.files = len(files)
	var numbers strings.Builder
	if err := get("http://"+p.ops+"/metrics", &numbers); err != nil {
		return s, err
	}
	for line := range strings.Lines(numbers.String()) {
		if rest, ok := strings.CutPrefix(line, "go_goroutines "); ok {
			n, err := strconv.ParseFloat(strings.TrimSpace(rest), 64)
			if err != nil {
				return s, err
			}
			s.goroutines = int(n)
		}
	}
	return s, nil
}
