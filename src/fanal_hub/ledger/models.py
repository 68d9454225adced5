"""Tables of the ledger: events; rows that are their sum; contents, vault and links beside them. `write` alone writes."""

from django.db import models

from fanal_hub.ledger.models_beside import AskedRow as AskedRow
from fanal_hub.ledger.models_beside import ElsewhereRow as ElsewhereRow
from fanal_hub.ledger.models_beside import ShortLinkRow as ShortLinkRow
from fanal_hub.ledger.models_matching import ChunkRow as ChunkRow
from fanal_hub.ledger.models_matching import FingerprintRow as FingerprintRow
from fanal_hub.ledger.models_matching import KeyRow as KeyRow
from fanal_hub.ledger.models_matching import RelationRow as RelationRow
from fanal_hub.ledger.models_matching import WaveRow as WaveRow
from fanal_hub.ledger.models_shared import FeedbackRow as FeedbackRow
from fanal_hub.ledger.models_shared import SharedHashRow as SharedHashRow
from fanal_hub.ledger.models_shared import SubscriberRow as SubscriberRow


class EventRow(models.Model):
    """One event. Append-only: triggers refuse UPDATE (but of an empty position) and DELETE."""

    position = models.BigIntegerField(unique=True, null=True)  # gap-free, given by the sequencer
    stream = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    kind = models.CharField(max_length=40)
    handler = models.CharField(max_length=40, blank=True)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    body = models.TextField()  # canonical JSON
    leaf = models.CharField(max_length=64)  # hex leaf hash

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stream", "version"], name="one_version")]
        indexes = [models.Index(fields=["kind", "position"], name="event_kind")]


class NoticeRow(models.Model):
    """A notice as it stands: the sum of its events in `now`, with the columns that questions need."""

    ref = models.CharField(max_length=20, primary_key=True)
    version = models.PositiveIntegerField()
    now = models.TextField()
    handler = models.CharField(max_length=40)
    state = models.CharField(max_length=20)
    category = models.CharField(max_length=20)
    notifier_kind = models.CharField(max_length=20)
    subject = models.CharField(max_length=40)
    priority = models.IntegerField()
    received_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["handler", "-received_at"], name="notice_recent"),
            models.Index(fields=["handler", "subject", "-received_at"], name="notice_subject"),
            models.Index(fields=["state", "received_at"], name="notice_waiting"),
        ]


class CaseRow(models.Model):
    """A case as it stands."""

    ref = models.CharField(max_length=20, primary_key=True)
    version = models.PositiveIntegerField()
    now = models.TextField()
    handler = models.CharField(max_length=40)
    state = models.CharField(max_length=20)
    category = models.CharField(max_length=20)
    priority = models.IntegerField()
    targets = models.PositiveIntegerField()
    notices = models.PositiveIntegerField()
    contests = models.PositiveIntegerField()
    outcome = models.CharField(max_length=20, blank=True)
    opened_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    held = models.BooleanField()
    purged = models.BooleanField()

    class Meta:
        indexes = [
            models.Index(fields=["handler", "state", "-priority", "opened_at", "ref"], name="case_queue"),
            models.Index(
                fields=["handler", "state", "category", "-priority", "opened_at", "ref"], name="case_queue_category"
            ),
            models.Index(fields=["purged", "held", "expires_at"], name="case_expiry"),
        ]


class TargetRow(models.Model):
    """A target of a case as it stands."""

    id = models.CharField(max_length=20, primary_key=True)
    case = models.CharField(max_length=20, db_index=True)
    handler = models.CharField(max_length=40)
    place = models.PositiveIntegerField()  # order in the case
    platform = models.CharField(max_length=40)
    kind = models.CharField(max_length=20)
    judgement = models.CharField(max_length=20)
    set_aside = models.CharField(max_length=20, blank=True)
    mentions = models.PositiveIntegerField()
    sighting = models.CharField(max_length=20, blank=True)
    next_look_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["next_look_at"], name="target_look")]


