-- oldest: 0.1.0
-- What pages rest on and no event that their reader sees tells of (src/kernel/kept.h): names of people and organisations, pools of
-- answers and who is still asked grow the number about 'pages'; up to where somebody has looked grows that about 'look' and
-- their account.
CREATE TRIGGER kept_person_changed AFTER UPDATE ON person WHEN OLD.name IS NOT NEW.name BEGIN
  INSERT INTO viewer_change VALUES (NEW.tenant_id, 'pages', 1)
    ON CONFLICT (tenant_id, about) DO UPDATE SET version = version + 1;
END;
CREATE TRIGGER kept_person_removed AFTER DELETE ON person BEGIN
  INSERT INTO viewer_change VALUES (OLD.tenant_id, 'pages', 1)
    ON CONFLICT (tenant_id, about) DO UPDATE SET version = version + 1;
END;
CREATE TRIGGER kept_organisation_changed AFTER UPDATE ON organisation WHEN OLD.name IS NOT NEW.name BEGIN
  INSERT INTO viewer_change VALUES (NEW.tenant_id, 'pages', 1)
    ON CONFLICT (tenant_id, about) DO UPDATE SET version = version + 1;
END;
CREATE TRIGGER kept_organisation_removed AFTER DELETE ON organisation BEGIN
  INSERT INTO viewer_change VALUES (OLD.tenant_id, 'pages', 1)
    ON CONFLICT (tenant_id, about) DO UPDATE SET version = version + 1;
END;
CREATE TRIGGER kept_asked_added AFTER INSERT ON campaign_asked BEGIN
  INSERT INTO viewer_change VALUES (NEW.tenant_id, 'pages', 1)
    ON CONFLICT (tenant_id, about) DO UPDATE SET version = version + 1;
END;
CREATE TRIGGER kept_asked_changed AFTER UPDATE ON campaign_asked BEGIN
  INSERT INTO viewer_change VALUES (NEW.tenant_id, 'pages', 1)
    ON CONFLICT (tenant_id, about) DO UPDATE SET version = version + 1;
END;
CREATE TRIGGER kept_asked_removed AFTER DELETE ON campaign_asked BEGIN
  INSERT INTO viewer_change VALUES (OLD.tenant_id, 'pages', 1)
    ON CONFLICT (tenant_id, about) DO UPDATE SET version = version + 1;
END;
CREATE TRIGGER kept_pool_changed AFTER UPDATE ON campaign_pool BEGIN
  INSERT INTO viewer_change VALUES (NEW.tenant_id, 'pages', 1)
    ON CONFLICT (tenant_id, about) DO UPDATE SET version = version + 1;
END;
CREATE TRIGGER kept_look_added AFTER INSERT ON day_look BEGIN
  INSERT INTO viewer_change VALUES (NEW.tenant_id, 'look ' || NEW.account_id, 1)
    ON CONFLICT (tenant_id, about) DO UPDATE SET version = version + 1;
END;
CREATE TRIGGER kept_look_changed AFTER UPDATE ON day_look BEGIN
  INSERT INTO viewer_change VALUES (NEW.tenant_id, 'look ' || NEW.account_id, 1)
    ON CONFLICT (tenant_id, about) DO UPDATE SET version = version + 1;
END;
