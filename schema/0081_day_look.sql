-- oldest: 0.1.0
-- Up to where the person of an account has looked at what others changed: the newest event that stood on their day when
-- they said "seen", and when that was.

CREATE TABLE day_look (
  tenant_id TEXT NOT NULL,
  account_id TEXT NOT NULL,
  event_id TEXT NOT NULL,
  seen_at BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, account_id),
  FOREIGN KEY (tenant_id, account_id) REFERENCES account (tenant_id, id)
);
