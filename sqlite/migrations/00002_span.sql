-- +goose Up
-- What tally holds by day, by month ("M2018-03"), by year ("Y2018") and of all days ("A"):
-- the sums of every pair over a stretch of years would take as long as there are days.

CREATE TABLE span (
	span     TEXT    NOT NULL,
	a        TEXT    NOT NULL,                         -- the pair, sorted: a thing that both did
	b        TEXT    NOT NULL,                         -- to each other is once
	official INTEGER NOT NULL,
	events   INTEGER NOT NULL,
	weight   INTEGER NOT NULL,
	sum      INTEGER NOT NULL,
	PRIMARY KEY (span, a, b, official)
) WITHOUT ROWID;
CREATE INDEX span_b ON span(span, b);

INSERT INTO span SELECT 'A', min(source, target), max(source, target), official,
	sum(CASE WHEN source <= target THEN events ELSE events - shared END), sum(CASE WHEN source <= target THEN weight ELSE weight - shared_weight END),
	sum(CASE WHEN source <= target THEN sum ELSE sum - shared_sum END) FROM tally GROUP BY 1, 2, 3, 4;
INSERT INTO span SELECT 'Y' || substr(day, 1, 4), min(source, target), max(source, target), official,
	sum(CASE WHEN source <= target THEN events ELSE events - shared END), sum(CASE WHEN source <= target THEN weight ELSE weight - shared_weight END),
	sum(CASE WHEN source <= target THEN sum ELSE sum - shared_sum END) FROM tally GROUP BY 1, 2, 3, 4;
INSERT INTO span SELECT 'M' || substr(day, 1, 7), min(source, target), max(source, target), official,
	sum(CASE WHEN source <= target THEN events ELSE events - shared END), sum(CASE WHEN source <= target THEN weight ELSE weight - shared_weight END),
	sum(CASE WHEN source <= target THEN sum ELSE sum - shared_sum END) FROM tally GROUP BY 1, 2, 3, 4;
DELETE FROM span WHERE events = 0;

-- Rows with a figure or a stage are few, and deals and figures ask for them alone.
CREATE INDEX report_stated ON report(happening) WHERE stage <> '' OR figures NOT IN ('null', '[]');

-- What a search by words looks up for each row that it finds, apart from the wide rows.
CREATE INDEX report_of ON report(id, happening);
CREATE INDEX article_day ON article(id, published);
CREATE INDEX claim_code_stance ON claim(code, stance, day, id);
