"""Agreements of organisations to match with each other, step by step."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="AgreementStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("one", models.CharField(max_length=40)),
                ("other", models.CharField(db_index=True, max_length=40)),
                ("number", models.PositiveIntegerField()),
                ("act", models.CharField(max_length=20)),
                ("by", models.CharField(max_length=40)),
                ("person", models.CharField(max_length=20)),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("one", "other", "number"), name="one_agreement_step")],
            },
        ),
    ]
