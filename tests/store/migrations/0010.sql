-- A row in each table that 0010 makes: text in every column of text, references where there are any.

INSERT INTO organisation (tenant_id, id, version, audience_id, created_at, created_by, updated_at, name, legal_name,
  kind, industry, value_chain, country, domain, lei, ticker, fiscal_year_start, employees, revenue_minor,
  revenue_currency, aliases, sample, match_key)
 VALUES ('t', 'organisation', 1, 'home', 7, 'created_by of organisation', 7, 'name of organisation',
  'legal_name of organisation', 'kind of organisation', 'industry of organisation', 'value_chain of organisation',
  'country of organisation', 'domain of organisation', 'lei of organisation', 'ticker of organisation', 7, 7, 7,
  'revenue_currency of organisation', 'aliases of organisation', 7, 'match_key of organisation');
INSERT INTO unit (tenant_id, id, version, audience_id, created_at, created_by, updated_at, name, organisation_id,
  type, sample, match_key)
 VALUES ('t', 'unit', 1, 'home', 7, 'created_by of unit', 7, 'name of unit', 'organisation', 'type of unit', 7,
  'match_key of unit');
INSERT INTO person (tenant_id, id, version, audience_id, created_at, created_by, updated_at, name, organisation_id,
  unit_id, title, level, email, zone, sample, match_key)
 VALUES ('t', 'person', 1, 'home', 7, 'created_by of person', 7, 'name of person', 'organisation', 'unit',
  'title of person', 'level of person', 'email of person', 'zone of person', 7, 'match_key of person');
INSERT INTO capability (tenant_id, id, version, audience_id, created_at, created_by, updated_at, name, description,
  sample, match_key)
 VALUES ('t', 'capability', 1, 'home', 7, 'created_by of capability', 7, 'name of capability',
  'description of capability', 7, 'match_key of capability');
INSERT INTO profile (tenant_id, id, version, audience_id, created_at, created_by, updated_at, organisation_id,
  capability_id, strength, evidence, sample, match_key)
 VALUES ('t', 'profile', 1, 'home', 7, 'created_by of profile', 7, 'organisation', 'capability', 7,
  'evidence of profile', 7, 'match_key of profile');
INSERT INTO goal (tenant_id, id, version, audience_id, created_at, created_by, updated_at, name, description,
  by_date, sample, match_key)
 VALUES ('t', 'goal', 1, 'home', 7, 'created_by of goal', 7, 'name of goal', 'description of goal',
  'by_date of goal', 7, 'match_key of goal');
INSERT INTO success_factor (tenant_id, id, version, audience_id, created_at, created_by, updated_at, name, goal_id,
  weight, sample, match_key)
 VALUES ('t', 'success_factor', 1, 'home', 7, 'created_by of success_factor', 7, 'name of success_factor', 'goal', 7,
  7, 'match_key of success_factor');
INSERT INTO need (tenant_id, id, version, audience_id, created_at, created_by, updated_at, name, success_factor_id,
  capability_id, level, by_date, sample, match_key)
 VALUES ('t', 'need', 1, 'home', 7, 'created_by of need', 7, 'name of need', 'success_factor', 'capability', 7,
  'by_date of need', 7, 'match_key of need');
INSERT INTO alliance_class (tenant_id, id, version, audience_id, created_at, created_by, updated_at, name,
  description, clause_kinds, cadence_days, gates, rates, sample, match_key)
 VALUES ('t', 'alliance_class', 1, 'home', 7, 'created_by of alliance_class', 7, 'name of alliance_class',
  'description of alliance_class', 'clause_kinds of alliance_class', 7, 'gates of alliance_class',
  'rates of alliance_class', 7, 'match_key of alliance_class');
