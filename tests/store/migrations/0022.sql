-- An account with a second factor that somebody asked a new password for; a token of some groups; an invitation.

UPDATE account SET reset_asked_at = 11, totp_secret = 'mark:sealed', totp_since = 12, totp_step = 13
 WHERE tenant_id = 't' AND id = 'a';
INSERT INTO recovery_code (tenant_id, account_id, code_hash, used_at) VALUES ('t', 'a', 'code', NULL), ('t', 'a', 'used', 14);
INSERT INTO access (tenant_id, id, account_id, kind, secret_hash, name, created_at, expires_at, used_at, ended_at,
  purpose, scope_reads_only, scope_groups, scope_alliance)
 VALUES ('t', 'y', 'a', 'token', 'narrow', 'reads', 7, 8, NULL, NULL, NULL, 1, 'people,money', 'alliance'),
  ('t', 'z', 'a', 'link', 'reset', NULL, 7, 8, NULL, NULL, 'reset', 0, NULL, NULL);
INSERT INTO account_rule (tenant_id, organisation_id, second_factor) VALUES ('t', 'home', 1);
INSERT INTO invitation (tenant_id, id, organisation_id, by_organisation, alliance_id, person_id, email, name, roles,
  organisation_name, by_name, by_organisation_name, alliance_name, secret_hash, created_at, expires_at, accepted_at, revoked_at)
 VALUES ('t', 'i', 'away', 'home', 'alliance', NULL, 'c@example.com', 'C', 'administrator,head', 'Away', 'A', 'Home', 'Ärger',
  'invited', 15, 16, NULL, 17);
INSERT INTO sign_in_limit (key_hash, full_at) VALUES ('key', 18);
