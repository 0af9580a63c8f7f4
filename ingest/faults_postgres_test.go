package ingest_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"os"
	"os/exec"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"entente"
	"entente/ingest"
	"entente/internal/pgtest"
	"entente/ontology"
	"entente/postgres"
	"entente/sqlite"
	"entente/store"
)

// patience is how long a worker may take for what is left. River itself takes up a job
// whose worker is dead after an hour.
const patience = time.Minute

// receive stores what a folder has for the workers of a database.
func receive(ctx context.Context, address, sources string) error {
	led, err := postgres.Open(ctx, address, postgres.Options{})
	if err != nil {
		return err
	}
	onto, err := ontology.Load()
	if err != nil {
		return err
	}
	in := &ingest.Ingest{Ledger: led, Ontology: onto}
	return errors.Join(in.Run(ctx, sources), led.Close())
}

// work reads what waits in a database, until nothing does and standard input has ended.
func work(ctx context.Context, address string) error {
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	led, err := postgres.Open(ctx, address, postgres.Options{Options: store.Options{Logger: log}})
	if err != nil {
		return err
	}
	more := make(chan struct{})
	go func() {
		defer close(more)
		_, _ = io.Copy(io.Discard, os.Stdin) // its end is all that matters
	}()
	read := func(ctx context.Context, art *entente.Article) (*entente.Reading, error) {
		time.Sleep(10 * time.Millisecond) // so that harm comes amid a reading too
		return plainRead(ctx, art)
	}
	return errors.Join(led.Work(ctx, read, entente.WorkOptions{Workers: 2, More: more}), led.Close())
}

// noServer says why there is no PostgreSQL here.
func noServer() string {
	if os.Getenv(programEnv) != "" {
		return "the workers are those of the test"
	}
	if _, err := pgtest.Shared(); errors.Is(err, pgtest.ErrNone) {
		return "there is no PostgreSQL"
	}
	return "" // another error fails the round
}

// template is a database with a ledger's tables, made when a round first asks for it; each
// has a copy.
func template(t *testing.T) func() string {
	return sync.OnceValue(func() string {
		address := pgtest.Database(t)
		if err := makeTables(address); err != nil {
			t.Error(err)
		}
		return address
	})
}

func makeTables(address string) error {
	led, err := postgres.Open(context.Background(), address, postgres.Options{})
	if err != nil {
		return err
	}
	return led.Close()
}

// served is a round at a database of its own.
type served struct {
	*round
	address string
	db      *sql.DB // to look on, and to do harm
}

// shared is a database on the server of all rounds.
func (r *round) shared(t *testing.T) *served {
	t.Helper()
	return r.at(t, pgtest.Copy(t, r.tables()))
}

func (r *round) at(t *testing.T, address string) *served {
	t.Helper()
	db, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { _ = db.Close() }) // only looked on with
	return &served{r, address, db}
}

// working is a worker that is a process of its own.
type working struct {
	*exec.Cmd
	stdin io.Closer
	said  *bytes.Buffer // when it has ended
}

