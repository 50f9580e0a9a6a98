-- A row of each table that 0062 makes.
INSERT INTO campaign (tenant_id, id, version, audience_id, created_at, created_by, updated_at, alliance_id, instrument, rule_id, question, opens, closes, remark, sample, match_key)
  VALUES ('t', 'campaign', 1, 'home', 7, 'created_by of campaign', 7, 'alliance', 'pulse', 'working_rule', 'question of campaign', '2026-05-01', '2026-05-15', 'remark of campaign', 7, 'match_key of campaign');
INSERT INTO campaign_pool (tenant_id, id, audience_id, subject_id, organisation_id, opens, closes, people, count_1, count_2, count_3, count_4, count_5)
  VALUES ('t', 'campaign_pool', 'home', 'working_rule', 'organisation', '2026-05-01', '2026-05-15', 4, 0, 0, 1, 2, 1);
INSERT INTO campaign_asked (tenant_id, campaign_id, person_id, pool_id, link_hash, used)
  VALUES ('t', 'campaign', 'person', 'campaign_pool', 'hash of campaign_asked', 1);
