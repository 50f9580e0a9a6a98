-- oldest: 0.1.0
-- What an alliance's deal is, what was booked under it, and what each side has agreed to.

CREATE TABLE deal_sheet (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  audience_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT,
  updated_at BIGINT NOT NULL,
  withdrawn_at BIGINT,
  alliance_id TEXT,
  name TEXT,
  effective_from TEXT,
  currency TEXT,
  terms TEXT,
  summary TEXT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id),
  FOREIGN KEY (tenant_id, alliance_id) REFERENCES alliance (tenant_id, id)
);
CREATE INDEX deal_sheet_by_audience ON deal_sheet (tenant_id, audience_id, match_key);
CREATE INDEX deal_sheet_by_match ON deal_sheet (tenant_id, match_key, id);
CREATE INDEX deal_sheet_by_alliance ON deal_sheet (tenant_id, alliance_id, match_key);

CREATE TABLE deal_consent (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  audience_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT,
  updated_at BIGINT NOT NULL,
  withdrawn_at BIGINT,
  deal_sheet_id TEXT,
  organisation_id TEXT,
  digest TEXT,
  agreed_on TEXT,
  remark TEXT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id),
  FOREIGN KEY (tenant_id, deal_sheet_id) REFERENCES deal_sheet (tenant_id, id),
  FOREIGN KEY (tenant_id, organisation_id) REFERENCES organisation (tenant_id, id)
);
CREATE INDEX deal_consent_by_audience ON deal_consent (tenant_id, audience_id, match_key);
CREATE INDEX deal_consent_by_match ON deal_consent (tenant_id, match_key, id);
CREATE INDEX deal_consent_by_organisation ON deal_consent (tenant_id, organisation_id, match_key);
CREATE INDEX deal_consent_by_deal_sheet ON deal_consent (tenant_id, deal_sheet_id, match_key);

CREATE TABLE settlement_period (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  audience_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT,
  updated_at BIGINT NOT NULL,
  withdrawn_at BIGINT,
  alliance_id TEXT,
  name TEXT,
  starts TEXT,
  ends TEXT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id),
  FOREIGN KEY (tenant_id, alliance_id) REFERENCES alliance (tenant_id, id)
);
CREATE INDEX settlement_period_by_audience ON settlement_period (tenant_id, audience_id, match_key);
CREATE INDEX settlement_period_by_match ON settlement_period (tenant_id, match_key, id);
CREATE INDEX settlement_period_by_alliance ON settlement_period (tenant_id, alliance_id, match_key);

CREATE TABLE period_consent (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  audience_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT,
  updated_at BIGINT NOT NULL,
  withdrawn_at BIGINT,
  period_id TEXT,
  organisation_id TEXT,
  digest TEXT,
  agreed_on TEXT,
  remark TEXT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id),
  FOREIGN KEY (tenant_id, period_id) REFERENCES settlement_period (tenant_id, id),
  FOREIGN KEY (tenant_id, organisation_id) REFERENCES organisation (tenant_id, id)
);
CREATE INDEX period_consent_by_audience ON period_consent (tenant_id, audience_id, match_key);
CREATE INDEX period_consent_by_match ON period_consent (tenant_id, match_key, id);
CREATE INDEX period_consent_by_organisation ON period_consent (tenant_id, organisation_id, match_key);
CREATE INDEX period_consent_by_period ON period_consent (tenant_id, period_id, match_key);

CREATE TABLE ledger_entry (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  audience_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT,
  updated_at BIGINT NOT NULL,
  withdrawn_at BIGINT,
  alliance_id TEXT,
  period_id TEXT,
  party_id TEXT,
  kind TEXT,
  category TEXT,
  amount_minor BIGINT,
  amount_currency TEXT,
  to_party_id TEXT,
  quantity BIGINT,
  booked_on TEXT,
  description TEXT,
  evidence TEXT,
  booked_by_id TEXT,
  answer TEXT,
  dispute TEXT,
  corrects_id TEXT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id),
  FOREIGN KEY (tenant_id, alliance_id) REFERENCES alliance (tenant_id, id),
  FOREIGN KEY (tenant_id, period_id) REFERENCES settlement_period (tenant_id, id),
  FOREIGN KEY (tenant_id, party_id) REFERENCES party (tenant_id, id),
  FOREIGN KEY (tenant_id, to_party_id) REFERENCES party (tenant_id, id),
  FOREIGN KEY (tenant_id, corrects_id) REFERENCES ledger_entry (tenant_id, id),
  FOREIGN KEY (tenant_id, booked_by_id) REFERENCES organisation (tenant_id, id)
);
CREATE INDEX ledger_entry_by_audience ON ledger_entry (tenant_id, audience_id, match_key);
CREATE INDEX ledger_entry_by_match ON ledger_entry (tenant_id, match_key, id);
CREATE INDEX ledger_entry_by_booked_by ON ledger_entry (tenant_id, booked_by_id, match_key);
CREATE INDEX ledger_entry_by_alliance ON ledger_entry (tenant_id, alliance_id, match_key);
CREATE INDEX ledger_entry_by_period ON ledger_entry (tenant_id, period_id, match_key);
CREATE INDEX ledger_entry_by_party ON ledger_entry (tenant_id, party_id, match_key);
CREATE INDEX ledger_entry_by_to_party ON ledger_entry (tenant_id, to_party_id, match_key);
CREATE INDEX ledger_entry_by_corrects ON ledger_entry (tenant_id, corrects_id, match_key);

CREATE TABLE exchange_rate (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  audience_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT,
  updated_at BIGINT NOT NULL,
  withdrawn_at BIGINT,
  alliance_id TEXT,
  from_currency TEXT,
  to_currency TEXT,
  rate BIGINT,
  day TEXT,
  source TEXT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id),
  FOREIGN KEY (tenant_id, alliance_id) REFERENCES alliance (tenant_id, id)
);
CREATE INDEX exchange_rate_by_audience ON exchange_rate (tenant_id, audience_id, match_key);
CREATE INDEX exchange_rate_by_match ON exchange_rate (tenant_id, match_key, id);
CREATE INDEX exchange_rate_by_alliance ON exchange_rate (tenant_id, alliance_id, match_key);
