"""Triggers that keep events append-only, and the full-text table of reported public content (SQLite)."""

from django.db import migrations

SQLITE = [
    """CREATE TRIGGER event_no_delete BEFORE DELETE ON ledger_eventrow
       BEGIN SELECT RAISE(ABORT, 'events are append-only'); END""",
    """CREATE TRIGGER event_no_update BEFORE UPDATE ON ledger_eventrow
       WHEN NOT (OLD.position IS NULL AND NEW.position IS NOT NULL AND NEW.stream = OLD.stream
                 AND NEW.version = OLD.version AND NEW.kind = OLD.kind AND NEW.body = OLD.body AND NEW.leaf = OLD.leaf)
       BEGIN SELECT RAISE(ABORT, 'events are append-only'); END""",
    """CREATE VIRTUAL TABLE ledger_words USING fts5(
         handler UNINDEXED, target UNINDEXED, notice UNINDEXED, words, address, account, refs,
         tokenize = "unicode61 remove_diacritics 2")""",
]


def forward(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for statement in SQLITE:
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [migrations.RunPython(forward, migrations.RunPython.noop)]
