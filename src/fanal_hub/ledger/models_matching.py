"""Tables of cross-referencing: keys and fingerprints of targets, how they relate, and the waves they make. `write` alone writes."""

from django.db import models


class KeyRow(models.Model):
    """A cross-referencing key of a target, in its handler's memory. Erased with the content."""

    handler = models.CharField(max_length=40)
    kind = models.CharField(max_length=10)  # account | hashtag | link | folded
    key = models.CharField(max_length=64)  # SHA-256, hex
    target = models.CharField(max_length=20, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["handler", "kind", "key", "target"], name="one_key")]


class RelationRow(models.Model):
    """Which targets relate, and what a person said of it: the events of `case` read from both sides."""

    handler = models.CharField(max_length=40)
    case = models.CharField(max_length=20)
    target = models.CharField(max_length=20)
    other_case = models.CharField(max_length=20)
    other_target = models.CharField(max_length=20)
    relation = models.CharField(max_length=30)
    state = models.CharField(max_length=20)  # suggested | confirmed | refused

    class Meta:
        constraints = [models.UniqueConstraint(fields=["target", "other_target", "relation"], name="one_relation")]
        indexes = [
            models.Index(fields=["case"], name="relation_case"),
            models.Index(fields=["other_case"], name="relation_other_case"),
            models.Index(fields=["other_target"], name="relation_other"),
        ]


class FingerprintRow(models.Model):
    """A 256-bit fingerprint of a target's text or media, in its handler's memory. Kinds are never mixed. Erased with the content."""

    handler = models.CharField(max_length=40)
    kind = models.CharField(max_length=20)  # code of the plug in `fanal/fingerprints`
    code = models.BinaryField(max_length=32)  # 256 bits
    target = models.CharField(max_length=20, db_index=True)
    place = models.IntegerField(default=0)  # of a video: milliseconds from its start
    quality = models.PositiveSmallIntegerField(default=0)  # of an image: 0 to 100

    class Meta:
        indexes = [models.Index(fields=["handler", "kind", "code"], name="fingerprint_code")]
        constraints = [
            models.UniqueConstraint(fields=["target", "kind", "place", "code"], name="one_fingerprint"),
        ]


class ChunkRow(models.Model):
    """One 16-bit chunk of a fingerprint: how SQL alone finds what is near, where no process may keep an index."""

    handler = models.CharField(max_length=40)
    kind = models.CharField(max_length=20)
    chunk = models.PositiveSmallIntegerField()  # 0 to 15
    value = models.PositiveIntegerField()  # 0 to 65535
    code = models.BinaryField(max_length=32)  # of the FingerprintRows

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["handler", "kind", "chunk", "value", "code"], name="one_chunk"),
        ]


class WaveRow(models.Model):
    """Many postings, or notices, that belong together in time: counted anew by a station from keys and mentions. Erasable."""

    handler = models.CharField(max_length=40)
    kind = models.CharField(max_length=20)  # raid | copies | links | common_key | brigade
    key = models.CharField(max_length=64)  # of the KeyRows it is about; of a brigade, the page
    size = models.PositiveIntegerField()  # postings, or notices
    authors = models.PositiveIntegerField()  # different ones, or different notifiers
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    reasons = models.TextField()  # JSON: codes and parameters of messages
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["handler", "kind", "key", "first_at"], name="one_wave")]
        indexes = [models.Index(fields=["handler", "-last_at"], name="wave_recent")]
