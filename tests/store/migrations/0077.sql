-- A row of the table that 0077 makes.
INSERT INTO benefit (tenant_id, id, version, audience_id, created_at, created_by, updated_at, alliance_id, party_id, what, kind, value_minor, value_currency, sample, match_key)
  VALUES ('t', 'benefit', 1, 'home', 7, 'created_by of benefit', 7, 'alliance', 'party', 'what of benefit', 'kind of benefit', 7, 'EUR', 7, 'match_key of benefit');
