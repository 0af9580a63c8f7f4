package postgres

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"hash/fnv"
	"net"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"

	"entente"
	"entente/store"
)

// dialect is what PostgreSQL says otherwise than SQLite.
type dialect struct{ db *sql.DB }

var _ store.Dialect = dialect{}

// hint is what tells SQLite which index to take.
var hint = regexp.MustCompile(` INDEXED BY \w+`)

// SQL numbers the arguments and leaves out what tells SQLite the order of a join.
func (dialect) SQL(query string) string {
	if strings.Contains(query, " INDEXED BY ") {
		query = hint.ReplaceAllString(query, "")
	}
	query = strings.ReplaceAll(query, "CROSS JOIN", "JOIN")
	if !strings.Contains(query, "?") {
		return query
	}
	var b strings.Builder
	b.Grow(len(query) + 64)
	n := 0
	for {
		before, after, found := strings.Cut(query, "?")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		n++
		b.WriteByte('$')
		b.WriteString(strconv.Itoa(n))
		query = after
	}
}

// Prepares reports false: the driver does it.
func (dialect) Prepares() bool { return false }

// Next takes a number that no other transaction has.
func (dialect) Next(table string) string { return "SELECT nextval('" + table + "_id_seq')" }

// Lesser is the lesser of two values.
func (dialect) Lesser(a, b string) string { return "least(" + a + ", " + b + ")" }

// Greater is the greater of two values.
func (dialect) Greater(a, b string) string { return "greatest(" + a + ", " + b + ")" }

// Objects is a list as a table.
func (dialect) Objects(column, alias string) string {
	return "jsonb_array_elements(" + listOr(column) + ") " + alias + "(value)"
}

// Texts is a list of strings as a table.
func (dialect) Texts(column, alias string) string {
	return "jsonb_array_elements_text(" + listOr(column) + ") " + alias + "(value)"
}

func listOr(column string) string {
	return "CASE " + column + " WHEN 'null' THEN '[]' ELSE " + column + " END::jsonb"
}

// Matches asks an index of words.
func (dialect) Matches(alias, _ string) string { return alias + ".lexemes @@ CAST(? AS tsquery)" }

// The limits of a tsvector: its words and their places together have a megabyte, a place
// is below 2^14, and a word has 256 of them.
const (
	indexedBytes = 400_000
	lastPlace    = 1<<14 - 1
	placesOfWord = 255
	longestWord  = 500
	indexedRows  = 500 // of one statement
)

// Words turns what a person typed into a query: every word must be there, in any order,
// and what stands in quotation marks as it is. Words are folded as Index folds them.
func (dialect) Words(typed string) string {
	var out []string
	add := func(phrase string) {
		var words []string
		for _, w := range wordsOf(phrase) {
			words = append(words, "'"+w+"'")
		}
		if len(words) > 0 {
			out = append(out, strings.Join(words, " <-> "))
		}
	}
	for i, part := range strings.Split(typed, `"`) {
		if i%2 == 1 {
			add(part)
			continue
		}
		for _, w := range strings.Fields(part) {
			add(w)
		}
	}
	return strings.Join(out, " & ")
}

// Index stores the words of texts with their places. Of a text of more than indexedBytes,
// a book, the rest cannot be searched.
func (dialect) Index(ctx context.Context, q store.Queryer, index string, rows ...store.Indexed) error {
	for chunk := range slices.Chunk(rows, indexedRows) {
		args := make([]any, 0, 2*len(chunk))
		for _, r := range chunk {
			args = append(args, r.Row, lexemes(r.Texts))
		}
		query := "INSERT INTO " + index + " (rowid, lexemes) VALUES " + strings.TrimSuffix(strings.Repeat("(?, CAST(? AS tsvector)), ", len(chunk)), ", ")
		if _, err := q.ExecContext(ctx, query, args...); err != nil {
			return err
		}
	}
	return nil
}

// wordsOf are the folded words of a text. Of what is longer than any word its beginning
// is one.
func wordsOf(text string) []string {
	words := strings.Fields(store.Folded(text))
	for i, w := range words {
		if len(w) > longestWord {
			words[i] = strings.ToValidUTF8(w[:longestWord], "")
		}
	}
	return words
}

