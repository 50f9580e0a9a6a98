-- oldest: 0.1.0
-- Opportunities that the sides of an alliance bring, and what they have set themselves to bring.

CREATE TABLE opportunity (
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
  customer TEXT,
  brought_by_id TEXT,
  carried_out_by_id TEXT,
  called_on TEXT,
  proposed_on TEXT,
  decided_on TEXT,
  outcome TEXT,
  stage TEXT,
  expected_minor BIGINT,
  expected_currency TEXT,
  won_minor BIGINT,
  won_currency TEXT,
  remark TEXT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id),
  FOREIGN KEY (tenant_id, alliance_id) REFERENCES alliance (tenant_id, id),
  FOREIGN KEY (tenant_id, brought_by_id) REFERENCES party (tenant_id, id),
  FOREIGN KEY (tenant_id, carried_out_by_id) REFERENCES party (tenant_id, id)
);
CREATE INDEX opportunity_by_audience ON opportunity (tenant_id, audience_id, match_key);
CREATE INDEX opportunity_by_match ON opportunity (tenant_id, match_key, id);
CREATE INDEX opportunity_by_alliance ON opportunity (tenant_id, alliance_id, match_key);
CREATE INDEX opportunity_by_brought_by ON opportunity (tenant_id, brought_by_id, match_key);
CREATE INDEX opportunity_by_carried_out_by ON opportunity (tenant_id, carried_out_by_id, match_key);

CREATE TABLE pipeline_target (
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
  starts TEXT,
  ends TEXT,
  calls BIGINT,
  proposals BIGINT,
  wins BIGINT,
  value_minor BIGINT,
  value_currency TEXT,
  tolerance BIGINT,
  remark TEXT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id),
  FOREIGN KEY (tenant_id, alliance_id) REFERENCES alliance (tenant_id, id),
  FOREIGN KEY (tenant_id, party_id) REFERENCES party (tenant_id, id)
);
CREATE INDEX pipeline_target_by_audience ON pipeline_target (tenant_id, audience_id, match_key);
CREATE INDEX pipeline_target_by_match ON pipeline_target (tenant_id, match_key, id);
CREATE INDEX pipeline_target_by_alliance ON pipeline_target (tenant_id, alliance_id, match_key);
CREATE INDEX pipeline_target_by_party ON pipeline_target (tenant_id, party_id, match_key);
