"""Relations found from both sides, with the rows of those that were noted before.

What a process of the release before still notes while it is brought up to date is told on its own case's page alone.
"""

import json

from django.db import migrations, models


def noted_before(apps, schema_editor):
    events = apps.get_model("ledger", "EventRow").objects.filter(kind="relation_noted").order_by("id")
    row_of = apps.get_model("ledger", "RelationRow")
    rows = []
    for each in events.only("handler", "body").iterator(chunk_size=2000):
        body = json.loads(each.body)
        names = ("case", "target", "other_case", "other_target", "relation")
        rows.append(row_of(handler=each.handler, state="suggested", **{name: body[name] for name in names}))
        if len(rows) == 2000:
            row_of.objects.bulk_create(rows, ignore_conflicts=True)
            rows = []
    row_of.objects.bulk_create(rows, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0013_agreements")]

    operations = [
        migrations.CreateModel(
            name="RelationRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("handler", models.CharField(max_length=40)),
                ("case", models.CharField(max_length=20)),
                ("target", models.CharField(max_length=20)),
                ("other_case", models.CharField(max_length=20)),
                ("other_target", models.CharField(max_length=20)),
                ("relation", models.CharField(max_length=30)),
                ("state", models.CharField(max_length=20)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["case"], name="relation_case"),
                    models.Index(fields=["other_case"], name="relation_other_case"),
                    models.Index(fields=["other_target"], name="relation_other"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("target", "other_target", "relation"), name="one_relation")
                ],
            },
        ),
        migrations.RunPython(noted_before, migrations.RunPython.noop),
    ]