func (s *served) worker(t *testing.T) *working {
	t.Helper()
	w := &working{Cmd: command("work", s.address, ""), said: &bytes.Buffer{}}
	w.Stderr = w.said
	stdin, err := w.StdinPipe()
	if err == nil {
		err = w.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	w.stdin = stdin
	t.Cleanup(func() { _ = w.Process.Kill() }) // where the round has failed
	return w
}

// kill ends a worker as kill -9 does.
func (w *working) kill(t *testing.T) {
	t.Helper()
	if err := w.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if err := w.Wait(); !killed(err) {
		t.Fatalf("the worker ended by itself: %v\n%s", err, w.said)
	}
}

// finish waits until a worker has read what is left; no more comes.
func (s *served) finish(t *testing.T, w *working) {
	t.Helper()
	_ = w.stdin.Close() // it may be gone, which Wait says
	late := time.AfterFunc(patience, func() { _ = w.Process.Kill() })
	err := w.Wait()
	late.Stop()
	if killed(err) {
		t.Fatalf("after %v there is still %s\n%s", patience, s.left(t), w.said)
	}
	if err != nil {
		t.Fatalf("the worker ended: %v\n%s", err, w.said)
	}
}

// left names the jobs that are not done.
func (s *served) left(t *testing.T) string {
	t.Helper()
	var jobs sql.NullString
	err := s.db.QueryRowContext(t.Context(), `SELECT string_agg(id || ' ' || state || ' of ' || array_to_string(attempted_by, ',') || ' since ' || coalesce(attempted_at::text, ''), '; ')
		FROM river_job WHERE state <> 'completed'`).Scan(&jobs)
	if err != nil {
		t.Error(err)
	}
	return jobs.String
}

// receiver runs receivers until one has come to its end, and says then how many had to
// give up. None may say anything but that the database is at fault.
func (s *served) receiver(t *testing.T) (ended <-chan int) {
	end := make(chan int, 1)
	go func() {
		lost := 0
		defer func() { end <- lost }()
		for begun := time.Now(); ; lost++ {
			out, err := command("receive", s.address, s.sources).CombinedOutput()
			if err == nil {
				return
			}
			said := string(out)
			if strings.Contains(said, "panic") || !strings.Contains(said, "does not answer") && !strings.Contains(said, "disk of the database is full") || time.Since(begun) > patience {
				t.Errorf("the receiver ended with %v and said\n%s", err, said)
				return
			}
			time.Sleep(50 * time.Millisecond)
		}
	}()
	return end
}

// until waits for a number of readings.
func (s *served) until(t *testing.T, n int) {
	t.Helper()
	for begun := time.Now(); time.Since(begun) < patience; time.Sleep(5 * time.Millisecond) {
		var there int
		if err := s.db.QueryRowContext(t.Context(), "SELECT count(*) FROM reading").Scan(&there); err == nil && there >= n {
			return
		}
	}
	t.Fatalf("in %v there are not %d readings; open are %s", patience, n, s.left(t))
}

// whole holds what the database has against what the calm ledger has. How many happenings
// there are hangs on the order in which articles were read.
func (s *served) whole(t *testing.T) {
	t.Helper()
	led, err := postgres.Open(t.Context(), s.address, postgres.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = led.Close() }() // only read from
	if queue, err := led.Queue(t.Context()); err != nil || len(queue) > 0 {
		t.Errorf("the queue still has %s, %v", s.left(t), err)
	}
	var twice, readings int
	err = s.db.QueryRowContext(t.Context(), `SELECT (SELECT count(*) FROM (SELECT FROM reading GROUP BY article, version, ontology, model HAVING count(*) > 1) again),
		(SELECT count(*) FROM reading)`).Scan(&twice, &readings)
	if err != nil {
		t.Fatal(err)
	}
	if twice > 0 || readings != s.holding.totals.Articles {
		t.Errorf("of %d articles there are %d readings; %d were read twice", s.holding.totals.Articles, readings, twice)
	}
	within, err := sqlite.Open(t.Context(), sqlite.Memory, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = within.Close() }() // it is gone with it
	if err := store.Copy(t.Context(), led.Ledger, within.Ledger, nil); err != nil {
		t.Fatal(err)
	}
	if faults, err := within.CheckStanding(t.Context()); err != nil || len(faults) > 0 {
		t.Errorf("the sums do not follow from the rows: %v %v", faults, err)
	}
	got, want := held(t, within), s.holding
	got.totals.Happenings, got.totals.From, got.totals.To = want.totals.Happenings, want.totals.From, want.totals.To
	if got.totals != want.totals {
		t.Errorf("after harm: %+v, calm: %+v", got.totals, want.totals)
	}
	if !reflect.DeepEqual(got.failures, want.failures) {
		t.Errorf("after harm: failures %v, calm: %v", got.failures, want.failures)
	}
	told := 0
	for _, h := range got.rows {
		told += h.Reports
	}
	if told != want.totals.Reports {
		t.Errorf("the happenings are told by %d rows, and there are %d", told, want.totals.Reports)
	}
	calm, err := sqlite.Open(t.Context(), s.ledger, sqlite.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = calm.Close() }() // only read from
	for _, query := range []string{"SELECT name FROM report ORDER BY name", "SELECT hash FROM article ORDER BY hash", "SELECT name || hash FROM input ORDER BY 1"} {
		if got, want := column(t, within.Read, query), column(t, calm.Read, query); !slices.Equal(got, want) {
			t.Errorf("%s: %d rows after harm, %d when calm, and not the same", query, len(got), len(want))
		}
	}
}

// column is what a query finds.
func column(t *testing.T, db *sql.DB, query string) (out []string) {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }() // Err says what went wrong
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			t.Fatal(err)
		}
		out = append(out, s)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

