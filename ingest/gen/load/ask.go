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

	_ "modernc.org/sqlite" // the busiest pairs are asked of the file itself

	"entente"
	"entente/desk"
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
func (l *load) questions(ctx context.Context) error {
	pairs, last, err := pairsOf(ctx, l.path("rows.db"))
	if err != nil {
		return err
	}
	n := min(l.pairs, len(pairs))
	drawn := make([]pair, 0, n)
	for _, i := range rand.New(rand.NewPCG(1, 0)).Perm(len(pairs))[:n] {
		drawn = append(drawn, pairs[i])
	}
	led, err := sqlite.Open(ctx, l.path("rows.db"), sqlite.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	l.printf("\n## Questions\n\nOf that ledger, `--sets all --to %s`: the %d busiest of its %s pairs of lands (%s to %s rows that count each) and as\n"+
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
			if err := l.timed(group.pairs, func(p pair) error { return l.command(append(q.command(p.a, p.b, last), "--sets", "all")) }); err != nil {
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

func (l *load) command(args []string) error {
	out, err := exec.Command(l.binary, append(args, "--ledger", l.path("rows.db"))...).CombinedOutput()
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
func pairsOf(ctx context.Context, path string) (pairs []pair, last entente.Day, err error) {
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=query_only(1)")
	if err != nil {
		return nil, last, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	rows, err := db.QueryContext(ctx, `SELECT min(source, target) AS a, max(source, target) AS b, sum(events) AS n FROM imported_tally
		WHERE official AND source <> target AND length(source) = 3 AND length(target) = 3 GROUP BY a, b ORDER BY n DESC, a, b`)
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
