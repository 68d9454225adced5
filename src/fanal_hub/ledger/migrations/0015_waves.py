"""Waves; and, beside what was reported, what tells notifiers apart without naming them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0014_relations")]

    operations = [
        migrations.AddField(
            model_name="mentioncontent", name="voice", field=models.CharField(db_default="", max_length=64)
        ),
        migrations.AddIndex(
            model_name="mentioncontent",
            index=models.Index(condition=~models.Q(voice=""), fields=["handler", "voice"], name="mention_voice"),
        ),
        migrations.CreateModel(
            name="WaveRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("handler", models.CharField(max_length=40)),
                ("kind", models.CharField(max_length=20)),
                ("key", models.CharField(max_length=64)),
                ("size", models.PositiveIntegerField()),
                ("authors", models.PositiveIntegerField()),
                ("first_at", models.DateTimeField()),
                ("last_at", models.DateTimeField()),
                ("reasons", models.TextField()),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["handler", "-last_at"], name="wave_recent")],
                "constraints": [
                    models.UniqueConstraint(fields=("handler", "kind", "key", "first_at"), name="one_wave")
                ],
            },
        ),
    ]
