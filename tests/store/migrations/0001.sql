-- A workspace of two organisations with a circle, accounts, and a chain of one event.

INSERT INTO tenant (id, host_id, created_at) VALUES ('t', 'home', 1);
INSERT INTO audience (tenant_id, id, kind, created_at) VALUES ('t', 'home', 'owner', 1), ('t', 'away', 'owner', 2);
INSERT INTO audience (tenant_id, id, kind, alliance_id, name, created_at, closed_at)
 VALUES ('t', 'joint', 'joint', 'alliance', 'Ärger \ mit ''Namen''', 3, NULL), ('t', 'left', 'named', 'alliance', '', 3, 4);
INSERT INTO circle_party (tenant_id, circle_id, organisation_id) VALUES ('t', 'joint', 'home'), ('t', 'joint', 'away');
INSERT INTO account (tenant_id, id, person_id, organisation_id, email, password, language, zone, disabled_at, created_at, last_seen_at)
 VALUES ('t', 'a', 'person', 'home', 'a@example.com', '$argon2id$', 'en', 'Europe/Berlin', NULL, 5, 9007199254740993),
  ('t', 'b', 'other', 'away', 'b@example.com', NULL, 'en', NULL, 6, 5, NULL);
INSERT INTO account_role (tenant_id, account_id, role) VALUES ('t', 'a', 'administrator'), ('t', 'a', 'head');
INSERT INTO access (tenant_id, id, account_id, kind, secret_hash, name, created_at, expires_at, used_at, ended_at)
 VALUES ('t', 'x', 'a', 'token', 'digest', 'of a program', 7, 8, NULL, NULL);
INSERT INTO idempotency (tenant_id, account_id, key_hash, request_hash, status, location, body, created_at)
 VALUES ('t', 'a', 'key', 'request', 201, '/notes/x', '{}', 9);
INSERT INTO event (tenant_id, audience_id, sequence, id, at, actor_id, kind, record_id, version, action, payload, salt,
  payload_hash, previous, hash)
 VALUES ('t', 'home', 1, 'e', 10, NULL, 'organisation', 'home', 1, 'created', '{"after":{}}', 'salt', 'p', '', 'h');
