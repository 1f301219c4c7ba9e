"""The database's own book of changes: triggers on the tables that are shown.

Each notes the row under the transaction's id, whoever writes: ORM, `update()`, COPY or SQL. Where
what is shown of a row stands in another table (a photo, a name), that table's trigger notes it.
"""

from django.db.migrations.operations import RunSQL

CREATE_FUNCTION = """
CREATE FUNCTION core_note_changes(kind text, ids uuid[]) RETURNS void LANGUAGE sql AS $$
    INSERT INTO core_change (changed_in, subject_type, subject_id)
    SELECT DISTINCT pg_current_xact_id(), kind, id FROM unnest(ids) AS id WHERE id IS NOT NULL
    ON CONFLICT DO NOTHING
$$;
"""
DROP_FUNCTION = "DROP FUNCTION core_note_changes(text, uuid[]);"

NOTE = """
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM core_note_changes('{kind}', ARRAY({ids}));
    RETURN NULL;
END $$;
CREATE TRIGGER {name} AFTER {when} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}();
"""
FORGET = """
DROP TRIGGER {name} ON {table};
DROP FUNCTION {name}();
"""
NOTE_ALL = """
SET LOCAL statement_timeout = 0;
INSERT INTO core_change SELECT pg_current_xact_id(), '{kind}', id FROM {table}
ON CONFLICT DO NOTHING;
"""
FORGET_ALL = "DELETE FROM core_change WHERE subject_type = '{kind}';"
EVERY_WRITE = "INSERT OR UPDATE OR DELETE"


def note_changes(table: str, subject_type: str) -> RunSQL:
    """A migration operation: from now on each change of a row of `table` is noted.

    Nobody writes to the table until it is committed, so what takes long (`note_all`) has to be in
    a migration of its own after it.

    Args:
        table: with an `id` that is a UUID.
        subject_type: what its rows are called in `core_change`.
    """
    name = f"{table}_note_change"
    own = "SELECT id FROM unnest(ARRAY[OLD.id, NEW.id]) AS id"
    note = NOTE.format(name=name, kind=subject_type, ids=own, when=EVERY_WRITE, table=table)
    return RunSQL(note, FORGET.format(name=name, table=table))


def note_all(table: str, subject_type: str) -> RunSQL:
    """A migration operation: all rows that there are count as changed now. It locks none of them.

    The trigger has to be there before (`note_changes`), so that no row falls between the two.

    Args:
        table: with an `id` that is a UUID.
        subject_type: what its rows are called in `core_change`.
    """
    said = {"table": table, "kind": subject_type}
    return RunSQL(NOTE_ALL.format(**said), FORGET_ALL.format(**said))


def note_through(table: str, subject_type: str, *, ids: str, when: str = EVERY_WRITE) -> RunSQL:
    """A migration operation: from now on a change of `table` is one of others' rows.

    Args:
        table: whose rows show in those of a subject.
        subject_type: of the subject.
        ids: SQL that finds them, by `OLD` and `NEW`, either of which may be null.
        when: of the changes of `table`, those that count (`UPDATE OF name`).
    """
    name = f"{table}_note_{subject_type}"
    note = NOTE.format(name=name, kind=subject_type, ids=ids, when=when, table=table)
    return RunSQL(note, FORGET.format(name=name, table=table))
