"""Leaves the trace of an export: who took what out, why; and for identities, one event in each notice, before they are read."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.conf import settings

from fanal.notice.events import IdentityRead
from fanal.notice.states import NoticeNow
from fanal_hub import jsonl
from fanal_hub.ledger import sequence, write
from fanal_hub.ledger.models import EventRow, VaultRow
from fanal_hub.ledger.plan import ConflictError, Plan, TakenError
from fanal_hub.ledger.read import streams
from fanal_hub.stations.carry.scratch import chunks
from fanal_hub.stations.judge import TRIES

PURPOSE = "export"


def trace_identities(organisation: str, by: str) -> int:
    """Say in each notice whose identity is kept that it is read for an export; up to which event that was done."""
    sequence.catch_up()
    until = streams.head()
    for refs in chunks(_notices(organisation, until), 200):
        waiting = list(refs)
        for _ in range(TRIES):
            plans = {each: _plan(each, by) for each in waiting}
            results = write.submit_all(list(plans.values()))
            waiting = [ref for ref, made in zip(plans, results, strict=True) if not isinstance(made, dict)]
            _raise_others(results)
            if not waiting:
                break
        else:
            raise ConflictError(waiting[0])
    sequence.catch_up()
    return until


def _notices(organisation: str, until: int) -> Iterator[str]:
    rows = EventRow.objects.filter(handler=organisation, kind="notice_received", position__lte=until)
    for stream in list(rows.order_by("position").values_list("stream", flat=True)):
        if VaultRow.objects.filter(about=stream, kind="identity").exists():
            yield stream


def _plan(stream: str, by: str) -> Plan:
    stand = streams.stand(stream)
    assert isinstance(stand.now, NoticeNow)
    event = IdentityRead(notice=stand.now.ref, by=by, purpose=PURPOSE, occurred_at=datetime.now(UTC))
    return Plan(events=[event], stands={stream: stand})


def _raise_others(results: list[dict[str, str] | BaseException]) -> None:
    for each in results:
        if isinstance(each, BaseException) and not isinstance(each, ConflictError | TakenError):
            raise each


def remember(said: dict[str, Any]) -> None:
    """One line in `exports.jsonl` of the hub's folder: an export takes everything, and leaves nothing else behind."""
    jsonl.append(settings.HOME / "exports.jsonl", said)


def remembered(organisation: str) -> list[dict[str, Any]]:
    """The exports of an organisation that this folder remembers, newest first."""
    lines = jsonl.read(settings.HOME / "exports.jsonl")
    found = [said for said in map(json.loads, lines) if said["organisation"] == organisation]
    return found[::-1]
