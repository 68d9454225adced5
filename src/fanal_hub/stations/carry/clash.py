"""May this export be taken into this hub? Names the first thing that clashes, and what to do. It writes nothing."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from django.db import connection

from fanal_hub.ledger.models import ClaimRow, EventRow, PulseRow, TargetRow, VaultKeyRow, VaultRow
from fanal_hub.ledger.read import streams
from fanal_hub.people.models import Organisation, Person
from fanal_hub.stations import pulse
from fanal_hub.stations.all import STATIONS
from fanal_hub.stations.carry.form import refuse
from fanal_hub.stations.carry.scratch import Scratch, chunks
from fanal_hub.stations.carry.unpack import Source
from fanal_hub.stations.triage import NAME as TRIAGE

STEPPED_OVER = tuple(each for each in STATIONS if each.handle is not None and each.name != TRIAGE)
_TAKEN: tuple[tuple[str, Any, str], ...] = (
    ("target", TargetRow, "id"),
    ("record", VaultRow, "id"),
    ("subject", VaultKeyRow, "subject"),
    ("claim", ClaimRow, "id"),
)


def refuse_clash(source: Source, base: Scratch) -> None:
    """Refuse unless nothing of the export is here, nobody works, and no station has something left to read."""
    ref = source.organisation
    if Organisation.objects.filter(ref=ref).exists() or EventRow.objects.filter(handler=ref).exists():
        raise refuse("carry_clash", what="organisation", name=ref)
    _refuse_taken(base)
    for number, row in source.rows("truth/members.jsonl"):
        _refuse_person(row, number)
    refuse_busy()


def refuse_busy() -> None:
    """The imported events must be the only ones that stations have not read: then they can step over them all."""
    heard = PulseRow.objects.filter(seen_at__gt=datetime.now(UTC) - pulse.HEARD)
    if connection.vendor != "sqlite" and (row := heard.first()) is not None:
        raise refuse("carry_running", name=row.name)
    for station in STEPPED_OVER:
        if streams.after(streams.cursor(station.name), station.kinds, 1):
            raise refuse("carry_busy_hub", name=station.name)


def _refuse_taken(base: Scratch) -> None:
    for names in chunks(base.streams()):
        _none(EventRow.objects.filter(stream__in=list(names)).values_list("stream", flat=True), "reference")
    for what, table, column in _TAKEN:
        for names in chunks(base.names(what)):
            _none(table.objects.filter(**{f"{column}__in": list(names)}).values_list(column, flat=True), what)


def _none(found: Iterable[str], what: str) -> None:
    first: Iterator[str] = iter(found)
    name = next(first, None)
    if name is not None:
        raise refuse("carry_clash", what=what, name=name)


def _refuse_person(row: dict[str, Any], number: int) -> None:
    """The same person may be here already, from another organisation of the same old hub; nobody else may be."""
    known = Person.objects.filter(email__iexact=row["email"]).first() or Person.objects.filter(ref=row["ref"]).first()
    if known is not None and (known.ref, known.email.lower()) != (row["ref"], row["email"].lower()):
        raise refuse("carry_clash", what=f"member {number}", name=row["email"])
