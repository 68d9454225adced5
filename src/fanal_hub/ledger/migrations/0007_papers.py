"""Documents that another hub signed, carried here with an organisation."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0005_jobs")]
    operations = [
        migrations.CreateModel(
            name="PaperRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("organisation", models.CharField(max_length=40)),
                ("hub", models.CharField(max_length=200)),
                ("about", models.CharField(max_length=60)),
                ("kind", models.CharField(max_length=20)),
                ("content", models.TextField()),
            ],
            options={
                "indexes": [models.Index(fields=["about"], name="paper_about")],
                "constraints": [
                    models.UniqueConstraint(fields=["organisation", "hub", "about", "kind"], name="one_paper")
                ],
            },
        )
    ]
