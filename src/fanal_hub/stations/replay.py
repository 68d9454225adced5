"""Replay: adds all events up again and compares every row that is their sum; checks positions, versions and leaves."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from fanal.notice.lifecycle import apply
from fanal.notice.states import CaseNow, LogNow, Now
from fanal.prove.leaf import LeafFacts, event_leaf_hash
from fanal_hub.ledger.models import CaseRow, NoticeRow, ReferralRow, TargetRow
from fanal_hub.ledger.read import streams
from fanal_hub.ledger.rows import columns, target_rows, when

_ROWS: dict[str, Any] = {"notice": NoticeRow, "case": CaseRow, "referral": ReferralRow}


@dataclass(frozen=True, slots=True)
class Replayed:
    """How much was added up, and every difference found."""

    events: int
    rows: int
    differences: tuple[str, ...]


def replay() -> Replayed:
    """Add up every event from the first; nothing is written."""
    states: dict[str, tuple[Now, int]] = {}
    differences: list[str] = []
    events = 0
    for seen in streams.every_event():
        events += 1
        differences += _check_place(seen, events)
        now, version = states.get(seen.stream, (None, 0))
        if seen.version != version + 1:
            differences.append(f"{seen.stream}: version {seen.version} follows {version}")
        states[seen.stream] = (apply(now, seen.event), seen.version)
    differences += list(_compare(states))
    return Replayed(events, len(states), tuple(differences))


def _check_place(seen: streams.Recorded, expected: int) -> Iterator[str]:
    if seen.position != expected:
        yield f"position {expected} is missing: the log goes on at {seen.position}"
    facts = LeafFacts(
        hub=settings.HUB["name"],
        stream=seen.stream,
        version=seen.version,
        kind=seen.event.KIND,
        occurred_at=seen.event.occurred_at,
        recorded_at=seen.recorded_at,
        body=seen.event.body(),
    )
    if event_leaf_hash(facts).hex() != seen.leaf:
        yield f"{seen.stream}@{seen.version}: the leaf does not match the event"


def _compare(states: dict[str, tuple[Now, int]]) -> Iterator[str]:
    counts = dict.fromkeys(_ROWS, 0)
    targets = 0
    for stream, (now, version) in states.items():
        if isinstance(now, LogNow):
            continue
        kind, ref = stream.split(":", 1)
        counts[kind] += 1
        yield from _compare_row(kind, ref, now, version)
        if isinstance(now, CaseNow):
            targets += len(now.targets)
            yield from _compare_targets(now)
    for kind, expected in counts.items():
        if (found := _ROWS[kind].objects.count()) != expected:
            yield f"{kind}: {found} rows, {expected} by the events"
    if (found := TargetRow.objects.count()) != targets:
        yield f"target: {found} rows, {targets} by the events"


def _compare_row(kind: str, ref: str, now: Now, version: int) -> Iterator[str]:
    row = _ROWS[kind].objects.filter(ref=ref).first()
    if row is None:
        yield f"{kind}:{ref}: the row is missing"
        return
    for name, value in columns(now, version).items():
        if _shown(getattr(row, name)) != value:
            yield f"{kind}:{ref}: {name} is {_shown(getattr(row, name))!r}, {value!r} by the events"


def _compare_targets(case: CaseNow) -> Iterator[str]:
    rows = {row.pk: row for row in TargetRow.objects.filter(case=case.ref)}
    for expected in target_rows(case):
        row = rows.get(expected["id"])
        if row is None:
            yield f"target {expected['id']}: the row is missing"
            continue
        for name, value in expected.items():
            if _shown(getattr(row, name)) != value:
                yield f"target {expected['id']}: {name} is {_shown(getattr(row, name))!r}, {value!r} by the events"


def _shown(value: Any) -> Any:
    return when(value) if hasattr(value, "tzinfo") else value
