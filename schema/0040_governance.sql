-- oldest: 0.1.0
-- Governance and work: bodies, meetings, the decision map, decisions, commitments, and what a side keeps for itself.

CREATE TABLE body (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  audience_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT,
  updated_at BIGINT NOT NULL,
  withdrawn_at BIGINT,
  alliance_id TEXT,
  name TEXT,
  tier TEXT,
  parent_body_id TEXT,
  standing TEXT,
  mission TEXT,
  key_decisions TEXT,
  responsibilities TEXT,
  norms TEXT,
  cadence_days BIGINT,
  quorum BIGINT,
  decision_rule TEXT,
  tie_break TEXT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id),
  FOREIGN KEY (tenant_id, alliance_id) REFERENCES alliance (tenant_id, id),
  FOREIGN KEY (tenant_id, parent_body_id) REFERENCES body (tenant_id, id)
);
CREATE INDEX body_by_audience ON body (tenant_id, audience_id, match_key);
CREATE INDEX body_by_match ON body (tenant_id, match_key, id);
CREATE INDEX body_by_alliance ON body (tenant_id, alliance_id, match_key);
CREATE INDEX body_by_parent_body ON body (tenant_id, parent_body_id, match_key);

CREATE TABLE seat (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  audience_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT,
  updated_at BIGINT NOT NULL,
  withdrawn_at BIGINT,
  body_id TEXT,
  party_id TEXT,
  person_id TEXT,
  name TEXT,
  role TEXT,
  hours_a_month BIGINT,
  from_date TEXT,
  to_date TEXT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id),
  FOREIGN KEY (tenant_id, body_id) REFERENCES body (tenant_id, id),
  FOREIGN KEY (tenant_id, party_id) REFERENCES party (tenant_id, id),
  FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id)
);
CREATE INDEX seat_by_audience ON seat (tenant_id, audience_id, match_key);
CREATE INDEX seat_by_match ON seat (tenant_id, match_key, id);
CREATE INDEX seat_by_body ON seat (tenant_id, body_id, match_key);
CREATE INDEX seat_by_party ON seat (tenant_id, party_id, match_key);
CREATE INDEX seat_by_person ON seat (tenant_id, person_id, match_key);

CREATE TABLE charter_goal (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  audience_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT,
  updated_at BIGINT NOT NULL,
  withdrawn_at BIGINT,
  body_id TEXT,
  rank BIGINT,
  goal TEXT,
  challenge TEXT,
  plan TEXT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id),
  FOREIGN KEY (tenant_id, body_id) REFERENCES body (tenant_id, id)
);
CREATE INDEX charter_goal_by_audience ON charter_goal (tenant_id, audience_id, match_key);
CREATE INDEX charter_goal_by_match ON charter_goal (tenant_id, match_key, id);
CREATE INDEX charter_goal_by_body ON charter_goal (tenant_id, body_id, match_key);

CREATE TABLE meeting (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  audience_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT,
  updated_at BIGINT NOT NULL,
  withdrawn_at BIGINT,
  alliance_id TEXT,
  body_id TEXT,
  title TEXT,
  kind TEXT,
  prepares_id TEXT,
  starts BIGINT,
  minutes_long BIGINT,
  place TEXT,
  state TEXT,
  minutes TEXT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id),
  FOREIGN KEY (tenant_id, alliance_id) REFERENCES alliance (tenant_id, id),
  FOREIGN KEY (tenant_id, body_id) REFERENCES body (tenant_id, id),
  FOREIGN KEY (tenant_id, prepares_id) REFERENCES meeting (tenant_id, id)
);
CREATE INDEX meeting_by_audience ON meeting (tenant_id, audience_id, match_key);
CREATE INDEX meeting_by_match ON meeting (tenant_id, match_key, id);
CREATE INDEX meeting_by_alliance ON meeting (tenant_id, alliance_id, match_key);
CREATE INDEX meeting_by_body ON meeting (tenant_id, body_id, match_key);
CREATE INDEX meeting_by_prepares ON meeting (tenant_id, prepares_id, match_key);

