-- oldest: 0.1.0
-- What one side of an alliance hands over to another, by when and by which criteria, and the entries that follow from it.

CREATE TABLE milestone (
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
  handed_over TEXT,
  from_party_id TEXT,
  to_party_id TEXT,
  owner_person_id TEXT,
  owner_name TEXT,
  due TEXT,
  original_due TEXT,
  criteria TEXT,
  term TEXT,
  state TEXT,
  delivered_on TEXT,
  evidence TEXT,
  answered_on TEXT,
  answer TEXT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id),
  FOREIGN KEY (tenant_id, alliance_id) REFERENCES alliance (tenant_id, id),
  FOREIGN KEY (tenant_id, from_party_id) REFERENCES party (tenant_id, id),
  FOREIGN KEY (tenant_id, to_party_id) REFERENCES party (tenant_id, id),
  FOREIGN KEY (tenant_id, owner_person_id) REFERENCES person (tenant_id, id)
);
CREATE INDEX milestone_by_audience ON milestone (tenant_id, audience_id, match_key);
CREATE INDEX milestone_by_match ON milestone (tenant_id, match_key, id);
CREATE INDEX milestone_by_alliance ON milestone (tenant_id, alliance_id, match_key);
CREATE INDEX milestone_by_from_party ON milestone (tenant_id, from_party_id, match_key);
CREATE INDEX milestone_by_to_party ON milestone (tenant_id, to_party_id, match_key);
CREATE INDEX milestone_by_owner_person ON milestone (tenant_id, owner_person_id, match_key);
CREATE INDEX milestone_by_audience_state ON milestone (tenant_id, audience_id, state, due);

ALTER TABLE ledger_entry ADD COLUMN milestone_id TEXT;
CREATE INDEX ledger_entry_by_milestone ON ledger_entry (tenant_id, milestone_id, match_key);
