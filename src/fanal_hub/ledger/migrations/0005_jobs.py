"""The lease table: what each station has to do. On PostgreSQL its dead rows are swept early: it is a queue."""

from django.db import migrations, models

SWEEP = (
    "ALTER TABLE ledger_jobrow SET (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 2000,"
    " autovacuum_analyze_scale_factor = 0.02)"
)


def forward(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(SWEEP)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0004_postgresql")]
    operations = [
        migrations.CreateModel(
            name="JobRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("station", models.CharField(max_length=40)),
                ("stream", models.CharField(max_length=60)),
                ("position", models.BigIntegerField()),
                ("handler", models.CharField(blank=True, max_length=40)),
                ("due_at", models.DateTimeField()),
                ("available_at", models.DateTimeField()),
                ("attempt", models.BigIntegerField(default=0)),
                ("tries", models.PositiveIntegerField(default=0)),
                ("worker", models.CharField(blank=True, max_length=100)),
                ("error", models.CharField(blank=True, max_length=80)),
                ("failed_at", models.DateTimeField(null=True)),
                ("dead_at", models.DateTimeField(null=True)),
                ("dropped", models.CharField(blank=True, max_length=40)),
                ("dropped_by", models.CharField(blank=True, max_length=40)),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("dead_at__isnull", True)),
                        fields=["station", "handler", "available_at", "id"],
                        name="job_due",
                    ),
                    models.Index(
                        condition=models.Q(("failed_at__isnull", False)),
                        fields=["handler", "failed_at"],
                        name="job_trouble",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("stream", "station", "position"), name="one_job"),
                ],
            },
        ),
        migrations.RunPython(forward, migrations.RunPython.noop),
    ]
