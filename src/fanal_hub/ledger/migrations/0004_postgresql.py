"""PostgreSQL: append-only triggers, the events without a position, the full-text table; nothing on SQLite."""

from django.db import migrations

POSTGRESQL = [
    """CREATE FUNCTION fanal_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN RAISE EXCEPTION 'events are append-only' USING ERRCODE = 'restrict_violation'; END $$""",
    """CREATE TRIGGER event_no_delete BEFORE DELETE ON ledger_eventrow
       FOR EACH ROW EXECUTE FUNCTION fanal_append_only()""",
    """CREATE TRIGGER event_no_truncate BEFORE TRUNCATE ON ledger_eventrow
       FOR EACH STATEMENT EXECUTE FUNCTION fanal_append_only()""",
    """CREATE TRIGGER event_no_update BEFORE UPDATE ON ledger_eventrow FOR EACH ROW
       WHEN (NOT (OLD.position IS NULL AND NEW.position IS NOT NULL
                  AND (NEW.id, NEW.stream, NEW.version, NEW.kind, NEW.handler, NEW.occurred_at, NEW.recorded_at,
                       NEW.body, NEW.leaf)
                    = (OLD.id, OLD.stream, OLD.version, OLD.kind, OLD.handler, OLD.occurred_at, OLD.recorded_at,
                       OLD.body, OLD.leaf)))
       EXECUTE FUNCTION fanal_append_only()""",
    "CREATE INDEX event_unplaced ON ledger_eventrow (id) WHERE position IS NULL",
    """CREATE TABLE ledger_words (
         id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
         handler varchar(40) NOT NULL, target varchar(20) NOT NULL, notice varchar(20) NOT NULL,
         words tsvector NOT NULL)""",
    "CREATE INDEX words_words ON ledger_words USING gin (words)",
    "CREATE INDEX words_target ON ledger_words (target)",
]


def forward(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in POSTGRESQL:
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_queue_by_category")]
    operations = [migrations.RunPython(forward, migrations.RunPython.noop)]
