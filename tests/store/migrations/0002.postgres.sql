INSERT INTO search_entry (tenant_id, record_id, audience_id, kind, title, body, updated_at, title_words, words)
 VALUES ('t', 'home', 'home', 'organisation', 'Example Motors', 'cars', 11, array_to_tsvector('{example,motors}'),
  array_to_tsvector('{example,motors,cars}'));
