-- oldest: 0.1.0
-- Full text on SQLite: one row per record; the FTS5 table holds the words only.
CREATE TABLE search_entry (
  rid INTEGER PRIMARY KEY,
  tenant_id TEXT NOT NULL,
  record_id TEXT NOT NULL,
  audience_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  body TEXT NOT NULL,
  updated_at BIGINT NOT NULL,
  UNIQUE (tenant_id, record_id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id)
);
CREATE VIRTUAL TABLE search_words USING fts5 (title, body, content='search_entry', content_rowid='rid', tokenize="unicode61 remove_diacritics 2", prefix='2 3');
CREATE TRIGGER search_entry_added AFTER INSERT ON search_entry BEGIN
  INSERT INTO search_words (rowid, title, body) VALUES (NEW.rid, NEW.title, NEW.body);
END;
CREATE TRIGGER search_entry_removed AFTER DELETE ON search_entry BEGIN
  INSERT INTO search_words (search_words, rowid, title, body) VALUES ('delete', OLD.rid, OLD.title, OLD.body);
END;
CREATE TRIGGER search_entry_changed AFTER UPDATE ON search_entry BEGIN
  INSERT INTO search_words (search_words, rowid, title, body) VALUES ('delete', OLD.rid, OLD.title, OLD.body);
  INSERT INTO search_words (rowid, title, body) VALUES (NEW.rid, NEW.title, NEW.body);
END;
