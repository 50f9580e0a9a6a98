-- oldest: 0.1.0
-- The second guard on PostgreSQL, beneath the program's own predicate: row-level security, forced upon the tables' owner,
-- too, on every table whose rows belong to an audience. The program calls entente_guard() after each migration. It says for
-- each session what its viewer sees:
--   entente.sees   '*' (every audience: the named exemption), or few audiences with a unit separator between them
--   entente.sight  the number under which many lie in the session's own table entente_sight
-- Nothing said: nothing seen. Forms and costs: docs/decisions/0012-second-guard.md.

SELECT entente_guard(false);
DROP FUNCTION entente_guard(boolean);
DROP FUNCTION entente_sees(text);
DROP FUNCTION entente_sees_many(text);

-- Always empty: it stands for the table of the same name that each session of the program has for itself.
CREATE TABLE entente_sight (
  entente_sight BIGINT NOT NULL,
  entente_circle TEXT NOT NULL,
  PRIMARY KEY (entente_sight, entente_circle)
);

-- Put in line by the planner, so that each session reads its own table, by its index or by a hash as that is cheaper.
CREATE FUNCTION entente_seen() RETURNS SETOF text LANGUAGE sql STABLE ROWS 100 AS $$
  SELECT s.entente_circle FROM entente_sight s
  WHERE s.entente_sight = NULLIF(current_setting('entente.sight', true), '')::bigint
$$;

-- True only within entente_search(). It is called immutable so that the planner works it out when it plans: outside, a plan
-- holds "false" for good; inside, nothing of the policy is left, and the index of words may be used.
CREATE FUNCTION entente_searching() RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(current_setting('entente.searching', true), '') = 'on'
$$;

-- The entries with all words of a query that the session sees. It tests the audience itself.
CREATE FUNCTION entente_search(tenant text, query tsquery) RETURNS SETOF text
  LANGUAGE plpgsql STABLE AS $$
BEGIN
  PERFORM set_config('entente.searching', 'on', true); -- an error takes it back with the transaction
  RETURN QUERY SELECT e.record_id FROM search_entry e WHERE e.tenant_id = tenant AND e.words @@ query
    AND ((SELECT current_setting('entente.sees', true) = '*')
      OR e.audience_id = ANY ((SELECT string_to_array(current_setting('entente.sees', true), E'\x1f'))::text[])
      OR EXISTS (SELECT 1 FROM entente_seen() s WHERE s = e.audience_id));
  PERFORM set_config('entente.searching', 'off', true);
END $$;

-- Turns the guard on where it is not: for each table with a column audience_id, and for those that `others` names, as
-- {{table,column},…}. Gives the number of tables that were without.
CREATE FUNCTION entente_guard(others text[]) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  guarded record;
  test text;
  tables bigint := 0;
BEGIN
  FOR guarded IN
    SELECT c.oid::regclass AS name, c.relname, a.attname AS audience
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE c.relkind IN ('r', 'p') AND c.relpersistence <> 't'
      AND c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema())
      AND (a.attname = 'audience_id' OR EXISTS (SELECT 1 FROM generate_subscripts(others, 1) i
        WHERE others[i][1] = c.relname AND others[i][2] = a.attname))
      AND NOT (c.relrowsecurity AND c.relforcerowsecurity
        AND EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'entente_guard'))
  LOOP
    test := format('(SELECT current_setting(''entente.sees'', true) = ''*'')'
      ' OR %1$I = ANY ((SELECT string_to_array(current_setting(''entente.sees'', true), E''\x1f''))::text[])'
      ' OR EXISTS (SELECT 1 FROM entente_seen() s WHERE s = %1$I)', guarded.audience);
    EXECUTE format('DROP POLICY IF EXISTS entente_guard ON %s', guarded.name);
    EXECUTE format('CREATE POLICY entente_guard ON %s USING (%s) WITH CHECK (%s)', guarded.name,
      CASE WHEN guarded.relname = 'search_entry' THEN 'entente_searching() OR ' ELSE '' END || test, test);
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', guarded.name);
    tables := tables + 1;
  END LOOP;
  RETURN tables;
END $$;
