package main

import (
	"bytes"
	"context"
	"database/sql"
	_ "embed"
	"errors"
	"fmt"
	"log"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"
)

// projection is what follows from the figures for more than was measured. It is written by
// hand, and says what was not tried.
//
//go:embed projection.md
var projection string

// database makes an empty database on the server and returns its address.
func (l *load) database(ctx context.Context, name string) (string, error) {
	u, err := url.Parse(l.server)
	if err != nil {
		return "", err
	}
	db, err := sql.Open("pgx", l.server)
	if err != nil {
		return "", err
	}
	for _, query := range []string{"DROP DATABASE IF EXISTS " + name + " WITH (FORCE)", "CREATE DATABASE " + name} {
		if _, err := db.ExecContext(ctx, query); err != nil {
			return "", errors.Join(err, db.Close())
		}
	}
	u.Path = "/" + name
	return u.String(), db.Close()
}

// workers has the same stories read by one, two and four workers of one article each, and
// holds what the processor did for them against what it did for the server.
func (l *load) workers(ctx context.Context) error {
	stories := l.path("worked.jsonl")
	if err := generate("", "./ingest/gen/corpus", "-pack", l.pack, "-n", fmt.Sprint(l.worked), "-out", stories); err != nil {
		return err
	}
	l.printf("\n## Workers\n\n%s stories on one PostgreSQL server of this machine, read by workers that read one article at a time. Seconds of the\n"+
		"processor are of the workers and of all processes of the server; \"were each given a core\" is what the workers would do by\n"+
		"the clock if they waited for nothing but the locks of the ledger: articles a second of a worker's processor, times the\n"+
		"workers, times the part of their time that they did not wait for a lock.\n\n"+
		"| workers | seconds by the clock | of the workers | of the server | server's share | waiting for a lock | articles/s by the clock | were each given a core | times one worker | load |\n"+
		"|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n", grouped(l.worked))
	alone := 0.0
	for _, n := range []int{1, 2, 4} {
		at, err := l.database(ctx, fmt.Sprintf("entente_workers_%d", n))
		if err != nil {
			return err
		}
		if _, err := l.run("ingest", "--ledger", at, stories); err != nil {
			return err
		}
		w, err := l.work(ctx, at, n)
		if err != nil {
			return err
		}
		fast := float64(l.worked) / w.workers.Seconds() * float64(n) * (1 - w.waiting)
		if n == 1 {
			alone = fast
		}
		l.printf("| %d | %.1f | %.1f | %.1f | %.0f %% | %.1f %% | %.1f | %.1f | %.2f | %s |\n", n, w.wall.Seconds(), w.workers.Seconds(), w.server.Seconds(),
			100*w.server.Seconds()/(w.server+w.workers).Seconds(), 100*w.waiting, float64(l.worked)/w.wall.Seconds(), fast, fast/alone, busy())
	}
	return nil
}

// worked is what n workers took.
type worked struct {
	wall, workers, server time.Duration
	waiting               float64 // part of the workers' time that they waited for a lock
}

func (l *load) work(ctx context.Context, at string, n int) (w worked, err error) {
	log.Printf("%d workers", n)
	db, err := sql.Open("pgx", at)
	if err != nil {
		return w, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	before, err := serverTime(ctx, db)
	if err != nil {
		return w, err
	}
	start := time.Now()
	var group sync.WaitGroup
	var mu sync.Mutex
	for range n {
		group.Go(func() {
			cmd := exec.Command(l.binary, "worker", "--ledger", at, "--jobs", "1", "--until-empty", "--log-level", "warn")
			var said bytes.Buffer
			cmd.Stderr = &said
			runErr := cmd.Run()
			mu.Lock()
			defer mu.Unlock()
			if runErr != nil {
				err = errors.Join(err, fmt.Errorf("worker: %w\n%s", runErr, &said))
				return
			}
			w.workers += cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
		})
	}
	done := make(chan struct{})
	looks, waits := 0, 0
	var looked sync.WaitGroup
	looked.Go(func() {
		tick := time.NewTicker(50 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-done:
				return
			case <-tick.C:
			}
			var waiting int
			if db.QueryRowContext(ctx, "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'").Scan(&waiting) == nil {
				looks, waits = looks+1, waits+waiting
			}
		}
	})
	group.Wait()
	w.wall = time.Since(start)
	close(done)
	looked.Wait()
	if err != nil {
		return w, err
	}
	if looks > 0 {
		w.waiting = float64(waits) / float64(looks*n)
	}
	after, err := serverTime(ctx, db)
	w.server = after - before
	return w, err
}

// serverTime is what the processor has done for all processes of the server, those that
// have ended too.
func serverTime(ctx context.Context, db *sql.DB) (time.Duration, error) {
	var folder string
	if err := db.QueryRowContext(ctx, "SHOW data_directory").Scan(&folder); err != nil {
		return 0, err
	}
	text, err := os.ReadFile(filepath.Join(folder, "postmaster.pid"))
	if err != nil {
		return 0, err
	}
	pid, _, _ := strings.Cut(string(text), "\n")
	stats, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		return 0, err
	}
	ticks := 0
	for _, name := range stats {
		text, err := os.ReadFile(name)
		if err != nil {
			continue // it has ended
		}
		// After the name in brackets: state, parent, …; the times are fields 14 to 17 of proc(5).
		_, rest, _ := strings.Cut(string(text), ") ")
		f := strings.Fields(rest)
		own := filepath.Base(filepath.Dir(name)) == pid
		if len(f) < 15 || !own && f[1] != pid {
			continue
		}
		last := 13
		if own {
			last = 15 // with those that have ended
		}
		for _, field := range f[11:last] {
			n, err := strconv.Atoi(field)
			if err != nil {
				return 0, err
			}
			ticks += n
		}
	}
	return time.Duration(ticks) * 10 * time.Millisecond, nil
}
