-- +goose Up
-- What each table is for is said in docs/ledger.md. Days are text, YYYY-MM-DD; known is
-- milliseconds since 1970 UTC; spans are bytes of article.text; lists are JSON.

CREATE TABLE article (
	id         INTEGER PRIMARY KEY,
	hash       TEXT    NOT NULL UNIQUE,                -- "sha256:…" of the text
	cluster    INTEGER NOT NULL REFERENCES article(id), -- the first of its near-identical ones
	url        TEXT    NOT NULL DEFAULT '',
	publisher  TEXT    NOT NULL DEFAULT '',
	headline   TEXT    NOT NULL DEFAULT '',
	published  TEXT    NOT NULL DEFAULT '',
	text       TEXT    NOT NULL,
	page       TEXT    NOT NULL,                       -- JSON: the rest of what page found
	known      INTEGER NOT NULL
);
CREATE INDEX article_cluster ON article(cluster);
CREATE INDEX article_published ON article(published, id);

CREATE TABLE band (                                    -- where near-identical texts meet
	key     INTEGER NOT NULL,
	article INTEGER NOT NULL REFERENCES article(id),
	PRIMARY KEY (key, article)
) WITHOUT ROWID;

CREATE TABLE input (                                   -- what ingest has taken in
	name    TEXT    NOT NULL,
	hash    TEXT    NOT NULL,
	article INTEGER NOT NULL REFERENCES article(id),
	known   INTEGER NOT NULL,
	PRIMARY KEY (name, hash)
) WITHOUT ROWID;

