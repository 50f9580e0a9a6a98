-- A row of each table that 0089 makes.
INSERT INTO yearly_plan (tenant_id, id, version, audience_id, created_at, created_by, updated_at, alliance_id, name, starts, ends, innovation, markets, pipeline, result, sample, match_key)
  VALUES ('t', 'yearly_plan', 1, 'home', 7, 'created_by of yearly_plan', 7, 'alliance', 'name of yearly_plan', 'starts of yearly_plan', 'ends of yearly_plan', 'innovation of yearly_plan', 'markets of yearly_plan', 'pipeline of yearly_plan', 'result of yearly_plan', 7, 'match_key of yearly_plan');
INSERT INTO plan_part (tenant_id, id, version, audience_id, created_at, created_by, updated_at, yearly_plan_id, party_id, unit, summary, sample, match_key)
  VALUES ('t', 'plan_part', 1, 'home', 7, 'created_by of plan_part', 7, 'yearly_plan', 'party', 'unit of plan_part', 'summary of plan_part', 7, 'match_key of plan_part');
INSERT INTO plan_target (tenant_id, id, version, audience_id, created_at, created_by, updated_at, yearly_plan_id, name, party_id, planned, unit, reached, remark, sample, match_key)
  VALUES ('t', 'plan_target', 1, 'home', 7, 'created_by of plan_target', 7, 'yearly_plan', 'name of plan_target', 'party', 7, 'unit of plan_target', 7, 'remark of plan_target', 7, 'match_key of plan_target');
INSERT INTO plan_consent (tenant_id, id, version, audience_id, created_at, created_by, updated_at, yearly_plan_id, organisation_id, digest, agreed_on, remark, sample, match_key)
  VALUES ('t', 'plan_consent', 1, 'home', 7, 'created_by of plan_consent', 7, 'yearly_plan', 'organisation', 'digest of plan_consent', 'agreed_on of plan_consent', 'remark of plan_consent', 7, 'match_key of plan_consent');
