-- A row of each table that 0072 makes.
INSERT INTO outside_change (tenant_id, id, version, audience_id, created_at, created_by, updated_at,
  alliance_id, title, field, happened_on, description, evidence, sample, match_key) VALUES ('t',
  'outside_change', 1, 'home', 7, 'created_by of outside_change', 7, 'alliance', 'title of outside_change',
  'field of outside_change', 'happened_on of outside_change', 'description of outside_change', 'evidence of
  outside_change', 7, 'match_key of outside_change');
INSERT INTO change_effect (tenant_id, id, version, audience_id, created_at, created_by, updated_at,
  outside_change_id, party_id, effect, reason, sample, match_key) VALUES ('t', 'change_effect', 1, 'home', 7,
  'created_by of change_effect', 7, 'outside_change', 'party', 7, 'reason of change_effect', 7, 'match_key of
  change_effect');
INSERT INTO model_review (tenant_id, id, version, audience_id, created_at, created_by, updated_at,
  alliance_id, name, opened_on, reason, outside_change_id, held_on, findings, outcome, next_model, measures,
  sample, match_key) VALUES ('t', 'model_review', 1, 'home', 7, 'created_by of model_review', 7, 'alliance',
  'name of model_review', 'opened_on of model_review', 'reason of model_review', 'outside_change', 'held_on of
  model_review', 'findings of model_review', 'outcome of model_review', 'next_model of model_review',
  'measures of model_review', 7, 'match_key of model_review');
INSERT INTO review_consent (tenant_id, id, version, audience_id, created_at, created_by, updated_at,
  model_review_id, organisation_id, digest, agreed_on, remark, sample, match_key) VALUES ('t',
  'review_consent', 1, 'home', 7, 'created_by of review_consent', 7, 'model_review', 'organisation', 'digest
  of review_consent', 'agreed_on of review_consent', 'remark of review_consent', 7, 'match_key of
  review_consent');
