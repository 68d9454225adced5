"""The loops of the stations: one event that nobody can handle does not stop the notices of everybody."""

import threading
import time
from datetime import datetime

from fanal.words.lists import Channel
from fanal_hub.ledger.plan import Plan
from fanal_hub.ledger.read import jobs, streams
from fanal_hub.people.models import Organisation
from fanal_hub.stations import door, loop
from fanal_hub.stations.jobs import STUMBLES

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


def test_poison_event_is_given_up_and_stays_for_a_person(sos: Organisation) -> None:
    refs = [door.receive(GIVEN, door.Entry(handler=sos, channel=Channel.FORM)).ref for _ in range(3)]
    tries: list[str] = []
    through, given_up = threading.Event(), threading.Event()

    def handle(seen: streams.Recorded, now: datetime) -> Plan | None:
        tries.append(seen.stream)
        if seen.stream == f"notice:{refs[2]}":
            through.set()
        if seen.stream == f"notice:{refs[1]}":
            if tries.count(seen.stream) == STUMBLES:
                given_up.set()
            raise KeyError("a notice that nobody foresaw")
        return None

    station = loop.Station(name="fragile", kinds={"notice_received"}, handle=handle)
    assert _until(given_up, loop.Runner([station], pause=0.001))
    assert through.is_set(), "the others did not wait for it"
    (dead,) = jobs.given_up(sos.ref)
    assert (dead.station, dead.stream, dead.error) == ("fragile", f"notice:{refs[1]}", "KeyError")
    assert (tries.count(dead.stream), dead.tries) == (STUMBLES, STUMBLES)


def test_world_that_is_not_ready_is_waited_for_however_long(sos: Organisation) -> None:
    ref = door.receive(GIVEN, door.Entry(handler=sos, channel=Channel.FORM)).ref
    tries: list[float] = []
    done = threading.Event()

    def handle(seen: streams.Recorded, now: datetime) -> Plan | None:
        tries.append(time.monotonic())
        if len(tries) <= STUMBLES + 4:
            raise loop.LaterError(ref)
        done.set()
        return None

    station = loop.Station(name="patient", kinds={"notice_received"}, handle=handle)
    assert _until(done, loop.Runner([station], pause=0.001))
    assert len(tries) == STUMBLES + 5