// lexemes writes the words of texts as a tsvector, with a free place between two texts.
func lexemes(texts []string) string {
	places := map[string][]string{}
	var order []string
	place := 0
	for _, text := range texts {
		if len(text) > indexedBytes {
			text = strings.ToValidUTF8(text[:indexedBytes], "")
		}
		for _, w := range wordsOf(text) {
			place++
			at, seen := places[w]
			if !seen {
				order = append(order, w)
			}
			if len(at) < placesOfWord {
				places[w] = append(at, strconv.Itoa(min(place, lastPlace)))
			}
		}
		place++
	}
	var b strings.Builder
	for _, w := range order {
		b.WriteString("'" + w + "':" + strings.Join(places[w], ",") + " ")
	}
	return b.String()
}

// The locks of a ledger are advisory ones of two numbers: the room, from lockBase on ("ent"
// and a digit), and the hash of the key.
const (
	lockBase   = 0x656e7400
	lockWorker = lockBase + 100
)

// Hold takes a lock for each key, in one order that all transactions keep.
func (dialect) Hold(ctx context.Context, q store.Queryer, keys ...store.Key) error {
	type lock struct {
		room, key int32
		shared    bool
	}
	locks := make([]lock, len(keys))
	for i, k := range keys {
		h := fnv.New32a()
		_, _ = h.Write([]byte(k.Name)) // it never fails
		locks[i] = lock{lockBase + int32(k.Room), int32(h.Sum32()), k.Shared}
	}
	// Of two on one key, the one that is not shared comes first and stays.
	slices.SortFunc(locks, func(a, b lock) int {
		c := cmp.Or(cmp.Compare(a.room, b.room), cmp.Compare(a.key, b.key))
		if c == 0 && a.shared != b.shared {
			return map[bool]int{false: -1, true: 1}[a.shared]
		}
		return c
	})
	locks = slices.CompactFunc(locks, func(a, b lock) bool { return a.room == b.room && a.key == b.key })
	if len(locks) == 0 {
		return nil
	}
	rooms, numbers, shared := make([]int32, len(locks)), make([]int32, len(locks)), make([]bool, len(locks))
	for i, l := range locks {
		rooms[i], numbers[i], shared[i] = l.room, l.key, l.shared
	}
	_, err := q.ExecContext(ctx, "SELECT ledger_hold(?, ?, ?)", rooms, numbers, shared)
	return err
}

// Load copies rows into a table; where some may be there, by way of a table of its own.
func (dialect) Load(ctx context.Context, tx *store.Txn, table, after string, columns []string, rows [][]any) error {
	into := table
	if after != "" {
		into = "load_" + table
		if _, err := tx.Tx.ExecContext(ctx, "CREATE TEMP TABLE IF NOT EXISTS "+into+" (LIKE "+table+") ON COMMIT DELETE ROWS"); err != nil {
			return err
		}
	}
	err := tx.Conn.Raw(func(driver any) error {
		_, err := driver.(*stdlib.Conn).Conn().CopyFrom(ctx, pgx.Identifier{into}, columns, pgx.CopyFromRows(rows))
		return err
	})
	if err != nil || after == "" {
		return err
	}
	list := strings.Join(columns, ", ")
	_, err = tx.Tx.ExecContext(ctx, "INSERT INTO "+table+" ("+list+") SELECT "+list+" FROM "+into+" "+after)
	return err
}

// Prepare makes the partitions that imported rows are to lie in, each as a table that is
// then joined to the others, for which readers and writers of those need not wait. A
// partition is a year: a question about a pair is planned over all of them, and with one a
// month that took most of its time.
func (d dialect) Prepare(ctx context.Context, months []string) error {
	made := ""
	for _, month := range months {
		year := month[:len("2006")]
		if year == made {
			continue
		}
		day, err := entente.ParseDay(year + "-01-01")
		if err != nil {
			return err
		}
		if err := d.year(ctx, "imported_"+year, year, day.Add(1, 0, 0).String()[:len("2006")]); err != nil {
			return err
		}
		made = year
	}
	return nil
}

