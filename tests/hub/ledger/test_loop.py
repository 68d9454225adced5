"""The loops of the stations: one event that nobody can handle does not stop the notices of everybody."""

import json
import threading
import time
from datetime import datetime

from django.conf import settings

from fanal.words.lists import Channel
from fanal_hub.ledger.plan import Plan
from fanal_hub.ledger.read import streams
from fanal_hub.people.models import Organisation
from fanal_hub.stations import door, loop

GIVEN = {
    "targets": [{"address": "https://x.com/abc/status/1967442965691440001"}],
    "reasons": "Ce message appelle à la haine contre un groupe.",
    "category": "racism",
    "good_faith": True,
    "notifier": {"kind": "citizen", "name": "Dominique", "email": "d@example.org"},
}


def _until(ready: threading.Event, runner: loop.Runner) -> bool:
    runner.start()
    try:
        return ready.wait(30)
    finally:
        runner.stop()


def test_poison_event_is_stepped_over_and_written_down(sos: Organisation) -> None:
    refs = [door.receive(GIVEN, door.Entry(handler=sos, channel=Channel.FORM)).ref for _ in range(3)]
    tries: list[str] = []
    through = threading.Event()

    def handle(seen: streams.Recorded, now: datetime) -> Plan | None:
        tries.append(seen.stream)
        if seen.stream == f"notice:{refs[1]}":
            raise KeyError("a notice that nobody foresaw")
        if seen.stream == f"notice:{refs[2]}":
            through.set()
        return None

    station = loop.Station(name="fragile", kinds={"notice_received"}, handle=handle, every=0.05)
    assert _until(through, loop.Runner([station], pause=0.01))
    assert tries.count(f"notice:{refs[1]}") == loop.STUMBLES
    lines = [json.loads(each) for each in (settings.HOME / "stepped-over.jsonl").read_text().splitlines()]
    (line,) = [each for each in lines if each["stream"] == f"notice:{refs[1]}"]
    assert (line["station"], line["error"]) == ("fragile", "KeyError")


def test_world_that_is_not_ready_is_waited_for_however_long(sos: Organisation) -> None:
    ref = door.receive(GIVEN, door.Entry(handler=sos, channel=Channel.FORM)).ref
    tries: list[float] = []
    done = threading.Event()

    def handle(seen: streams.Recorded, now: datetime) -> Plan | None:
        tries.append(time.monotonic())
        if len(tries) <= loop.STUMBLES + 4:
            raise loop.LaterError(ref)
        done.set()
        return None

    station = loop.Station(name="patient", kinds={"notice_received"}, handle=handle, every=0.05)
    assert _until(done, loop.Runner([station], pause=0.01))
    assert len(tries) == loop.STUMBLES + 5
