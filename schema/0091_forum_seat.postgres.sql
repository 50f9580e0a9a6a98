-- oldest: 0.1.0
-- Who sits in a forum sees its circles: a change there ends the viewers that servers keep (0051).
CREATE TRIGGER viewer_forum_seat AFTER INSERT OR UPDATE OR DELETE ON forum_seat
  FOR EACH ROW EXECUTE FUNCTION entente_viewer_change('person_id');
