-- A document with its file of two pieces, and a link.

INSERT INTO content_secret (tenant_id, audience_id, secret) VALUES ('t', 'home', 'secret of home');
INSERT INTO content_body (tenant_id, audience_id, body_key, size, created_at) VALUES ('t', 'home', 'body', 12, 8);
INSERT INTO content_chunk (tenant_id, audience_id, body_key, number, bytes)
 VALUES ('t', 'home', 'body', 0, CAST('first ' AS BLOB)), ('t', 'home', 'body', 1, CAST('second' AS BLOB));
INSERT INTO document (tenant_id, id, version, audience_id, created_at, created_by, updated_at, about_kind, about, name,
  file_name, media_type, size, uploaded_at, uploaded_by_id, sha256, sample, match_key)
 VALUES ('t', 'filed', 1, 'home', 8, 'created_by of filed', 8, 'about_kind of filed', 'about of filed', 'name of filed',
  'file_name of filed', 'text/plain', 12, 8, 'person', 'sha256 of filed', 8, 'match_key of filed');
INSERT INTO content (tenant_id, audience_id, document_id, version, body_key, organisation_id, name, media_type, size, sha256,
  created_at, created_by)
 VALUES ('t', 'home', 'filed', 1, 'body', 'home', 'file_name of filed', 'text/plain', 12, 'sha256 of filed', 8, 'person');
INSERT INTO content_total (tenant_id, organisation_id, bytes) VALUES ('t', 'home', 12);
INSERT INTO link (tenant_id, id, version, audience_id, created_at, created_by, updated_at, about_kind, about, title, address,
  sample, match_key)
 VALUES ('t', 'link', 1, 'home', 8, 'created_by of link', 8, 'about_kind of link', 'about of link', 'title of link',
  'https://example.com/', 8, 'match_key of link');
