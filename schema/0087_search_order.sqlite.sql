-- oldest: 0.1.0
-- Keys in the order of the latest change, so that a search reads what it shows and no more; titles have words of their own.
DROP TRIGGER search_entry_added;
DROP TRIGGER search_entry_removed;
DROP TRIGGER search_entry_changed;
DROP TABLE search_words;
CREATE TABLE search_sorted AS SELECT tenant_id, record_id, audience_id, kind, title, body, updated_at FROM search_entry ORDER BY updated_at, record_id;
DELETE FROM search_entry;
INSERT INTO search_entry (tenant_id, record_id, audience_id, kind, title, body, updated_at)
  SELECT tenant_id, record_id, audience_id, kind, title, body, updated_at FROM search_sorted ORDER BY rowid;
DROP TABLE search_sorted;
CREATE VIRTUAL TABLE search_words USING fts5 (title, body, content='search_entry', content_rowid='rid', tokenize="unicode61 remove_diacritics 2", prefix='2 3');
CREATE VIRTUAL TABLE search_titles USING fts5 (title, content='search_entry', content_rowid='rid', tokenize="unicode61 remove_diacritics 2", prefix='2 3');
INSERT INTO search_words (search_words) VALUES ('rebuild');
INSERT INTO search_titles (search_titles) VALUES ('rebuild');
CREATE TRIGGER search_entry_added AFTER INSERT ON search_entry BEGIN
  INSERT INTO search_words (rowid, title, body) VALUES (NEW.rid, NEW.title, NEW.body);
  INSERT INTO search_titles (rowid, title) SELECT NEW.rid, NEW.title WHERE NEW.title <> '';
END;
CREATE TRIGGER search_entry_removed AFTER DELETE ON search_entry BEGIN
  INSERT INTO search_words (search_words, rowid, title, body) VALUES ('delete', OLD.rid, OLD.title, OLD.body);
  INSERT INTO search_titles (search_titles, rowid, title) SELECT 'delete', OLD.rid, OLD.title WHERE OLD.title <> '';
END;
CREATE TRIGGER search_entry_changed AFTER UPDATE OF rid, title, body ON search_entry BEGIN
  INSERT INTO search_words (search_words, rowid, title, body) VALUES ('delete', OLD.rid, OLD.title, OLD.body);
  INSERT INTO search_titles (search_titles, rowid, title) SELECT 'delete', OLD.rid, OLD.title WHERE OLD.title <> '';
  INSERT INTO search_words (rowid, title, body) VALUES (NEW.rid, NEW.title, NEW.body);
  INSERT INTO search_titles (rowid, title) SELECT NEW.rid, NEW.title WHERE NEW.title <> '';
END;
