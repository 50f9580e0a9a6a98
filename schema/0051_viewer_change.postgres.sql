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

CREATE FUNCTION entente_viewer_changes(tenant text, whom text) RETURNS void LANGUAGE sql AS $$
  INSERT INTO viewer_change SELECT tenant, whom, 1 WHERE whom IS NOT NULL
    ON CONFLICT (tenant_id, about) DO UPDATE SET version = viewer_change.version + 1
$$;

-- The trigger's argument is the column that says whom it is about.
CREATE FUNCTION entente_viewer_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  was text;
  becomes text;
BEGIN
  IF TG_OP <> 'INSERT' THEN
    was := to_jsonb(OLD) ->> TG_ARGV[0];
    PERFORM entente_viewer_changes(OLD.tenant_id, was);
  END IF;
  IF TG_OP <> 'DELETE' THEN
    becomes := to_jsonb(NEW) ->> TG_ARGV[0];
    IF becomes IS DISTINCT FROM was THEN
      PERFORM entente_viewer_changes(NEW.tenant_id, becomes);
    END IF;
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION entente_viewer_audience() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM entente_viewer_changes(cp.tenant_id, cp.organisation_id) FROM circle_party cp
    WHERE cp.tenant_id = NEW.tenant_id AND cp.circle_id = NEW.id;
  RETURN NULL;
END $$;

CREATE TRIGGER viewer_membership AFTER INSERT OR UPDATE OR DELETE ON membership
  FOR EACH ROW EXECUTE FUNCTION entente_viewer_change('person_id');
CREATE TRIGGER viewer_circle_party AFTER INSERT OR UPDATE OR DELETE ON circle_party
  FOR EACH ROW EXECUTE FUNCTION entente_viewer_change('organisation_id');
CREATE TRIGGER viewer_audience AFTER UPDATE ON audience FOR EACH ROW EXECUTE FUNCTION entente_viewer_audience();
CREATE TRIGGER viewer_account AFTER DELETE OR UPDATE OF person_id, organisation_id, email, zone, disabled_at ON account
  FOR EACH ROW EXECUTE FUNCTION entente_viewer_change('id');
CREATE TRIGGER viewer_account_role AFTER INSERT OR UPDATE OR DELETE ON account_role
  FOR EACH ROW EXECUTE FUNCTION entente_viewer_change('account_id');
CREATE TRIGGER viewer_person_changed AFTER UPDATE ON person
  FOR EACH ROW WHEN (OLD.name IS DISTINCT FROM NEW.name) EXECUTE FUNCTION entente_viewer_change('id');
CREATE TRIGGER viewer_person_removed AFTER DELETE ON person
  FOR EACH ROW EXECUTE FUNCTION entente_viewer_change('id');
CREATE TRIGGER viewer_organisation_changed AFTER UPDATE ON organisation
  FOR EACH ROW WHEN (OLD.name IS DISTINCT FROM NEW.name) EXECUTE FUNCTION entente_viewer_change('id');
CREATE TRIGGER viewer_organisation_removed AFTER DELETE ON organisation
  FOR EACH ROW EXECUTE FUNCTION entente_viewer_change('id');
