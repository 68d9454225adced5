"""Checks the events of an export: kinds, fields, moves, owner, leaves and the root of the log they stand in. It writes nothing."""

import json
from collections.abc import Iterator
from dataclasses import fields
from datetime import datetime
from functools import cache
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from fanal.notice.events import EVENTS as EVENT_KINDS
from fanal.notice.events import Event, ReferralUndeliverable, TargetAttached, read_event
from fanal.notice.states import CaseNow, LogNow, NoticeNow, ReferralNow
from fanal.prove.canon import canonical
from fanal.prove.checkpoint import verify_checkpoint
from fanal.prove.leaf import LeafFacts, event_leaf_hash
from fanal.prove.merkle import Tree
from fanal.prove.receipt import verify_receipt
from fanal.prove.stamp import moment_of
from fanal.words.errors import FanalError
from fanal_hub.stations.carry.form import LEAVES, RECEIPTS, refuse
from fanal_hub.stations.carry.scratch import Scratch
from fanal_hub.stations.carry.unpack import Source, document

EVENTS = "truth/events.jsonl"
_ILL = (FanalError, ValueError, TypeError, KeyError, AttributeError)


def check_events(source: Source, base: Scratch) -> int:
    """Fold every event, as the tables of moves allow; how many there are. RefusedError names the first line that is wrong."""
    size, last, count = int(source.manifest["log"]["sealed"]), 0, 0
    log = _Leaves(source, size)
    for number, row in source.rows(EVENTS):
        event = event_of(row, number)
        if row["position"]:
            if row["position"] <= last:
                raise refuse("carry_event", line=number, stream=row["stream"], why="position")
            last = row["position"]
        _check_leaf(source, row, number, event)
        log.holds(row, number)
        _apply(source, base, event, row, number)
        count += 1
    log.close()
    if count != source.manifest["counts"].get("events"):
        raise refuse("carry_altered", file=EVENTS)
    _check_owner(source, base)
    return count


def event_of(row: dict[str, Any], number: int) -> Event:
    """The event of a line; refuses an unknown kind, a field too many or too few, and a value of another shape."""
    try:
        event = read_event(row["kind"], row["body"], moment_of(row["occurred_at"]))
        whole = canonical(event.body()) == canonical(row["body"]) and event.stream == row["stream"]
    except _ILL:
        whole = False
    if not whole or not all(_fits(getattr(event, name), hint) for name, hint in _hints(event.KIND)):
        raise refuse("carry_event", line=number, stream=row["stream"], why=f"{row['kind']}: fields")
    return event


@cache
def _hints(kind: str) -> tuple[tuple[str, Any], ...]:
    known = get_type_hints(EVENT_KINDS[kind])
    return tuple((each.name, known[each.name]) for each in fields(EVENT_KINDS[kind]))


def _fits(value: Any, hint: Any) -> bool:
    if get_origin(hint) is tuple:
        inner = get_args(hint)[0]
        return isinstance(value, tuple) and all(
            isinstance(each, str) if inner is str else isinstance(each, dict) for each in value
        )
    if isinstance(hint, UnionType):
        return value is None or isinstance(value, datetime)
    return type(value) is hint or (hint is datetime and isinstance(value, datetime))


def _check_leaf(source: Source, row: dict[str, Any], number: int, event: Event) -> None:
    facts = LeafFacts(
        hub=str(source.manifest["hub"]),
        stream=row["stream"],
        version=row["version"],
        kind=row["kind"],
        occurred_at=event.occurred_at,
        recorded_at=moment_of(row["recorded_at"]),
        body=event.body(),
    )
    if event_leaf_hash(facts).hex() != row["leaf"]:
        raise refuse("carry_event", line=number, stream=row["stream"], why="leaf")


