-- oldest: 0.1.0
-- What sides write unseen by each other (meanings of working rules, how they see each other), and their differences.

CREATE TABLE rule_meaning (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  audience_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT,
  updated_at BIGINT NOT NULL,
  withdrawn_at BIGINT,
  alliance_id TEXT,
  rule_id TEXT,
  meaning TEXT,
  organisation_id TEXT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id),
  FOREIGN KEY (tenant_id, alliance_id) REFERENCES alliance (tenant_id, id),
  FOREIGN KEY (tenant_id, rule_id) REFERENCES working_rule (tenant_id, id),
  FOREIGN KEY (tenant_id, organisation_id) REFERENCES organisation (tenant_id, id)
);
CREATE INDEX rule_meaning_by_audience ON rule_meaning (tenant_id, audience_id, match_key);
CREATE INDEX rule_meaning_by_match ON rule_meaning (tenant_id, match_key, id);
CREATE INDEX rule_meaning_by_alliance ON rule_meaning (tenant_id, alliance_id, match_key);
CREATE INDEX rule_meaning_by_rule ON rule_meaning (tenant_id, rule_id, match_key);
CREATE INDEX rule_meaning_by_organisation ON rule_meaning (tenant_id, organisation_id, match_key);

CREATE TABLE meaning_seal (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  audience_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT,
  updated_at BIGINT NOT NULL,
  withdrawn_at BIGINT,
  rule_id TEXT,
  organisation_id TEXT,
  sealed_on TEXT,
  remark TEXT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id),
  FOREIGN KEY (tenant_id, rule_id) REFERENCES working_rule (tenant_id, id),
  FOREIGN KEY (tenant_id, organisation_id) REFERENCES organisation (tenant_id, id)
);
CREATE INDEX meaning_seal_by_audience ON meaning_seal (tenant_id, audience_id, match_key);
CREATE INDEX meaning_seal_by_match ON meaning_seal (tenant_id, match_key, id);
CREATE INDEX meaning_seal_by_rule ON meaning_seal (tenant_id, rule_id, match_key);
CREATE INDEX meaning_seal_by_organisation ON meaning_seal (tenant_id, organisation_id, match_key);

CREATE TABLE exchange (
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
  opened TEXT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id),
  FOREIGN KEY (tenant_id, alliance_id) REFERENCES alliance (tenant_id, id)
);
CREATE INDEX exchange_by_audience ON exchange (tenant_id, audience_id, match_key);
CREATE INDEX exchange_by_match ON exchange (tenant_id, match_key, id);
CREATE INDEX exchange_by_alliance ON exchange (tenant_id, alliance_id, match_key);

CREATE TABLE exchange_trait (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  audience_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT,
  updated_at BIGINT NOT NULL,
  withdrawn_at BIGINT,
  exchange_id TEXT,
  rank BIGINT,
  name TEXT,
  low_end TEXT,
  high_end TEXT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id),
  FOREIGN KEY (tenant_id, exchange_id) REFERENCES exchange (tenant_id, id)
);
CREATE INDEX exchange_trait_by_audience ON exchange_trait (tenant_id, audience_id, match_key);
CREATE INDEX exchange_trait_by_match ON exchange_trait (tenant_id, match_key, id);
CREATE INDEX exchange_trait_by_exchange ON exchange_trait (tenant_id, exchange_id, match_key);

CREATE TABLE perception (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  audience_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT,
  updated_at BIGINT NOT NULL,
  withdrawn_at BIGINT,
  alliance_id TEXT,
  trait_id TEXT,
  seen_party_id TEXT,
  position BIGINT,
  words TEXT,
  exchange_id TEXT,
  organisation_id TEXT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id),
  FOREIGN KEY (tenant_id, alliance_id) REFERENCES alliance (tenant_id, id),
  FOREIGN KEY (tenant_id, trait_id) REFERENCES exchange_trait (tenant_id, id),
  FOREIGN KEY (tenant_id, seen_party_id) REFERENCES party (tenant_id, id),
  FOREIGN KEY (tenant_id, exchange_id) REFERENCES exchange (tenant_id, id),
  FOREIGN KEY (tenant_id, organisation_id) REFERENCES organisation (tenant_id, id)
);
CREATE INDEX perception_by_audience ON perception (tenant_id, audience_id, match_key);
CREATE INDEX perception_by_match ON perception (tenant_id, match_key, id);
CREATE INDEX perception_by_alliance ON perception (tenant_id, alliance_id, match_key);
CREATE INDEX perception_by_trait ON perception (tenant_id, trait_id, match_key);
CREATE INDEX perception_by_seen_party ON perception (tenant_id, seen_party_id, match_key);
CREATE INDEX perception_by_exchange ON perception (tenant_id, exchange_id, match_key);
CREATE INDEX perception_by_organisation ON perception (tenant_id, organisation_id, match_key);

CREATE TABLE exchange_seal (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  audience_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT,
  updated_at BIGINT NOT NULL,
  withdrawn_at BIGINT,
  exchange_id TEXT,
  organisation_id TEXT,
  sealed_on TEXT,
  remark TEXT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id),
  FOREIGN KEY (tenant_id, exchange_id) REFERENCES exchange (tenant_id, id),
  FOREIGN KEY (tenant_id, organisation_id) REFERENCES organisation (tenant_id, id)
);
CREATE INDEX exchange_seal_by_audience ON exchange_seal (tenant_id, audience_id, match_key);
CREATE INDEX exchange_seal_by_match ON exchange_seal (tenant_id, match_key, id);
CREATE INDEX exchange_seal_by_exchange ON exchange_seal (tenant_id, exchange_id, match_key);
CREATE INDEX exchange_seal_by_organisation ON exchange_seal (tenant_id, organisation_id, match_key);

CREATE TABLE difference (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  audience_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT,
  updated_at BIGINT NOT NULL,
  withdrawn_at BIGINT,
  alliance_id TEXT,
  trait_id TEXT,
  name TEXT,
  restatement TEXT,
  used_for TEXT,
  commitment_id TEXT,
  working_rule_id TEXT,
  paid TEXT,
  remark TEXT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id),
  FOREIGN KEY (tenant_id, alliance_id) REFERENCES alliance (tenant_id, id),
  FOREIGN KEY (tenant_id, trait_id) REFERENCES exchange_trait (tenant_id, id),
  FOREIGN KEY (tenant_id, commitment_id) REFERENCES commitment (tenant_id, id),
  FOREIGN KEY (tenant_id, working_rule_id) REFERENCES working_rule (tenant_id, id)
);
CREATE INDEX difference_by_audience ON difference (tenant_id, audience_id, match_key);
CREATE INDEX difference_by_match ON difference (tenant_id, match_key, id);
CREATE INDEX difference_by_alliance ON difference (tenant_id, alliance_id, match_key);
CREATE INDEX difference_by_trait ON difference (tenant_id, trait_id, match_key);
CREATE INDEX difference_by_commitment ON difference (tenant_id, commitment_id, match_key);
CREATE INDEX difference_by_working_rule ON difference (tenant_id, working_rule_id, match_key);
