// Command large writes a ledger of made-up rows, for measuring pages:
//
//	go run ./web/gen/large -events 1000000 large.db
//
// It fills the tables itself, as appending a million articles would take an hour; what
// follows from the rows is made as sqlite makes it, and "entente ledger check" finds
// nothing wrong but the records of articles, which hold no events. Pairs are as uneven as
// in the news: the weight of a land goes with one over its rank, so that the busiest of
// 18,000 pairs has three events of a hundred. Nothing in it is true.
package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"math/rand/v2"
	"slices"
	"sort"
	"strings"
	"time"

	_ "modernc.org/sqlite"

	"entente"
	"entente/gazetteer"
	"entente/sqlite"
)

func main() {
	events := flag.Int("events", 1_000_000, "how many happenings")
	flag.Parse()
	if flag.NArg() != 1 {
		log.Fatal("large: name the file to write. Try: go run ./web/gen/large large.db")
	}
	if err := write(flag.Arg(0), *events); err != nil {
		log.Fatal("large: ", err)
	}
}

// maker makes rows in one transaction.
type maker struct {
	rng      *rand.Rand
	codes    []string
	names    map[string]string
	upTo     []float64 // cumulated weights of codes
	insert   map[string]*sql.Stmt
	record   []byte
	articles int64
	rows     int64
	claims   int64
	ties     []tie
}

type tie struct {
	source, target, day string
	happening           int64
	official, both      bool
	weight, sum         int64
}

// kinds are types with their scale values and how often they happen.
var kinds = []struct {
	of    entente.EventType
	quad  entente.QuadClass
	value float64
	verb  string
}{
	{entente.Consult, entente.VerbalCooperation, 1.9, "met"}, {entente.Consult, entente.VerbalCooperation, 1.9, "talked with"}, {entente.Agree, entente.VerbalCooperation, 6.4, "signed a treaty with"},
	{entente.Support, entente.VerbalCooperation, 3.6, "praised"}, {entente.Cooperate, entente.MaterialCooperation, 7.4, "held an exercise with"}, {entente.Aid, entente.MaterialCooperation, 7, "sent wheat to"},
	{entente.Accuse, entente.VerbalConflict, -2.2, "accused"}, {entente.Reject, entente.VerbalConflict, -4, "turned down a request of"}, {entente.Threaten, entente.VerbalConflict, -5.8, "threatened"},
	{entente.Request, entente.VerbalConflict, -0.1, "asked for troops of"}, {entente.Sanction, entente.MaterialConflict, -5.6, "froze accounts of"}, {entente.Assault, entente.MaterialConflict, -9, "shelled a post of"},
}

var filler = strings.Fields("harbour pipeline border ministry budget valley winter grain railway embassy court election fleet market refinery summit delegation airport province bridge")

func write(path string, events int) error {
	ctx := context.Background()
	led, err := sqlite.Open(ctx, path, sqlite.Options{}) // makes the tables
	if err != nil {
		return err
	}
	if err := led.Close(); err != nil {
		return err
	}
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=journal_mode(OFF)&_pragma=synchronous(OFF)&_pragma=cache_size(-400000)")
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }() // nothing is left to write
	db.SetMaxOpenConns(1)
	later, err := dropIndexes(ctx, db)
	if err != nil {
		return err
	}
	m := &maker{rng: rand.New(rand.NewPCG(1, 1)), names: map[string]string{}, insert: map[string]*sql.Stmt{}}
	if err := m.prepare(ctx, db); err != nil {
		return err
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	began := time.Now()
	for made := 0; made < events; {
		n, err := m.article(ctx, tx, min(events-made, 1+m.rng.IntN(7)))
		if err != nil {
			return err
		}
		if made/100_000 != (made+n)/100_000 {
			log.Printf("%d events, %s", made+n, time.Since(began).Round(time.Second))
		}
		made += n
	}
	if err := m.sortedTies(ctx, tx); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	for _, query := range append(later, sums...) {
		if _, err := db.ExecContext(ctx, query); err != nil {
			return fmt.Errorf("%w in %s", err, query)
		}
	}
	log.Printf("done, %s", time.Since(began).Round(time.Second))
	return nil
}

