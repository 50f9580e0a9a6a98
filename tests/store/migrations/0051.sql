INSERT INTO viewer_change (tenant_id, about, version) VALUES ('t', 'nobody', 7);
