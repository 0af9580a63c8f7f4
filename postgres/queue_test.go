package postgres_test

import (
	"context"
	"database/sql"
	"errors"
	"math/rand/v2"
	"testing"
	"time"

	"entente"
	"entente/internal/pgtest"
	"entente/ledgertest"
	"entente/postgres"
)

// TestWaits: neither a full disk, nor a cut connection, nor the death of a reader costs an article
// its reading; what cannot be stored at all, or kills whoever reads it, is tried five times and no more.
func TestWaits(t *testing.T) {
	const last = "UPDATE river_job SET attempt = 4" // of five attempts, the next is the last
	for _, tt := range []struct {
		name   string
		before []string // the harm, and
		amid   []string // what is done while the first article is read
		mend   string   // when an attempt has failed
		failed int
		unread int // of them, those whose jobs can be taken up again
	}{
		{"a full disk", []string{last, `CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$`,
			"CREATE TRIGGER full_disk BEFORE INSERT ON reading FOR EACH ROW EXECUTE FUNCTION full_disk()"}, nil, "DROP TRIGGER full_disk ON reading", 0, 0},
		{"what cannot be stored is given up", []string{last, "ALTER TABLE reading ADD CHECK (number = 0)"}, nil, "", 3, 3},
		{"a job that was given out and never arrived", nil, []string{`UPDATE river_job SET state = 'running', attempt = 1, attempted_at = now() - interval '1 minute',
			attempted_by = (SELECT attempted_by FROM river_job WHERE state = 'running' LIMIT 1) WHERE state = 'available'`}, "", 0, 0},
		{"readers that died", []string{"UPDATE river_job SET state = 'running', attempt = 4, attempted_at = now(), attempted_by = ARRAY['gone']"}, nil, "", 0, 0},
		{"readers that died five times", []string{"UPDATE river_job SET state = 'running', attempt = 5, attempted_at = now(), attempted_by = ARRAY['gone']"}, nil, "", 3, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute) // the queue itself looks after an hour
			defer cancel()
			led, err := postgres.Open(ctx, pgtest.Database(t), postgres.Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer led.Close()
			list := ledgertest.Stories(rand.New(rand.NewPCG(2, 2)), 3)
			byID := map[string]*ledgertest.Story{}
			for i := range list {
				art := list[i].Article()
				if _, err := led.Receive(ctx, art, entente.Input{Name: list[i].Tail, Hash: "h"}); err != nil {
					t.Fatal(err)
				}
				byID[string(art.ID)] = &list[i]
			}
			do(t, led.Read, tt.before...)
			calls := 0
			read := func(ctx context.Context, art *entente.Article) (*entente.Reading, error) {
				if calls++; calls == 1 {
					do(t, led.Read, tt.amid...)
				}
				if calls == 4 && tt.mend != "" { // each has had its last attempt
					do(t, led.Read, tt.mend)
				}
				s := byID[string(art.ID)]
				if s == nil {
					return nil, errors.New("is no article of this test")
				}
				return s.Reading(), nil
			}
			if err := led.Work(ctx, read, entente.WorkOptions{Workers: 1}); err != nil {
				t.Fatal(err)
			}
			totals, err := led.Totals(ctx)
			if err != nil || totals.Failed != tt.failed || totals.Unread != tt.unread || totals.Articles != len(list) {
				t.Errorf("Totals = %+v, %v", totals, err)
			}
			var readings int
			if err := led.Read.QueryRowContext(ctx, "SELECT count(*) FROM reading").Scan(&readings); err != nil || readings != len(list)-tt.failed {
				t.Errorf("%d readings of %d articles, %v", readings, len(list), err)
			}
		})
	}
}

func do(t *testing.T, db *sql.DB, queries ...string) {
	t.Helper()
	for _, q := range queries {
		if _, err := db.ExecContext(t.Context(), q); err != nil {
			t.Errorf("%s: %v", q, err)
		}
	}
}