CREATE TABLE agenda_item (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  audience_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT,
  updated_at BIGINT NOT NULL,
  withdrawn_at BIGINT,
  meeting_id TEXT,
  rank BIGINT,
  title TEXT,
  minutes_for BIGINT,
  about_kind TEXT,
  about TEXT,
  outcome TEXT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id),
  FOREIGN KEY (tenant_id, meeting_id) REFERENCES meeting (tenant_id, id)
);
CREATE INDEX agenda_item_by_audience ON agenda_item (tenant_id, audience_id, match_key);
CREATE INDEX agenda_item_by_match ON agenda_item (tenant_id, match_key, id);
CREATE INDEX agenda_item_by_meeting ON agenda_item (tenant_id, meeting_id, match_key);
CREATE INDEX agenda_item_by_about ON agenda_item (tenant_id, about);

CREATE TABLE attendance (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  audience_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT,
  updated_at BIGINT NOT NULL,
  withdrawn_at BIGINT,
  meeting_id TEXT,
  party_id TEXT,
  person_id TEXT,
  name TEXT,
  how TEXT,
  delegate TEXT,
  pack_opened BIGINT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id),
  FOREIGN KEY (tenant_id, meeting_id) REFERENCES meeting (tenant_id, id),
  FOREIGN KEY (tenant_id, party_id) REFERENCES party (tenant_id, id),
  FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id)
);
CREATE INDEX attendance_by_audience ON attendance (tenant_id, audience_id, match_key);
CREATE INDEX attendance_by_match ON attendance (tenant_id, match_key, id);
CREATE INDEX attendance_by_meeting ON attendance (tenant_id, meeting_id, match_key);
CREATE INDEX attendance_by_party ON attendance (tenant_id, party_id, match_key);
CREATE INDEX attendance_by_person ON attendance (tenant_id, person_id, match_key);

CREATE TABLE decision_row (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  audience_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT,
  updated_at BIGINT NOT NULL,
  withdrawn_at BIGINT,
  alliance_id TEXT,
  decision TEXT,
  topic TEXT,
  class TEXT,
  decider_body_id TEXT,
  decider_person_id TEXT,
  decider_name TEXT,
  allowed_days BIGINT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id),
  FOREIGN KEY (tenant_id, alliance_id) REFERENCES alliance (tenant_id, id),
  FOREIGN KEY (tenant_id, decider_body_id) REFERENCES body (tenant_id, id),
  FOREIGN KEY (tenant_id, decider_person_id) REFERENCES person (tenant_id, id)
);
CREATE INDEX decision_row_by_audience ON decision_row (tenant_id, audience_id, match_key);
CREATE INDEX decision_row_by_match ON decision_row (tenant_id, match_key, id);
CREATE INDEX decision_row_by_alliance ON decision_row (tenant_id, alliance_id, match_key);
CREATE INDEX decision_row_by_decider_body ON decision_row (tenant_id, decider_body_id, match_key);
CREATE INDEX decision_row_by_decider_person ON decision_row (tenant_id, decider_person_id, match_key);

CREATE TABLE decision_voice (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  audience_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT,
  updated_at BIGINT NOT NULL,
  withdrawn_at BIGINT,
  row_id TEXT,
  part TEXT,
  party_id TEXT,
  body_id TEXT,
  unit_id TEXT,
  person_id TEXT,
  name TEXT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id),
  FOREIGN KEY (tenant_id, row_id) REFERENCES decision_row (tenant_id, id),
  FOREIGN KEY (tenant_id, party_id) REFERENCES party (tenant_id, id),
  FOREIGN KEY (tenant_id, body_id) REFERENCES body (tenant_id, id),
  FOREIGN KEY (tenant_id, unit_id) REFERENCES unit (tenant_id, id),
  FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id)
);
CREATE INDEX decision_voice_by_audience ON decision_voice (tenant_id, audience_id, match_key);
CREATE INDEX decision_voice_by_match ON decision_voice (tenant_id, match_key, id);
CREATE INDEX decision_voice_by_row ON decision_voice (tenant_id, row_id, match_key);
CREATE INDEX decision_voice_by_party ON decision_voice (tenant_id, party_id, match_key);
CREATE INDEX decision_voice_by_body ON decision_voice (tenant_id, body_id, match_key);
CREATE INDEX decision_voice_by_unit ON decision_voice (tenant_id, unit_id, match_key);
CREATE INDEX decision_voice_by_person ON decision_voice (tenant_id, person_id, match_key);

