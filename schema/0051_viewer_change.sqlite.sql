-- oldest: 0.1.0
-- A number that grows whenever something changes on which the viewer of an account rests: `about` is the account, the person or
-- the organisation. Servers keep viewers as long as these numbers stand (src/kernel/viewer_cache.h). Never deleted: a number
-- must not come back.
CREATE TABLE viewer_change (
  tenant_id TEXT NOT NULL,
  about TEXT NOT NULL,
  version BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, about)
);

CREATE TRIGGER viewer_membership_added AFTER INSERT ON membership WHEN NEW.person_id IS NOT NULL BEGIN
  INSERT INTO viewer_change VALUES (NEW.tenant_id, NEW.person_id, 1)
    ON CONFLICT (tenant_id, about) DO UPDATE SET version = version + 1;
END;
CREATE TRIGGER viewer_membership_removed AFTER DELETE ON membership WHEN OLD.person_id IS NOT NULL BEGIN
  INSERT INTO viewer_change VALUES (OLD.tenant_id, OLD.person_id, 1)
    ON CONFLICT (tenant_id, about) DO UPDATE SET version = version + 1;
END;
CREATE TRIGGER viewer_membership_changed AFTER UPDATE ON membership BEGIN
  INSERT INTO viewer_change SELECT NEW.tenant_id, NEW.person_id, 1 WHERE NEW.person_id IS NOT NULL
    ON CONFLICT (tenant_id, about) DO UPDATE SET version = version + 1;
  INSERT INTO viewer_change SELECT OLD.tenant_id, OLD.person_id, 1 WHERE OLD.person_id IS NOT NEW.person_id
    AND OLD.person_id IS NOT NULL ON CONFLICT (tenant_id, about) DO UPDATE SET version = version + 1;
END;

CREATE TRIGGER viewer_circle_party_added AFTER INSERT ON circle_party BEGIN
  INSERT INTO viewer_change VALUES (NEW.tenant_id, NEW.organisation_id, 1)
    ON CONFLICT (tenant_id, about) DO UPDATE SET version = version + 1;
END;
CREATE TRIGGER viewer_circle_party_removed AFTER DELETE ON circle_party BEGIN
  INSERT INTO viewer_change VALUES (OLD.tenant_id, OLD.organisation_id, 1)
    ON CONFLICT (tenant_id, about) DO UPDATE SET version = version + 1;
END;
CREATE TRIGGER viewer_circle_party_changed AFTER UPDATE ON circle_party BEGIN
  INSERT INTO viewer_change VALUES (NEW.tenant_id, NEW.organisation_id, 1), (OLD.tenant_id, OLD.organisation_id, 1)
    ON CONFLICT (tenant_id, about) DO UPDATE SET version = version + 1;
END;
CREATE TRIGGER viewer_audience_changed AFTER UPDATE ON audience BEGIN
  INSERT INTO viewer_change SELECT cp.tenant_id, cp.organisation_id, 1 FROM circle_party cp
    WHERE cp.tenant_id = NEW.tenant_id AND cp.circle_id = NEW.id
    ON CONFLICT (tenant_id, about) DO UPDATE SET version = version + 1;
END;

CREATE TRIGGER viewer_account_changed AFTER UPDATE OF person_id, organisation_id, email, zone, disabled_at ON account BEGIN
  INSERT INTO viewer_change VALUES (NEW.tenant_id, NEW.id, 1)
    ON CONFLICT (tenant_id, about) DO UPDATE SET version = version + 1;
END;
CREATE TRIGGER viewer_account_removed AFTER DELETE ON account BEGIN
  INSERT INTO viewer_change VALUES (OLD.tenant_id, OLD.id, 1)
    ON CONFLICT (tenant_id, about) DO UPDATE SET version = version + 1;
END;
CREATE TRIGGER viewer_account_role_added AFTER INSERT ON account_role BEGIN
  INSERT INTO viewer_change VALUES (NEW.tenant_id, NEW.account_id, 1)
    ON CONFLICT (tenant_id, about) DO UPDATE SET version = version + 1;
END;
CREATE TRIGGER viewer_account_role_removed AFTER DELETE ON account_role BEGIN
  INSERT INTO viewer_change VALUES (OLD.tenant_id, OLD.account_id, 1)
    ON CONFLICT (tenant_id, about) DO UPDATE SET version = version + 1;
END;
CREATE TRIGGER viewer_account_role_changed AFTER UPDATE ON account_role BEGIN
  INSERT INTO viewer_change VALUES (NEW.tenant_id, NEW.account_id, 1), (OLD.tenant_id, OLD.account_id, 1)
    ON CONFLICT (tenant_id, about) DO UPDATE SET version = version + 1;
END;

CREATE TRIGGER viewer_person_changed AFTER UPDATE ON person WHEN OLD.name IS NOT NEW.name BEGIN
  INSERT INTO viewer_change VALUES (NEW.tenant_id, NEW.id, 1)
    ON CONFLICT (tenant_id, about) DO UPDATE SET version = version + 1;
END;
CREATE TRIGGER viewer_person_removed AFTER DELETE ON person BEGIN
  INSERT INTO viewer_change VALUES (OLD.tenant_id, OLD.id, 1)
    ON CONFLICT (tenant_id, about) DO UPDATE SET version = version + 1;
END;
CREATE TRIGGER viewer_organisation_changed AFTER UPDATE ON organisation WHEN OLD.name IS NOT NEW.name BEGIN
  INSERT INTO viewer_change VALUES (NEW.tenant_id, NEW.id, 1)
    ON CONFLICT (tenant_id, about) DO UPDATE SET version = version + 1;
END;
CREATE TRIGGER viewer_organisation_removed AFTER DELETE ON organisation BEGIN
  INSERT INTO viewer_change VALUES (OLD.tenant_id, OLD.id, 1)
    ON CONFLICT (tenant_id, about) DO UPDATE SET version = version + 1;
END;