class ReferralRow(models.Model):
    """A referral as it stands."""

    ref = models.CharField(max_length=20, primary_key=True)
    version = models.PositiveIntegerField()
    now = models.TextField()
    case = models.CharField(max_length=20, db_index=True)
    handler = models.CharField(max_length=40)
    recipient = models.CharField(max_length=60)
    organisation = models.CharField(max_length=40, blank=True)  # the recipient's account on this hub
    platform = models.CharField(max_length=40)
    lane = models.CharField(max_length=40)
    ask = models.CharField(max_length=30)
    state = models.CharField(max_length=20)
    outcome = models.CharField(max_length=20, blank=True)
    way = models.CharField(max_length=20, blank=True)
    prepared_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)  # fixed by law
    target_at = models.DateTimeField(null=True)  # the handler's own
    wake_at = models.DateTimeField(null=True)  # when a clock must be looked at again

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "state", "sent_at", "ref"], name="referral_inbox"),
            models.Index(fields=["handler", "state", "-prepared_at"], name="referral_outbox"),
            models.Index(fields=["wake_at"], name="referral_wake"),
        ]


class CheckpointRow(models.Model):
    """A signed head of the log."""

    size = models.BigIntegerField(primary_key=True)
    root = models.CharField(max_length=64)  # base64
    note = models.TextField()
    published_at = models.DateTimeField()


class CursorRow(models.Model):
    """How far a station has read."""

    name = models.CharField(max_length=40, primary_key=True)
    position = models.BigIntegerField(default=0)


class JobRow(models.Model):
    """One thing that a station has to do: an event to handle, or a timer. A lease: who claims it pushes `available_at`."""

    station = models.CharField(max_length=40)
    stream = models.CharField(max_length=60)  # the order key: one at a time, in order of position
    position = models.BigIntegerField()  # of the event; 0 for a timer
    handler = models.CharField(max_length=40, blank=True)  # organisation, so that none starves another
    due_at = models.DateTimeField()  # when it was to be done: a timer's column
    available_at = models.DateTimeField()  # when it may be claimed: due, put off, or the end of a lease
    attempt = models.BigIntegerField(default=0)  # the fence: whoever holds an older number writes nothing
    tries = models.PositiveIntegerField(default=0)  # that count against it
    worker = models.CharField(max_length=100, blank=True)  # the process that holds it
    error = models.CharField(max_length=80, blank=True)  # type or code of the last trouble, never its text
    failed_at = models.DateTimeField(null=True)  # the first time
    dead_at = models.DateTimeField(null=True)  # given up: a person retries or drops it
    dropped = models.CharField(max_length=40, blank=True)  # why a person dropped it: a code
    dropped_by = models.CharField(max_length=40, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stream", "station", "position"], name="one_job")]
        indexes = [
            models.Index(
                fields=["station", "handler", "available_at", "id"],
                name="job_due",
                condition=models.Q(dead_at__isnull=True),
            ),
            models.Index(
                fields=["handler", "failed_at"], name="job_trouble", condition=models.Q(failed_at__isnull=False)
            ),
        ]


class TargetContent(models.Model):
    """What is publicly known of a target; (handler, canonical) is the claim that keeps one target per page. Erasable."""

    target = models.CharField(max_length=20, primary_key=True)
    handler = models.CharField(max_length=40)
    case = models.CharField(max_length=20, db_index=True)
    page = models.CharField(max_length=64)  # SHA-256 of canonical: short enough for an index
    canonical = models.TextField()
    url = models.TextField(blank=True)
    platform = models.CharField(max_length=40)
    kind = models.CharField(max_length=20)
    account = models.CharField(max_length=400, blank=True)
    text = models.TextField(blank=True)
    posted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["handler", "page"], name="one_target_per_page")]


class MentionContent(models.Model):
    """Reported public content as one notice gave it, with the salt of its digest. Plain, searchable, erasable."""

    notice = models.CharField(max_length=20)
    n = models.PositiveSmallIntegerField()
    handler = models.CharField(max_length=40)
    target = models.CharField(max_length=20, blank=True, db_index=True)
    address = models.TextField(blank=True)
    url = models.TextField(blank=True)
    page = models.CharField(max_length=64)
    canonical = models.TextField()
    platform = models.CharField(max_length=40)
    kind = models.CharField(max_length=20)
    account = models.CharField(max_length=400, blank=True)
    text = models.TextField(blank=True)
    posted_at = models.DateTimeField(null=True)
    notes = models.JSONField(default=list)
    salt = models.CharField(max_length=64)  # hex
    voice = models.CharField(
        max_length=64, db_default=""
    )  # keyed digest: tells a handler's notifiers apart, names nobody

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notice", "n"], name="one_mention")]
        indexes = [
            models.Index(fields=["handler", "page"], name="mention_page"),
            models.Index(fields=["handler", "voice"], name="mention_voice", condition=~models.Q(voice="")),
        ]


