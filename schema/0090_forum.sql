-- oldest: 0.1.0
-- Forums: bodies across several alliances. A forum has circles as an alliance has (audience.alliance_id is the forum's id);
-- an organisation comes into them by accepting an invitation, which lies in a circle that it shares with the founder alone.

CREATE TABLE forum (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  audience_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT,
  updated_at BIGINT NOT NULL,
  withdrawn_at BIGINT,
  name TEXT,
  purpose TEXT,
  cadence BIGINT,
  cadence_unit TEXT,
  founder_id TEXT,
  chair_id TEXT,
  founded_on TEXT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id),
  FOREIGN KEY (tenant_id, founder_id) REFERENCES organisation (tenant_id, id),
  FOREIGN KEY (tenant_id, chair_id) REFERENCES person (tenant_id, id)
);
CREATE INDEX forum_by_audience ON forum (tenant_id, audience_id, match_key);
CREATE INDEX forum_by_match ON forum (tenant_id, match_key, id);

CREATE TABLE forum_member (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  audience_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT,
  updated_at BIGINT NOT NULL,
  withdrawn_at BIGINT,
  forum_id TEXT,
  organisation_id TEXT,
  name TEXT,
  joined_on TEXT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id),
  FOREIGN KEY (tenant_id, forum_id) REFERENCES forum (tenant_id, id),
  FOREIGN KEY (tenant_id, organisation_id) REFERENCES organisation (tenant_id, id)
);
CREATE INDEX forum_member_by_audience ON forum_member (tenant_id, audience_id, match_key);
CREATE INDEX forum_member_by_match ON forum_member (tenant_id, match_key, id);
CREATE INDEX forum_member_by_forum ON forum_member (tenant_id, forum_id, match_key);
CREATE INDEX forum_member_by_organisation ON forum_member (tenant_id, organisation_id, match_key);

CREATE TABLE forum_seat (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  audience_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT,
  updated_at BIGINT NOT NULL,
  withdrawn_at BIGINT,
  forum_id TEXT,
  person_id TEXT,
  name TEXT,
  organisation_id TEXT,
  role TEXT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id),
  FOREIGN KEY (tenant_id, forum_id) REFERENCES forum (tenant_id, id),
  FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id),
  FOREIGN KEY (tenant_id, organisation_id) REFERENCES organisation (tenant_id, id)
);
CREATE INDEX forum_seat_by_audience ON forum_seat (tenant_id, audience_id, match_key);
CREATE INDEX forum_seat_by_match ON forum_seat (tenant_id, match_key, id);
CREATE INDEX forum_seat_by_forum ON forum_seat (tenant_id, forum_id, match_key);
CREATE INDEX forum_seat_by_person ON forum_seat (tenant_id, person_id, match_key);

CREATE TABLE forum_meeting (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  audience_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT,
  updated_at BIGINT NOT NULL,
  withdrawn_at BIGINT,
  forum_id TEXT,
  title TEXT,
  held_on TEXT,
  place TEXT,
  agenda TEXT,
  minutes TEXT,
  agreed TEXT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id),
  FOREIGN KEY (tenant_id, forum_id) REFERENCES forum (tenant_id, id)
);
CREATE INDEX forum_meeting_by_audience ON forum_meeting (tenant_id, audience_id, match_key);
CREATE INDEX forum_meeting_by_match ON forum_meeting (tenant_id, match_key, id);
CREATE INDEX forum_meeting_by_forum ON forum_meeting (tenant_id, forum_id, match_key);

CREATE TABLE forum_invitation (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  audience_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT,
  updated_at BIGINT NOT NULL,
  withdrawn_at BIGINT,
  alliance_id TEXT,
  forum_id TEXT,
  name TEXT,
  purpose TEXT,
  inviter_id TEXT,
  organisation_id TEXT,
  asked_on TEXT,
  state TEXT,
  answered_on TEXT,
  sample BIGINT,
  match_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id),
  FOREIGN KEY (tenant_id, alliance_id) REFERENCES alliance (tenant_id, id),
  FOREIGN KEY (tenant_id, forum_id) REFERENCES forum (tenant_id, id),
  FOREIGN KEY (tenant_id, inviter_id) REFERENCES organisation (tenant_id, id),
  FOREIGN KEY (tenant_id, organisation_id) REFERENCES organisation (tenant_id, id)
);
CREATE INDEX forum_invitation_by_audience ON forum_invitation (tenant_id, audience_id, match_key);
CREATE INDEX forum_invitation_by_match ON forum_invitation (tenant_id, match_key, id);
CREATE INDEX forum_invitation_by_alliance ON forum_invitation (tenant_id, alliance_id, match_key);
CREATE INDEX forum_invitation_by_forum ON forum_invitation (tenant_id, forum_id, match_key);