INSERT INTO alliance (tenant_id, id, version, audience_id, created_at, created_by, updated_at, name, short_code,
  purpose, scope_in, scope_out, fields, territories, form, intent, logic, stage, phase, start, term_end, currency,
  business_model, class_id, combines, separate, shared_control, open_ended, rating_change, rating_needs,
  rating_measurement, rating_investment, rating_interdependence, rating_protection, sample, match_key)
 VALUES ('t', 'alliance', 1, 'home', 7, 'created_by of alliance', 7, 'name of alliance', 'short_code of alliance',
  'purpose of alliance', 'scope_in of alliance', 'scope_out of alliance', 'fields of alliance',
  'territories of alliance', 'form of alliance', 'intent of alliance', 'logic of alliance', 'stage of alliance',
  'phase of alliance', 'start of alliance', 'term_end of alliance', 'currency of alliance',
  'business_model of alliance', 'alliance_class', 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 'match_key of alliance');
INSERT INTO source (tenant_id, id, version, audience_id, created_at, created_by, updated_at, need_id, way,
  alliance_id, organisation_id, level, available, probability, sample, match_key)
 VALUES ('t', 'source', 1, 'home', 7, 'created_by of source', 7, 'need', 'way of source', 'alliance', 'organisation',
  7, 'available of source', 7, 7, 'match_key of source');
INSERT INTO stance (tenant_id, id, version, audience_id, created_at, created_by, updated_at, alliance_id, attention,
  origin, intended_end, intended_end_at_start, potential_value_minor, potential_value_currency, expected_loss_minor,
  expected_loss_currency, walk_away, sample, match_key)
 VALUES ('t', 'stance', 1, 'home', 7, 'created_by of stance', 7, 'alliance', 7, 'origin of stance',
  'intended_end of stance', 'intended_end_at_start of stance', 7, 'potential_value_currency of stance', 7,
  'expected_loss_currency of stance', 'walk_away of stance', 7, 'match_key of stance');
INSERT INTO party (tenant_id, id, version, audience_id, created_at, created_by, updated_at, alliance_id,
  organisation_id, name, role, units, sponsor_id, manager_id, operational_leads, equity_share, joined_on, left_on,
  sample, match_key)
 VALUES ('t', 'party', 1, 'home', 7, 'created_by of party', 7, 'alliance', 'organisation', 'name of party',
  'role of party', 'units of party', 'person', 'person', 'operational_leads of party', 7, 'joined_on of party',
  'left_on of party', 7, 'match_key of party');
INSERT INTO objective (tenant_id, id, version, audience_id, created_at, created_by, updated_at, alliance_id,
  statement, party_id, rank, sample, match_key)
 VALUES ('t', 'objective', 1, 'home', 7, 'created_by of objective', 7, 'alliance', 'statement of objective', 'party',
  7, 7, 'match_key of objective');
INSERT INTO contribution (tenant_id, id, version, audience_id, created_at, created_by, updated_at, alliance_id,
  party_id, what, type, capability_id, strength, value_minor, value_currency, sample, match_key)
 VALUES ('t', 'contribution', 1, 'home', 7, 'created_by of contribution', 7, 'alliance', 'party',
  'what of contribution', 'type of contribution', 'capability', 7, 7, 'value_currency of contribution', 7,
  'match_key of contribution');
INSERT INTO contact (tenant_id, id, version, audience_id, created_at, created_by, updated_at, alliance_id,
  party_a_id, person_a_id, name_a, party_b_id, person_b_id, name_b, level, function, cadence_days, last_met, sample,
  match_key)
 VALUES ('t', 'contact', 1, 'home', 7, 'created_by of contact', 7, 'alliance', 'party', 'person',
  'name_a of contact', 'party', 'person', 'name_b of contact', 'level of contact', 'function of contact', 7,
  'last_met of contact', 7, 'match_key of contact');
INSERT INTO secondment (tenant_id, id, version, audience_id, created_at, created_by, updated_at, alliance_id,
  sent_by_id, works_at_id, person_id, name, task, from_date, to_date, sample, match_key)
 VALUES ('t', 'secondment', 1, 'home', 7, 'created_by of secondment', 7, 'alliance', 'party', 'party', 'person',
  'name of secondment', 'task of secondment', 'from_date of secondment', 'to_date of secondment', 7,
  'match_key of secondment');
INSERT INTO staffing (tenant_id, id, version, audience_id, created_at, created_by, updated_at, alliance_id, party_id,
  role, planned, filled, sample, match_key)
 VALUES ('t', 'staffing', 1, 'home', 7, 'created_by of staffing', 7, 'alliance', 'party', 'role of staffing', 7, 7,
  7, 'match_key of staffing');
