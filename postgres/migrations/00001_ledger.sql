-- +goose Up
-- The tables of sqlite/migrations in PostgreSQL: docs/ledger.md says what each is for. Text is
-- compared by its bytes, as SQLite does; JSON is kept as it was written (column::jsonb asks
-- it), so that a ledger that is copied there and back is the same. Rows of other systems lie
-- apart by year.

CREATE TABLE article (
	id         bigserial PRIMARY KEY,
	hash       text COLLATE "C" NOT NULL UNIQUE, -- "sha256:…" of the text
	cluster    bigint NOT NULL REFERENCES article(id), -- the first of its near-identical ones
	url        text COLLATE "C" NOT NULL DEFAULT '',
	publisher  text COLLATE "C" NOT NULL DEFAULT '',
	headline   text COLLATE "C" NOT NULL DEFAULT '',
	published  text COLLATE "C" NOT NULL DEFAULT '',
	text       text COLLATE "C" NOT NULL,
	page       text COLLATE "C" NOT NULL, -- JSON: the rest of what page found
	known      bigint NOT NULL
);
CREATE INDEX article_cluster ON article(cluster);
CREATE INDEX article_published ON article(published, id);

CREATE TABLE band ( -- where near-identical texts meet
	key     bigint NOT NULL,
	article bigint NOT NULL REFERENCES article(id),
	PRIMARY KEY (key, article)
);

CREATE TABLE input ( -- what ingest has taken in
	name    text COLLATE "C" NOT NULL,
	hash    text COLLATE "C" NOT NULL,
	article bigint NOT NULL REFERENCES article(id),
	known   bigint NOT NULL,
	PRIMARY KEY (name, hash)
);

CREATE TABLE visit ( -- what servers said of the state of their pages
	url      text COLLATE "C" NOT NULL PRIMARY KEY,
	etag     text COLLATE "C" NOT NULL,
	modified text COLLATE "C" NOT NULL,
	known    bigint NOT NULL
);

CREATE TABLE failure ( -- and what it could not
	key     text COLLATE "C" NOT NULL PRIMARY KEY,
	article bigint REFERENCES article(id), -- null: it never became an article
	kind    text COLLATE "C" NOT NULL,
	why     text COLLATE "C" NOT NULL,
	attempt bigint NOT NULL,
	known   bigint NOT NULL
);

CREATE TABLE reading (
	id       bigserial PRIMARY KEY,
	article  bigint NOT NULL REFERENCES article(id),
	number   bigint NOT NULL, -- counts from one; the last one stands
	version  text COLLATE "C" NOT NULL,
	ontology text COLLATE "C" NOT NULL,
	model    text COLLATE "C" NOT NULL,
	record   bytea    NOT NULL, -- entente/1 without the text, gzip
	known    bigint NOT NULL,
	UNIQUE (article, number)
);

CREATE TABLE report (
	id             bigserial PRIMARY KEY,
	name           text COLLATE "C" NOT NULL UNIQUE,
	article        bigint NOT NULL REFERENCES article(id),
	reading        bigint NOT NULL REFERENCES reading(id),
	happening      bigint NOT NULL REFERENCES report(id), -- the first report of the same thing
	replaces       bigint REFERENCES report(id),
	type           text COLLATE "C" NOT NULL,
	mode           text COLLATE "C",
	contexts       text COLLATE "C" NOT NULL,
	cameo          text COLLATE "C" NOT NULL,
	quad           text COLLATE "C" NOT NULL,
	goldstein      double precision,
	date_from      text COLLATE "C" NOT NULL,
	date_to        text COLLATE "C" NOT NULL,
	date_precision text COLLATE "C" NOT NULL,
	date_basis     text COLLATE "C" NOT NULL,
	date_start     bigint NOT NULL,
	date_end       bigint NOT NULL,
	place          text COLLATE "C", -- JSON, null where none is told
	status         text COLLATE "C" NOT NULL,
	negated        boolean NOT NULL,
	background     boolean NOT NULL,
	stage          text COLLATE "C" NOT NULL,
	figures        text COLLATE "C" NOT NULL,
	sources        text COLLATE "C" NOT NULL,
	targets        text COLLATE "C" NOT NULL,
	attribution    text COLLATE "C" NOT NULL,
	quote          text COLLATE "C" NOT NULL CHECK (quote <> ''), -- no row without its sentence
	sentence_start bigint NOT NULL,
	sentence_end   bigint NOT NULL,
	trigger_start  bigint NOT NULL,
	trigger_end    bigint NOT NULL,
	rule           text COLLATE "C" NOT NULL,
	confidence     double precision NOT NULL,
	reprint        boolean NOT NULL,
	rejected       boolean NOT NULL, -- a person took it out of all counts
	known          bigint NOT NULL,
	house          text COLLATE "C" NOT NULL DEFAULT '' -- whom the publisher belongs to, by the list of whoever had the article read
);
CREATE INDEX report_happening ON report(happening, id);
CREATE INDEX report_article ON report(article, reading);
CREATE UNIQUE INDEX report_replaces ON report(replaces) WHERE replaces IS NOT NULL; -- of two who correct a row at once, one is told
CREATE INDEX report_known ON report(known);

