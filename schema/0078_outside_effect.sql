-- oldest: 0.1.0
-- What decisions that others took did to the result of a party, for which somebody of it answers.

CREATE TABLE outside_effect (
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
  person_id TEXT,
  name TEXT,
  decision TEXT,
  decided_by TEXT,
  decided_on TEXT,
  amount_minor BIGINT,
  amount_currency TEXT,
  reason TEXT,
  booked_by_id TEXT,
  answer TEXT,
  dispute TEXT,
  answered_by_id TEXT,
  answered_on TEXT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id),
  FOREIGN KEY (tenant_id, alliance_id) REFERENCES alliance (tenant_id, id),
  FOREIGN KEY (tenant_id, period_id) REFERENCES settlement_period (tenant_id, id),
  FOREIGN KEY (tenant_id, party_id) REFERENCES party (tenant_id, id),
  FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id),
  FOREIGN KEY (tenant_id, booked_by_id) REFERENCES organisation (tenant_id, id),
  FOREIGN KEY (tenant_id, answered_by_id) REFERENCES organisation (tenant_id, id)
);
CREATE INDEX outside_effect_by_audience ON outside_effect (tenant_id, audience_id, match_key);
CREATE INDEX outside_effect_by_match ON outside_effect (tenant_id, match_key, id);
CREATE INDEX outside_effect_by_alliance ON outside_effect (tenant_id, alliance_id, match_key);
CREATE INDEX outside_effect_by_period ON outside_effect (tenant_id, period_id, match_key);
CREATE INDEX outside_effect_by_party ON outside_effect (tenant_id, party_id, match_key);
CREATE INDEX outside_effect_by_person ON outside_effect (tenant_id, person_id, match_key);
CREATE INDEX outside_effect_by_booked_by ON outside_effect (tenant_id, booked_by_id, match_key);
CREATE INDEX outside_effect_by_answered_by ON outside_effect (tenant_id, answered_by_id, match_key);
