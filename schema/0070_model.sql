-- oldest: 0.1.0
-- What is said of the seven rows by which an alliance's business model is chosen.

CREATE TABLE model_answer (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  audience_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT,
  updated_at BIGINT NOT NULL,
  withdrawn_at BIGINT,
  alliance_id TEXT,
  row TEXT,
  sharing BIGINT,
  specialisation BIGINT,
  allocation BIGINT,
  reason TEXT,
  evidence TEXT,
  stands TEXT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id),
  FOREIGN KEY (tenant_id, alliance_id) REFERENCES alliance (tenant_id, id)
);
CREATE INDEX model_answer_by_audience ON model_answer (tenant_id, audience_id, match_key);
CREATE INDEX model_answer_by_match ON model_answer (tenant_id, match_key, id);
CREATE INDEX model_answer_by_alliance ON model_answer (tenant_id, alliance_id, match_key);