CREATE TABLE dyad ( -- the sides of each row, expanded
	source   text COLLATE "C" NOT NULL,
	target   text COLLATE "C" NOT NULL,
	report   bigint NOT NULL REFERENCES report(id),
	PRIMARY KEY (source, target, report)
);
CREATE INDEX dyad_target ON dyad(target, report);

CREATE TABLE correction (
	id      bigserial PRIMARY KEY,
	row     bigint NOT NULL REFERENCES report(id),
	new     bigint NOT NULL REFERENCES report(id),
	who     text COLLATE "C" NOT NULL,
	why     text COLLATE "C" NOT NULL,
	mend    text COLLATE "C", -- JSON of the fields changed
	reject  boolean NOT NULL,
	undo    boolean NOT NULL,
	known   bigint NOT NULL
);
CREATE INDEX correction_new ON correction(new);

CREATE TABLE claim (
	id             bigserial PRIMARY KEY,
	article        bigint NOT NULL REFERENCES article(id),
	reading        bigint NOT NULL REFERENCES reading(id),
	name           text COLLATE "C" NOT NULL, -- in its reading: c1, c2, …
	code           text COLLATE "C" NOT NULL,
	speaker        text COLLATE "C" NOT NULL, -- JSON of the party
	role           text COLLATE "C" NOT NULL,
	class          text COLLATE "C" NOT NULL,
	stance         text COLLATE "C" NOT NULL,
	form           text COLLATE "C" NOT NULL,
	cue            text COLLATE "C" NOT NULL,
	words          text COLLATE "C" NOT NULL,
	quote          text COLLATE "C" NOT NULL CHECK (quote <> ''),
	sentence_start bigint NOT NULL,
	sentence_end   bigint NOT NULL,
	about          text COLLATE "C" NOT NULL, -- JSON list of report names
	reprint        boolean NOT NULL,
	day            text COLLATE "C" NOT NULL -- of printing
);
CREATE INDEX claim_code ON claim(code, day, id);
CREATE INDEX claim_day ON claim(day, id);
CREATE INDEX claim_stance ON claim(stance, day, id);
CREATE INDEX claim_article ON claim(article, reading);

-- The next three are worked out from the rows above and are made anew by
-- "entente ledger compact": what stands today, by happening, by dyad and by day.

CREATE TABLE happening (
	id          bigint PRIMARY KEY REFERENCES report(id),
	lead        bigint NOT NULL REFERENCES report(id),
	day         text COLLATE "C" NOT NULL,
	type        text COLLATE "C" NOT NULL,
	status      text COLLATE "C" NOT NULL, -- of all its reports together
	statuses    text COLLATE "C" NOT NULL,
	reports     bigint NOT NULL,
	independent bigint NOT NULL
);
CREATE INDEX happening_day ON happening(day, id);
CREATE INDEX happening_status ON happening(status, day, id);
CREATE INDEX happening_type ON happening(type, day, id);

