"""Published lists of fingerprints: what is shared, who may fetch it, what they said of it."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0009_fingerprints'),
    ]

    operations = [
        migrations.CreateModel(
            name='SubscriberRow',
            fields=[
                ('id', models.CharField(max_length=20, primary_key=True, serialize=False)),
                ('handler', models.CharField(db_index=True, max_length=40)),
                ('name', models.CharField(max_length=100)),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('made_at', models.DateTimeField()),
                ('by', models.CharField(max_length=40)),
                ('fetched_at', models.DateTimeField(null=True)),
                ('revoked_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='FeedbackRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subscriber', models.CharField(max_length=20)),
                ('shared', models.CharField(db_index=True, max_length=20)),
                ('feedback', models.CharField(max_length=20)),
                ('given_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('subscriber', 'shared'), name='one_feedback')],
            },
        ),
        migrations.CreateModel(
            name='SharedHashRow',
            fields=[
                ('id', models.CharField(max_length=20, primary_key=True, serialize=False)),
                ('handler', models.CharField(max_length=40)),
                ('kind', models.CharField(max_length=20)),
                ('code', models.BinaryField(max_length=32)),
                ('case', models.CharField(blank=True, db_index=True, max_length=20)),
                ('target', models.CharField(blank=True, db_index=True, max_length=20)),
                ('salt', models.CharField(blank=True, max_length=64)),
                ('shared_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['handler', 'changed_at', 'id'], name='shared_changed')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('target', 'kind', 'code'), name='one_shared_hash')],
            },
        ),
    ]
