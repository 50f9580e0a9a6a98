-- A row of each table that 0073 makes.
INSERT INTO opportunity (tenant_id, id, version, audience_id, created_at, created_by, updated_at, alliance_id,
  name, customer, brought_by_id, carried_out_by_id, called_on, proposed_on, decided_on, outcome, stage,
  expected_minor, expected_currency, won_minor, won_currency, remark, sample, match_key) VALUES ('t',
  'opportunity', 1, 'home', 7, 'created_by of opportunity', 7, 'alliance', 'name of opportunity', 'customer of
  opportunity', 'party', 'party', 'called_on of opportunity', 'proposed_on of opportunity', 'decided_on of
  opportunity', 'outcome of opportunity', 'stage of opportunity', 7, 'expected_currency of opportunity', 7,
  'won_currency of opportunity', 'remark of opportunity', 7, 'match_key of opportunity');
INSERT INTO pipeline_target (tenant_id, id, version, audience_id, created_at, created_by, updated_at,
  alliance_id, party_id, starts, ends, calls, proposals, wins, value_minor, value_currency, tolerance, remark, sample,
  match_key) VALUES ('t', 'pipeline_target', 1, 'home', 7, 'created_by of pipeline_target', 7, 'alliance',
  'party', 'starts of pipeline_target', 'ends of pipeline_target', 7, 7, 7, 7, 'value_currency of
  pipeline_target', 7, 'remark of pipeline_target', 7, 'match_key of pipeline_target');
