-- oldest: 0.1.0
-- The second guard on PostgreSQL, beneath the program's own predicate: row-level security on every table whose rows belong
-- to an audience. `SELECT entente_guard(true)` turns it on for all such tables, and again after a migration that adds some.
-- It binds every account but superusers and those with BYPASSRLS; the tables' owner is bound, too.
--
-- The program says for each session what its viewer sees, in the setting entente.sees:
--   ''                      nothing (also where nothing was said, and after a rollback)
--   '<US>id<US>id<US>'      these audiences, <US> being the unit separator
--   '#N'                    those that lie in the session's table pg_temp.entente_sight under number N
-- Why these forms: docs/decisions/0010-postgres-sight.md.

CREATE FUNCTION entente_sees_many(audience text) RETURNS boolean LANGUAGE plpgsql STABLE PARALLEL RESTRICTED AS $$
BEGIN
  RETURN EXISTS (SELECT 1 FROM pg_temp.entente_sight s WHERE s.entente_circle = audience
    AND s.entente_sight = substr(current_setting('entente.sees', true), 2)::bigint);
END $$;

-- A function of SQL without sub-select, so that the planner puts it in line.
CREATE FUNCTION entente_sees(audience text) RETURNS boolean LANGUAGE sql STABLE PARALLEL RESTRICTED AS $$
  SELECT CASE left(current_setting('entente.sees', true), 1)
    WHEN E'\x1f' THEN strpos(current_setting('entente.sees', true), E'\x1f' || audience || E'\x1f') > 0
    WHEN '#' THEN entente_sees_many(audience)
    ELSE false END
$$;

CREATE FUNCTION entente_guard(turn_on boolean) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  guarded record;
  tables bigint := 0;
BEGIN
  FOR guarded IN
    SELECT c.oid::regclass AS name, EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid) AS has_policy
    FROM pg_class c WHERE c.relkind IN ('r', 'p')
      AND c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema())
      AND 2 = (SELECT count(*) FROM pg_attribute a WHERE a.attrelid = c.oid AND NOT a.attisdropped
        AND a.attname IN ('tenant_id', 'audience_id'))
  LOOP
    IF guarded.has_policy THEN
      EXECUTE format('DROP POLICY entente_guard ON %s', guarded.name);
    END IF;
    EXECUTE format('ALTER TABLE %s %s ROW LEVEL SECURITY', guarded.name, CASE WHEN turn_on THEN 'ENABLE' ELSE 'DISABLE' END);
    EXECUTE format('ALTER TABLE %s %s ROW LEVEL SECURITY', guarded.name, CASE WHEN turn_on THEN 'FORCE' ELSE 'NO FORCE' END);
    IF turn_on THEN
      EXECUTE format('CREATE POLICY entente_guard ON %s USING (entente_sees(audience_id))'
        ' WITH CHECK (entente_sees(audience_id))', guarded.name);
    END IF;
    tables := tables + 1;
  END LOOP;
  RETURN tables;
END $$;
