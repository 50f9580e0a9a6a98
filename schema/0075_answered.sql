-- oldest: 0.1.0
-- Who answered an entry of the ledger, and when.
ALTER TABLE ledger_entry ADD COLUMN answered_by_id TEXT;
ALTER TABLE ledger_entry ADD COLUMN answered_on TEXT;
CREATE INDEX ledger_entry_by_answered_by ON ledger_entry (tenant_id, answered_by_id, match_key);
CREATE INDEX ledger_entry_by_answer ON ledger_entry (tenant_id, audience_id, answer, booked_on);
