"""The tables for people: flat CSV that any spreadsheet opens and none runs as a formula. They are read, never imported."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from fanal.notice.codec import load
from fanal.notice.states import CaseNow, NoticeNow, ReferralNow
from fanal_hub.ledger import vault
from fanal_hub.ledger.models import CaseRow, MentionContent, NoticeRow, ReferralRow, TargetContent, VaultRow
from fanal_hub.ledger.read.streams import recorded
from fanal_hub.stations import tally
from fanal_hub.stations.carry.form import time_of
from fanal_hub.stations.carry.owned import CHUNK, events_of
from fanal_hub.stations.carry.records import locked_cases

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "|", "%")  # what spreadsheets take for a formula, or for a command
Rows = Iterator[Sequence[Any]]


def safe(value: object) -> object:
    """A cell that is only read; a list is one cell."""
    if isinstance(value, list | tuple):
        return safe(" ".join(str(each) for each in value))
    if isinstance(value, datetime):
        return time_of(value)
    if not isinstance(value, str):
        return value
    return f"'{value}" if value.lstrip().startswith(_FORMULA) or value[:1] in _FORMULA else value


def written(rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """Rows as lines of CSV."""
    for row in rows:
        line = io.StringIO()
        csv.writer(line, lineterminator="\r\n").writerow([safe(each) for each in row])
        yield line.getvalue().encode()


def _states(rows: Any, kind: str) -> Iterator[Any]:
    for text in rows.values_list("now", flat=True).iterator(chunk_size=CHUNK):
        yield load(kind, text)


def _notices(ref: str) -> Rows:
    for now in _states(NoticeRow.objects.filter(handler=ref).order_by("received_at", "ref"), "notice"):
        assert isinstance(now, NoticeNow)
        given = MentionContent.objects.filter(notice=now.ref).order_by("n").values_list("address", flat=True)
        yield (now.ref, now.received_at, str(now.state), now.category, now.notifier_kind, now.channel, now.lang,
               now.priority, now.danger, now.mentions, list(now.cases), list(given), now.erased)  # fmt: skip


def _cases(ref: str) -> Rows:
    for now in _states(CaseRow.objects.filter(handler=ref).order_by("opened_at", "ref"), "case"):
        assert isinstance(now, CaseNow)
        notices = {each.split("/")[0] for target in now.targets for each in target.mentions}
        yield (now.ref, now.opened_at, str(now.state), now.category, now.priority, len(now.targets), len(notices),
               list(now.referrals), str(now.outcome), now.expires_at, now.held, now.purged, now.purpose,
               now.legal_basis)  # fmt: skip


def _targets(ref: str) -> Rows:
    for now in _states(CaseRow.objects.filter(handler=ref).order_by("opened_at", "ref"), "case"):
        assert isinstance(now, CaseNow)
        known = {each.target: each for each in TargetContent.objects.filter(case=now.ref)}
        for each in now.targets:
            said = known.get(each.id)
            public = (said.url, said.account, said.text, said.posted_at) if said else ("", "", "", None)
            yield (each.id, now.ref, each.platform, each.kind, *public, str(each.judgement), list(each.offences),
                   list(each.asks), each.set_aside, len(each.mentions), each.sighting, each.sighted_at,
                   each.contests)  # fmt: skip


def _referrals(ref: str) -> Rows:
    for now in _states(ReferralRow.objects.filter(handler=ref).order_by("prepared_at", "ref"), "referral"):
        assert isinstance(now, ReferralNow)
        yield (now.ref, now.case, now.recipient, now.platform, now.lane, now.ask, list(now.offences), str(now.state),
               str(now.outcome), now.way, str(now.grade), len(now.targets), now.prepared_at, now.sent_at,
               now.acknowledged_at, now.answered_at, now.verified_at, now.ended_at, now.due_at,
               now.target_at)  # fmt: skip


_WORDS = ("facts", "legal_ground", "contractual_ground", "redress", "territory")


def _answers(ref: str) -> Rows:
    shut = locked_cases(ref)
    locked = set(ReferralRow.objects.filter(case__in=shut).values_list("ref", flat=True))
    for row in events_of(ref).filter(kind="target_answered").iterator(chunk_size=CHUNK):
        said: Any = recorded(row).event
        words = {} if said.referral in locked else _stated(said.referral, said.target, row.occurred_at)
        yield (said.referral, said.target, said.occurred_at, said.answer, said.measure, said.automated, said.by,
               said.way, *(words.get(name, "") for name in _WORDS))  # fmt: skip


def _stated(referral: str, target: str, at: datetime) -> Mapping[str, Any]:
    """The words of an answer: the last that was sealed for the target by then."""
    found: Mapping[str, Any] = {}
    rows = VaultRow.objects.filter(about=f"referral:{referral}", kind="answer", made_at__lte=at)
    for row in rows.order_by("made_at", "id"):
        said = vault.open_json(row)
        if said and said.get("target") == target:
            found = said
    return found


def _sightings(ref: str) -> Rows:
    for row in events_of(ref).filter(kind="target_sighted").iterator(chunk_size=CHUNK):
        said: Any = recorded(row).event
        yield (said.case, said.target, said.occurred_at, said.state, list(said.reasons), said.seen_from, said.digest,
               said.next_at)  # fmt: skip


def _figures(ref: str, at: datetime) -> Rows:
    for each in tally.counted(ref, at):
        said = each.plain()
        yield tuple(said.get(name) for name in FIGURE)


FIGURE = (
    "code", "platform", "lane", "week", "unit", "numerator", "denominator", "value", "low", "high", "provisional",
)  # fmt: skip
HEADS: Mapping[str, tuple[str, ...]] = {
    "tables/notices.csv": (
        "notice", "received_at", "state", "category", "notifier_kind", "channel", "lang", "priority", "danger",
        "targets", "cases", "addresses", "erased",
    ),
    "tables/cases.csv": (
        "case", "opened_at", "state", "category", "priority", "targets", "notices", "referrals", "outcome",
        "expires_at", "held", "purged", "purpose", "legal_basis",
    ),
    "tables/targets.csv": (
        "target", "case", "platform", "kind", "url", "account", "text", "posted_at", "judgement", "offences", "asks",
        "set_aside", "mentions", "sighting", "sighted_at", "contests",
    ),
    "tables/referrals.csv": (
        "referral", "case", "recipient", "platform", "lane", "ask", "offences", "state", "outcome", "way", "grade",
        "targets", "prepared_at", "sent_at", "acknowledged_at", "answered_at", "verified_at", "ended_at", "due_at",
        "target_at",
    ),
    "tables/answers.csv": (
        "referral", "target", "at", "answer", "measure", "automated", "by", "way", *_WORDS,
    ),
    "tables/sightings.csv": ("case", "target", "at", "state", "reasons", "seen_from", "digest", "next_at"),
    "tables/figures.csv": FIGURE,
}  # fmt: skip
_ROWS: Mapping[str, Callable[[str], Rows]] = {
    "tables/notices.csv": _notices,
    "tables/cases.csv": _cases,
    "tables/targets.csv": _targets,
    "tables/referrals.csv": _referrals,
    "tables/answers.csv": _answers,
    "tables/sightings.csv": _sightings,
}


def table(name: str, organisation: str, at: datetime) -> Iterator[bytes]:
    """A table with its heads; the byte order mark tells old spreadsheets that it is UTF-8."""
    yield b"\xef\xbb\xbf"
    yield from written([HEADS[name]])
    yield from written(_figures(organisation, at) if name == "tables/figures.csv" else _ROWS[name](organisation))
