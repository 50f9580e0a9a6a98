-- oldest: 0.1.0
-- What is asked of people, and how it is answered without leaving who said what: a campaign runs an instrument (the first
-- one is the pulse of a working rule) on some people for some days. campaign_asked says who was asked, and which pool their
-- answer goes to; used: whether it came. campaign_pool counts answers by point of the scale, and nothing else is kept of
-- them. people: NULL as long as rounds may still be added to the pool, then how many people had answered; from then on the
-- marks of those who did are taken away. asked rows outlive a campaign that was withdrawn and deleted: their people count.

CREATE TABLE campaign (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  audience_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT,
  updated_at BIGINT NOT NULL,
  withdrawn_at BIGINT,
  alliance_id TEXT,
  instrument TEXT,
  rule_id TEXT,
  question TEXT,
  opens TEXT,
  closes TEXT,
  remark TEXT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id),
  FOREIGN KEY (tenant_id, alliance_id) REFERENCES alliance (tenant_id, id),
  FOREIGN KEY (tenant_id, rule_id) REFERENCES working_rule (tenant_id, id)
);
CREATE INDEX campaign_by_audience ON campaign (tenant_id, audience_id, match_key);
CREATE INDEX campaign_by_match ON campaign (tenant_id, match_key, id);
CREATE INDEX campaign_by_alliance ON campaign (tenant_id, alliance_id, match_key);
CREATE INDEX campaign_by_rule ON campaign (tenant_id, rule_id, match_key);

CREATE TABLE campaign_pool (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  audience_id TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  organisation_id TEXT NOT NULL,
  opens TEXT NOT NULL,
  closes TEXT NOT NULL,
  people BIGINT,
  count_1 BIGINT NOT NULL,
  count_2 BIGINT NOT NULL,
  count_3 BIGINT NOT NULL,
  count_4 BIGINT NOT NULL,
  count_5 BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id)
);
CREATE UNIQUE INDEX campaign_pool_by_subject ON campaign_pool (tenant_id, subject_id, audience_id, organisation_id, opens);

CREATE TABLE campaign_asked (
  tenant_id TEXT NOT NULL,
  campaign_id TEXT NOT NULL,
  person_id TEXT NOT NULL,
  pool_id TEXT NOT NULL,
  link_hash TEXT,
  used BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, campaign_id, person_id),
  FOREIGN KEY (tenant_id, pool_id) REFERENCES campaign_pool (tenant_id, id)
);
CREATE INDEX campaign_asked_by_person ON campaign_asked (tenant_id, person_id, campaign_id);
CREATE INDEX campaign_asked_by_pool ON campaign_asked (tenant_id, pool_id);
CREATE UNIQUE INDEX campaign_asked_link ON campaign_asked (link_hash);
