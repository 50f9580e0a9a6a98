-- oldest: 0.1.0
-- The joint business plan of a year: what the units of each side plan, what is planned together, who has approved it, and
-- what became of it.

CREATE TABLE yearly_plan (
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
  innovation TEXT,
  markets TEXT,
  pipeline TEXT,
  result TEXT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id),
  FOREIGN KEY (tenant_id, alliance_id) REFERENCES alliance (tenant_id, id)
);
CREATE INDEX yearly_plan_by_audience ON yearly_plan (tenant_id, audience_id, match_key);
CREATE INDEX yearly_plan_by_match ON yearly_plan (tenant_id, match_key, id);
CREATE INDEX yearly_plan_by_alliance ON yearly_plan (tenant_id, alliance_id, match_key);

CREATE TABLE plan_part (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  audience_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT,
  updated_at BIGINT NOT NULL,
  withdrawn_at BIGINT,
  yearly_plan_id TEXT,
  party_id TEXT,
  unit TEXT,
  summary TEXT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id),
  FOREIGN KEY (tenant_id, yearly_plan_id) REFERENCES yearly_plan (tenant_id, id),
  FOREIGN KEY (tenant_id, party_id) REFERENCES party (tenant_id, id)
);
CREATE INDEX plan_part_by_audience ON plan_part (tenant_id, audience_id, match_key);
CREATE INDEX plan_part_by_match ON plan_part (tenant_id, match_key, id);
CREATE INDEX plan_part_by_yearly_plan ON plan_part (tenant_id, yearly_plan_id, match_key);
CREATE INDEX plan_part_by_party ON plan_part (tenant_id, party_id, match_key);

CREATE TABLE plan_target (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  audience_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT,
  updated_at BIGINT NOT NULL,
  withdrawn_at BIGINT,
  yearly_plan_id TEXT,
  name TEXT,
  party_id TEXT,
  planned BIGINT,
  unit TEXT,
  reached BIGINT,
  remark TEXT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id),
  FOREIGN KEY (tenant_id, yearly_plan_id) REFERENCES yearly_plan (tenant_id, id),
  FOREIGN KEY (tenant_id, party_id) REFERENCES party (tenant_id, id)
);
CREATE INDEX plan_target_by_audience ON plan_target (tenant_id, audience_id, match_key);
CREATE INDEX plan_target_by_match ON plan_target (tenant_id, match_key, id);
CREATE INDEX plan_target_by_yearly_plan ON plan_target (tenant_id, yearly_plan_id, match_key);
CREATE INDEX plan_target_by_party ON plan_target (tenant_id, party_id, match_key);

CREATE TABLE plan_consent (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  audience_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT,
  updated_at BIGINT NOT NULL,
  withdrawn_at BIGINT,
  yearly_plan_id TEXT,
  organisation_id TEXT,
  digest TEXT,
  agreed_on TEXT,
  remark TEXT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id),
  FOREIGN KEY (tenant_id, yearly_plan_id) REFERENCES yearly_plan (tenant_id, id),
  FOREIGN KEY (tenant_id, organisation_id) REFERENCES organisation (tenant_id, id)
);
CREATE INDEX plan_consent_by_audience ON plan_consent (tenant_id, audience_id, match_key);
CREATE INDEX plan_consent_by_match ON plan_consent (tenant_id, match_key, id);
CREATE INDEX plan_consent_by_yearly_plan ON plan_consent (tenant_id, yearly_plan_id, match_key);
CREATE INDEX plan_consent_by_organisation ON plan_consent (tenant_id, organisation_id, match_key);
