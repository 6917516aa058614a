"""The SQL behind the two clocks, run by the migrations."""

from django.db.migrations.operations import RunSQL

FUNCTIONS = """
CREATE FUNCTION core_clock() RETURNS timestamptz LANGUAGE sql VOLATILE
  AS $$ SELECT clock_timestamp() $$;

-- A stamp shares the freeze lock: a freeze waits for every writer that already stamped.
-- The mark is read after the lock was taken, so a freeze that just committed is seen.
CREATE FUNCTION core_stamp() RETURNS timestamptz LANGUAGE plpgsql VOLATILE AS $$
DECLARE frozen timestamptz;
BEGIN
  PERFORM pg_advisory_xact_lock_shared(7212015);
  SELECT max(frozen_at) INTO frozen FROM core_freezemark;
  RETURN greatest(core_clock(), frozen + interval '1 microsecond');
END $$;

CREATE FUNCTION core_freeze() RETURNS timestamptz LANGUAGE plpgsql VOLATILE AS $$
DECLARE frozen timestamptz;
BEGIN
  PERFORM pg_advisory_xact_lock(7212015);
  SELECT max(frozen_at) INTO frozen FROM core_freezemark;
  frozen := greatest(core_clock(), frozen + interval '1 microsecond');
  INSERT INTO core_freezemark (id, frozen_at) VALUES (1, frozen)
    ON CONFLICT (id) DO UPDATE SET frozen_at = EXCLUDED.frozen_at;
  RETURN frozen;
END $$;

-- Arguments of the trigger: the columns of the subject, comma-separated; generated columns.
CREATE FUNCTION core_fact_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  envelope text[] := ARRAY['withdrawn_at', 'withdrawn_by_id', 'withdrawn_reason'];
  subject text[] := string_to_array(TG_ARGV[0], ',');
  computed text[] := string_to_array(coalesce(TG_ARGV[1], ''), ',');
  previous jsonb;
  field text;
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'rows of % are never deleted', TG_TABLE_NAME
      USING ERRCODE = '23514', CONSTRAINT = 'core_fact_append_only';
  END IF;
  IF TG_OP = 'UPDATE' THEN
    IF OLD.withdrawn_at IS NOT NULL OR NEW.withdrawn_at IS NULL
       OR (to_jsonb(NEW) - envelope - computed) <> (to_jsonb(OLD) - envelope - computed) THEN
      RAISE EXCEPTION 'rows of % can only be withdrawn', TG_TABLE_NAME
        USING ERRCODE = '23514', CONSTRAINT = 'core_fact_append_only';
    END IF;
    NEW.withdrawn_at := core_stamp();
    RETURN NEW;
  END IF;
  NEW.recorded_at := core_stamp();
  NEW.withdrawn_at := NULL;
  IF NEW.replaces_id IS NOT NULL THEN
    EXECUTE format('SELECT to_jsonb(t) FROM %I.%I t WHERE id = $1', TG_TABLE_SCHEMA, TG_TABLE_NAME)
      INTO previous USING NEW.replaces_id;
    FOREACH field IN ARRAY subject LOOP
      IF previous -> field IS DISTINCT FROM to_jsonb(NEW) -> field THEN
        previous := NULL;
      END IF;
    END LOOP;
    IF previous IS NULL OR previous ->> 'withdrawn_at' IS NULL THEN
      RAISE EXCEPTION 'a correction replaces a withdrawn row of the same subject'
        USING ERRCODE = '23514', CONSTRAINT = 'core_fact_replaces_same_subject';
    END IF;
  END IF;
  RETURN NEW;
END $$;
"""

DROP_FUNCTIONS = """
DROP FUNCTION core_fact_guard();
DROP FUNCTION core_freeze();
DROP FUNCTION core_stamp();
DROP FUNCTION core_clock();
"""


def guard(table: str, *subject: str, computed: tuple[str, ...] = ()) -> RunSQL:
    """Put the trigger of the envelope on a table; `subject` are columns that a correction keeps."""
    arguments = f"'{','.join(subject)}', '{','.join(computed)}'"
    return RunSQL(
        f"CREATE TRIGGER core_fact_guard BEFORE INSERT OR UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION core_fact_guard({arguments})",
        f"DROP TRIGGER core_fact_guard ON {table}",
    )


def no_circle(table: str, start: str, end: str) -> RunSQL:
    """Refuse a known row of a fact that closes a circle; a lock keeps two half circles apart."""
    return _acyclic(table, start, end, "t.withdrawn_at IS NULL", "TRUE")


