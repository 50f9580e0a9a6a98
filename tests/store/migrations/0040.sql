-- A row of each table that 0040 makes.
INSERT INTO body (tenant_id, id, version, audience_id, created_at, created_by, updated_at, alliance_id, name, tier,
  standing, mission, key_decisions, responsibilities, norms, cadence_days, quorum, decision_rule, tie_break, sample,
  match_key)
  VALUES ('t', 'body', 1, 'home', 7, 'created_by of body', 7, 'alliance', 'name of body', 'tier of body', 'standing of
  body', 'mission of body', 'key_decisions of body', 'responsibilities of body', 'norms of body', 7, 7, 'decision_rule
  of body', 'tie_break of body', 7, 'match_key of body');
INSERT INTO seat (tenant_id, id, version, audience_id, created_at, created_by, updated_at, body_id, party_id,
  person_id, name, role, hours_a_month, from_date, to_date, sample, match_key)
  VALUES ('t', 'seat', 1, 'home', 7, 'created_by of seat', 7, 'body', 'party', 'person', 'name of seat', 'role of
  seat', 7, 'from_date of seat', 'to_date of seat', 7, 'match_key of seat');
INSERT INTO charter_goal (tenant_id, id, version, audience_id, created_at, created_by, updated_at, body_id, rank,
  goal, challenge, plan, sample, match_key)
  VALUES ('t', 'charter_goal', 1, 'home', 7, 'created_by of charter_goal', 7, 'body', 7, 'goal of charter_goal',
  'challenge of charter_goal', 'plan of charter_goal', 7, 'match_key of charter_goal');
INSERT INTO meeting (tenant_id, id, version, audience_id, created_at, created_by, updated_at, alliance_id, body_id,
  title, kind, starts, minutes_long, place, state, minutes, sample, match_key)
  VALUES ('t', 'meeting', 1, 'home', 7, 'created_by of meeting', 7, 'alliance', 'body', 'title of meeting', 'kind of
  meeting', 7, 7, 'place of meeting', 'state of meeting', 'minutes of meeting', 7, 'match_key of meeting');
INSERT INTO agenda_item (tenant_id, id, version, audience_id, created_at, created_by, updated_at, meeting_id, rank,
  title, minutes_for, about_kind, about, outcome, sample, match_key)
  VALUES ('t', 'agenda_item', 1, 'home', 7, 'created_by of agenda_item', 7, 'meeting', 7, 'title of agenda_item', 7,
  'about_kind of agenda_item', 'about of agenda_item', 'outcome of agenda_item', 7, 'match_key of agenda_item');
INSERT INTO attendance (tenant_id, id, version, audience_id, created_at, created_by, updated_at, meeting_id, party_id,
  person_id, name, how, delegate, pack_opened, sample, match_key)
  VALUES ('t', 'attendance', 1, 'home', 7, 'created_by of attendance', 7, 'meeting', 'party', 'person', 'name of
  attendance', 'how of attendance', 'delegate of attendance', 7, 7, 'match_key of attendance');
INSERT INTO decision_row (tenant_id, id, version, audience_id, created_at, created_by, updated_at, alliance_id,
  decision, topic, class, decider_body_id, decider_person_id, decider_name, allowed_days, sample, match_key)
  VALUES ('t', 'decision_row', 1, 'home', 7, 'created_by of decision_row', 7, 'alliance', 'decision of decision_row',
  'topic of decision_row', 'class of decision_row', 'body', 'person', 'decider_name of decision_row', 7, 7, 'match_key
  of decision_row');
INSERT INTO decision_voice (tenant_id, id, version, audience_id, created_at, created_by, updated_at, row_id, part,
  party_id, body_id, unit_id, person_id, name, sample, match_key)
  VALUES ('t', 'decision_voice', 1, 'home', 7, 'created_by of decision_voice', 7, 'decision_row', 'part of
  decision_voice', 'party', 'body', 'unit', 'person', 'name of decision_voice', 7, 'match_key of decision_voice');
INSERT INTO approval_step (tenant_id, id, version, audience_id, created_at, created_by, updated_at, alliance_id,
  party_id, topic, rank, step, style, meets, papers_days, takes_days, sample, match_key)
  VALUES ('t', 'approval_step', 1, 'home', 7, 'created_by of approval_step', 7, 'alliance', 'party', 'topic of
  approval_step', 7, 'step of approval_step', 'style of approval_step', 'meets of approval_step', 7, 7, 7, 'match_key
  of approval_step');
INSERT INTO decision (tenant_id, id, version, audience_id, created_at, created_by, updated_at, alliance_id, question,
  row_id, body_id, meeting_id, state, asked, taken, tier, decider_name, outcome, criteria, rationale, trade_offs,
  would_change, took_part, contested, sample, match_key)
  VALUES ('t', 'decision', 1, 'home', 7, 'created_by of decision', 7, 'alliance', 'question of decision',
  'decision_row', 'body', 'meeting', 'state of decision', 'asked of decision', 'taken of decision', 'tier of
  decision', 'decider_name of decision', 'outcome of decision', 'criteria of decision', 'rationale of decision',
  'trade_offs of decision', 'would_change of decision', 'took_part of decision', 7, 7, 'match_key of decision');
INSERT INTO decision_option (tenant_id, id, version, audience_id, created_at, created_by, updated_at, decision_id,
  rank, name, speaks_for, speaks_against, chosen, sample, match_key)
  VALUES ('t', 'decision_option', 1, 'home', 7, 'created_by of decision_option', 7, 'decision', 7, 'name of
  decision_option', 'speaks_for of decision_option', 'speaks_against of decision_option', 7, 7, 'match_key of
  decision_option');
INSERT INTO acknowledgement (tenant_id, id, version, audience_id, created_at, created_by, updated_at, decision_id,
  party_id, person_id, name, acknowledged, sample, match_key)
  VALUES ('t', 'acknowledgement', 1, 'home', 7, 'created_by of acknowledgement', 7, 'decision', 'party', 'person',
  'name of acknowledgement', 'acknowledged of acknowledgement', 7, 'match_key of acknowledgement');
INSERT INTO commitment (tenant_id, id, version, audience_id, created_at, created_by, updated_at, alliance_id, title,
  source, owner_party_id, owner_person_id, owner_name, to_party_id, due, original_due, repeats, clause_id,
  decision_id, meeting_id, evidence_asked, evidence, state, delivered_on, answered_on, our_part, their_part, sample,
  match_key)
  VALUES ('t', 'commitment', 1, 'home', 7, 'created_by of commitment', 7, 'alliance', 'title of commitment', 'source
  of commitment', 'party', 'person', 'owner_name of commitment', 'party', 'due of commitment', 'original_due of
  commitment', 'repeats of commitment', 'clause', 'decision', 'meeting', 'evidence_asked of commitment', 'evidence of
  commitment', 'state of commitment', 'delivered_on of commitment', 'answered_on of commitment', 'our_part of
  commitment', 'their_part of commitment', 7, 'match_key of commitment');
INSERT INTO accountability (tenant_id, id, version, audience_id, created_at, created_by, updated_at, alliance_id,
  result, party_id, person_id, name, in_goals, rewarded, sample, match_key)
  VALUES ('t', 'accountability', 1, 'home', 7, 'created_by of accountability', 7, 'alliance', 'result of
  accountability', 'party', 'person', 'name of accountability', 7, 7, 7, 'match_key of accountability');
INSERT INTO stakeholder (tenant_id, id, version, audience_id, created_at, created_by, updated_at, alliance_id, name,
  unit_id, person_id, asked, support, needed, influence, talks, affected, heard, next_step, sample, match_key)
  VALUES ('t', 'stakeholder', 1, 'home', 7, 'created_by of stakeholder', 7, 'alliance', 'name of stakeholder', 'unit',
  'person', 'asked of stakeholder', 7, 7, 7, 7, 7, 'heard of stakeholder', 'next_step of stakeholder', 7, 'match_key
  of stakeholder');
INSERT INTO partner_change (tenant_id, id, version, audience_id, created_at, created_by, updated_at, alliance_id,
  title, kind, party_id, known, told, watcher, reviewed, impact, adaptation, sample, match_key)
  VALUES ('t', 'partner_change', 1, 'home', 7, 'created_by of partner_change', 7, 'alliance', 'title of
  partner_change', 'kind of partner_change', 'party', 'known of partner_change', 'told of partner_change', 'watcher of
  partner_change', 'reviewed of partner_change', 'impact of partner_change', 'adaptation of partner_change', 7,
  'match_key of partner_change');
INSERT INTO withdrawal (tenant_id, id, version, audience_id, created_at, created_by, updated_at, alliance_id,
  party_id, person_id, name, planned, effect, notice_given, answer, answered, hand_over, sample, match_key)
  VALUES ('t', 'withdrawal', 1, 'home', 7, 'created_by of withdrawal', 7, 'alliance', 'party', 'person', 'name of
  withdrawal', 'planned of withdrawal', 'effect of withdrawal', 'notice_given of withdrawal', 'answer of withdrawal',
  'answered of withdrawal', 'hand_over of withdrawal', 7, 'match_key of withdrawal');
INSERT INTO off_limit (tenant_id, id, version, audience_id, created_at, created_by, updated_at, alliance_id, topic,
  words, why, sample, match_key)
  VALUES ('t', 'off_limit', 1, 'home', 7, 'created_by of off_limit', 7, 'alliance', 'topic of off_limit', 'words of
  off_limit', 'why of off_limit', 7, 'match_key of off_limit');
INSERT INTO working_rule (tenant_id, id, version, audience_id, created_at, created_by, updated_at, alliance_id,
  principle, meaning, library_code, state, agreed_on, sample, match_key)
  VALUES ('t', 'working_rule', 1, 'home', 7, 'created_by of working_rule', 7, 'alliance', 'principle of working_rule',
  'meaning of working_rule', 'library_code of working_rule', 'state of working_rule', 'agreed_on of working_rule', 7,
  'match_key of working_rule');
