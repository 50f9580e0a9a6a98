-- oldest: 0.1.0
-- Notices by mail: what the person of an account has chosen, the mails that went out, and what they told of, so that
-- nothing is told twice. often: 'never', 'daily', 'weekly'; hour and weekday (1 is Monday) are of the person's own time
-- zone; detail: 'full', 'counts'; next_at: NULL for never. state: 'sending', 'sent', 'refused', 'unclear'.

CREATE TABLE notice_choice (
  tenant_id TEXT NOT NULL,
  account_id TEXT NOT NULL,
  often TEXT NOT NULL,
  hour BIGINT NOT NULL,
  weekday BIGINT NOT NULL,
  detail TEXT NOT NULL,
  next_at BIGINT,
  PRIMARY KEY (tenant_id, account_id),
  FOREIGN KEY (tenant_id, account_id) REFERENCES account (tenant_id, id)
);
CREATE INDEX notice_choice_by_next ON notice_choice (next_at);

CREATE TABLE notice_mail (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  account_id TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  state TEXT NOT NULL,
  items BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, account_id) REFERENCES account (tenant_id, id)
);
CREATE INDEX notice_mail_by_account ON notice_mail (tenant_id, account_id, id);

CREATE TABLE notice_told (
  tenant_id TEXT NOT NULL,
  account_id TEXT NOT NULL,
  item TEXT NOT NULL,
  mail_id TEXT NOT NULL,
  told_at BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, account_id, item),
  FOREIGN KEY (tenant_id, account_id) REFERENCES account (tenant_id, id)
);
CREATE INDEX notice_told_by_mail ON notice_told (tenant_id, mail_id);
