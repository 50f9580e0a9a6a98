-- A row of each table that 0030 makes.
INSERT INTO deal_sheet (tenant_id, id, version, audience_id, created_at, created_by, updated_at, alliance_id, name,
  effective_from, currency, terms, summary, sample, match_key) VALUES ('t', 'deal_sheet', 1, 'home', 7, 'created_by
  of deal_sheet', 7, 'alliance', 'name of deal_sheet', 'effective_from of deal_sheet', 'currency of deal_sheet',
  'terms of deal_sheet', 'summary of deal_sheet', 7, 'match_key of deal_sheet');
INSERT INTO deal_consent (tenant_id, id, version, audience_id, created_at, created_by, updated_at, deal_sheet_id,
  organisation_id, digest, agreed_on, remark, sample, match_key) VALUES ('t', 'deal_consent', 1, 'home', 7,
  'created_by of deal_consent', 7, 'deal_sheet', 'organisation', 'digest of deal_consent', 'agreed_on of
  deal_consent', 'remark of deal_consent', 7, 'match_key of deal_consent');
INSERT INTO settlement_period (tenant_id, id, version, audience_id, created_at, created_by, updated_at, alliance_id,
  name, starts, ends, sample, match_key) VALUES ('t', 'settlement_period', 1, 'home', 7, 'created_by of
  settlement_period', 7, 'alliance', 'name of settlement_period', 'starts of settlement_period', 'ends of
  settlement_period', 7, 'match_key of settlement_period');
INSERT INTO period_consent (tenant_id, id, version, audience_id, created_at, created_by, updated_at, period_id,
  organisation_id, digest, agreed_on, remark, sample, match_key) VALUES ('t', 'period_consent', 1, 'home', 7,
  'created_by of period_consent', 7, 'settlement_period', 'organisation', 'digest of period_consent', 'agreed_on of
  period_consent', 'remark of period_consent', 7, 'match_key of period_consent');
INSERT INTO ledger_entry (tenant_id, id, version, audience_id, created_at, created_by, updated_at, alliance_id,
  period_id, party_id, kind, category, amount_minor, amount_currency, to_party_id, quantity, booked_on, description,
  evidence, booked_by_id, answer, dispute, sample, match_key) VALUES ('t', 'ledger_entry', 1, 'home', 7, 'created_by
  of ledger_entry', 7, 'alliance', 'settlement_period', 'party', 'kind of ledger_entry', 'category of ledger_entry',
  7, 'amount_currency of ledger_entry', 'party', 7, 'booked_on of ledger_entry', 'description of ledger_entry',
  'evidence of ledger_entry', 'organisation', 'answer of ledger_entry', 'dispute of ledger_entry', 7, 'match_key of
  ledger_entry');
INSERT INTO exchange_rate (tenant_id, id, version, audience_id, created_at, created_by, updated_at, alliance_id,
  from_currency, to_currency, rate, day, source, sample, match_key) VALUES ('t', 'exchange_rate', 1, 'home', 7,
  'created_by of exchange_rate', 7, 'alliance', 'from_currency of exchange_rate', 'to_currency of exchange_rate', 7,
  'day of exchange_rate', 'source of exchange_rate', 7, 'match_key of exchange_rate');
