INSERT INTO search_entry (tenant_id, record_id, audience_id, kind, title, body, updated_at)
 VALUES ('t', 'home', 'home', 'organisation', 'Example Motors', 'cars', 11);
