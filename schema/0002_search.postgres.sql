-- oldest: 0.1.0
-- Full text on PostgreSQL: one row per record. The program folds the words (case, accents) as it folds names, so that both
-- stores find the same: title_words and words (title and body) hold the folded ones, found by their beginnings.
CREATE TABLE search_entry (
  tenant_id TEXT NOT NULL,
  record_id TEXT NOT NULL,
  audience_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  body TEXT NOT NULL,
  updated_at BIGINT NOT NULL,
  title_words tsvector NOT NULL,
  words tsvector NOT NULL,
  PRIMARY KEY (tenant_id, record_id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id)
);
CREATE INDEX search_entry_words ON search_entry USING gin (words);
CREATE INDEX search_entry_audience ON search_entry (tenant_id, audience_id);
