-- oldest: 0.1.0
-- Who has agreed that what was written together is shared further. A consent holds for one version and one circle.
-- audience_id is the circle that the record is still in: only its parties read the consent.
CREATE TABLE share_consent (
  tenant_id TEXT NOT NULL,
  record_id TEXT NOT NULL,
  version BIGINT NOT NULL,
  circle_id TEXT NOT NULL,
  organisation_id TEXT NOT NULL,
  audience_id TEXT NOT NULL,
  person_id TEXT,
  at BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, record_id, version, circle_id, organisation_id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id),
  FOREIGN KEY (tenant_id, circle_id) REFERENCES audience (tenant_id, id)
);
