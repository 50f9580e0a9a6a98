-- oldest: 0.1.0
-- What pages rest on and no event that their reader sees tells of (src/kernel/kept.h): names of people and organisations, pools of
-- answers and who is still asked grow the number about 'pages'; up to where somebody has looked grows that about 'look' and
-- their account.
CREATE FUNCTION entente_kept_pages() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM entente_viewer_changes(CASE TG_OP WHEN 'DELETE' THEN OLD.tenant_id ELSE NEW.tenant_id END, 'pages');
  RETURN NULL;
END $$;
CREATE FUNCTION entente_kept_look() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM entente_viewer_changes(NEW.tenant_id, 'look ' || NEW.account_id);
  RETURN NULL;
END $$;

CREATE TRIGGER kept_person_changed AFTER UPDATE ON person
  FOR EACH ROW WHEN (OLD.name IS DISTINCT FROM NEW.name) EXECUTE FUNCTION entente_kept_pages();
CREATE TRIGGER kept_person_removed AFTER DELETE ON person FOR EACH ROW EXECUTE FUNCTION entente_kept_pages();
CREATE TRIGGER kept_organisation_changed AFTER UPDATE ON organisation
  FOR EACH ROW WHEN (OLD.name IS DISTINCT FROM NEW.name) EXECUTE FUNCTION entente_kept_pages();
CREATE TRIGGER kept_organisation_removed AFTER DELETE ON organisation FOR EACH ROW EXECUTE FUNCTION entente_kept_pages();
CREATE TRIGGER kept_asked AFTER INSERT OR UPDATE OR DELETE ON campaign_asked
  FOR EACH ROW EXECUTE FUNCTION entente_kept_pages();
CREATE TRIGGER kept_pool AFTER UPDATE ON campaign_pool FOR EACH ROW EXECUTE FUNCTION entente_kept_pages();
CREATE TRIGGER kept_look AFTER INSERT OR UPDATE ON day_look FOR EACH ROW EXECUTE FUNCTION entente_kept_look();
