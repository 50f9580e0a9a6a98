-- A row of each table that 0070 makes.
INSERT INTO model_answer (tenant_id, id, version, audience_id, created_at, created_by, updated_at, alliance_id, row,
  sharing, specialisation, allocation, reason, evidence, stands, sample, match_key) VALUES ('t', 'model_answer', 1,
  'home', 7, 'created_by of model_answer', 7, 'alliance', 'economies', 700000, 0, 300000, 'reason of model_answer',
  'evidence of model_answer', 'deliberate', 7, 'match_key of model_answer');