def _apply(source: Source, base: Scratch, event: Event, row: dict[str, Any], number: int) -> None:
    try:
        follows = base.apply(event, row["version"], row["leaf"])
    except _ILL as error:
        raise refuse("carry_event", line=number, stream=row["stream"], why=f"{row['kind']}: {error}") from None
    if not follows:
        raise refuse("carry_event", line=number, stream=row["stream"], why="version")
    if getattr(event, "handler", source.organisation) != source.organisation:
        raise refuse("carry_other", file=EVENTS, line=number, what=row["stream"])
    if isinstance(event, TargetAttached) and event.why == "new":
        base.is_new("opening", event.target, json.dumps([event.notice, event.n]))
    if isinstance(event, ReferralUndeliverable):
        base.put("waits", event.referral, event.why)


class _Leaves:
    """The leaves of the whole log, read beside the events: each event's leaf stands where it says it stands."""

    def __init__(self, source: Source, size: int) -> None:
        self._source, self._size = source, size
        self._pieces = _pieces(source)
        self._tree = Tree()
        self._newest = b""

    def holds(self, row: dict[str, Any], number: int) -> None:
        """Refuse an event whose leaf is not at its place of the log."""
        if not 0 < row["position"] <= self._size:
            return
        self._read_to(row["position"])
        if self._newest.hex() != row["leaf"]:
            raise refuse("carry_event", line=number, stream=row["stream"], why="log")

    def close(self) -> None:
        """All leaves together give the root that the hub signed."""
        self._read_to(self._size)
        if next(self._pieces, None) is not None:
            raise refuse("carry_proof")
        rows = [row for _, row in self._source.rows("proof/checkpoints.jsonl")]
        if not self._size and not rows:
            return
        sealed = verify_checkpoint(rows[0]["note"], self._source.key) if len(rows) == 1 else None
        if sealed is None or sealed.size != self._size or sealed.root != self._tree.root():
            raise refuse("carry_proof")

    def _read_to(self, position: int) -> None:
        while self._tree.size < position:
            self._newest = next(self._pieces, b"")
            if len(self._newest) != 32:
                raise refuse("carry_proof")
            self._tree.append(self._newest)


def _pieces(source: Source) -> Iterator[bytes]:
    with source.stream(LEAVES) as content:
        while leaf := content.read(32):
            yield leaf


def _check_owner(source: Source, base: Scratch) -> None:
    """What the streams name of one another is in the file: no case of somebody else's, no notice that is missing."""
    for name in base.streams():
        now = base.now(name)
        if now is None or isinstance(now, LogNow) or now.handler != source.organisation:
            raise refuse("carry_other", file=EVENTS, line=0, what=name)
        if isinstance(now, CaseNow):
            _check_case(base, now)
        if isinstance(now, ReferralNow):
            case = base.case(now.case)
            if case is None or any(case.target(each.target) is None for each in now.targets):
                raise refuse("carry_other", file=EVENTS, line=0, what=name)


def _check_case(base: Scratch, now: CaseNow) -> None:
    for target in now.targets:
        if not base.is_new("target", target.id, now.ref):
            raise refuse("carry_twice", file=EVENTS, line=0, what=target.id)
        for mention in target.mentions:
            ref, _, n = mention.partition("/")
            notice = base.now(f"notice:{ref}")
            if not isinstance(notice, NoticeNow) or not n.isdigit() or not 0 < int(n) <= notice.mentions:
                raise refuse("carry_other", file=EVENTS, line=0, what=mention)
            base.is_new("attached", f"{target.id} {mention}")


def check_receipts(source: Source, base: Scratch) -> None:
    """Each receipt was signed by the hub, for a notice of the file, with the leaf that the notice has."""
    for number, line in enumerate(source.lines(RECEIPTS), 1):
        paper = document(line)
        stated = verify_receipt(paper.get("receipt") if isinstance(paper, dict) else None, source.key)
        if base.first_leaf(f"notice:{stated.notice}") != stated.leaf or stated.handler != source.organisation:
            raise refuse("carry_other", file=RECEIPTS, line=number, what=stated.notice)
