-- oldest: 0.1.0
-- Indexes in the order in which lists are shown: alliances by their start, what is attached to a record by its age.
CREATE INDEX alliance_by_start ON alliance (tenant_id, coalesce(start, ''), id);
CREATE INDEX note_newest ON note (tenant_id, about, id);
CREATE INDEX document_newest ON document (tenant_id, about, id);