CREATE TABLE visit (                                   -- what servers said of the state of their pages
	url      TEXT    NOT NULL PRIMARY KEY,
	etag     TEXT    NOT NULL,
	modified TEXT    NOT NULL,
	known    INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE failure (                                 -- and what it could not
	key     TEXT    NOT NULL PRIMARY KEY,
	article INTEGER REFERENCES article(id),            -- null: it never became an article
	kind    TEXT    NOT NULL,
	why     TEXT    NOT NULL,
	attempt INTEGER NOT NULL,
	known   INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE reading (
	id       INTEGER PRIMARY KEY,
	article  INTEGER NOT NULL REFERENCES article(id),
	number   INTEGER NOT NULL,                         -- counts from one; the last one stands
	version  TEXT    NOT NULL,
	ontology TEXT    NOT NULL,
	model    TEXT    NOT NULL,
	record   BLOB    NOT NULL,                         -- entente/1 without the text, gzip
	known    INTEGER NOT NULL,
	UNIQUE (article, number)
);

CREATE TABLE report (
	id             INTEGER PRIMARY KEY,
	name           TEXT    NOT NULL UNIQUE,
	article        INTEGER NOT NULL REFERENCES article(id),
	reading        INTEGER NOT NULL REFERENCES reading(id),
	happening      INTEGER NOT NULL REFERENCES report(id), -- the first report of the same thing
	replaces       INTEGER REFERENCES report(id),
	type           TEXT    NOT NULL,
	mode           TEXT,
	contexts       TEXT    NOT NULL,
	cameo          TEXT    NOT NULL,
	quad           TEXT    NOT NULL,
	goldstein      REAL,
	date_from      TEXT    NOT NULL,
	date_to        TEXT    NOT NULL,
	date_precision TEXT    NOT NULL,
	date_basis     TEXT    NOT NULL,
	date_start     INTEGER NOT NULL,
	date_end       INTEGER NOT NULL,
	place          TEXT,                               -- JSON, null where none is told
	status         TEXT    NOT NULL,
	negated        INTEGER NOT NULL,
	background     INTEGER NOT NULL,
	stage          TEXT    NOT NULL,
	figures        TEXT    NOT NULL,
	sources        TEXT    NOT NULL,
	targets        TEXT    NOT NULL,
	attribution    TEXT    NOT NULL,
	quote          TEXT    NOT NULL CHECK (quote <> ''), -- no row without its sentence
	sentence_start INTEGER NOT NULL,
	sentence_end   INTEGER NOT NULL,
	trigger_start  INTEGER NOT NULL,
	trigger_end    INTEGER NOT NULL,
	rule           TEXT    NOT NULL,
	confidence     REAL    NOT NULL,
	reprint        INTEGER NOT NULL,
	rejected       INTEGER NOT NULL,                   -- a person took it out of all counts
	known          INTEGER NOT NULL
);
CREATE INDEX report_happening ON report(happening, id);
CREATE INDEX report_article ON report(article, reading);
CREATE INDEX report_replaces ON report(replaces) WHERE replaces IS NOT NULL;
CREATE INDEX report_known ON report(known);

CREATE TABLE dyad (                                    -- the sides of each row, expanded
	source   TEXT    NOT NULL,
	target   TEXT    NOT NULL,
	report   INTEGER NOT NULL REFERENCES report(id),
	PRIMARY KEY (source, target, report)
) WITHOUT ROWID;
CREATE INDEX dyad_target ON dyad(target, report);

CREATE TABLE correction (
	id      INTEGER PRIMARY KEY,
	row     INTEGER NOT NULL REFERENCES report(id),
	new     INTEGER NOT NULL REFERENCES report(id),
	who     TEXT    NOT NULL,
	why     TEXT    NOT NULL,
	mend    TEXT,                                      -- JSON of the fields changed
	reject  INTEGER NOT NULL,
	undo    INTEGER NOT NULL,
	known   INTEGER NOT NULL
);
CREATE INDEX correction_new ON correction(new);

CREATE TABLE claim (
	id             INTEGER PRIMARY KEY,
	article        INTEGER NOT NULL REFERENCES article(id),
	reading        INTEGER NOT NULL REFERENCES reading(id),
	name           TEXT    NOT NULL,                   -- in its reading: c1, c2, …
	code           TEXT    NOT NULL,
	speaker        TEXT    NOT NULL,                   -- JSON of the party
	role           TEXT    NOT NULL,
	class          TEXT    NOT NULL,
	stance         TEXT    NOT NULL,
	form           TEXT    NOT NULL,
	cue            TEXT    NOT NULL,
	words          TEXT    NOT NULL,
	quote          TEXT    NOT NULL CHECK (quote <> ''),
	sentence_start INTEGER NOT NULL,
	sentence_end   INTEGER NOT NULL,
	about          TEXT    NOT NULL,                   -- JSON list of report names
	reprint        INTEGER NOT NULL,
	day            TEXT    NOT NULL                    -- of printing
);
CREATE INDEX claim_code ON claim(code, day, id);
CREATE INDEX claim_day ON claim(day, id);
CREATE INDEX claim_stance ON claim(stance, day, id);
CREATE INDEX claim_article ON claim(article, reading);

-- The next three are worked out from the rows above and are made anew by
-- "entente ledger compact": what stands today, by happening, by dyad and by day.

CREATE TABLE happening (
	id          INTEGER PRIMARY KEY REFERENCES report(id),
	lead        INTEGER NOT NULL REFERENCES report(id),
	day         TEXT    NOT NULL,
	type        TEXT    NOT NULL,
	status      TEXT    NOT NULL,                      -- of all its reports together
	statuses    TEXT    NOT NULL,
	reports     INTEGER NOT NULL,
	independent INTEGER NOT NULL
);
CREATE INDEX happening_day ON happening(day, id);
CREATE INDEX happening_status ON happening(status, day, id);
CREATE INDEX happening_type ON happening(type, day, id);

CREATE TABLE tie (
	source    TEXT    NOT NULL,
	target    TEXT    NOT NULL,
	day       TEXT    NOT NULL,
	happening INTEGER NOT NULL REFERENCES happening(id),
	official  INTEGER NOT NULL,
	weight    INTEGER NOT NULL,                        -- millionths; 0 where it does not count
	sum       INTEGER NOT NULL,                        -- weight times scale value, millionths
	both      INTEGER NOT NULL,                        -- it stands the other way round too
	first     TEXT    NOT NULL,                        -- the days that it may have happened on,
	last      TEXT    NOT NULL,                        -- for finding what tells of the same
	wide      INTEGER NOT NULL,                        -- they are many, or day is not known
	PRIMARY KEY (source, target, day, happening)
) WITHOUT ROWID;
CREATE INDEX tie_wide ON tie(source, target) WHERE wide;
CREATE INDEX tie_wide_target ON tie(target) WHERE wide;
CREATE INDEX tie_source ON tie(source, day, happening);
CREATE INDEX tie_target ON tie(target, day, happening);
CREATE INDEX tie_happening ON tie(happening);

CREATE TABLE tally (
	source   TEXT    NOT NULL,
	target   TEXT    NOT NULL,
	day      TEXT    NOT NULL,
	official INTEGER NOT NULL,
	events   INTEGER NOT NULL,
	weight   INTEGER NOT NULL,
	sum      INTEGER NOT NULL,
	shared   INTEGER NOT NULL,                         -- of events, those that stand both ways,
	shared_weight INTEGER NOT NULL,                    -- with their weight and sum
	shared_sum    INTEGER NOT NULL,
	PRIMARY KEY (source, target, day, official)
) WITHOUT ROWID;
CREATE INDEX tally_target ON tally(target, source);

-- Rows of other systems' tables: no sentence stands behind them, so they are never
-- counted with ours.

CREATE TABLE import (
	id    INTEGER PRIMARY KEY,
	name  TEXT    NOT NULL,
	hash  TEXT    NOT NULL UNIQUE,
	lines INTEGER NOT NULL,                            -- rows taken so far; a killed import goes on here
	done  INTEGER NOT NULL,
	known INTEGER NOT NULL
);

CREATE TABLE label (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);

CREATE TABLE imported (
	id            INTEGER PRIMARY KEY,
	import        INTEGER NOT NULL REFERENCES import(id),
	system        TEXT    NOT NULL,
	name          TEXT    NOT NULL,
	day           TEXT    NOT NULL,
	source        TEXT    NOT NULL,
	source_sector TEXT    NOT NULL,
	source_name   INTEGER NOT NULL REFERENCES label(id),
	target        TEXT    NOT NULL,
	target_sector TEXT    NOT NULL,
	target_name   INTEGER NOT NULL REFERENCES label(id),
	type          TEXT    NOT NULL,
	mode          TEXT    NOT NULL,
	cameo         TEXT    NOT NULL,
	quad          TEXT    NOT NULL,
	goldstein     REAL,
	place         TEXT,
	label         INTEGER NOT NULL REFERENCES label(id),
	publisher     INTEGER NOT NULL REFERENCES label(id),
	url           TEXT    NOT NULL,
	mentions      INTEGER NOT NULL
);
CREATE INDEX imported_pair ON imported(source, target, day);
CREATE INDEX imported_day ON imported(day);

CREATE TABLE imported_tally (
	source   TEXT    NOT NULL,
	target   TEXT    NOT NULL,
	day      TEXT    NOT NULL,
	system   TEXT    NOT NULL,
	official INTEGER NOT NULL,
	events   INTEGER NOT NULL,
	weight   INTEGER NOT NULL,
	sum      INTEGER NOT NULL,
	PRIMARY KEY (source, target, day, system, official)
) WITHOUT ROWID;
CREATE INDEX imported_tally_target ON imported_tally(target, source);

-- Words of articles, rows and claims.

CREATE VIRTUAL TABLE article_words USING fts5(headline, text, content='article', content_rowid='id', tokenize="unicode61 remove_diacritics 2");
CREATE VIRTUAL TABLE report_words USING fts5(quote, content='report', content_rowid='id', tokenize="unicode61 remove_diacritics 2");
CREATE VIRTUAL TABLE claim_words USING fts5(words, content='claim', content_rowid='id', tokenize="unicode61 remove_diacritics 2");
-- +goose StatementBegin
CREATE TRIGGER article_written AFTER INSERT ON article BEGIN
	INSERT INTO article_words(rowid, headline, text) VALUES (new.id, new.headline, new.text);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER report_written AFTER INSERT ON report BEGIN
	INSERT INTO report_words(rowid, quote) VALUES (new.id, new.quote);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER claim_written AFTER INSERT ON claim BEGIN
	INSERT INTO claim_words(rowid, words) VALUES (new.id, new.words);
END;
-- +goose StatementEnd

-- For people who open the file with another program.

CREATE VIEW current_reading AS
	SELECT r.* FROM reading r WHERE NOT EXISTS (SELECT 1 FROM reading n WHERE n.article = r.article AND n.number > r.number);

CREATE VIEW current_report AS
	SELECT r.* FROM report r JOIN current_reading c ON c.id = r.reading
	WHERE NOT r.rejected AND NOT EXISTS (SELECT 1 FROM report n WHERE n.replaces = r.id);

CREATE VIEW events AS
	SELECT r.name AS id, h.name AS event, e.day, r.type, r.mode, r.status, e.status AS overall_status, e.independent AS independent_sources,
		(SELECT group_concat(coalesce(json_extract(value, '$.code'), json_extract(value, '$.name')), '; ') FROM json_each(r.sources)) AS source,
		(SELECT group_concat(coalesce(json_extract(value, '$.code'), json_extract(value, '$.name')), '; ') FROM json_each(r.targets)) AS target,
		r.goldstein, r.background, json_extract(r.place, '$.name') AS place, json_extract(r.attribution, '$[#-1].name') AS speaker,
		r.quote AS sentence, a.headline, a.publisher, a.published, a.url, r.confidence
	FROM happening e JOIN report r ON r.id = e.lead JOIN report h ON h.id = e.id JOIN article a ON a.id = r.article;

CREATE VIEW quotes AS
	SELECT a.published, json_extract(c.speaker, '$.name') AS speaker, c.code, c.role, c.class, c.stance, c.cue, c.words, c.quote AS sentence,
		a.headline, a.publisher, a.url
	FROM claim c JOIN current_reading k ON k.id = c.reading JOIN article a ON a.id = c.article;

CREATE VIEW imported_events AS
	SELECT i.system, i.name AS id, i.day, i.source, s.text AS source_name, i.source_sector, i.target, t.text AS target_name, i.target_sector,
		i.type, i.mode, i.cameo, i.goldstein, l.text AS label, p.text AS publisher, i.url
	FROM imported i JOIN label s ON s.id = i.source_name JOIN label t ON t.id = i.target_name
		JOIN label l ON l.id = i.label JOIN label p ON p.id = i.publisher;
