-- A row of each table that 0080 makes.
INSERT INTO notice_choice (tenant_id, account_id, often, hour, weekday, detail, next_at) VALUES ('t', 'a', 'daily', 7, 1, 'full', 15);
INSERT INTO notice_mail (tenant_id, id, account_id, made_at, state, items) VALUES ('t', 'mail', 'a', 16, 'sent', 1);
INSERT INTO notice_told (tenant_id, account_id, item, mail_id, told_at) VALUES ('t', 'a', 'item', 'mail', 16);