CREATE TABLE tie (
	source    text COLLATE "C" NOT NULL,
	target    text COLLATE "C" NOT NULL,
	day       text COLLATE "C" NOT NULL,
	happening bigint NOT NULL REFERENCES happening(id),
	official  boolean NOT NULL,
	weight    bigint NOT NULL, -- millionths; 0 where it does not count
	sum       bigint NOT NULL, -- weight times scale value, millionths
	"both"    boolean NOT NULL, -- it stands the other way round too
	first     text COLLATE "C" NOT NULL, -- the days that it may have happened on,
	last      text COLLATE "C" NOT NULL, -- for finding what tells of the same
	wide      boolean NOT NULL, -- they are many, or day is not known
	PRIMARY KEY (source, target, day, happening)
);
CREATE INDEX tie_wide ON tie(source, target) WHERE wide;
CREATE INDEX tie_wide_target ON tie(target) WHERE wide;
CREATE INDEX tie_source ON tie(source, day, happening);
CREATE INDEX tie_target ON tie(target, day, happening);
CREATE INDEX tie_happening ON tie(happening);

CREATE TABLE tally (
	source   text COLLATE "C" NOT NULL,
	target   text COLLATE "C" NOT NULL,
	day      text COLLATE "C" NOT NULL,
	official boolean NOT NULL,
	events   bigint NOT NULL,
	weight   bigint NOT NULL,
	sum      bigint NOT NULL,
	shared   bigint NOT NULL, -- of events, those that stand both ways,
	shared_weight bigint NOT NULL, -- with their weight and sum
	shared_sum    bigint NOT NULL,
	PRIMARY KEY (source, target, day, official)
);
CREATE INDEX tally_target ON tally(target, source);

-- Rows of other systems' tables: no sentence stands behind them, so they are never
-- counted with ours.

CREATE TABLE import (
	id    bigserial PRIMARY KEY,
	name  text COLLATE "C" NOT NULL,
	hash  text COLLATE "C" NOT NULL UNIQUE,
	lines bigint NOT NULL, -- rows taken so far; a killed import goes on here
	done  boolean NOT NULL,
	known bigint NOT NULL
);

CREATE TABLE label (id bigserial PRIMARY KEY, text text COLLATE "C" NOT NULL UNIQUE);

-- Where a row's texts are is not checked row by row: the same transaction stored them.
CREATE SEQUENCE imported_id_seq;
CREATE TABLE imported (
	id            bigint NOT NULL DEFAULT nextval('imported_id_seq'),
	import        bigint NOT NULL,
	system        text COLLATE "C" NOT NULL,
	name          text COLLATE "C" NOT NULL,
	day           text COLLATE "C" NOT NULL,
	source        text COLLATE "C" NOT NULL,
	source_sector text COLLATE "C" NOT NULL,
	source_name   bigint NOT NULL,
	target        text COLLATE "C" NOT NULL,
	target_sector text COLLATE "C" NOT NULL,
	target_name   bigint NOT NULL,
	type          text COLLATE "C" NOT NULL,
	mode          text COLLATE "C" NOT NULL,
	cameo         text COLLATE "C" NOT NULL,
	quad          text COLLATE "C" NOT NULL,
	goldstein     double precision,
	place         text COLLATE "C",
	label         bigint NOT NULL,
	publisher     bigint NOT NULL,
	url           text COLLATE "C" NOT NULL,
	mentions      bigint NOT NULL,
	PRIMARY KEY (day, id)
) PARTITION BY RANGE (day);
CREATE INDEX imported_pair ON imported(source, target, day);
CREATE TABLE imported_undated PARTITION OF imported DEFAULT; -- years are made as rows come in

CREATE TABLE imported_tally (
	source   text COLLATE "C" NOT NULL,
	target   text COLLATE "C" NOT NULL,
	day      text COLLATE "C" NOT NULL,
	system   text COLLATE "C" NOT NULL,
	official boolean NOT NULL,
	events   bigint NOT NULL,
	weight   bigint NOT NULL,
	sum      bigint NOT NULL,
	PRIMARY KEY (source, target, day, system, official)
);
CREATE INDEX imported_tally_target ON imported_tally(target, source);


