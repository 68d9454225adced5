"""The queue filtered by category is walked by an index too, however rare the category is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_guards_and_search")]
    operations = [
        migrations.AddIndex(
            model_name="caserow",
            index=models.Index(
                fields=["handler", "state", "category", "-priority", "opened_at", "ref"], name="case_queue_category"
            ),
        )
    ]
