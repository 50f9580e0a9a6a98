-- A row of each table that 0074 makes.
INSERT INTO milestone (tenant_id, id, version, audience_id, created_at, created_by, updated_at, alliance_id, name,
  handed_over, from_party_id, to_party_id, owner_person_id, owner_name, due, original_due, criteria, term, state,
  delivered_on, evidence, answered_on, answer, sample, match_key) VALUES ('t', 'milestone', 1, 'home', 7,
  'created_by of milestone', 7, 'alliance', 'name of milestone', 'handed_over of milestone', 'party', 'party',
  'person', 'owner_name of milestone', 'due of milestone', 'original_due of milestone', 'criteria of milestone',
  'term of milestone', 'state of milestone', 'delivered_on of milestone', 'evidence of milestone', 'answered_on of
  milestone', 'answer of milestone', 7, 'match_key of milestone');
