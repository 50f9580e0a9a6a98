-- oldest: 0.1.0
-- Accounts: invitations, resets, second factor, scopes of tokens, limits of signing in.

-- An address is taken within an organisation only: nobody learns by a conflict who has an account elsewhere.
DROP INDEX account_email;
CREATE UNIQUE INDEX account_email ON account (tenant_id, organisation_id, email);
CREATE INDEX account_by_email ON account (email, created_at);

-- reset_asked_at: somebody asked for a new password, and nobody has given one yet. totp_secret is sealed (kernel/vault.h);
-- without totp_since it is begun, not confirmed; totp_step is the last step of time whose code was taken.
ALTER TABLE account ADD COLUMN reset_asked_at BIGINT;
ALTER TABLE account ADD COLUMN totp_secret TEXT;
ALTER TABLE account ADD COLUMN totp_since BIGINT;
ALTER TABLE account ADD COLUMN totp_step BIGINT;

CREATE TABLE recovery_code (
  tenant_id TEXT NOT NULL,
  account_id TEXT NOT NULL,
  code_hash TEXT NOT NULL,
  used_at BIGINT,
  PRIMARY KEY (tenant_id, account_id, code_hash),
  FOREIGN KEY (tenant_id, account_id) REFERENCES account (tenant_id, id)
);

-- purpose: of a link, 'reset' sets a password and NULL signs in; of a session, what it still waits for ('code', 'setup'),
-- NULL for nothing. Scopes are a token's: NULL leaves everything; groups are separated by commas.
ALTER TABLE access ADD COLUMN purpose TEXT;
ALTER TABLE access ADD COLUMN scope_reads_only BIGINT;
ALTER TABLE access ADD COLUMN scope_groups TEXT;
ALTER TABLE access ADD COLUMN scope_alliance TEXT;

-- What an organisation demands of its people's accounts.
CREATE TABLE account_rule (
  tenant_id TEXT NOT NULL REFERENCES tenant (id),
  organisation_id TEXT NOT NULL,
  second_factor BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, organisation_id)
);

-- The names are those that the invited person is shown, as they were on that day. by_organisation: whose team invites.
CREATE TABLE invitation (
  tenant_id TEXT NOT NULL REFERENCES tenant (id),
  id TEXT NOT NULL,
  organisation_id TEXT NOT NULL,
  by_organisation TEXT NOT NULL,
  alliance_id TEXT,
  person_id TEXT,
  email TEXT NOT NULL,
  name TEXT NOT NULL,
  roles TEXT NOT NULL,
  organisation_name TEXT NOT NULL,
  by_name TEXT NOT NULL,
  by_organisation_name TEXT NOT NULL,
  alliance_name TEXT,
  secret_hash TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  accepted_at BIGINT,
  revoked_at BIGINT,
  PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX invitation_secret ON invitation (secret_hash);
CREATE INDEX invitation_pending ON invitation (tenant_id, by_organisation, expires_at);

-- How often signing in was tried, one row per address and e-mail that tried lately (both hashed). Nobody is signed in yet,
-- so that there is no tenant. full_at: when all tries are there again.
CREATE TABLE sign_in_limit (
  key_hash TEXT NOT NULL PRIMARY KEY,
  full_at BIGINT NOT NULL
);
CREATE INDEX sign_in_limit_old ON sign_in_limit (full_at);
