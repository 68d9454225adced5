"""The last 24 hours of the hub by hour, out of the samples and the events: what the charts of the operations page show."""

import json
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from fanal_hub.desk.operation_rows import lasting
from fanal_hub.ledger.models import SampleRow
from fanal_hub.ledger.read import vitals
from fanal_hub.stations.health import Health

HOURS = 24


def charts(seen: Health) -> list[dict[str, Any]]:
    """Each chart: its words, and a value an hour, oldest first; None where nothing is known."""
    last = vitals.minute_of(seen.now) // 60
    hours = range(last - HOURS + 1, last + 1)
    kept = vitals.samples(datetime.fromtimestamp((hours[0] - 1) * 3600, UTC))
    received = _received(kept, seen, hours)
    highest = _highest(kept)
    made = [
        _chart(
            _("Notices received"),
            _("How many came in each hour, through every door."),
            [(hour, float(received[hour])) for hour in hours],
            lambda value: str(number_format(int(value))),
        )
    ]
    for name, title, desc in (
        ("notices_oldest", _("Oldest notice not yet examined"), _("The longest wait seen in each hour.")),
        ("late", _("Lateness of timers"), _("The latest that due work was seen in each hour.")),
        ("writer_wait", _("Writer: time of a commit"), _("The longest that one commit took, once a minute.")),
    ):
        made.append(_chart(title, desc, [(hour, highest.get((hour, name))) for hour in hours], lasting))
    return made


def _chart(
    title: str, desc: str, values: list[tuple[int, float | None]], words: Callable[[float], str]
) -> dict[str, Any]:
    known = [value for _hour, value in values if value is not None]
    top = max(known, default=0.0)
    bars = [
        {"at": datetime.fromtimestamp(hour * 3600, UTC), "value": value, "text": "" if value is None else words(value)}
        for hour, value in values
    ]
    return {"title": title, "desc": desc, "bars": bars, "top": top, "top_text": words(top), "known": bool(known)}


def _received(kept: list[SampleRow], seen: Health, hours: range) -> Counter[int]:
    """By hour: from the events before the first sample, then from sample to sample, then up to now."""
    since = datetime.fromtimestamp(hours[0] * 3600, UTC)
    if not kept or kept[0].minute // 60 >= hours[0]:
        made = vitals.received_by_hour(since, kept[0].position if kept else seen.counts.position)
    else:
        made = Counter()
    counted = [(row.minute // 60, vitals.counts_of(row).notices) for row in kept]
    if counted:
        counted.append((vitals.minute_of(seen.now) // 60, seen.counts.notices))
    for before, after in pairwise(counted):
        made[after[0]] += after[1] - before[1]
    return made


def _highest(kept: list[SampleRow]) -> dict[tuple[int, str], float]:
    made: dict[tuple[int, str], float] = {}
    for row in kept:
        for name, value in json.loads(row.gauges).items():
            key = (row.minute // 60, name)
            made[key] = max(made.get(key, 0.0), value)
    return made