-- What tally holds by day, by month ("M2018-03"), by year ("Y2018") and of all days ("A").
CREATE TABLE span (
	span     text COLLATE "C" NOT NULL,
	a        text COLLATE "C" NOT NULL, -- the pair, sorted: a thing that both did
	b        text COLLATE "C" NOT NULL, -- to each other is once
	official boolean NOT NULL,
	events   bigint NOT NULL,
	weight   bigint NOT NULL,
	sum      bigint NOT NULL,
	PRIMARY KEY (span, a, b, official)
);
CREATE INDEX span_b ON span(span, b);
CREATE INDEX report_stated ON report(happening) WHERE stage <> '' OR figures NOT IN ('null', '[]');
CREATE INDEX report_of ON report(id, happening);
CREATE INDEX article_day ON article(id, published);
CREATE INDEX claim_code_stance ON claim(code, stance, day, id);

-- Words of articles, rows and claims, folded by the program as SQLite folds them.
CREATE TABLE article_words (rowid bigint PRIMARY KEY REFERENCES article(id), lexemes tsvector NOT NULL);
CREATE TABLE report_words (rowid bigint PRIMARY KEY REFERENCES report(id), lexemes tsvector NOT NULL);
CREATE TABLE claim_words (rowid bigint PRIMARY KEY REFERENCES claim(id), lexemes tsvector NOT NULL);
CREATE INDEX article_words_lexemes ON article_words USING gin (lexemes);
CREATE INDEX report_words_lexemes ON report_words USING gin (lexemes);
CREATE INDEX claim_words_lexemes ON claim_words USING gin (lexemes);

-- Takes locks that end with the transaction, one after another.
-- +goose StatementBegin
CREATE FUNCTION ledger_hold(rooms int[], keys int[], shared boolean[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	FOR i IN 1 .. coalesce(array_length(keys, 1), 0) LOOP
		IF shared[i] THEN
			PERFORM pg_advisory_xact_lock_shared(rooms[i], keys[i]);
		ELSE
			PERFORM pg_advisory_xact_lock(rooms[i], keys[i]);
		END IF;
	END LOOP;
END $$;
-- +goose StatementEnd

-- For people who open the database with another program.

CREATE VIEW current_reading AS
	SELECT r.* FROM reading r WHERE NOT EXISTS (SELECT 1 FROM reading n WHERE n.article = r.article AND n.number > r.number);

CREATE VIEW current_report AS
	SELECT r.* FROM report r JOIN current_reading c ON c.id = r.reading
	WHERE NOT r.rejected AND NOT EXISTS (SELECT 1 FROM report n WHERE n.replaces = r.id);

CREATE VIEW events AS
	SELECT r.name AS id, h.name AS event, e.day, r.type, r.mode, r.status, e.status AS overall_status, e.independent AS independent_sources,
		(SELECT string_agg(coalesce(value ->> 'code', value ->> 'name'), '; ') FROM jsonb_array_elements(r.sources::jsonb) value) AS source,
		(SELECT string_agg(coalesce(value ->> 'code', value ->> 'name'), '; ') FROM jsonb_array_elements(r.targets::jsonb) value) AS target,
		r.goldstein, r.background, r.place::jsonb ->> 'name' AS place, r.attribution::jsonb -> -1 ->> 'name' AS speaker,
		r.quote AS sentence, a.headline, a.publisher, a.published, a.url, r.confidence
	FROM happening e JOIN report r ON r.id = e.lead JOIN report h ON h.id = e.id JOIN article a ON a.id = r.article;

CREATE VIEW quotes AS
	SELECT a.published, c.speaker::jsonb ->> 'name' AS speaker, c.code, c.role, c.class, c.stance, c.cue, c.words, c.quote AS sentence,
		a.headline, a.publisher, a.url
	FROM claim c JOIN current_reading k ON k.id = c.reading JOIN article a ON a.id = c.article;

CREATE VIEW imported_events AS
	SELECT i.system, i.name AS id, i.day, i.source, s.text AS source_name, i.source_sector, i.target, t.text AS target_name, i.target_sector,
		i.type, i.mode, i.cameo, i.goldstein, l.text AS label, p.text AS publisher, i.url
	FROM imported i JOIN label s ON s.id = i.source_name JOIN label t ON t.id = i.target_name
		JOIN label l ON l.id = i.label JOIN label p ON p.id = i.publisher;
