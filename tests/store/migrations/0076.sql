-- A row of each table that 0076 makes.
INSERT INTO outside_price (tenant_id, id, version, audience_id, created_at, created_by, updated_at, alliance_id, category,
  party_id, unit_cost_minor, unit_cost_currency, day, source, sample, match_key) VALUES ('t', 'outside_price', 1,
  'home', 7, 'created_by of outside_price', 7, 'alliance', 'category of outside_price', 'party', 7, 'EUR', 'day of
  outside_price', 'source of outside_price', 7, 'match_key of outside_price');
