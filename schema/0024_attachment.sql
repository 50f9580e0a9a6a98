-- oldest: 0.1.0
-- Files of documents, and links. docs/decisions/0016-attachments.md says why they are kept this way.

-- What is said of a document's file, by the program alone.
CREATE TABLE document_before AS SELECT * FROM document;
DROP TABLE document;
CREATE TABLE document (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  audience_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT,
  updated_at BIGINT NOT NULL,
  withdrawn_at BIGINT,
  about_kind TEXT,
  about TEXT,
  name TEXT,
  file_name TEXT,
  media_type TEXT,
  size BIGINT,
  uploaded_at BIGINT,
  uploaded_by_id TEXT,
  sha256 TEXT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id)
);
INSERT INTO document (tenant_id, id, version, audience_id, created_at, created_by, updated_at, withdrawn_at, about_kind,
  about, name, media_type, size, sha256, sample, match_key) SELECT tenant_id, id, version, audience_id, created_at, created_by, updated_at, withdrawn_at,
  about_kind, about, name, media_type, size, sha256, sample, match_key FROM document_before;
DROP TABLE document_before;
CREATE INDEX document_by_audience ON document (tenant_id, audience_id, match_key);
CREATE INDEX document_by_match ON document (tenant_id, match_key, id);
CREATE INDEX document_by_about ON document (tenant_id, about, match_key);

-- A run of bytes, under a name that only its audience's secret gives: the same file in two audiences has two names.
CREATE TABLE content_secret (
  tenant_id TEXT NOT NULL,
  audience_id TEXT NOT NULL,
  secret TEXT NOT NULL,
  PRIMARY KEY (tenant_id, audience_id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id)
);
CREATE TABLE content_body (
  tenant_id TEXT NOT NULL,
  audience_id TEXT NOT NULL,
  body_key TEXT NOT NULL,
  size BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, audience_id, body_key),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id)
);
-- Its bytes in pieces of 64 KiB, numbered from 0.
CREATE TABLE content_chunk (
  tenant_id TEXT NOT NULL,
  audience_id TEXT NOT NULL,
  body_key TEXT NOT NULL,
  number BIGINT NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (tenant_id, audience_id, body_key, number),
  FOREIGN KEY (tenant_id, audience_id, body_key) REFERENCES content_body (tenant_id, audience_id, body_key)
);
-- The file that a version of a document brought. The newest stands in the document's audience, earlier ones where they were.
CREATE TABLE content (
  tenant_id TEXT NOT NULL,
  audience_id TEXT NOT NULL,
  document_id TEXT NOT NULL,
  version BIGINT NOT NULL,
  body_key TEXT NOT NULL,
  organisation_id TEXT NOT NULL,
  name TEXT NOT NULL,
  media_type TEXT NOT NULL,
  size BIGINT NOT NULL,
  sha256 TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT,
  PRIMARY KEY (tenant_id, document_id, version),
  FOREIGN KEY (tenant_id, document_id) REFERENCES document (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id, body_key) REFERENCES content_body (tenant_id, audience_id, body_key)
);
CREATE INDEX content_by_body ON content (tenant_id, audience_id, body_key);
-- What the files that an organisation's people have put in come to.
CREATE TABLE content_total (
  tenant_id TEXT NOT NULL REFERENCES tenant (id),
  organisation_id TEXT NOT NULL,
  bytes BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, organisation_id)
);

CREATE TABLE link (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  audience_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT,
  updated_at BIGINT NOT NULL,
  withdrawn_at BIGINT,
  about_kind TEXT,
  about TEXT,
  title TEXT,
  address TEXT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id)
);
CREATE INDEX link_by_audience ON link (tenant_id, audience_id, match_key);
CREATE INDEX link_by_match ON link (tenant_id, match_key, id);
CREATE INDEX link_by_about ON link (tenant_id, about, match_key);
