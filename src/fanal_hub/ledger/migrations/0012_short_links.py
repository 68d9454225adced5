"""Where short links lead, as each organisation knows it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0010_shared_lists")]

    operations = [
        migrations.CreateModel(
            name="ShortLinkRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("handler", models.CharField(blank=True, max_length=40)),
                ("short", models.CharField(max_length=64)),
                ("canonical", models.TextField()),
                ("url", models.TextField()),
                ("leads", models.CharField(blank=True, max_length=64)),
                ("leads_to", models.TextField(blank=True)),
                ("way", models.CharField(blank=True, max_length=10)),
                ("at", models.DateTimeField()),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("error", models.CharField(blank=True, max_length=40)),
                ("again_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["handler", "leads"], name="short_link_end"),
                    models.Index(
                        condition=models.Q(("again_at__isnull", False)), fields=["again_at"], name="short_link_again"
                    ),
                ],
                "constraints": [models.UniqueConstraint(fields=("handler", "short"), name="one_short_link")],
            },
        ),
    ]
