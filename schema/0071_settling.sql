-- oldest: 0.1.0
-- Whether a period is settled for good, who is meant by the names of a deal, and what has been paid of what was due.

ALTER TABLE settlement_period ADD COLUMN final BIGINT;
ALTER TABLE deal_sheet ADD COLUMN names TEXT;

CREATE TABLE settlement_payment (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  audience_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT,
  updated_at BIGINT NOT NULL,
  withdrawn_at BIGINT,
  period_id TEXT,
  from_party_id TEXT,
  to_party_id TEXT,
  amount_minor BIGINT,
  amount_currency TEXT,
  paid_on TEXT,
  reference TEXT,
  booked_by_id TEXT,
  received TEXT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id),
  FOREIGN KEY (tenant_id, period_id) REFERENCES settlement_period (tenant_id, id),
  FOREIGN KEY (tenant_id, from_party_id) REFERENCES party (tenant_id, id),
  FOREIGN KEY (tenant_id, to_party_id) REFERENCES party (tenant_id, id),
  FOREIGN KEY (tenant_id, booked_by_id) REFERENCES organisation (tenant_id, id)
);
CREATE INDEX settlement_payment_by_audience ON settlement_payment (tenant_id, audience_id, match_key);
CREATE INDEX settlement_payment_by_match ON settlement_payment (tenant_id, match_key, id);
CREATE INDEX settlement_payment_by_period ON settlement_payment (tenant_id, period_id, match_key);
CREATE INDEX settlement_payment_by_from_party ON settlement_payment (tenant_id, from_party_id, match_key);
CREATE INDEX settlement_payment_by_to_party ON settlement_payment (tenant_id, to_party_id, match_key);
CREATE INDEX settlement_payment_by_booked_by ON settlement_payment (tenant_id, booked_by_id, match_key);
