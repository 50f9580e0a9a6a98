-- A row of each table that 0060 makes.
INSERT INTO holiday (tenant_id, id, version, audience_id, created_at, created_by, updated_at, alliance_id, day, name,
  party_id, sample, match_key)
  VALUES ('t', 'holiday', 1, 'home', 7, 'created_by of holiday', 7, 'alliance', '2026-05-01', 'name of holiday',
  'party', 7, 'match_key of holiday');
