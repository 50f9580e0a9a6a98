-- A row of each table that 0071 makes.
INSERT INTO settlement_payment (tenant_id, id, version, audience_id, created_at, created_by, updated_at, period_id,
  from_party_id, to_party_id, amount_minor, amount_currency, paid_on, reference, booked_by_id, received, sample,
  match_key) VALUES ('t', 'settlement_payment', 1, 'home', 7, 'created_by of settlement_payment', 7,
  'settlement_period', 'party', 'party', 7, 'amount_currency of settlement_payment', 'paid_on of settlement_payment',
  'reference of settlement_payment', 'organisation', 'received of settlement_payment', 7,
  'match_key of settlement_payment');