CREATE TABLE approval_step (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  audience_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT,
  updated_at BIGINT NOT NULL,
  withdrawn_at BIGINT,
  alliance_id TEXT,
  party_id TEXT,
  topic TEXT,
  rank BIGINT,
  step TEXT,
  style TEXT,
  meets TEXT,
  papers_days BIGINT,
  takes_days BIGINT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id),
  FOREIGN KEY (tenant_id, alliance_id) REFERENCES alliance (tenant_id, id),
  FOREIGN KEY (tenant_id, party_id) REFERENCES party (tenant_id, id)
);
CREATE INDEX approval_step_by_audience ON approval_step (tenant_id, audience_id, match_key);
CREATE INDEX approval_step_by_match ON approval_step (tenant_id, match_key, id);
CREATE INDEX approval_step_by_alliance ON approval_step (tenant_id, alliance_id, match_key);
CREATE INDEX approval_step_by_party ON approval_step (tenant_id, party_id, match_key);

CREATE TABLE decision (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  audience_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT,
  updated_at BIGINT NOT NULL,
  withdrawn_at BIGINT,
  alliance_id TEXT,
  question TEXT,
  row_id TEXT,
  body_id TEXT,
  meeting_id TEXT,
  part_of_id TEXT,
  state TEXT,
  asked TEXT,
  taken TEXT,
  tier TEXT,
  decider_name TEXT,
  outcome TEXT,
  criteria TEXT,
  rationale TEXT,
  trade_offs TEXT,
  would_change TEXT,
  took_part TEXT,
  precedent_id TEXT,
  contested BIGINT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id),
  FOREIGN KEY (tenant_id, alliance_id) REFERENCES alliance (tenant_id, id),
  FOREIGN KEY (tenant_id, row_id) REFERENCES decision_row (tenant_id, id),
  FOREIGN KEY (tenant_id, body_id) REFERENCES body (tenant_id, id),
  FOREIGN KEY (tenant_id, meeting_id) REFERENCES meeting (tenant_id, id),
  FOREIGN KEY (tenant_id, part_of_id) REFERENCES decision (tenant_id, id),
  FOREIGN KEY (tenant_id, precedent_id) REFERENCES decision (tenant_id, id)
);
CREATE INDEX decision_by_audience ON decision (tenant_id, audience_id, match_key);
CREATE INDEX decision_by_match ON decision (tenant_id, match_key, id);
CREATE INDEX decision_by_alliance ON decision (tenant_id, alliance_id, match_key);
CREATE INDEX decision_by_row ON decision (tenant_id, row_id, match_key);
CREATE INDEX decision_by_body ON decision (tenant_id, body_id, match_key);
CREATE INDEX decision_by_meeting ON decision (tenant_id, meeting_id, match_key);
CREATE INDEX decision_by_part_of ON decision (tenant_id, part_of_id, match_key);
CREATE INDEX decision_by_precedent ON decision (tenant_id, precedent_id, match_key);

CREATE TABLE decision_option (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  audience_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT,
  updated_at BIGINT NOT NULL,
  withdrawn_at BIGINT,
  decision_id TEXT,
  rank BIGINT,
  name TEXT,
  speaks_for TEXT,
  speaks_against TEXT,
  chosen BIGINT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id),
  FOREIGN KEY (tenant_id, decision_id) REFERENCES decision (tenant_id, id)
);
CREATE INDEX decision_option_by_audience ON decision_option (tenant_id, audience_id, match_key);
CREATE INDEX decision_option_by_match ON decision_option (tenant_id, match_key, id);
CREATE INDEX decision_option_by_decision ON decision_option (tenant_id, decision_id, match_key);

