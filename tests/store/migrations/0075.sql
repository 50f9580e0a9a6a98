-- What 0075 adds to the ledger.
UPDATE ledger_entry SET answered_by_id = NULL, answered_on = '2026-02-21' WHERE id = 'ledger_entry';
