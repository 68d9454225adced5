"""What organisations that agreed to match with each other asked, and how often."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0012_short_links")]

    operations = [
        migrations.CreateModel(
            name="ElsewhereRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asker", models.CharField(max_length=40)),
                ("answerer", models.CharField(max_length=40)),
                ("target", models.CharField(max_length=20)),
                ("other", models.CharField(blank=True, max_length=20)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("asker", "target", "answerer"), name="one_question")],
            },
        ),
        migrations.CreateModel(
            name="AskedRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asker", models.CharField(max_length=40)),
                ("answerer", models.CharField(max_length=40)),
                ("day", models.DateField()),
                ("questions", models.PositiveIntegerField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("answerer", "asker", "day"), name="one_asking")],
            },
        ),
    ]