CREATE TABLE acknowledgement (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  audience_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT,
  updated_at BIGINT NOT NULL,
  withdrawn_at BIGINT,
  decision_id TEXT,
  party_id TEXT,
  person_id TEXT,
  name TEXT,
  acknowledged TEXT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id),
  FOREIGN KEY (tenant_id, decision_id) REFERENCES decision (tenant_id, id),
  FOREIGN KEY (tenant_id, party_id) REFERENCES party (tenant_id, id),
  FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id)
);
CREATE INDEX acknowledgement_by_audience ON acknowledgement (tenant_id, audience_id, match_key);
CREATE INDEX acknowledgement_by_match ON acknowledgement (tenant_id, match_key, id);
CREATE INDEX acknowledgement_by_decision ON acknowledgement (tenant_id, decision_id, match_key);
CREATE INDEX acknowledgement_by_party ON acknowledgement (tenant_id, party_id, match_key);
CREATE INDEX acknowledgement_by_person ON acknowledgement (tenant_id, person_id, match_key);

CREATE TABLE commitment (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  audience_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT,
  updated_at BIGINT NOT NULL,
  withdrawn_at BIGINT,
  alliance_id TEXT,
  title TEXT,
  source TEXT,
  owner_party_id TEXT,
  owner_person_id TEXT,
  owner_name TEXT,
  to_party_id TEXT,
  due TEXT,
  original_due TEXT,
  repeats TEXT,
  clause_id TEXT,
  decision_id TEXT,
  meeting_id TEXT,
  evidence_asked TEXT,
  evidence TEXT,
  state TEXT,
  delivered_on TEXT,
  answered_on TEXT,
  our_part TEXT,
  their_part TEXT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id),
  FOREIGN KEY (tenant_id, alliance_id) REFERENCES alliance (tenant_id, id),
  FOREIGN KEY (tenant_id, owner_party_id) REFERENCES party (tenant_id, id),
  FOREIGN KEY (tenant_id, owner_person_id) REFERENCES person (tenant_id, id),
  FOREIGN KEY (tenant_id, to_party_id) REFERENCES party (tenant_id, id),
  FOREIGN KEY (tenant_id, clause_id) REFERENCES clause (tenant_id, id),
  FOREIGN KEY (tenant_id, decision_id) REFERENCES decision (tenant_id, id),
  FOREIGN KEY (tenant_id, meeting_id) REFERENCES meeting (tenant_id, id)
);
CREATE INDEX commitment_by_audience ON commitment (tenant_id, audience_id, match_key);
CREATE INDEX commitment_by_match ON commitment (tenant_id, match_key, id);
CREATE INDEX commitment_by_alliance ON commitment (tenant_id, alliance_id, match_key);
CREATE INDEX commitment_by_owner_party ON commitment (tenant_id, owner_party_id, match_key);
CREATE INDEX commitment_by_owner_person ON commitment (tenant_id, owner_person_id, match_key);
CREATE INDEX commitment_by_to_party ON commitment (tenant_id, to_party_id, match_key);
CREATE INDEX commitment_by_clause ON commitment (tenant_id, clause_id, match_key);
CREATE INDEX commitment_by_decision ON commitment (tenant_id, decision_id, match_key);
CREATE INDEX commitment_by_meeting ON commitment (tenant_id, meeting_id, match_key);

CREATE TABLE accountability (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  audience_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT,
  updated_at BIGINT NOT NULL,
  withdrawn_at BIGINT,
  alliance_id TEXT,
  result TEXT,
  party_id TEXT,
  person_id TEXT,
  name TEXT,
  in_goals BIGINT,
  rewarded BIGINT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id),
  FOREIGN KEY (tenant_id, alliance_id) REFERENCES alliance (tenant_id, id),
  FOREIGN KEY (tenant_id, party_id) REFERENCES party (tenant_id, id),
  FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id)
);
CREATE INDEX accountability_by_audience ON accountability (tenant_id, audience_id, match_key);
CREATE INDEX accountability_by_match ON accountability (tenant_id, match_key, id);
CREATE INDEX accountability_by_alliance ON accountability (tenant_id, alliance_id, match_key);
CREATE INDEX accountability_by_party ON accountability (tenant_id, party_id, match_key);
CREATE INDEX accountability_by_person ON accountability (tenant_id, person_id, match_key);

