-- A row of each table that 0061 makes.
INSERT INTO rule_meaning (tenant_id, id, version, audience_id, created_at, created_by, updated_at, alliance_id, rule_id, meaning, organisation_id, sample, match_key)
  VALUES ('t', 'rule_meaning', 1, 'home', 7, 'created_by of rule_meaning', 7, 'alliance', 'working_rule', 'meaning of rule_meaning', 'organisation', 7, 'match_key of rule_meaning');
INSERT INTO meaning_seal (tenant_id, id, version, audience_id, created_at, created_by, updated_at, rule_id, organisation_id, sealed_on, remark, sample, match_key)
  VALUES ('t', 'meaning_seal', 1, 'home', 7, 'created_by of meaning_seal', 7, 'working_rule', 'organisation', '2026-05-01', 'remark of meaning_seal', 7, 'match_key of meaning_seal');
INSERT INTO exchange (tenant_id, id, version, audience_id, created_at, created_by, updated_at, alliance_id, title, opened, sample, match_key)
  VALUES ('t', 'exchange', 1, 'home', 7, 'created_by of exchange', 7, 'alliance', 'title of exchange', '2026-05-01', 7, 'match_key of exchange');
INSERT INTO exchange_trait (tenant_id, id, version, audience_id, created_at, created_by, updated_at, exchange_id, rank, name, low_end, high_end, sample, match_key)
  VALUES ('t', 'exchange_trait', 1, 'home', 7, 'created_by of exchange_trait', 7, 'exchange', 7, 'name of exchange_trait', 'low_end of exchange_trait', 'high_end of exchange_trait', 7, 'match_key of exchange_trait');
INSERT INTO perception (tenant_id, id, version, audience_id, created_at, created_by, updated_at, alliance_id, trait_id, seen_party_id, position, words, exchange_id, organisation_id, sample, match_key)
  VALUES ('t', 'perception', 1, 'home', 7, 'created_by of perception', 7, 'alliance', 'exchange_trait', 'party', 7, 'words of perception', 'exchange', 'organisation', 7, 'match_key of perception');
INSERT INTO exchange_seal (tenant_id, id, version, audience_id, created_at, created_by, updated_at, exchange_id, organisation_id, sealed_on, remark, sample, match_key)
  VALUES ('t', 'exchange_seal', 1, 'home', 7, 'created_by of exchange_seal', 7, 'exchange', 'organisation', '2026-05-01', 'remark of exchange_seal', 7, 'match_key of exchange_seal');
INSERT INTO difference (tenant_id, id, version, audience_id, created_at, created_by, updated_at, alliance_id, trait_id, name, restatement, used_for, commitment_id, working_rule_id, paid, remark, sample, match_key)
  VALUES ('t', 'difference', 1, 'home', 7, 'created_by of difference', 7, 'alliance', 'exchange_trait', 'name of difference', 'restatement of difference', 'used_for of difference', 'commitment', 'working_rule', 'paid of difference', 'remark of difference', 7, 'match_key of difference');
