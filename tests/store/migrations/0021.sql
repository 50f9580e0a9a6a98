-- A consent to share what two organisations wrote together.

INSERT INTO share_consent (tenant_id, record_id, version, circle_id, organisation_id, audience_id, person_id, at)
 VALUES ('t', 'agreement', 1, 'joint', 'away', 'left', 'other', 9);
