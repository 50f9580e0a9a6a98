-- oldest: 0.1.0
-- What a unit of something costs outside the alliance.

CREATE TABLE outside_price (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  audience_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT,
  updated_at BIGINT NOT NULL,
  withdrawn_at BIGINT,
  alliance_id TEXT,
  category TEXT,
  party_id TEXT,
  unit_cost_minor BIGINT,
  unit_cost_currency TEXT,
  day TEXT,
  source TEXT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id),
  FOREIGN KEY (tenant_id, alliance_id) REFERENCES alliance (tenant_id, id),
  FOREIGN KEY (tenant_id, party_id) REFERENCES party (tenant_id, id)
);
CREATE INDEX outside_price_by_audience ON outside_price (tenant_id, audience_id, match_key);
CREATE INDEX outside_price_by_match ON outside_price (tenant_id, match_key, id);
CREATE INDEX outside_price_by_alliance ON outside_price (tenant_id, alliance_id, match_key);
CREATE INDEX outside_price_by_party ON outside_price (tenant_id, party_id, match_key);
