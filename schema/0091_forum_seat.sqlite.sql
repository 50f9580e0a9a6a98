-- oldest: 0.1.0
-- Who sits in a forum sees its circles: a change there ends the viewers that servers keep (0051).
CREATE TRIGGER viewer_forum_seat_added AFTER INSERT ON forum_seat WHEN NEW.person_id IS NOT NULL BEGIN
  INSERT INTO viewer_change VALUES (NEW.tenant_id, NEW.person_id, 1)
    ON CONFLICT (tenant_id, about) DO UPDATE SET version = version + 1;
END;
CREATE TRIGGER viewer_forum_seat_removed AFTER DELETE ON forum_seat WHEN OLD.person_id IS NOT NULL BEGIN
  INSERT INTO viewer_change VALUES (OLD.tenant_id, OLD.person_id, 1)
    ON CONFLICT (tenant_id, about) DO UPDATE SET version = version + 1;
END;
CREATE TRIGGER viewer_forum_seat_changed AFTER UPDATE ON forum_seat BEGIN
  INSERT INTO viewer_change SELECT NEW.tenant_id, NEW.person_id, 1 WHERE NEW.person_id IS NOT NULL
    ON CONFLICT (tenant_id, about) DO UPDATE SET version = version + 1;
  INSERT INTO viewer_change SELECT OLD.tenant_id, OLD.person_id, 1 WHERE OLD.person_id IS NOT NEW.person_id
    AND OLD.person_id IS NOT NULL ON CONFLICT (tenant_id, about) DO UPDATE SET version = version + 1;
END;
