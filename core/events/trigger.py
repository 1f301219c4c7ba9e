"""The database's own guard: no version of a subject without its event."""

from django.db.migrations.operations import RunSQL

CREATE_FUNCTION = """
CREATE OR REPLACE FUNCTION core_require_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.version IS DISTINCT FROM OLD.version + 1 THEN
        RAISE EXCEPTION '% % was changed without a new version', TG_ARGV[0], NEW.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM core_domainevent
        WHERE subject_id = NEW.id AND subject_version = NEW.version AND subject_type = TG_ARGV[0]
    ) THEN
        RAISE EXCEPTION '% % has no event for version %', TG_ARGV[0], NEW.id, NEW.version
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
"""
DROP_FUNCTION = "DROP FUNCTION core_require_event();"

APPEND_ONLY = """
CREATE FUNCTION core_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the log of events is append-only'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER core_domainevent_append_only BEFORE UPDATE OR DELETE ON core_domainevent
    FOR EACH ROW EXECUTE FUNCTION core_append_only();
"""
DROP_APPEND_ONLY = """
DROP TRIGGER core_domainevent_append_only ON core_domainevent;
DROP FUNCTION core_append_only();
"""


def require_event(table: str, subject_type: str) -> RunSQL:
    """A migration operation: from now on each row version of `table` needs its event.

    Args:
        table: the subject's table.
        subject_type: as in its events.
    """
    name = f"{table}_needs_event"
    return RunSQL(
        f"CREATE CONSTRAINT TRIGGER {name} AFTER INSERT OR UPDATE ON {table} "
        f"DEFERRABLE INITIALLY DEFERRED FOR EACH ROW "
        f"EXECUTE FUNCTION core_require_event('{subject_type}');",
        f"DROP TRIGGER {name} ON {table};",
    )