def no_circle_of_a_kind(table: str, start: str, end: str, kinds: tuple[str, ...]) -> RunSQL:
    """The same for a table of relations that may be edited, within each of some kinds."""
    some = ", ".join(f"'{kind}'" for kind in kinds)
    return _acyclic(table, start, end, "t.kind = NEW.kind", f"NEW.kind IN ({some})", "OR UPDATE ")


def _acyclic(table: str, start: str, end: str, live: str, when: str, also: str = "") -> RunSQL:
    name = f"{table}_no_circle"
    return RunSQL(  # the names come from migrations, never from input
        f"""
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('{name}'));
  IF {when} AND EXISTS (
    WITH RECURSIVE onward(id) AS (
      SELECT NEW.{end}
      UNION
      SELECT t.{end} FROM {table} t JOIN onward ON t.{start} = onward.id
      WHERE {live}
    ) SELECT 1 FROM onward WHERE id = NEW.{start}
  ) THEN
    RAISE EXCEPTION 'the succession makes a circle'
      USING ERRCODE = '23514', CONSTRAINT = 'core_no_circle';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER {name} BEFORE INSERT {also}ON {table} FOR EACH ROW EXECUTE FUNCTION {name}();
""",  # noqa: S608
        f"DROP TRIGGER {name} ON {table}; DROP FUNCTION {name}();",
    )


def insert_only(table: str) -> RunSQL:
    """Refuse every UPDATE and DELETE on a table of finished things."""
    return RunSQL(
        f"""
CREATE OR REPLACE FUNCTION core_insert_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rows of % are never changed', TG_TABLE_NAME
    USING ERRCODE = '23514', CONSTRAINT = 'core_fact_append_only';
END $$;
CREATE TRIGGER core_insert_only BEFORE UPDATE OR DELETE ON {table}
  FOR EACH ROW EXECUTE FUNCTION core_insert_only();
""",
        f"DROP TRIGGER core_insert_only ON {table}",
    )


_FROZEN = """
CREATE OR REPLACE FUNCTION core_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  row jsonb;
  fixed boolean;
BEGIN
  -- Arguments: the column that leads to the parent and its table; without them the row itself.
  FOREACH row IN ARRAY ARRAY[to_jsonb(OLD), to_jsonb(NEW)] LOOP
    CONTINUE WHEN row IS NULL OR (TG_NARGS = 0 AND row IS DISTINCT FROM to_jsonb(OLD));
    IF TG_NARGS = 0 THEN
      fixed := row ->> 'frozen_at' IS NOT NULL;
    ELSE
      EXECUTE format('SELECT frozen_at IS NOT NULL FROM %I WHERE id = $1 FOR SHARE', TG_ARGV[1])
        INTO fixed USING (row ->> TG_ARGV[0])::bigint;
    END IF;
    IF fixed THEN
      RAISE EXCEPTION 'this row of % is fixed', TG_TABLE_NAME
        USING ERRCODE = '23514', CONSTRAINT = 'core_frozen';
    END IF;
  END LOOP;
  RETURN coalesce(NEW, OLD);
END $$;
"""


def frozen(table: str) -> RunSQL:
    """Refuse every UPDATE and DELETE of a row whose `frozen_at` is set."""
    return RunSQL(
        f"{_FROZEN} CREATE TRIGGER core_frozen BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION core_frozen()",
        f"DROP TRIGGER core_frozen ON {table}",
    )


def frozen_with(table: str, column: str, parent: str) -> RunSQL:
    """Refuse to add, change or take away a part of a parent that is fixed."""
    return RunSQL(
        f"{_FROZEN} CREATE TRIGGER core_frozen BEFORE INSERT OR UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION core_frozen('{column}', '{parent}')",
        f"DROP TRIGGER core_frozen ON {table}",
    )


def never_deleted(table: str) -> RunSQL:
    """Refuse every DELETE: a code stays taken for ever."""
    return RunSQL(
        f"""
CREATE OR REPLACE FUNCTION core_never_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rows of % are never deleted', TG_TABLE_NAME
    USING ERRCODE = '23514', CONSTRAINT = 'core_never_deleted';
END $$;
CREATE TRIGGER core_never_deleted BEFORE DELETE ON {table}
  FOR EACH ROW EXECUTE FUNCTION core_never_deleted();
""",
        f"DROP TRIGGER core_never_deleted ON {table}",
    )
