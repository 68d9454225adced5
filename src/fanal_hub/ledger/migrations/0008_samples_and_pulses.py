"""What the operations page and the metrics remember: a sample a minute, and the pulse of each process."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0007_papers")]
    operations = [
        migrations.CreateModel(
            name="SampleRow",
            fields=[
                ("minute", models.BigIntegerField(primary_key=True, serialize=False)),
                ("position", models.BigIntegerField()),
                ("counts", models.TextField()),
                ("gauges", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="PulseRow",
            fields=[
                ("name", models.CharField(max_length=100, primary_key=True, serialize=False)),
                ("role", models.CharField(max_length=20)),
                ("seen_at", models.DateTimeField()),
                ("series", models.TextField()),
            ],
        ),
    ]