// pause waits for a while below a bound.
func (r *round) pause(below time.Duration) { time.Sleep(time.Duration(r.rng.Int64N(int64(below)))) }

// killWorker kills a worker amid its work; the other has what it was reading.
func killWorker(t *testing.T, r *round) string {
	s := r.shared(t)
	doomed, other := s.worker(t), s.worker(t)
	received := s.receiver(t)
	s.until(t, 1+r.rng.IntN(30))
	r.pause(50 * time.Millisecond)
	doomed.kill(t)
	var reading int
	err := s.db.QueryRowContext(t.Context(), "SELECT count(*) FROM river_job WHERE state = 'running' AND attempted_by[array_upper(attempted_by, 1)] LIKE $1", fmt.Sprintf("%%/%d/%%", doomed.Process.Pid)).Scan(&reading)
	if err != nil {
		t.Fatal(err)
	}
	<-received
	s.finish(t, other)
	s.whole(t)
	if reading == 0 {
		return "it was reading nothing"
	}
	return "the other read what it was reading"
}

// poisonWorker has an article that kills each worker, until it is given up.
func poisonWorker(t *testing.T, r *round) string {
	sources, stories := r.poisoned(t)
	s := r.shared(t)
	if out, err := command("receive", s.address, sources).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	deaths := 0
	for ; ; deaths++ {
		w := s.worker(t)
		_ = w.stdin.Close() // no more comes; it may be gone
		if err := w.Wait(); err == nil {
			break
		} else if !killed(err) || deaths > 5 {
			t.Fatalf("after %d deaths: %v\n%s", deaths, err, w.said)
		}
	}
	led, err := postgres.Open(t.Context(), s.address, postgres.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = led.Close() }() // what it holds was looked at
	givenUp(t, led, stories)
	return fmt.Sprintf("given up after %d deaths", deaths)
}

// killServer kills PostgreSQL while it is written to, and starts it again after a while.
func killServer(t *testing.T, r *round) string {
	server, err := pgtest.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Remove)
	address, err := server.New()
	if err == nil {
		err = makeTables(address)
	}
	if err != nil {
		t.Fatal(err)
	}
	s := r.at(t, address)
	w := s.worker(t)
	received := s.receiver(t)
	s.until(t, 1+r.rng.IntN(30))
	r.pause(50 * time.Millisecond)
	if err := server.Kill(); err != nil {
		t.Fatal(err)
	}
	r.pause(10 * time.Second) // and longer than the queue's library tries at once
	if err := server.Run(); err != nil {
		t.Fatal(err)
	}
	lost := <-received
	s.finish(t, w)
	s.whole(t)
	if lost > 0 {
		return "the worker went on, the receiver was run again"
	}
	return "the worker went on"
}

// cutConnections ends sessions, some of them amid a transaction.
func cutConnections(t *testing.T, r *round) string {
	s := r.shared(t)
	w := s.worker(t)
	received := s.receiver(t)
	s.until(t, 1)
	amid := 0
	for range 3 + r.rng.IntN(6) {
		r.pause(200 * time.Millisecond)
		var n int
		err := s.db.QueryRowContext(t.Context(), `SELECT count(*) FILTER (WHERE ended AND amid) FROM (
			SELECT pg_terminate_backend(pid) AS ended, xact_start IS NOT NULL AS amid FROM pg_stat_activity
			WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend' AND random() < 0.6) cut`).Scan(&n)
		if err != nil {
			t.Fatal(err)
		}
		amid += n
	}
	<-received
	s.finish(t, w)
	s.whole(t)
	if amid == 0 {
		return "cut between transactions"
	}
	return "cut amid transactions"
}