INSERT INTO membership (tenant_id, id, version, audience_id, created_at, created_by, updated_at, alliance_id,
  person_id, name, organisation_id, role, from_date, to_date, sample, match_key)
 VALUES ('t', 'membership', 1, 'home', 7, 'created_by of membership', 7, 'alliance', 'person', 'name of membership',
  'organisation', 'role of membership', 'from_date of membership', 'to_date of membership', 7,
  'match_key of membership');
INSERT INTO business_case (tenant_id, id, version, audience_id, created_at, created_by, updated_at, alliance_id,
  name, status, year, unit_id, created_value_minor, created_value_currency, captured_value_minor,
  captured_value_currency, hours, hourly_rate_minor, hourly_rate_currency, travel_minor, travel_currency,
  legal_minor, legal_currency, partnership_tax_minor, partnership_tax_currency, running_cost_minor,
  running_cost_currency, investment_minor, investment_currency, sample, match_key)
 VALUES ('t', 'business_case', 1, 'home', 7, 'created_by of business_case', 7, 'alliance', 'name of business_case',
  'status of business_case', 7, 'unit', 7, 'created_value_currency of business_case', 7,
  'captured_value_currency of business_case', 7, 7, 'hourly_rate_currency of business_case', 7,
  'travel_currency of business_case', 7, 'legal_currency of business_case', 7,
  'partnership_tax_currency of business_case', 7, 'running_cost_currency of business_case', 7,
  'investment_currency of business_case', 7, 'match_key of business_case');
INSERT INTO agreement (tenant_id, id, version, audience_id, created_at, created_by, updated_at, alliance_id, name,
  kind, signed, in_force, ends, notice_days, exclusivities, sample, match_key)
 VALUES ('t', 'agreement', 1, 'home', 7, 'created_by of agreement', 7, 'alliance', 'name of agreement',
  'kind of agreement', 'signed of agreement', 'in_force of agreement', 'ends of agreement', 7,
  'exclusivities of agreement', 7, 'match_key of agreement');
INSERT INTO clause (tenant_id, id, version, audience_id, created_at, created_by, updated_at, agreement_id, number,
  heading, kind, text, sample, match_key)
 VALUES ('t', 'clause', 1, 'home', 7, 'created_by of clause', 7, 'agreement', 'number of clause',
  'heading of clause', 'kind of clause', 'text of clause', 7, 'match_key of clause');
INSERT INTO provision (tenant_id, id, version, audience_id, created_at, created_by, updated_at, alliance_id, source,
  what, clause_id, body, decision, sample, match_key)
 VALUES ('t', 'provision', 1, 'home', 7, 'created_by of provision', 7, 'alliance', 'source of provision',
  'what of provision', 'clause', 'body of provision', 'decision of provision', 7, 'match_key of provision');
INSERT INTO surprise (tenant_id, id, version, audience_id, created_at, created_by, updated_at, alliance_id,
  happened_on, what, origin, source, silent_clause_id, decided, sample, match_key)
 VALUES ('t', 'surprise', 1, 'home', 7, 'created_by of surprise', 7, 'alliance', 'happened_on of surprise',
  'what of surprise', 'origin of surprise', 'source of surprise', 'clause', 'decided of surprise', 7,
  'match_key of surprise');
INSERT INTO document (tenant_id, id, version, audience_id, created_at, created_by, updated_at, about_kind, about,
  name, media_type, size, sha256, sample, match_key)
 VALUES ('t', 'document', 1, 'home', 7, 'created_by of document', 7, 'about_kind of document', 'about of document',
  'name of document', 'media_type of document', 7, 'sha256 of document', 7, 'match_key of document');
INSERT INTO note (tenant_id, id, version, audience_id, created_at, created_by, updated_at, about_kind, about, text,
  sample, match_key)
 VALUES ('t', 'note', 1, 'home', 7, 'created_by of note', 7, 'about_kind of note', 'about of note', 'text of note',
  7, 'match_key of note');
