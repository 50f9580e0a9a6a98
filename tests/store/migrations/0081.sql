-- A row of each table that 0081 makes.
INSERT INTO day_look (tenant_id, account_id, event_id, seen_at) VALUES ('t', 'a', '0193515f-0000-7000-8000-000000000000', 17);
