-- oldest: 0.1.0
-- What is open, or waits for an answer, is found without looking through all that was settled.
CREATE INDEX commitment_by_alliance_state ON commitment (tenant_id, alliance_id, state, due);
CREATE INDEX commitment_by_audience_state ON commitment (tenant_id, audience_id, state, due);
CREATE INDEX commitment_by_person_state ON commitment (tenant_id, owner_person_id, state, due);
CREATE INDEX decision_by_audience_state ON decision (tenant_id, audience_id, state, asked);
