-- oldest: 0.1.0
-- What changes outside an alliance, what that does to each party, and the reviews of its business model.

CREATE TABLE outside_change (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  audience_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT,
  updated_at BIGINT NOT NULL,
  withdrawn_at BIGINT,
  alliance_id TEXT,
  title TEXT,
  field TEXT,
  happened_on TEXT,
  description TEXT,
  evidence TEXT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id),
  FOREIGN KEY (tenant_id, alliance_id) REFERENCES alliance (tenant_id, id)
);
CREATE INDEX outside_change_by_audience ON outside_change (tenant_id, audience_id, match_key);
CREATE INDEX outside_change_by_match ON outside_change (tenant_id, match_key, id);
CREATE INDEX outside_change_by_alliance ON outside_change (tenant_id, alliance_id, match_key);

CREATE TABLE change_effect (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  audience_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT,
  updated_at BIGINT NOT NULL,
  withdrawn_at BIGINT,
  outside_change_id TEXT,
  party_id TEXT,
  effect BIGINT,
  reason TEXT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id),
  FOREIGN KEY (tenant_id, outside_change_id) REFERENCES outside_change (tenant_id, id),
  FOREIGN KEY (tenant_id, party_id) REFERENCES party (tenant_id, id)
);
CREATE INDEX change_effect_by_audience ON change_effect (tenant_id, audience_id, match_key);
CREATE INDEX change_effect_by_match ON change_effect (tenant_id, match_key, id);
CREATE INDEX change_effect_by_outside_change ON change_effect (tenant_id, outside_change_id, match_key);
CREATE INDEX change_effect_by_party ON change_effect (tenant_id, party_id, match_key);

CREATE TABLE model_review (
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
  opened_on TEXT,
  reason TEXT,
  outside_change_id TEXT,
  held_on TEXT,
  findings TEXT,
  outcome TEXT,
  next_model TEXT,
  measures TEXT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id),
  FOREIGN KEY (tenant_id, alliance_id) REFERENCES alliance (tenant_id, id),
  FOREIGN KEY (tenant_id, outside_change_id) REFERENCES outside_change (tenant_id, id)
);
CREATE INDEX model_review_by_audience ON model_review (tenant_id, audience_id, match_key);
CREATE INDEX model_review_by_match ON model_review (tenant_id, match_key, id);
CREATE INDEX model_review_by_alliance ON model_review (tenant_id, alliance_id, match_key);
CREATE INDEX model_review_by_outside_change ON model_review (tenant_id, outside_change_id, match_key);

CREATE TABLE review_consent (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  audience_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT,
  updated_at BIGINT NOT NULL,
  withdrawn_at BIGINT,
  model_review_id TEXT,
  organisation_id TEXT,
  digest TEXT,
  agreed_on TEXT,
  remark TEXT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id),
  FOREIGN KEY (tenant_id, model_review_id) REFERENCES model_review (tenant_id, id),
  FOREIGN KEY (tenant_id, organisation_id) REFERENCES organisation (tenant_id, id)
);
CREATE INDEX review_consent_by_audience ON review_consent (tenant_id, audience_id, match_key);
CREATE INDEX review_consent_by_match ON review_consent (tenant_id, match_key, id);
CREATE INDEX review_consent_by_model_review ON review_consent (tenant_id, model_review_id, match_key);
CREATE INDEX review_consent_by_organisation ON review_consent (tenant_id, organisation_id, match_key);