// dropIndexes takes away what slows a bulk load, and returns what puts it back.
func dropIndexes(ctx context.Context, db *sql.DB) ([]string, error) {
	rows, err := db.QueryContext(ctx, "SELECT type, name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL AND tbl_name IN ('article', 'report', 'claim', 'dyad', 'tie', 'happening', 'tally', 'reading')")
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }() // read to its end
	var drop, later []string
	for rows.Next() {
		var kind, name, text string
		if err := rows.Scan(&kind, &name, &text); err != nil {
			return nil, err
		}
		drop, later = append(drop, "DROP "+kind+" "+name), append(later, text)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	for _, query := range drop {
		if _, err := db.ExecContext(ctx, query); err != nil {
			return nil, err
		}
	}
	return later, nil
}

// sums are worked out of ties; sqlite adds them up tie by tie.
var sums = []string{
	`INSERT INTO tally SELECT source, target, day, official, count(*), sum(weight), sum(sum), sum(both), sum(both * weight), sum(both * sum) FROM tie WHERE weight > 0 GROUP BY source, target, day, official`,
	`INSERT INTO span SELECT 'A', min(source, target), max(source, target), official, count(*), sum(weight), sum(sum) FROM tie WHERE weight > 0 AND (NOT both OR source <= target) GROUP BY 1, 2, 3, 4`,
	`INSERT INTO span SELECT 'Y' || substr(day, 1, 4), min(source, target), max(source, target), official, count(*), sum(weight), sum(sum) FROM tie WHERE weight > 0 AND (NOT both OR source <= target) GROUP BY 1, 2, 3, 4`,
	`INSERT INTO span SELECT 'M' || substr(day, 1, 7), min(source, target), max(source, target), official, count(*), sum(weight), sum(sum) FROM tie WHERE weight > 0 AND (NOT both OR source <= target) GROUP BY 1, 2, 3, 4`,
	"INSERT INTO article_words(article_words) VALUES ('rebuild')", "INSERT INTO report_words(report_words) VALUES ('rebuild')", "INSERT INTO claim_words(claim_words) VALUES ('rebuild')",
}

