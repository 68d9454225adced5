"""Tables of published fingerprints: the list, who may fetch it, what they said. `write` alone writes."""

from django.db import models


class SharedHashRow(models.Model):
    """A fingerprint of a qualified target in its handler's published list. Withdrawn, it stays until subscribers know."""

    id = models.CharField(max_length=20, primary_key=True)  # opaque: it alone leaves, with the code
    handler = models.CharField(max_length=40)
    kind = models.CharField(max_length=20)
    code = models.BinaryField(max_length=32)
    case = models.CharField(max_length=20, blank=True, db_index=True)  # emptied with the case
    target = models.CharField(max_length=20, blank=True, db_index=True)
    salt = models.CharField(max_length=64, blank=True)  # of the digest in the event
    shared_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["handler", "changed_at", "id"], name="shared_changed")]
        constraints = [
            models.UniqueConstraint(
                fields=["target", "kind", "code"],
                name="one_shared_hash",
                condition=models.Q(withdrawn_at__isnull=True),
            ),
        ]


class SubscriberRow(models.Model):
    """Who may fetch an organisation's published list: a name for its people, and a key kept as a digest. Revocable."""

    id = models.CharField(max_length=20, primary_key=True)  # opaque: stands in events, and is the first of its two keys
    handler = models.CharField(max_length=40, db_index=True)
    name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True)  # of the second key, 256 random bits
    made_at = models.DateTimeField()
    by = models.CharField(max_length=40)
    fetched_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)


class FeedbackRow(models.Model):
    """What a subscriber last said of a published fingerprint."""

    subscriber = models.CharField(max_length=20)
    shared = models.CharField(max_length=20, db_index=True)
    feedback = models.CharField(max_length=20)  # MatchFeedback
    given_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subscriber", "shared"], name="one_feedback")]
