-- oldest: 0.1.0
-- Indexes for what is asked often: the log of an audience in order of time, and the circles of an organisation in the order
-- in which a viewer holds them.
CREATE INDEX event_by_audience ON event (tenant_id, audience_id, id);
DROP INDEX circle_party_organisation;
CREATE INDEX circle_party_by_organisation ON circle_party (tenant_id, organisation_id, circle_id);
