"""Two tables beside the ledger's own: where short links lead, and what one organisation asked another. No event tells of either."""

from django.db import models


class ShortLinkRow(models.Model):
    """A short link in one organisation's memory ("": given to the whole hub by whoever runs it), and where it leads. Erasable."""

    handler = models.CharField(max_length=40, blank=True)
    short = models.CharField(max_length=64)  # SHA-256 of its canonical key
    canonical = models.TextField()  # "web:short_link:bit.ly/abc"
    url = models.TextField()
    leads = models.CharField(max_length=64, blank=True)  # SHA-256 of the canonical key of its end; empty: not known
    leads_to = models.TextField(blank=True)  # the address of its end
    way = models.CharField(max_length=10, blank=True)  # given | resolved
    at = models.DateTimeField()  # when it became known, or was last tried
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=40, blank=True)  # why the last try failed
    again_at = models.DateTimeField(null=True)  # when it is tried next; never when empty

    class Meta:
        app_label = "ledger"
        constraints = [models.UniqueConstraint(fields=["handler", "short"], name="one_short_link")]
        indexes = [
            models.Index(fields=["handler", "leads"], name="short_link_end"),
            models.Index(fields=["again_at"], name="short_link_again", condition=models.Q(again_at__isnull=False)),
        ]


class ElsewhereRow(models.Model):
    """One question of one organisation to another, about a target of the asker; `other` is the target that answers it, if any.

    Read for its asker alone, as yes or no; the answerer never sees the row.
    """

    asker = models.CharField(max_length=40)
    answerer = models.CharField(max_length=40)
    target = models.CharField(max_length=20)
    other = models.CharField(max_length=20, blank=True)

    class Meta:
        app_label = "ledger"
        constraints = [models.UniqueConstraint(fields=["asker", "target", "answerer"], name="one_question")]


class AskedRow(models.Model):
    """How many questions one organisation newly put to another at one day's tick: what the answerer may see, and that it ran."""

    asker = models.CharField(max_length=40)
    answerer = models.CharField(max_length=40)
    day = models.DateField()
    questions = models.PositiveIntegerField()

    class Meta:
        app_label = "ledger"
        constraints = [models.UniqueConstraint(fields=["answerer", "asker", "day"], name="one_asking")]
