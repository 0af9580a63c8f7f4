-- +goose Up
-- What tally holds by day, by month ("M2018-03"), by year ("Y2018") and of all days ("A"):
-- the sums of every pair over a stretch of years would take as long as there are days.

CREATE TABLE span (
	span     TEXT    NOT NULL,
	source   TEXT    NOT NULL,
	target   TEXT    NOT NULL,
	official INTEGER NOT NULL,
	events   INTEGER NOT NULL,
	weight   INTEGER NOT NULL,
	sum      INTEGER NOT NULL,
	shared   INTEGER NOT NULL,
	shared_weight INTEGER NOT NULL,
	shared_sum    INTEGER NOT NULL,
	PRIMARY KEY (span, source, target, official)
) WITHOUT ROWID;
CREATE INDEX span_target ON span(span, target);

INSERT INTO span SELECT 'A', source, target, official, sum(events), sum(weight), sum(sum), sum(shared), sum(shared_weight), sum(shared_sum)
	FROM tally GROUP BY source, target, official;
INSERT INTO span SELECT 'Y' || substr(day, 1, 4), source, target, official, sum(events), sum(weight), sum(sum), sum(shared), sum(shared_weight), sum(shared_sum)
	FROM tally GROUP BY substr(day, 1, 4), source, target, official;
INSERT INTO span SELECT 'M' || substr(day, 1, 7), source, target, official, sum(events), sum(weight), sum(sum), sum(shared), sum(shared_weight), sum(shared_sum)
	FROM tally GROUP BY substr(day, 1, 7), source, target, official;

-- Rows with a figure or a stage are few, and deals and figures ask for them alone.
CREATE INDEX report_stated ON report(happening) WHERE stage <> '' OR figures NOT IN ('null', '[]');
