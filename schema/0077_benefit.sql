-- oldest: 0.1.0
-- What a party takes out of an alliance, or would have alone; what is put in, where its value can only be estimated.

CREATE TABLE benefit (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  audience_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT,
  updated_at BIGINT NOT NULL,
  withdrawn_at BIGINT,
  alliance_id TEXT,
  party_id TEXT,
  what TEXT,
  kind TEXT,
  value_minor BIGINT,
  value_currency TEXT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id),
  FOREIGN KEY (tenant_id, alliance_id) REFERENCES alliance (tenant_id, id),
  FOREIGN KEY (tenant_id, party_id) REFERENCES party (tenant_id, id)
);
CREATE INDEX benefit_by_audience ON benefit (tenant_id, audience_id, match_key);
CREATE INDEX benefit_by_match ON benefit (tenant_id, match_key, id);
CREATE INDEX benefit_by_alliance ON benefit (tenant_id, alliance_id, match_key);
CREATE INDEX benefit_by_party ON benefit (tenant_id, party_id, match_key);
ALTER TABLE contribution ADD COLUMN value_low_minor BIGINT;
ALTER TABLE contribution ADD COLUMN value_low_currency TEXT;
ALTER TABLE contribution ADD COLUMN value_high_minor BIGINT;
ALTER TABLE contribution ADD COLUMN value_high_currency TEXT;