func (m *maker) prepare(ctx context.Context, db *sql.DB) error {
	gaz, err := gazetteer.Load()
	if err != nil {
		return err
	}
	// The first few are those that most news is of; the others follow as they come.
	m.codes = append(m.codes, []string{"USA", "RUS", "CHN", "GBR", "ISR", "IRN", "FRA", "UKR", "IND", "PAK", "TUR", "DEU", "SYR", "JPN", "PRK", "KOR", "SAU", "IRQ"}...)
	for i := range gaz.States {
		if s := &gaz.States[i]; s.Kind == "state" && s.To.IsZero() {
			m.names[s.Code] = s.Name
			if !slices.Contains(m.codes, s.Code) {
				m.codes = append(m.codes, s.Code)
			}
		}
	}
	sum := 0.0
	for i := range m.codes {
		sum += 1 / float64(i+1)
		m.upTo = append(m.upTo, sum)
	}
	bare, err := json.Marshal(&entente.Reading{Format: entente.Format, Article: &entente.Article{Language: "en", Sentences: []entente.Span{}}, Events: []entente.Event{}, Claims: []entente.Claim{},
		Actors: []entente.Actor{}, Disputes: []entente.Dispute{}, Relations: []entente.Relation{}, Notes: []entente.Note{}})
	if err != nil {
		return err
	}
	var packed bytes.Buffer
	zw := gzip.NewWriter(&packed)
	if _, err := zw.Write(bare); err != nil {
		return err
	}
	if err := zw.Close(); err != nil {
		return err
	}
	m.record = packed.Bytes()
	for name, query := range map[string]string{
		"article": "INSERT INTO article (id, hash, cluster, url, publisher, headline, published, text, page, known) VALUES (?1, ?2, ?1, '', ?3, ?4, ?5, ?6, '{}', 1)",
		"reading": "INSERT INTO reading (id, article, number, version, ontology, model, record, known) VALUES (?1, ?1, 1, 'large', 'PLOVER-2021', '', ?2, 1)",
		"report": `INSERT INTO report (id, name, article, reading, happening, type, contexts, cameo, quad, goldstein, date_from, date_to, date_precision, date_basis, date_start, date_end,
			status, negated, background, stage, figures, sources, targets, attribution, quote, sentence_start, sentence_end, trigger_start, trigger_end, rule, confidence, reprint, rejected, known)
			VALUES (?1, ?2, ?3, ?3, ?4, ?5, 'null', '', ?6, ?7, ?8, ?8, 'day', 'explicit', 0, 0, ?9, 0, 0, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?16, ?17, 'large', 1, 0, 0, 1)`,
		"dyad":      "INSERT OR IGNORE INTO dyad (source, target, report) VALUES (?, ?, ?)",
		"happening": "INSERT INTO happening (id, lead, day, type, status, statuses, reports, independent) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
		"claim": `INSERT INTO claim (article, reading, name, code, speaker, role, class, stance, form, cue, words, quote, sentence_start, sentence_end, about, reprint, day)
			VALUES (?1, ?1, ?2, ?3, ?4, '', ?5, ?6, 'indirect', 'say', ?7, ?7, ?8, ?9, ?10, 0, ?11)`,
		"tie": "INSERT INTO tie (source, target, day, happening, official, weight, sum, both, first, last, wide) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?3, ?3, 0)",
	} {
		if m.insert[name], err = db.PrepareContext(ctx, query); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

func (m *maker) land() string {
	return m.codes[sort.SearchFloat64s(m.upTo, m.rng.Float64()*m.upTo[len(m.upTo)-1])]
}

func (m *maker) put(ctx context.Context, tx *sql.Tx, name string, args ...any) error {
	_, err := tx.StmtContext(ctx, m.insert[name]).ExecContext(ctx, args...)
	return err
}

// row is one sentence of an article that is being made.
type row struct {
	sides   [2]string
	kind    int
	status  entente.Status
	day     string
	says    string
	span    entente.Span
	stage   string
	figures string
	told    bool // a second paper tells of it too
	rebels  bool
}

// article makes one with n events, and returns n.
func (m *maker) article(ctx context.Context, tx *sql.Tx, n int) (int, error) {
	m.articles++
	published := time.Date(1995, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, m.rng.IntN(30*365))
	var text strings.Builder
	var list []row
	for range n {
		r := row{sides: [2]string{m.land(), m.land()}, kind: m.rng.IntN(len(kinds)), status: entente.Happened, figures: "null",
			day: published.AddDate(0, 0, -m.rng.IntN(4)).Format(time.DateOnly), told: m.rng.IntN(12) == 0, rebels: m.rng.IntN(12) == 0}
		switch k := m.rng.IntN(100); {
		case k < 5:
			r.status = entente.Planned
		case k < 11:
			r.status = entente.Claimed
		case k < 12:
			r.status = entente.Predicted
		}
		amount := ""
		if m.rng.IntN(25) == 0 {
			value := 1000 * (1 + m.rng.IntN(900))
			amount, r.stage = fmt.Sprintf(" worth %d dollars", value), []string{"talks", "agreed", "signed", "delivered"}[m.rng.IntN(4)]
			r.figures = fmt.Sprintf(`[{"value":%d,"unit":"USD","bound":"exact","span":[0,1]}]`, value)
		}
		word := func() string { return filler[m.rng.IntN(len(filler))] }
		r.says = fmt.Sprintf("%s %s %s over the %s and the %s%s, case %d.", m.names[r.sides[0]], kinds[r.kind].verb, m.names[r.sides[1]], word(), word(), amount, m.rows)
		r.span = entente.Span{Start: text.Len(), End: text.Len() + len(r.says)}
		text.WriteString(r.says + "\n")
		list = append(list, r)
	}
	sum := sha256.Sum256([]byte(text.String()))
	hash := hex.EncodeToString(sum[:])
	paper := fmt.Sprintf("Paper %d", m.rng.IntN(60))
	if err := m.put(ctx, tx, "article", m.articles, "sha256:"+hash, paper, "News of the "+filler[m.rng.IntN(len(filler))], published.Format(time.DateOnly), text.String()); err != nil {
		return 0, err
	}
	if err := m.put(ctx, tx, "reading", m.articles, m.record); err != nil {
		return 0, err
	}
	for i := range list {
		if err := m.event(ctx, tx, hash, i, &list[i], published); err != nil {
			return 0, err
		}
	}
	return n, nil
}

// event writes one happening of one report, or of two where it is told again: the second
// stands in the same article, since nothing that is measured asks.
func (m *maker) event(ctx context.Context, tx *sql.Tx, hash string, i int, r *row, published time.Time) error {
	k := &kinds[r.kind]
	party := func(code, sector string) string {
		return fmt.Sprintf(`[{"code":%q,"sector":%q,"name":%q}]`, code, sector, m.names[code])
	}
	sector := "GOV"
	if r.rebels {
		sector = "REB"
	}
	m.rows++
	first := m.rows
	name := fmt.Sprintf("%s/e%d", hash[:16], i+1)
	statuses, overall, reports, independent := []entente.Status{r.status}, r.status, 1, 0
	if r.status == entente.Happened {
		independent = 1
	}
	attribution := "null"
	speaks := r.status == entente.Claimed || r.status == entente.Predicted || m.rng.IntN(4) == 0
	if speaks {
		stance := entente.StanceAssert
		if r.status == entente.Predicted {
			stance = entente.StancePredict
		}
		m.claims++
		speaker := r.sides[m.rng.IntN(2)]
		claim := fmt.Sprintf("c%d", i+1)
		attribution = fmt.Sprintf(`[{"claim":%q,"name":%q,"code":%q,"class":"named","cue":"say","stance":%q}]`, claim, m.names[speaker], speaker, stance)
		if err := m.put(ctx, tx, "claim", m.articles, claim, speaker, fmt.Sprintf(`{"code":%q,"name":%q}`, speaker, m.names[speaker]), "named", stance, r.says, r.span.Start, r.span.End,
			fmt.Sprintf(`[%q]`, name), published.Format(time.DateOnly)); err != nil {
			return err
		}
	}
	write := func(id int64, name string, status entente.Status) error {
		return m.put(ctx, tx, "report", id, name, m.articles, first, k.of, k.quad, k.value, r.day, status, r.stage, r.figures, party(r.sides[0], sector), party(r.sides[1], "GOV"),
			attribution, r.says, r.span.Start, r.span.End)
	}
	if err := write(first, name, r.status); err != nil {
		return err
	}
	dyads := [][2]string{{r.sides[0], r.sides[1]}}
	if k.of.Reciprocal() && r.sides[0] != r.sides[1] {
		dyads = append(dyads, [2]string{r.sides[1], r.sides[0]})
	}
	if r.told {
		m.rows++
		status := r.status
		reports = 2
		if r.status == entente.Happened {
			if m.rng.IntN(20) == 0 {
				status, overall, statuses = entente.Denied, entente.Disputed, append(statuses, entente.Denied)
			} else {
				independent = 2
			}
		}
		if err := write(m.rows, name+"b", status); err != nil {
			return err
		}
	}
	list, err := json.Marshal(statuses)
	if err != nil {
		return err
	}
	if err := m.put(ctx, tx, "happening", first, first, r.day, k.of, overall, string(list), reports, independent); err != nil {
		return err
	}
	weight := 2 * float64(independent) / float64(independent+1)
	for _, d := range dyads {
		for id := first; id <= m.rows; id++ {
			if err := m.put(ctx, tx, "dyad", d[0], d[1], id); err != nil {
				return err
			}
		}
		m.ties = append(m.ties, tie{d[0], d[1], r.day, first, !r.rebels, len(dyads) > 1, int64(weight * 1e6), int64(weight * k.value * 1e6)})
	}
	return nil
}

// sortedTies writes the ties in the order of their table.
func (m *maker) sortedTies(ctx context.Context, tx *sql.Tx) error {
	slices.SortFunc(m.ties, func(a, b tie) int {
		for _, c := range []int{strings.Compare(a.source, b.source), strings.Compare(a.target, b.target), strings.Compare(a.day, b.day)} {
			if c != 0 {
				return c
			}
		}
		return int(a.happening - b.happening)
	})
	for i := range m.ties {
		t := &m.ties[i]
		if err := m.put(ctx, tx, "tie", t.source, t.target, t.day, t.happening, t.official, t.weight, t.sum, t.both); err != nil {
			return err
		}
	}
	return nil
}
