package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log"
	"math/rand/v2"
	"os/exec"
	"slices"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the busiest pairs are asked of the database itself
	_ "modernc.org/sqlite"

	"entente"
	"entente/desk"
	"entente/postgres"
	"entente/sqlite"
)

// question is one that is timed: as a command, and through desk.
type question struct {
	name    string
	command func(a, b string, last entente.Day) []string
	desk    func(ctx context.Context, r entente.Reader, a, b string, last entente.Day) error
}

// ask lists the three questions as the commands ask them; --sets all and the last day of the table are theirs.
var ask = []question{
	{"relation A B", func(a, b string, last entente.Day) []string { return []string{"relation", a, b, "--to", last.String()} },
		func(ctx context.Context, r entente.Reader, a, b string, last entente.Day) error {
			_, err := desk.Relation(ctx, r, desk.Ask{A: a, B: b, To: last, Sets: all, Listed: 20})
			return err
		}},
	{"brief A-B --since 7d", func(a, b string, last entente.Day) []string {
		return []string{"brief", a + "-" + b, "--since", "7d", "--to", last.String()}
	}, func(ctx context.Context, r entente.Reader, a, b string, last entente.Day) error {
		_, err := desk.Brief(ctx, r, desk.Watch{Pairs: [][2]string{{a, b}}, Since: last.Add(0, 0, -7), To: last, Sets: all})
		return err
	}},
	{"timeline A B", func(a, b string, _ entente.Day) []string { return []string{"timeline", a, b} },
		func(ctx context.Context, r entente.Reader, a, b string, _ entente.Day) error {
			_, err := desk.Timeline(ctx, r, entente.Filter{A: a, B: b, Sets: all, Limit: 20}) // the command's own limit
			return err
		}},
}

var all = []string{"all"}

// pair is two lands, with how many rows count between them.
type pair struct {
	a, b string
	rows int
}

// questions asks each question about each pair, both ways.
func (l *load) questions(ctx context.Context, ledger string) error {
	pairs, last, err := pairsOf(ctx, ledger)
	if err != nil {
		return err
	}
	n := min(l.pairs, len(pairs))
	drawn := make([]pair, 0, n)
	for _, i := range rand.New(rand.NewPCG(1, 0)).Perm(len(pairs))[:n] {
		drawn = append(drawn, pairs[i])
	}
	led, err := open(ctx, ledger)
	if err != nil {
		return err
	}
	l.printf("\nQuestions to that ledger, `--sets all --to %s`: the %d busiest of its %s pairs of lands (%s to %s rows that count each) and as\n"+
		"many drawn ones (%d in the middle). Milliseconds by the clock, with the load at the end.\n\n"+
		"| question | pairs | as a command: half | 95 %% | longest | on an open ledger: half | 95 %% | longest | load |\n|---|---|---:|---:|---:|---:|---:|---:|---:|\n",
		last, n, grouped(len(pairs)), grouped(pairs[n-1].rows), grouped(pairs[0].rows), median(drawn))
	for _, q := range ask {
		for _, group := range []struct {
			name  string
			pairs []pair
		}{{"busiest", pairs[:n]}, {"drawn", drawn}} {
			log.Printf("%s, %s", q.name, group.name)
			l.printf("| `%s` | %s |", q.name, group.name)
			if err := l.timed(group.pairs, func(p pair) error { return l.command(ledger, append(q.command(p.a, p.b, last), "--sets", "all")) }); err != nil {
				return errors.Join(err, led.Close())
			}
			if err := l.timed(group.pairs, func(p pair) error { return q.desk(ctx, led, p.a, p.b, last) }); err != nil {
				return errors.Join(err, led.Close())
			}
			l.printf(" %s |\n", busy())
		}
	}
	return led.Close()
}

// timed prints the middle, the 95th of a hundred, and the longest time that do took.
func (l *load) timed(pairs []pair, do func(pair) error) error {
	var took []time.Duration
	for _, p := range pairs {
		start := time.Now()
		if err := do(p); err != nil {
			return err
		}
		took = append(took, time.Since(start))
	}
	slices.Sort(took)
	for _, part := range []float64{0.5, 0.95, 1} {
		l.printf(" %.1f |", float64(took[int(part*float64(len(took)-1))].Microseconds())/1000)
	}
	return nil
}

func (l *load) command(ledger string, args []string) error {
	out, err := exec.Command(l.binary, append(args, "--ledger", ledger)...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("entente %v: %w\n%s", args, err, out)
	}
	return nil
}

func median(pairs []pair) int {
	rows := make([]int, len(pairs))
	for i, p := range pairs {
		rows[i] = p.rows
	}
	slices.Sort(rows)
	return rows[len(rows)/2]
}

// pairsOf returns the pairs of lands of a ledger's imported rows, the busiest first, and
// the last day of those rows.
func pairsOf(ctx context.Context, ledger string) (pairs []pair, last entente.Day, err error) {
	driver, address, least, most := "sqlite", "file:"+ledger+"?_pragma=query_only(1)", "min", "max"
	if kind(ledger) == "PostgreSQL" {
		driver, address, least, most = "pgx", ledger, "least", "greatest"
	}
	db, err := sql.Open(driver, address)
	if err != nil {
		return nil, last, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	rows, err := db.QueryContext(ctx, "SELECT "+least+"(source, target) AS a, "+most+`(source, target) AS b, sum(events) AS n FROM imported_tally
		WHERE official AND source <> target AND length(source) = 3 AND length(target) = 3 GROUP BY 1, 2 ORDER BY n DESC, 1, 2`)
	if err != nil {
		return nil, last, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var p pair
		if err := rows.Scan(&p.a, &p.b, &p.rows); err != nil {
			return nil, last, err
		}
		pairs = append(pairs, p)
	}
	if err := rows.Err(); err != nil {
		return nil, last, err
	}
	if len(pairs) == 0 {
		return nil, last, errors.New("the table has no pair of lands")
	}
	var day string
	if err := db.QueryRowContext(ctx, "SELECT max(day) FROM imported_tally").Scan(&day); err != nil {
		return nil, last, err
	}
	last, err = entente.ParseDay(day)
	return pairs, last, err
}

// stored is a ledger that is open.
type stored interface {
	entente.Reader
	Close() error
}

func open(ctx context.Context, ledger string) (stored, error) {
	if kind(ledger) == "PostgreSQL" {
		return postgres.Open(ctx, ledger, postgres.Options{ReadOnly: true})
	}
	return sqlite.Open(ctx, ledger, sqlite.Options{ReadOnly: true})
}
