package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/riverqueue/river"

	"entente"
)

// copied are the tables of a ledger in the order in which they refer to each other, each
// with what its rows are ordered by; numbered ones have an id of their own.
var copied = [...]struct {
	name, order string
	numbered    bool
}{
	{"article", "id", true}, {"band", "key, article", false}, {"input", "name, hash", false}, {"visit", "url", false}, {"failure", "key", false},
	{"reading", "id", true}, {"report", "id", true}, {"dyad", "source, target, report", false}, {"correction", "id", true}, {"claim", "id", true},
	{"happening", "id", false}, {"tie", "source, target, day, happening", false}, {"tally", "source, target, day, official", false}, {"span", "span, a, b, official", false},
	{"import", "id", true}, {"label", "id", true}, {"imported", "id", true}, {"imported_tally", "source, target, day, system, official", false},
}

// indexed are the texts that are searched by words, of each table.
var indexed = map[string]struct {
	index string
	texts []string
}{
	"article": {articleWords, []string{"headline", "text"}},
	"report":  {reportWords, []string{"quote"}},
	"claim":   {claimWords, []string{"words"}},
}

// copyBatch is how many rows of a table are in memory at once.
const copyBatch = 2000

// Copied says how far a copy is.
type Copied struct {
	Table string
	Rows  int
}

// Copy writes all that a ledger holds at one moment into another, which is empty, also while
// others write to the first: every row, with its id and as it was known, and a job for each
// article that is still to be read. It is one transaction: a copy that was stopped has left
// nothing. told is called after each table, if set.
func Copy(ctx context.Context, from, to *Ledger, told func(Copied)) (err error) {
	t, err := to.Totals(ctx)
	if err != nil {
		return err
	}
	if t.Articles+t.Imported+t.Failed > 0 {
		return &entente.Error{Op: "ledger", Kind: entente.Refused, Input: to.Name, Err: errors.New("holds something already; copy into a new ledger")}
	}
	tx, err := from.Read.BeginTx(ctx, from.Dialect.Snapshot())
	if err != nil {
		return from.fail(err)
	}
	defer func() { err = errors.Join(err, from.fail(rollback(tx))) }()
	source := &Txn{Tx: tx, dialect: from.Dialect}
	months, err := list[string](ctx, source, "SELECT DISTINCT substr(day, 1, 7) FROM imported WHERE day <> '' ORDER BY 1")
	if err != nil {
		return from.fail(err)
	}
	if err := to.Dialect.Prepare(ctx, months); err != nil {
		return to.fail(err)
	}
	return to.change(ctx, func(tx *Txn) error {
		for _, table := range copied {
			n, err := copyTable(ctx, source, tx, table.name, table.order)
			if err == nil && table.numbered {
				err = to.Dialect.Loaded(ctx, tx, table.name)
			}
			if err != nil {
				return fmt.Errorf("%s: %w", table.name, err)
			}
			if told != nil {
				told(Copied{table.name, n})
			}
		}
		return to.copyJobs(ctx, source, tx)
	})
}

// copyTable copies the rows of a table and puts their texts into the index of words.
func copyTable(ctx context.Context, from, to *Txn, table, order string) (n int, err error) {
	// What a column is called and of what type it is says where it goes to.
	probe, err := to.QueryContext(ctx, "SELECT * FROM "+table+" LIMIT 0")
	if err != nil {
		return 0, err
	}
	types, err := probe.ColumnTypes()
	if err = errors.Join(err, probe.Close()); err != nil {
		return 0, err
	}
	columns := make([]string, len(types))
	for i, c := range types {
		columns[i] = `"` + c.Name() + `"`
	}
	rows, err := from.QueryContext(ctx, "SELECT "+strings.Join(columns, ", ")+" FROM "+table+" ORDER BY "+order)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for i, c := range types {
		columns[i] = c.Name()
	}
	var batch [][]any
	flush := func() error {
		if err := to.dialect.Load(ctx, to, table, "", columns, batch); err != nil {
			return err
		}
		n += len(batch)
		err := indexRows(ctx, to, table, columns, batch)
		batch = batch[:0]
		return err
	}
	for rows.Next() {
		row, into := make([]any, len(types)), make([]any, len(types))
		for i := range row {
			into[i] = &row[i]
		}
		if err := rows.Scan(into...); err != nil {
			return n, err
		}
		for i := range row {
			row[i] = asColumn(row[i], types[i].DatabaseTypeName())
		}
		if batch = append(batch, row); len(batch) == copyBatch {
			if err := flush(); err != nil {
				return n, err
			}
		}
	}
	return n, errors.Join(rows.Err(), flush())
}

// asColumn is a value as a column of a database takes it: truth is a number in SQLite, and
// text may come as bytes.
func asColumn(v any, column string) any {
	switch v := v.(type) {
	case int64:
		if column == "BOOL" {
			return v != 0
		}
	case []byte:
		if column == "TEXT" {
			return string(v)
		}
	}
	return v
}

func indexRows(ctx context.Context, to *Txn, table string, columns []string, rows [][]any) error {
	words, ok := indexed[table]
	if !ok {
		return nil
	}
	at := map[string]int{}
	for i, c := range columns {
		at[c] = i
	}
	list := make([]Indexed, len(rows))
	for i, r := range rows {
		id, ok := r[at["id"]].(int64)
		if !ok {
			return fmt.Errorf("id %v is no number", r[at["id"]])
		}
		list[i].Row = id
		for _, c := range words.texts {
			text, _ := r[at[c]].(string) // these columns are never null
			list[i].Texts = append(list[i].Texts, text)
		}
	}
	return to.dialect.Index(ctx, to, words.index, list...)
}

// copyJobs makes a job of each article that is to be read.
func (l *Ledger) copyJobs(ctx context.Context, from, to *Txn) error {
	var jobs []river.InsertManyParams
	err := each(ctx, from, "SELECT CAST(args ->> 'article' AS bigint), coalesce(args ->> 'coder', '')"+openJobs+" AND kind = ? ORDER BY id", []any{ReadJob{}.Kind()}, func(rows *sql.Rows) error {
		var job ReadJob
		var coder string
		if err := rows.Scan(&job.Article, &coder); err != nil {
			return err
		}
		if coder != "" {
			if err := json.Unmarshal([]byte(coder), &job.Coder); err != nil {
				return err
			}
		}
		jobs = append(jobs, river.InsertManyParams{Args: job})
		return nil
	})
	if err != nil || len(jobs) == 0 {
		return err
	}
	_, err = l.jobs.InsertManyFastTx(ctx, to.Tx, jobs)
	return err
}