// workers lets some read at once, with jobs that come twice: one more for an article, and
// one that is taken from a worker that has it.
func workers(n int) func(t *testing.T, r *round) string {
	return func(t *testing.T, r *round) string {
		s := r.shared(t)
		<-s.receiver(t)
		again := func(query string) int64 {
			got, err := s.db.ExecContext(t.Context(), query)
			if err != nil {
				t.Fatal(err)
			}
			n, err := got.RowsAffected()
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		if n := again(`INSERT INTO river_job (args, kind, max_attempts, priority, queue, scheduled_at)
			SELECT args, kind, max_attempts, priority, queue, scheduled_at FROM river_job ORDER BY random() LIMIT 3`); n != 3 {
			t.Fatalf("%d jobs came twice", n)
		}
		var all []*working
		for range n {
			all = append(all, s.worker(t))
		}
		var taken int64
		for _, at := range []int{1, 10, 20, 30} {
			s.until(t, at)
			taken += again("UPDATE river_job SET state = 'available', attempt = 0 WHERE state = 'running' AND random() < 0.7")
		}
		for _, w := range all {
			s.finish(t, w)
		}
		s.whole(t)
		if taken == 0 {
			return "jobs came twice"
		}
		return "jobs came twice, and were taken from who had them"
	}
}

func noTablespace() string {
	if why := noServer(); why != "" {
		return why
	}
	if server, err := pgtest.Shared(); err == nil && server.Pid() == 0 {
		return "the server is not the test's own"
	}
	return noMount()
}

// fullServer keeps the database on a small disk, that is made larger bit by bit.
func fullServer(t *testing.T, r *round) string {
	server, err := pgtest.Shared()
	if err != nil {
		t.Fatal(err)
	}
	disk := r.path("disk")
	if err := os.Mkdir(disk, 0o755); err != nil {
		t.Fatal(err)
	}
	for folder := range parents(r.folder) {
		if err := os.Chmod(folder, 0o711); err != nil {
			t.Fatal(err)
		}
	}
	if err := mount("-t", "tmpfs", "-o", fmt.Sprintf("size=64m,uid=%d,gid=%[1]d,mode=700", nobody), "tmpfs", disk); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := exec.Command("umount", "-l", disk).Run(); err != nil {
			t.Error("umount:", err)
		}
	})
	space := fmt.Sprintf("small_%x", r.rng.Uint64())
	if err := server.Exec(fmt.Sprintf("CREATE TABLESPACE %s LOCATION '%s'", space, disk)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Exec("DROP TABLESPACE " + space); err != nil {
			t.Error(err)
		}
	})
	address := pgtest.Copy(t, r.tables())
	at, err := url.Parse(address)
	if err == nil {
		err = server.Exec(fmt.Sprintf("ALTER DATABASE %s SET TABLESPACE %s", at.Path[1:], space))
	}
	if err != nil {
		t.Fatal(err)
	}
	s := r.at(t, address)
	w := s.worker(t)
	received := s.receiver(t)
	s.until(t, 1+r.rng.IntN(5))
	used, err := exec.Command("du", "-sk", disk).Output()
	if err != nil {
		t.Fatal(err)
	}
	var size int64 // KiB
	if _, err := fmt.Sscan(string(used), &size); err != nil {
		t.Fatal(err)
	}
	resize := func(add int64) bool {
		size += add
		return mount("-o", fmt.Sprintf("remount,size=%dk", size), disk) == nil
	}
	for !resize(16) { // it grows meanwhile
	}
	for range 2 { // it stays full for a while
		r.pause(8 * time.Second)
		if !resize(1 + r.rng.Int64N(200)) {
			t.Fatal("the disk cannot be made larger")
		}
	}
	if !resize(64 << 10) {
		t.Fatal("the disk cannot be made larger")
	}
	lost := <-received
	s.finish(t, w)
	s.whole(t)
	switch full := strings.Contains(w.said.String(), "No space left"); {
	case full && lost > 0:
		return "the worker went on, the receiver was run again"
	case full || lost > 0:
		return "one of worker and receiver had no room, and went on"
	}
	return "there was room"
}
