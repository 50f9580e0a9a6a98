-- oldest: 0.1.0
-- The kernel's own tables: workspaces, audiences, accounts, events, full text.
-- Every table leads with tenant_id. Identifiers are UUIDv7 as text; instants are milliseconds since 1970 UTC; dates are text.

CREATE TABLE tenant (
  id TEXT NOT NULL PRIMARY KEY,
  host_id TEXT NOT NULL,
  created_at BIGINT NOT NULL
);

-- kind: owner (its id is the organisation's), joint, side, named. closed_at: a party left it, nothing more is written there.
CREATE TABLE audience (
  tenant_id TEXT NOT NULL REFERENCES tenant (id),
  id TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('owner', 'joint', 'side', 'named')),
  alliance_id TEXT,
  name TEXT,
  created_at BIGINT NOT NULL,
  closed_at BIGINT,
  PRIMARY KEY (tenant_id, id),
  CHECK ((kind = 'owner') = (alliance_id IS NULL))
);
CREATE INDEX audience_alliance ON audience (tenant_id, alliance_id);

CREATE TABLE circle_party (
  tenant_id TEXT NOT NULL,
  circle_id TEXT NOT NULL,
  organisation_id TEXT NOT NULL,
  PRIMARY KEY (tenant_id, circle_id, organisation_id),
  FOREIGN KEY (tenant_id, circle_id) REFERENCES audience (tenant_id, id)
);
CREATE INDEX circle_party_organisation ON circle_party (tenant_id, organisation_id);

CREATE TABLE account (
  tenant_id TEXT NOT NULL REFERENCES tenant (id),
  id TEXT NOT NULL,
  person_id TEXT NOT NULL,
  organisation_id TEXT NOT NULL,
  email TEXT NOT NULL,
  password TEXT,
  language TEXT NOT NULL,
  zone TEXT,
  disabled_at BIGINT,
  created_at BIGINT NOT NULL,
  last_seen_at BIGINT,
  PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX account_email ON account (email, tenant_id);
CREATE UNIQUE INDEX account_person ON account (tenant_id, person_id);

-- Roles held in one's organisation as a whole. Roles in one alliance are records of kind "membership".
CREATE TABLE account_role (
  tenant_id TEXT NOT NULL,
  account_id TEXT NOT NULL,
  role TEXT NOT NULL,
  PRIMARY KEY (tenant_id, account_id, role),
  FOREIGN KEY (tenant_id, account_id) REFERENCES account (tenant_id, id)
);

-- One-time links, sessions and API tokens: kind link, session, token. secret_hash is a BLAKE2b hash in hex.
CREATE TABLE access (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  account_id TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('link', 'session', 'token')),
  secret_hash TEXT NOT NULL,
  name TEXT,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  used_at BIGINT,
  ended_at BIGINT,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, account_id) REFERENCES account (tenant_id, id)
);
CREATE UNIQUE INDEX access_secret ON access (secret_hash);
CREATE INDEX access_account ON access (tenant_id, account_id, kind);

CREATE TABLE idempotency (
  tenant_id TEXT NOT NULL,
  account_id TEXT NOT NULL,
  key_hash TEXT NOT NULL,
  request_hash TEXT NOT NULL,
  status BIGINT NOT NULL,
  location TEXT,
  body TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, account_id, key_hash)
);

CREATE TABLE event (
  tenant_id TEXT NOT NULL,
  audience_id TEXT NOT NULL,
  sequence BIGINT NOT NULL,
  id TEXT NOT NULL,
  at BIGINT NOT NULL,
  actor_id TEXT,
  kind TEXT NOT NULL,
  record_id TEXT NOT NULL,
  version BIGINT NOT NULL,
  action TEXT NOT NULL,
  payload TEXT,
  salt TEXT,
  payload_hash TEXT NOT NULL,
  previous TEXT NOT NULL,
  hash TEXT NOT NULL,
  PRIMARY KEY (tenant_id, audience_id, sequence),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id)
);
CREATE UNIQUE INDEX event_id ON event (tenant_id, id);
CREATE INDEX event_record ON event (tenant_id, record_id, id);
