"""Questions about published fingerprints, their subscribers and what these said. Everything is of one organisation's list."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Q

from fanal.words.lists import Judgement
from fanal_hub.ledger.models import FingerprintRow, TargetRow
from fanal_hub.ledger.models_shared import FeedbackRow, SharedHashRow, SubscriberRow

OVERLAP = timedelta(seconds=60)  # that a client reads again: what was being written while it read must not be missed
KIND = "image"  # the one kind of fingerprint that is published


@dataclass(frozen=True, slots=True)
class Shared:
    """One published code as a subscriber gets it: its case numbers (opaque ids, true while it stands), when it changed."""

    code: bytes
    cases: dict[str, bool]
    changed_at: datetime
    feedback: str  # the subscriber's own


@dataclass(frozen=True, slots=True)
class Page:
    """Some published codes, the place of the last, and whether there are more."""

    rows: list[Shared]
    last: tuple[datetime, str] | None
    more: bool


def subscriber(first_key: str, digest: str) -> SubscriberRow | None:
    """Who holds these two keys, unless they were revoked."""
    return SubscriberRow.objects.filter(id=first_key, digest=digest, revoked_at__isnull=True).first()


def changed(who: SubscriberRow, since: datetime, after: tuple[datetime, str] | None, most: int) -> Page:
    """What changed in the subscriber's list since a moment, oldest change first; each code whole, and once a page.

    What was taken back is told to whoever may have got it: not to those who begin, nor to those who fetched before it.
    """
    rows = SharedHashRow.objects.filter(handler=who.handler, changed_at__gte=since).order_by("changed_at", "id")
    begun = max(since, after[0]) if after else since  # who turns pages got what was given up to there
    rows = rows.exclude(withdrawn_at__isnull=False, shared_at__gt=begun + 2 * OVERLAP)
    if after is not None:
        rows = rows.filter(Q(changed_at__gt=after[0]) | Q(changed_at=after[0], id__gt=after[1]))
    found = list(rows[: most + 1])
    given = found[:most]
    last = (given[-1].changed_at, given[-1].id) if given else None
    return Page(_whole(who, given), last, len(found) > most)


def _whole(who: SubscriberRow, given: Sequence[SharedHashRow]) -> list[Shared]:
    codes = list(dict.fromkeys(bytes(each.code) for each in given))
    rows = list(
        SharedHashRow.objects.filter(handler=who.handler, kind=KIND, code__in=codes).order_by("shared_at", "id")
    )
    qualified = _qualified({each.target for each in rows})
    said = dict(
        FeedbackRow.objects.filter(subscriber=who.id, shared__in=[each.id for each in rows])
        .order_by("given_at")
        .values_list("shared", "feedback")
    )
    made = []
    for code in codes:
        alike = [each for each in rows if bytes(each.code) == code]
        cases = {each.id: each.withdrawn_at is None and each.target in qualified for each in alike}
        feedback = next((said[each.id] for each in reversed(alike) if each.id in said), "")
        made.append(Shared(code, cases, max(each.changed_at for each in alike), feedback))
    return made


def _qualified(targets: Collection[str]) -> set[str]:
    """Which targets are qualified now: whatever else was forgotten, nothing of the others is served."""
    found = TargetRow.objects.filter(id__in=targets, judgement=str(Judgement.QUALIFIED))
    return set(found.values_list("id", flat=True))


def of_codes(handler: str, codes: Collection[bytes]) -> list[SharedHashRow]:
    """The rows of some codes in a list, taken back or not."""
    return list(SharedHashRow.objects.filter(handler=handler, kind=KIND, code__in=list(codes)).order_by("id"))


def of_targets(targets: Collection[str]) -> list[SharedHashRow]:
    """What is published of some targets and was not taken back."""
    return list(SharedHashRow.objects.filter(target__in=list(targets), withdrawn_at__isnull=True).order_by("id"))


def one(handler: str, shared: str) -> SharedHashRow | None:
    """One published fingerprint of this list."""
    return SharedHashRow.objects.filter(handler=handler, id=shared).first()


def publishable(handler: str, target: str) -> list[bytes]:
    """The codes of a target's pictures that are not published yet."""
    codes = FingerprintRow.objects.filter(handler=handler, target=target, kind=KIND).values_list("code", flat=True)
    there = {bytes(each.code) for each in of_targets([target])}
    return [code for code in dict.fromkeys(bytes(each) for each in codes) if code not in there]


def waiting(handler: str, most: int = 100) -> list[TargetRow]:
    """Qualified targets with a picture's fingerprint of which nothing is published, the newest first."""
    with_picture = FingerprintRow.objects.filter(handler=handler, kind=KIND).values("target")
    shared = SharedHashRow.objects.filter(handler=handler, withdrawn_at__isnull=True).values("target")
    rows = TargetRow.objects.filter(handler=handler, judgement=str(Judgement.QUALIFIED), id__in=with_picture)
    return list(rows.exclude(id__in=shared).order_by("-id")[:most])


def published(handler: str, most: int = 200) -> list[SharedHashRow]:
    """What is published, then what was taken back, the newest change first."""
    rows = SharedHashRow.objects.filter(handler=handler, kind=KIND)
    standing = list(rows.filter(withdrawn_at__isnull=True).order_by("-changed_at", "-id")[:most])
    gone = list(rows.filter(withdrawn_at__isnull=False).order_by("-changed_at", "-id")[: most // 4])
    return standing + gone


def feedback_on(shared: Collection[str]) -> list[FeedbackRow]:
    """What subscribers said of some published fingerprints."""
    return list(FeedbackRow.objects.filter(shared__in=list(shared)).order_by("-given_at", "-id"))


def subscribers(handler: str) -> list[SubscriberRow]:
    """Who may fetch the list, or could, the newest first."""
    return list(SubscriberRow.objects.filter(handler=handler).order_by("-made_at", "-id"))


def moment(seconds: int) -> datetime:
    """Unix seconds as a moment; those before 1970 are its beginning."""
    return datetime.fromtimestamp(max(seconds, 0), UTC)
