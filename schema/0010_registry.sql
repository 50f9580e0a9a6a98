-- oldest: 0.1.0
-- The registry: organisations, people, strategy, alliances and what belongs to them. One table a kind of record;
-- the columns follow the descriptor (src/engines/registry/*_record.c), between the common ones.

CREATE TABLE organisation (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  audience_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT,
  updated_at BIGINT NOT NULL,
  withdrawn_at BIGINT,
  name TEXT,
  legal_name TEXT,
  kind TEXT,
  parent_id TEXT,
  industry TEXT,
  value_chain TEXT,
  country TEXT,
  domain TEXT,
  lei TEXT,
  ticker TEXT,
  fiscal_year_start BIGINT,
  employees BIGINT,
  revenue_minor BIGINT,
  revenue_currency TEXT,
  aliases TEXT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id),
  FOREIGN KEY (tenant_id, parent_id) REFERENCES organisation (tenant_id, id)
);
CREATE INDEX organisation_by_audience ON organisation (tenant_id, audience_id, match_key);
CREATE INDEX organisation_by_match ON organisation (tenant_id, match_key, id);
CREATE INDEX organisation_by_parent ON organisation (tenant_id, parent_id, match_key);
CREATE INDEX organisation_by_domain ON organisation (tenant_id, domain);
CREATE UNIQUE INDEX organisation_one_domain ON organisation (tenant_id, audience_id, domain) WHERE withdrawn_at IS NULL AND domain IS NOT NULL;
CREATE INDEX organisation_by_lei ON organisation (tenant_id, lei);
CREATE UNIQUE INDEX organisation_one_lei ON organisation (tenant_id, audience_id, lei) WHERE withdrawn_at IS NULL AND lei IS NOT NULL;

CREATE TABLE unit (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  audience_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT,
  updated_at BIGINT NOT NULL,
  withdrawn_at BIGINT,
  name TEXT,
  organisation_id TEXT,
  parent_id TEXT,
  type TEXT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id),
  FOREIGN KEY (tenant_id, organisation_id) REFERENCES organisation (tenant_id, id),
  FOREIGN KEY (tenant_id, parent_id) REFERENCES unit (tenant_id, id)
);
CREATE INDEX unit_by_audience ON unit (tenant_id, audience_id, match_key);
CREATE INDEX unit_by_match ON unit (tenant_id, match_key, id);
CREATE INDEX unit_by_organisation ON unit (tenant_id, organisation_id, match_key);
CREATE INDEX unit_by_parent ON unit (tenant_id, parent_id, match_key);

CREATE TABLE person (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  audience_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT,
  updated_at BIGINT NOT NULL,
  withdrawn_at BIGINT,
  name TEXT,
  organisation_id TEXT,
  unit_id TEXT,
  title TEXT,
  level TEXT,
  email TEXT,
  zone TEXT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id),
  FOREIGN KEY (tenant_id, organisation_id) REFERENCES organisation (tenant_id, id),
  FOREIGN KEY (tenant_id, unit_id) REFERENCES unit (tenant_id, id)
);
CREATE INDEX person_by_audience ON person (tenant_id, audience_id, match_key);
CREATE INDEX person_by_match ON person (tenant_id, match_key, id);
CREATE INDEX person_by_organisation ON person (tenant_id, organisation_id, match_key);
CREATE INDEX person_by_unit ON person (tenant_id, unit_id, match_key);
CREATE INDEX person_by_email ON person (tenant_id, email);
CREATE UNIQUE INDEX person_one_email ON person (tenant_id, audience_id, email) WHERE withdrawn_at IS NULL AND email IS NOT NULL;

CREATE TABLE capability (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  audience_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT,
  updated_at BIGINT NOT NULL,
  withdrawn_at BIGINT,
  name TEXT,
  parent_id TEXT,
  description TEXT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id),
  FOREIGN KEY (tenant_id, parent_id) REFERENCES capability (tenant_id, id)
);
CREATE INDEX capability_by_audience ON capability (tenant_id, audience_id, match_key);
CREATE INDEX capability_by_match ON capability (tenant_id, match_key, id);
CREATE INDEX capability_by_parent ON capability (tenant_id, parent_id, match_key);

CREATE TABLE profile (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  audience_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT,
  updated_at BIGINT NOT NULL,
  withdrawn_at BIGINT,
  organisation_id TEXT,
  capability_id TEXT,
  strength BIGINT,
  evidence TEXT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id),
  FOREIGN KEY (tenant_id, organisation_id) REFERENCES organisation (tenant_id, id),
  FOREIGN KEY (tenant_id, capability_id) REFERENCES capability (tenant_id, id)
);
CREATE INDEX profile_by_audience ON profile (tenant_id, audience_id, match_key);
CREATE INDEX profile_by_match ON profile (tenant_id, match_key, id);
CREATE INDEX profile_by_organisation ON profile (tenant_id, organisation_id, match_key);
CREATE INDEX profile_by_capability ON profile (tenant_id, capability_id, match_key);

CREATE TABLE goal (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  audience_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT,
  updated_at BIGINT NOT NULL,
  withdrawn_at BIGINT,
  name TEXT,
  description TEXT,
  by_date TEXT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id)
);
CREATE INDEX goal_by_audience ON goal (tenant_id, audience_id, match_key);
CREATE INDEX goal_by_match ON goal (tenant_id, match_key, id);

CREATE TABLE success_factor (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  audience_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT,
  updated_at BIGINT NOT NULL,
  withdrawn_at BIGINT,
  name TEXT,
  goal_id TEXT,
  weight BIGINT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id),
  FOREIGN KEY (tenant_id, goal_id) REFERENCES goal (tenant_id, id)
);
CREATE INDEX success_factor_by_audience ON success_factor (tenant_id, audience_id, match_key);
CREATE INDEX success_factor_by_match ON success_factor (tenant_id, match_key, id);
CREATE INDEX success_factor_by_goal ON success_factor (tenant_id, goal_id, match_key);

CREATE TABLE need (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  audience_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT,
  updated_at BIGINT NOT NULL,
  withdrawn_at BIGINT,
  name TEXT,
  success_factor_id TEXT,
  capability_id TEXT,
  level BIGINT,
  by_date TEXT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id),
  FOREIGN KEY (tenant_id, success_factor_id) REFERENCES success_factor (tenant_id, id),
  FOREIGN KEY (tenant_id, capability_id) REFERENCES capability (tenant_id, id)
);
CREATE INDEX need_by_audience ON need (tenant_id, audience_id, match_key);
CREATE INDEX need_by_match ON need (tenant_id, match_key, id);
CREATE INDEX need_by_success_factor ON need (tenant_id, success_factor_id, match_key);
CREATE INDEX need_by_capability ON need (tenant_id, capability_id, match_key);

CREATE TABLE alliance_class (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  audience_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT,
  updated_at BIGINT NOT NULL,
  withdrawn_at BIGINT,
  name TEXT,
  description TEXT,
  clause_kinds TEXT,
  cadence_days BIGINT,
  gates TEXT,
  rates TEXT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id)
);
CREATE INDEX alliance_class_by_audience ON alliance_class (tenant_id, audience_id, match_key);
CREATE INDEX alliance_class_by_match ON alliance_class (tenant_id, match_key, id);
CREATE UNIQUE INDEX alliance_class_one_name ON alliance_class (tenant_id, audience_id, name) WHERE withdrawn_at IS NULL AND name IS NOT NULL;

CREATE TABLE alliance (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  audience_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT,
  updated_at BIGINT NOT NULL,
  withdrawn_at BIGINT,
  name TEXT,
  short_code TEXT,
  purpose TEXT,
  scope_in TEXT,
  scope_out TEXT,
  fields TEXT,
  territories TEXT,
  form TEXT,
  intent TEXT,
  logic TEXT,
  stage TEXT,
  phase TEXT,
  start TEXT,
  term_end TEXT,
  currency TEXT,
  business_model TEXT,
  class_id TEXT,
  parent_id TEXT,
  combines BIGINT,
  separate BIGINT,
  shared_control BIGINT,
  open_ended BIGINT,
  rating_change BIGINT,
  rating_needs BIGINT,
  rating_measurement BIGINT,
  rating_investment BIGINT,
  rating_interdependence BIGINT,
  rating_protection BIGINT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id),
  FOREIGN KEY (tenant_id, class_id) REFERENCES alliance_class (tenant_id, id),
  FOREIGN KEY (tenant_id, parent_id) REFERENCES alliance (tenant_id, id)
);
CREATE INDEX alliance_by_audience ON alliance (tenant_id, audience_id, match_key);
CREATE INDEX alliance_by_match ON alliance (tenant_id, match_key, id);
CREATE INDEX alliance_by_class ON alliance (tenant_id, class_id, match_key);
CREATE INDEX alliance_by_parent ON alliance (tenant_id, parent_id, match_key);
CREATE INDEX alliance_by_short_code ON alliance (tenant_id, short_code);

CREATE TABLE source (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  audience_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT,
  updated_at BIGINT NOT NULL,
  withdrawn_at BIGINT,
  need_id TEXT,
  way TEXT,
  alliance_id TEXT,
  organisation_id TEXT,
  level BIGINT,
  available TEXT,
  probability BIGINT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id),
  FOREIGN KEY (tenant_id, need_id) REFERENCES need (tenant_id, id),
  FOREIGN KEY (tenant_id, alliance_id) REFERENCES alliance (tenant_id, id),
  FOREIGN KEY (tenant_id, organisation_id) REFERENCES organisation (tenant_id, id)
);
CREATE INDEX source_by_audience ON source (tenant_id, audience_id, match_key);
CREATE INDEX source_by_match ON source (tenant_id, match_key, id);
CREATE INDEX source_by_need ON source (tenant_id, need_id, match_key);
CREATE INDEX source_by_alliance ON source (tenant_id, alliance_id, match_key);
CREATE INDEX source_by_organisation ON source (tenant_id, organisation_id, match_key);

CREATE TABLE stance (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  audience_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT,
  updated_at BIGINT NOT NULL,
  withdrawn_at BIGINT,
  alliance_id TEXT,
  attention BIGINT,
  origin TEXT,
  intended_end TEXT,
  intended_end_at_start TEXT,
  potential_value_minor BIGINT,
  potential_value_currency TEXT,
  expected_loss_minor BIGINT,
  expected_loss_currency TEXT,
  walk_away TEXT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id),
  FOREIGN KEY (tenant_id, alliance_id) REFERENCES alliance (tenant_id, id)
);
CREATE INDEX stance_by_audience ON stance (tenant_id, audience_id, match_key);
CREATE INDEX stance_by_match ON stance (tenant_id, match_key, id);
CREATE INDEX stance_by_alliance ON stance (tenant_id, alliance_id, match_key);

CREATE TABLE party (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  audience_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT,
  updated_at BIGINT NOT NULL,
  withdrawn_at BIGINT,
  alliance_id TEXT,
  organisation_id TEXT,
  name TEXT,
  role TEXT,
  units TEXT,
  sponsor_id TEXT,
  manager_id TEXT,
  operational_leads TEXT,
  equity_share BIGINT,
  joined_on TEXT,
  left_on TEXT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id),
  FOREIGN KEY (tenant_id, alliance_id) REFERENCES alliance (tenant_id, id),
  FOREIGN KEY (tenant_id, organisation_id) REFERENCES organisation (tenant_id, id),
  FOREIGN KEY (tenant_id, sponsor_id) REFERENCES person (tenant_id, id),
  FOREIGN KEY (tenant_id, manager_id) REFERENCES person (tenant_id, id)
);
CREATE INDEX party_by_audience ON party (tenant_id, audience_id, match_key);
CREATE INDEX party_by_match ON party (tenant_id, match_key, id);
CREATE INDEX party_by_alliance ON party (tenant_id, alliance_id, match_key);
CREATE INDEX party_by_organisation ON party (tenant_id, organisation_id, match_key);
CREATE INDEX party_by_sponsor ON party (tenant_id, sponsor_id, match_key);
CREATE INDEX party_by_manager ON party (tenant_id, manager_id, match_key);

CREATE TABLE objective (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  audience_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT,
  updated_at BIGINT NOT NULL,
  withdrawn_at BIGINT,
  alliance_id TEXT,
  statement TEXT,
  party_id TEXT,
  rank BIGINT,
  opposes_id TEXT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id),
  FOREIGN KEY (tenant_id, alliance_id) REFERENCES alliance (tenant_id, id),
  FOREIGN KEY (tenant_id, party_id) REFERENCES party (tenant_id, id),
  FOREIGN KEY (tenant_id, opposes_id) REFERENCES objective (tenant_id, id)
);
CREATE INDEX objective_by_audience ON objective (tenant_id, audience_id, match_key);
CREATE INDEX objective_by_match ON objective (tenant_id, match_key, id);
CREATE INDEX objective_by_alliance ON objective (tenant_id, alliance_id, match_key);
CREATE INDEX objective_by_party ON objective (tenant_id, party_id, match_key);
CREATE INDEX objective_by_opposes ON objective (tenant_id, opposes_id, match_key);

CREATE TABLE contribution (
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
  what TEXT,
  type TEXT,
  capability_id TEXT,
  strength BIGINT,
  value_minor BIGINT,
  value_currency TEXT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id),
  FOREIGN KEY (tenant_id, alliance_id) REFERENCES alliance (tenant_id, id),
  FOREIGN KEY (tenant_id, party_id) REFERENCES party (tenant_id, id),
  FOREIGN KEY (tenant_id, capability_id) REFERENCES capability (tenant_id, id)
);
CREATE INDEX contribution_by_audience ON contribution (tenant_id, audience_id, match_key);
CREATE INDEX contribution_by_match ON contribution (tenant_id, match_key, id);
CREATE INDEX contribution_by_alliance ON contribution (tenant_id, alliance_id, match_key);
CREATE INDEX contribution_by_party ON contribution (tenant_id, party_id, match_key);
CREATE INDEX contribution_by_capability ON contribution (tenant_id, capability_id, match_key);

CREATE TABLE contact (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  audience_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT,
  updated_at BIGINT NOT NULL,
  withdrawn_at BIGINT,
  alliance_id TEXT,
  party_a_id TEXT,
  person_a_id TEXT,
  name_a TEXT,
  party_b_id TEXT,
  person_b_id TEXT,
  name_b TEXT,
  level TEXT,
  function TEXT,
  cadence_days BIGINT,
  last_met TEXT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id),
  FOREIGN KEY (tenant_id, alliance_id) REFERENCES alliance (tenant_id, id),
  FOREIGN KEY (tenant_id, party_a_id) REFERENCES party (tenant_id, id),
  FOREIGN KEY (tenant_id, person_a_id) REFERENCES person (tenant_id, id),
  FOREIGN KEY (tenant_id, party_b_id) REFERENCES party (tenant_id, id),
  FOREIGN KEY (tenant_id, person_b_id) REFERENCES person (tenant_id, id)
);
CREATE INDEX contact_by_audience ON contact (tenant_id, audience_id, match_key);
CREATE INDEX contact_by_match ON contact (tenant_id, match_key, id);
CREATE INDEX contact_by_alliance ON contact (tenant_id, alliance_id, match_key);
CREATE INDEX contact_by_party_a ON contact (tenant_id, party_a_id, match_key);
CREATE INDEX contact_by_person_a ON contact (tenant_id, person_a_id, match_key);
CREATE INDEX contact_by_party_b ON contact (tenant_id, party_b_id, match_key);
CREATE INDEX contact_by_person_b ON contact (tenant_id, person_b_id, match_key);

CREATE TABLE secondment (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  audience_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT,
  updated_at BIGINT NOT NULL,
  withdrawn_at BIGINT,
  alliance_id TEXT,
  sent_by_id TEXT,
  works_at_id TEXT,
  person_id TEXT,
  name TEXT,
  task TEXT,
  from_date TEXT,
  to_date TEXT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id),
  FOREIGN KEY (tenant_id, alliance_id) REFERENCES alliance (tenant_id, id),
  FOREIGN KEY (tenant_id, sent_by_id) REFERENCES party (tenant_id, id),
  FOREIGN KEY (tenant_id, works_at_id) REFERENCES party (tenant_id, id),
  FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id)
);
CREATE INDEX secondment_by_audience ON secondment (tenant_id, audience_id, match_key);
CREATE INDEX secondment_by_match ON secondment (tenant_id, match_key, id);
CREATE INDEX secondment_by_alliance ON secondment (tenant_id, alliance_id, match_key);
CREATE INDEX secondment_by_sent_by ON secondment (tenant_id, sent_by_id, match_key);
CREATE INDEX secondment_by_works_at ON secondment (tenant_id, works_at_id, match_key);
CREATE INDEX secondment_by_person ON secondment (tenant_id, person_id, match_key);

CREATE TABLE staffing (
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
  role TEXT,
  planned BIGINT,
  filled BIGINT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id),
  FOREIGN KEY (tenant_id, alliance_id) REFERENCES alliance (tenant_id, id),
  FOREIGN KEY (tenant_id, party_id) REFERENCES party (tenant_id, id)
);
CREATE INDEX staffing_by_audience ON staffing (tenant_id, audience_id, match_key);
CREATE INDEX staffing_by_match ON staffing (tenant_id, match_key, id);
CREATE INDEX staffing_by_alliance ON staffing (tenant_id, alliance_id, match_key);
CREATE INDEX staffing_by_party ON staffing (tenant_id, party_id, match_key);

CREATE TABLE membership (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  audience_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT,
  updated_at BIGINT NOT NULL,
  withdrawn_at BIGINT,
  alliance_id TEXT,
  person_id TEXT,
  name TEXT,
  organisation_id TEXT,
  role TEXT,
  from_date TEXT,
  to_date TEXT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id),
  FOREIGN KEY (tenant_id, alliance_id) REFERENCES alliance (tenant_id, id),
  FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id),
  FOREIGN KEY (tenant_id, organisation_id) REFERENCES organisation (tenant_id, id)
);
CREATE INDEX membership_by_audience ON membership (tenant_id, audience_id, match_key);
CREATE INDEX membership_by_match ON membership (tenant_id, match_key, id);
CREATE INDEX membership_by_alliance ON membership (tenant_id, alliance_id, match_key);
CREATE INDEX membership_by_person ON membership (tenant_id, person_id, match_key);
CREATE INDEX membership_by_organisation ON membership (tenant_id, organisation_id, match_key);

CREATE TABLE business_case (
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
  status TEXT,
  year BIGINT,
  unit_id TEXT,
  created_value_minor BIGINT,
  created_value_currency TEXT,
  captured_value_minor BIGINT,
  captured_value_currency TEXT,
  hours BIGINT,
  hourly_rate_minor BIGINT,
  hourly_rate_currency TEXT,
  travel_minor BIGINT,
  travel_currency TEXT,
  legal_minor BIGINT,
  legal_currency TEXT,
  partnership_tax_minor BIGINT,
  partnership_tax_currency TEXT,
  running_cost_minor BIGINT,
  running_cost_currency TEXT,
  investment_minor BIGINT,
  investment_currency TEXT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id),
  FOREIGN KEY (tenant_id, alliance_id) REFERENCES alliance (tenant_id, id),
  FOREIGN KEY (tenant_id, unit_id) REFERENCES unit (tenant_id, id)
);
CREATE INDEX business_case_by_audience ON business_case (tenant_id, audience_id, match_key);
CREATE INDEX business_case_by_match ON business_case (tenant_id, match_key, id);
CREATE INDEX business_case_by_alliance ON business_case (tenant_id, alliance_id, match_key);
CREATE INDEX business_case_by_unit ON business_case (tenant_id, unit_id, match_key);

CREATE TABLE agreement (
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
  kind TEXT,
  signed TEXT,
  in_force TEXT,
  ends TEXT,
  notice_days BIGINT,
  exclusivities TEXT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id),
  FOREIGN KEY (tenant_id, alliance_id) REFERENCES alliance (tenant_id, id)
);
CREATE INDEX agreement_by_audience ON agreement (tenant_id, audience_id, match_key);
CREATE INDEX agreement_by_match ON agreement (tenant_id, match_key, id);
CREATE INDEX agreement_by_alliance ON agreement (tenant_id, alliance_id, match_key);

CREATE TABLE clause (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  audience_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT,
  updated_at BIGINT NOT NULL,
  withdrawn_at BIGINT,
  agreement_id TEXT,
  number TEXT,
  heading TEXT,
  kind TEXT,
  text TEXT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id),
  FOREIGN KEY (tenant_id, agreement_id) REFERENCES agreement (tenant_id, id)
);
CREATE INDEX clause_by_audience ON clause (tenant_id, audience_id, match_key);
CREATE INDEX clause_by_match ON clause (tenant_id, match_key, id);
CREATE INDEX clause_by_agreement ON clause (tenant_id, agreement_id, match_key);

CREATE TABLE provision (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  audience_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT,
  updated_at BIGINT NOT NULL,
  withdrawn_at BIGINT,
  alliance_id TEXT,
  source TEXT,
  what TEXT,
  clause_id TEXT,
  body TEXT,
  decision TEXT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id),
  FOREIGN KEY (tenant_id, alliance_id) REFERENCES alliance (tenant_id, id),
  FOREIGN KEY (tenant_id, clause_id) REFERENCES clause (tenant_id, id)
);
CREATE INDEX provision_by_audience ON provision (tenant_id, audience_id, match_key);
CREATE INDEX provision_by_match ON provision (tenant_id, match_key, id);
CREATE INDEX provision_by_alliance ON provision (tenant_id, alliance_id, match_key);
CREATE INDEX provision_by_clause ON provision (tenant_id, clause_id, match_key);

CREATE TABLE surprise (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  audience_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT,
  updated_at BIGINT NOT NULL,
  withdrawn_at BIGINT,
  alliance_id TEXT,
  happened_on TEXT,
  what TEXT,
  origin TEXT,
  source TEXT,
  silent_clause_id TEXT,
  decided TEXT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id),
  FOREIGN KEY (tenant_id, alliance_id) REFERENCES alliance (tenant_id, id),
  FOREIGN KEY (tenant_id, silent_clause_id) REFERENCES clause (tenant_id, id)
);
CREATE INDEX surprise_by_audience ON surprise (tenant_id, audience_id, match_key);
CREATE INDEX surprise_by_match ON surprise (tenant_id, match_key, id);
CREATE INDEX surprise_by_alliance ON surprise (tenant_id, alliance_id, match_key);
CREATE INDEX surprise_by_silent_clause ON surprise (tenant_id, silent_clause_id, match_key);

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
  media_type TEXT,
  size BIGINT,
  sha256 TEXT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id)
);
CREATE INDEX document_by_audience ON document (tenant_id, audience_id, match_key);
CREATE INDEX document_by_match ON document (tenant_id, match_key, id);
CREATE INDEX document_by_about ON document (tenant_id, about, match_key);

CREATE TABLE note (
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
  text TEXT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id)
);
CREATE INDEX note_by_audience ON note (tenant_id, audience_id, match_key);
CREATE INDEX note_by_match ON note (tenant_id, match_key, id);
CREATE INDEX note_by_about ON note (tenant_id, about, match_key);
