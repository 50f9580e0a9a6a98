-- oldest: 0.1.0
-- Days on which an alliance does not work: they are no working days where an answer is waited for.

CREATE TABLE holiday (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  audience_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT,
  updated_at BIGINT NOT NULL,
  withdrawn_at BIGINT,
  alliance_id TEXT,
  day TEXT,
  name TEXT,
  party_id TEXT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id),
  FOREIGN KEY (tenant_id, alliance_id) REFERENCES alliance (tenant_id, id),
  FOREIGN KEY (tenant_id, party_id) REFERENCES party (tenant_id, id)
);
CREATE INDEX holiday_by_audience ON holiday (tenant_id, audience_id, match_key);
CREATE INDEX holiday_by_match ON holiday (tenant_id, match_key, id);
CREATE INDEX holiday_by_alliance ON holiday (tenant_id, alliance_id, match_key);
CREATE INDEX holiday_by_party ON holiday (tenant_id, party_id, match_key);