class VaultKeyRow(models.Model):
    """A subject's key, wrapped by the hub's vault key. Destroying it makes the subject's records unreadable."""

    subject = models.CharField(max_length=40, primary_key=True)
    wrapped = models.BinaryField()


class VaultRow(models.Model):
    """One sealed record: identities, free text, letters, files."""

    id = models.CharField(max_length=40, primary_key=True)
    subject = models.CharField(max_length=40, db_index=True)
    about = models.CharField(max_length=60, db_index=True)  # "notice:N-…", "case:C-…", "referral:R-…"
    kind = models.CharField(max_length=30)  # identity | reasons | note | file | answer | letter | contest
    sealed = models.BinaryField()
    made_at = models.DateTimeField()


class AccessRow(models.Model):
    """A secret link, kept as a digest: follow-up of a notice, one-time answer to a referral, a contest."""

    digest = models.CharField(max_length=64, primary_key=True)
    purpose = models.CharField(max_length=20)  # follow | answer | contest
    about = models.CharField(max_length=60, db_index=True)
    expires_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)


class IdempotencyRow(models.Model):
    """An idempotency key (keyed digest) with the digest of its request and the reference it made."""

    owner = models.CharField(max_length=60)
    key = models.CharField(max_length=64)
    request = models.CharField(max_length=64)
    reference = models.TextField()  # JSON of references only
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "key"], name="one_idempotency")]


class ClaimRow(models.Model):
    """An answer that came by mail and waits for a person to confirm it; its text is in the vault."""

    id = models.CharField(max_length=40, primary_key=True)
    referral = models.CharField(max_length=20, db_index=True)
    handler = models.CharField(max_length=40)
    vault = models.CharField(max_length=40)
    state = models.CharField(max_length=20, default="waiting")  # waiting | confirmed | dropped
    made_at = models.DateTimeField()


class FigureRow(models.Model):
    """A counted figure, renewed by the tally station from the rows."""

    scope = models.CharField(max_length=40, blank=True)  # handler, or empty for the whole hub
    platform = models.CharField(max_length=40, blank=True)
    lane = models.CharField(max_length=40, blank=True)
    week = models.CharField(max_length=8, blank=True)
    code = models.CharField(max_length=40)
    value = models.JSONField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "platform", "lane", "week", "code"], name="one_figure")]


class ImportRow(models.Model):
    """How far a file import has come, so that it can be taken up again."""

    digest = models.CharField(max_length=64, primary_key=True)  # of the file and the organisation
    organisation = models.CharField(max_length=40)
    rows = models.PositiveIntegerField(default=0)
    taken = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)


class SentRow(models.Model):
    """Which known sender (an organisation's desk, token or import) a notice came from: its own list of notices."""

    sender = models.CharField(max_length=60)
    notice = models.CharField(max_length=20, unique=True)
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["sender", "-made_at"], name="sent_recent")]


class SampleRow(models.Model):
    """How the hub did in one minute, kept for the charts of the operations page; and what was counted up to a position."""

    minute = models.BigIntegerField(primary_key=True)  # since 1970, UTC
    position = models.BigIntegerField()
    counts = models.TextField()  # JSON: events by kind, notices by channel, in all, up to `position`
    gauges = models.TextField()  # JSON: what no event says


class PulseRow(models.Model):
    """What one process of the hub says of itself every few seconds: any of them can answer for all."""

    name = models.CharField(max_length=100, primary_key=True)
    role = models.CharField(max_length=20)
    seen_at = models.DateTimeField()
    series = models.TextField()  # JSON: its counters and gauges


class PaperRow(models.Model):
    """A document that another hub signed, carried here with an organisation: it stays checkable against that hub's key."""

    organisation = models.CharField(max_length=40)
    hub = models.CharField(max_length=200)  # who signed
    about = models.CharField(max_length=60)  # "notice:N-…", "log:<size>", "organisation:<ref>"
    kind = models.CharField(max_length=20)  # receipt | checkpoint | manifest
    content = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "hub", "about", "kind"], name="one_paper")]
        indexes = [models.Index(fields=["about"], name="paper_about")]