func (d dialect) year(ctx context.Context, table, from, to string) error {
	const there = "SELECT EXISTS (SELECT FROM pg_inherits WHERE inhrelid = to_regclass($1))"
	var done bool
	if err := d.db.QueryRowContext(ctx, there, table).Scan(&done); err != nil || done {
		return err
	}
	tx, err := d.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // after Commit it does nothing
	if _, err := tx.ExecContext(ctx, "SELECT pg_advisory_xact_lock($1, 1)", lockBase); err != nil {
		return err
	}
	if err := tx.QueryRowContext(ctx, there, table).Scan(&done); err != nil || done {
		return err
	}
	for _, query := range []string{
		"CREATE TABLE " + table + " (LIKE imported INCLUDING DEFAULTS)",
		fmt.Sprintf("ALTER TABLE imported ATTACH PARTITION %s FOR VALUES FROM ('%s') TO ('%s')", table, from, to),
	} {
		if _, err := tx.ExecContext(ctx, query); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// Explain gives an error of PostgreSQL a kind. Its codes: the appendix "PostgreSQL Error
// Codes" of its manual.
func (dialect) Explain(err error) (entente.Kind, error) {
	var told *pgconn.PgError
	if errors.As(err, &told) {
		switch {
		case told.Code == "28P01" || told.Code == "28000":
			return entente.Refused, fmt.Errorf("%s; put the password into PGPASSWORD or ~/.pgpass", told.Message)
		case told.Code == "3D000":
			return entente.Missing, fmt.Errorf(`%s; "createdb" makes one`, told.Message)
		case told.Code == "42501":
			return entente.Refused, fmt.Errorf("%s; the ledger's user must own its schema", told.Message)
		case told.Code == "53100":
			return entente.Busy, fmt.Errorf("the disk of the database is full: %s; make room and run the same command again", told.Message)
		case told.Code == "25006":
			return entente.Refused, errors.New("was opened for reading only")
		case told.Code == "XX001" || told.Code == "XX002":
			return entente.Corrupt, fmt.Errorf("%s; restore a backup", told.Message)
		case strings.HasPrefix(told.Code, "08"), strings.HasPrefix(told.Code, "53"), strings.HasPrefix(told.Code, "57P"),
			told.Code == "XX000" && told.Severity == "FATAL": // "could not write init file": a session that could not begin, on a full disk
			return entente.Busy, fmt.Errorf("the database does not answer: %s", told.Message)
		}
		return entente.Other, err
	}
	var dial *net.OpError
	if errors.As(err, &dial) {
		return entente.Busy, fmt.Errorf("the database does not answer: %w", dial)
	}
	var conn *pgconn.ConnectError
	var net net.Error
	if errors.As(err, &conn) || errors.As(err, &net) || pgconn.SafeToRetry(err) || errors.Is(err, sql.ErrConnDone) || isClosed(err) {
		return entente.Busy, fmt.Errorf("the database does not answer: %w", err)
	}
	return entente.Other, err
}

// isClosed knows the errors of a connection that was cut.
func isClosed(err error) bool {
	s := err.Error()
	return strings.Contains(s, "unexpected EOF") || strings.Contains(s, "conn closed") || strings.Contains(s, "bad connection") || strings.Contains(s, "connection reset") || strings.Contains(s, "broken pipe")
}

// Hopeless reports false: a server's disk is another's care, and a worker waits for it.
func (dialect) Hopeless(error) bool { return false }

// Again reports that a transaction gave way to another (deadlock, serialization failure).
func (dialect) Again(err error) bool {
	var told *pgconn.PgError
	return errors.As(err, &told) && (told.Code == "40P01" || told.Code == "40001")
}

// Tidy gives unused room back and counts anew what plans are made from.
func (dialect) Tidy(ctx context.Context, db *sql.DB) error {
	_, err := db.ExecContext(ctx, "VACUUM ANALYZE")
	return err
}

// Loaded moves the sequence of a table on.
func (dialect) Loaded(ctx context.Context, q store.Queryer, table string) error {
	_, err := q.ExecContext(ctx, "SELECT setval('"+table+"_id_seq', (SELECT coalesce(max(id), 0) + 1 FROM "+table+"), false)")
	return err
}

// Snapshot is a transaction that sees one moment.
func (dialect) Snapshot() *sql.TxOptions {
	return &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}
}
