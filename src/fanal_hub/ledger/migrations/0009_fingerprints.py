"""Fingerprints of texts and media, and their chunks for a search in SQL alone."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0008_samples_and_pulses'),
    ]

    operations = [
        migrations.CreateModel(
            name='ChunkRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('handler', models.CharField(max_length=40)),
                ('kind', models.CharField(max_length=20)),
                ('chunk', models.PositiveSmallIntegerField()),
                ('value', models.PositiveIntegerField()),
                ('code', models.BinaryField(max_length=32)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('handler', 'kind', 'chunk', 'value', 'code'), name='one_chunk')],
            },
        ),
        migrations.CreateModel(
            name='FingerprintRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('handler', models.CharField(max_length=40)),
                ('kind', models.CharField(max_length=20)),
                ('code', models.BinaryField(max_length=32)),
                ('target', models.CharField(db_index=True, max_length=20)),
                ('place', models.IntegerField(default=0)),
                ('quality', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'indexes': [models.Index(fields=['handler', 'kind', 'code'], name='fingerprint_code')],
                'constraints': [models.UniqueConstraint(fields=('target', 'kind', 'place', 'code'), name='one_fingerprint')],
            },
        ),
    ]
