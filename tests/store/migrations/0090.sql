-- A row of each table that 0090 makes.
INSERT INTO forum (tenant_id, id, version, audience_id, created_at, created_by, updated_at, name, purpose, cadence, cadence_unit, founder_id, chair_id, founded_on, sample, match_key)
  VALUES ('t', 'forum', 1, 'home', 7, 'created_by of forum', 7, 'name of forum', 'purpose of forum', 7, 'cadence_unit of forum', 'organisation', 'person', 'founded_on of forum', 7, 'match_key of forum');
INSERT INTO forum_member (tenant_id, id, version, audience_id, created_at, created_by, updated_at, forum_id, organisation_id, name, joined_on, sample, match_key)
  VALUES ('t', 'forum_member', 1, 'home', 7, 'created_by of forum_member', 7, 'forum', 'organisation', 'name of forum_member', 'joined_on of forum_member', 7, 'match_key of forum_member');
INSERT INTO forum_seat (tenant_id, id, version, audience_id, created_at, created_by, updated_at, forum_id, person_id, name, organisation_id, role, sample, match_key)
  VALUES ('t', 'forum_seat', 1, 'home', 7, 'created_by of forum_seat', 7, 'forum', 'person', 'name of forum_seat', 'organisation', 'role of forum_seat', 7, 'match_key of forum_seat');
INSERT INTO forum_meeting (tenant_id, id, version, audience_id, created_at, created_by, updated_at, forum_id, title, held_on, place, agenda, minutes, agreed, sample, match_key)
  VALUES ('t', 'forum_meeting', 1, 'home', 7, 'created_by of forum_meeting', 7, 'forum', 'title of forum_meeting', 'held_on of forum_meeting', 'place of forum_meeting', 'agenda of forum_meeting', 'minutes of forum_meeting', 'agreed of forum_meeting', 7, 'match_key of forum_meeting');
INSERT INTO forum_invitation (tenant_id, id, version, audience_id, created_at, created_by, updated_at, alliance_id, forum_id, name, purpose, inviter_id, organisation_id, asked_on, state, answered_on, sample, match_key)
  VALUES ('t', 'forum_invitation', 1, 'home', 7, 'created_by of forum_invitation', 7, 'alliance', 'forum', 'name of forum_invitation', 'purpose of forum_invitation', 'organisation', 'organisation', 'asked_on of forum_invitation', 'state of forum_invitation', 'answered_on of forum_invitation', 7, 'match_key of forum_invitation');
