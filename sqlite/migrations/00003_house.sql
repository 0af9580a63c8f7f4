-- +goose Up
-- Whom the publisher of a row belongs to, by the list of whoever had the article read: two
-- papers of one house are one source. It stands with the row, since the next reading of
-- the article may be by another list.
ALTER TABLE report ADD COLUMN house TEXT NOT NULL DEFAULT '';