CREATE TABLE stakeholder (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  audience_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT,
  updated_at BIGINT NOT NULL,
  withdrawn_at BIGINT,
  alliance_id TEXT,
  name TEXT,
  unit_id TEXT,
  person_id TEXT,
  asked TEXT,
  support BIGINT,
  needed BIGINT,
  influence BIGINT,
  talks BIGINT,
  affected BIGINT,
  heard TEXT,
  next_step TEXT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id),
  FOREIGN KEY (tenant_id, alliance_id) REFERENCES alliance (tenant_id, id),
  FOREIGN KEY (tenant_id, unit_id) REFERENCES unit (tenant_id, id),
  FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id)
);
CREATE INDEX stakeholder_by_audience ON stakeholder (tenant_id, audience_id, match_key);
CREATE INDEX stakeholder_by_match ON stakeholder (tenant_id, match_key, id);
CREATE INDEX stakeholder_by_alliance ON stakeholder (tenant_id, alliance_id, match_key);
CREATE INDEX stakeholder_by_unit ON stakeholder (tenant_id, unit_id, match_key);
CREATE INDEX stakeholder_by_person ON stakeholder (tenant_id, person_id, match_key);

CREATE TABLE partner_change (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  audience_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT,
  updated_at BIGINT NOT NULL,
  withdrawn_at BIGINT,
  alliance_id TEXT,
  title TEXT,
  kind TEXT,
  party_id TEXT,
  known TEXT,
  told TEXT,
  watcher TEXT,
  reviewed TEXT,
  impact TEXT,
  adaptation TEXT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id),
  FOREIGN KEY (tenant_id, alliance_id) REFERENCES alliance (tenant_id, id),
  FOREIGN KEY (tenant_id, party_id) REFERENCES party (tenant_id, id)
);
CREATE INDEX partner_change_by_audience ON partner_change (tenant_id, audience_id, match_key);
CREATE INDEX partner_change_by_match ON partner_change (tenant_id, match_key, id);
CREATE INDEX partner_change_by_alliance ON partner_change (tenant_id, alliance_id, match_key);
CREATE INDEX partner_change_by_party ON partner_change (tenant_id, party_id, match_key);

CREATE TABLE withdrawal (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  audience_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT,
  updated_at BIGINT NOT NULL,
  withdrawn_at BIGINT,
  alliance_id TEXT,
  party_id TEXT,
  person_id TEXT,
  name TEXT,
  planned TEXT,
  effect TEXT,
  notice_given TEXT,
  answer TEXT,
  answered TEXT,
  hand_over TEXT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id),
  FOREIGN KEY (tenant_id, alliance_id) REFERENCES alliance (tenant_id, id),
  FOREIGN KEY (tenant_id, party_id) REFERENCES party (tenant_id, id),
  FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id)
);
CREATE INDEX withdrawal_by_audience ON withdrawal (tenant_id, audience_id, match_key);
CREATE INDEX withdrawal_by_match ON withdrawal (tenant_id, match_key, id);
CREATE INDEX withdrawal_by_alliance ON withdrawal (tenant_id, alliance_id, match_key);
CREATE INDEX withdrawal_by_party ON withdrawal (tenant_id, party_id, match_key);
CREATE INDEX withdrawal_by_person ON withdrawal (tenant_id, person_id, match_key);

CREATE TABLE off_limit (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  audience_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT,
  updated_at BIGINT NOT NULL,
  withdrawn_at BIGINT,
  alliance_id TEXT,
  topic TEXT,
  words TEXT,
  why TEXT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id),
  FOREIGN KEY (tenant_id, alliance_id) REFERENCES alliance (tenant_id, id)
);
CREATE INDEX off_limit_by_audience ON off_limit (tenant_id, audience_id, match_key);
CREATE INDEX off_limit_by_match ON off_limit (tenant_id, match_key, id);
CREATE INDEX off_limit_by_alliance ON off_limit (tenant_id, alliance_id, match_key);

CREATE TABLE working_rule (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  audience_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT,
  updated_at BIGINT NOT NULL,
  withdrawn_at BIGINT,
  alliance_id TEXT,
  principle TEXT,
  meaning TEXT,
  library_code TEXT,
  state TEXT,
  agreed_on TEXT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id),
  FOREIGN KEY (tenant_id, alliance_id) REFERENCES alliance (tenant_id, id)
);
CREATE INDEX working_rule_by_audience ON working_rule (tenant_id, audience_id, match_key);
CREATE INDEX working_rule_by_match ON working_rule (tenant_id, match_key, id);
CREATE INDEX working_rule_by_alliance ON working_rule (tenant_id, alliance_id, match_key);
