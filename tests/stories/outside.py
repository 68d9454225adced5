"""What the crash stories do in processes of their own, in the hub's environment: `seed` furnishes it, `check` looks.

Run as `python -m tests.stories.outside seed | check`; JSON on standard output. It asserts nothing.
"""

import json
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import django

django.setup()

from fanal.laws import load_laws  # noqa: E402
from fanal.notice.facts import Verdict  # noqa: E402
from fanal.prove.checkpoint import verify_checkpoint  # noqa: E402
from fanal.prove.merkle import ProvingTree  # noqa: E402
from fanal.words.lists import Ask, Channel, OrgKind, Role  # noqa: E402
from fanal_hub.courier.keys import signer  # noqa: E402
from fanal_hub.ledger import sequence, write  # noqa: E402
from fanal_hub.ledger.models import CaseRow, CheckpointRow, CursorRow, EventRow, IdempotencyRow, JobRow, NoticeRow  # noqa: E402
from fanal_hub.ledger.read import streams  # noqa: E402
from fanal_hub.manage import migrate  # noqa: E402
from fanal_hub.people import enrol  # noqa: E402
from fanal_hub.stations import door, judge, loop, seal  # noqa: E402
from fanal_hub.stations.all import STATIONS  # noqa: E402
from fanal_hub.stations.judge import Hand  # noqa: E402
from fanal_hub.stations.replay import replay  # noqa: E402

OWN_TARGET = 30  # seconds after a referral left
TIMERS = 16


def notice(n: int) -> dict[str, Any]:
    """A complete notice about its own post."""
    return {
        "targets": [{"address": f"https://x.com/grincheux/status/{1726000000000000000 + n}", "text": "Un message."}],
        "reasons": "Ce message appelle à la haine contre un groupe.",
        "category": "racism",
        "good_faith": True,
        "notifier": {"kind": "citizen", "name": "Dominique", "email": f"d{n}@exemple.example"},
    }


def seed() -> dict[str, Any]:
    """An association with a token, a platform, and referrals whose own targets run out one after the other, soon."""
    migrate()
    now = datetime.now(UTC)
    sos = enrol.organisation("SOS Test", OrgKind.ASSOCIATION, now, is_default=True, email="contact@sos.example")
    sos.policy = {"targets": dict.fromkeys(load_laws().clocks, OWN_TARGET)}
    write.run(sos.save)
    write.run(enrol.organisation("Plateforme X", OrgKind.PLATFORM, now, platform="x").save)
    made = enrol.api_token(sos, "load", [Role.NOTIFIER, Role.ANALYST], now, 1)
    write.run(made.row.save)
    refs = [_referred(sos, n, now) for n in range(TIMERS)]
    write.WRITER.stop()
    return {"token": made.secret, "referrals": refs}


def _referred(sos: Any, n: int, now: datetime) -> str:
    taken = door.receive(notice(n), door.Entry(handler=sos, channel=Channel.DESK))
    _settle("triage")
    found = streams.notice_now(taken.ref)
    case = streams.case_now(found.cases[0]) if found and hasattr(found, "cases") else None
    assert case is not None
    hand = Hand(organisation=sos, by="p-1")
    said = [
        Verdict(target=each.id, offences=("FR-1881-24-HAINE-ORIGINE",), asks=(Ask.REMOVE,), note="Appel à la haine.")
        for each in case.targets
    ]
    judge.judge(hand, case.ref, said, evidence_reason="Capture impossible ici.")
    judge.refer(hand, case.ref)
    # It left so long ago that its target runs out in the middle of the storm.
    _settle("dispatch", now - timedelta(seconds=OWN_TARGET) + timedelta(seconds=8 + n))
    again = streams.case_now(case.ref)
    assert again is not None
    return again.referrals[0]


def _settle(name: str, now: datetime | None = None) -> None:
    sequence.catch_up()
    loop.settle_all([each for each in STATIONS if each.name == name], now)


def check() -> dict[str, Any]:
    """What stands in the ledger, and whether it adds up."""
    sequence.catch_up()
    seal.seal(datetime.now(UTC))
    sequence.catch_up()
    write.WRITER.stop()
    replayed = replay()
    firsts = Counter(EventRow.objects.filter(kind="notice_received").values_list("stream", flat=True))
    told = Counter(
        (row.stream, json.loads(row.body)["key"]) for row in EventRow.objects.filter(kind="notifier_told").iterator()
    )
    return {
        "differences": list(replayed.differences),
        "events": replayed.events,
        "notices": sorted(each.removeprefix("notice:") for each in firsts),
        "twice": [each for each, count in firsts.items() if count > 1],
        "rows": NoticeRow.objects.count(),
        "keys": IdempotencyRow.objects.count(),
        "untriaged": NoticeRow.objects.filter(state="received").count(),
        "cases": CaseRow.objects.count(),
        "timers": _timers(),
        "told_twice": [list(each) for each, count in told.items() if count > 1],
        "told": len(told),
        "log": _log(),
    }


def _timers() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in EventRow.objects.filter(kind__in=("deadline_passed", "referral_reminded")).order_by("id"):
        found.setdefault(row.stream.removeprefix("referral:"), []).append(row.kind)
    return found


def _log() -> bool:
    """Every checkpoint is signed and is the root of the leaves before it."""
    tree = ProvingTree()
    for row in CheckpointRow.objects.order_by("size"):
        for leaf in streams.leaves(tree.size, row.size):
            tree.append(leaf)
        if tree.size != row.size or verify_checkpoint(row.note, signer().verifier).root != tree.root(row.size):
            return False
    return tree.size > 0


def wait() -> dict[str, Any]:
    """Until nothing is left to triage or to tell and every timer rang (the stations of other processes do it)."""
    for _ in range(900):
        left = NoticeRow.objects.filter(state="received").count()
        told = EventRow.objects.filter(kind="notifier_told", body__contains='"about":"received"').count()
        rows = NoticeRow.objects.exclude(version=0).count() - TIMERS
        rung = EventRow.objects.filter(kind="deadline_passed").count()
        if not left and told >= rows and rung >= TIMERS:
            break
        time.sleep(0.1)
    jobs = [str(each) for each in JobRow.objects.exclude(position=0).values()[:5]]
    return {
        "left": left,
        "told": told,
        "rows": rows,
        "jobs": jobs,
        "head": streams.head(),
        "cursors": list(CursorRow.objects.values_list("name", "position")),
    }


if __name__ == "__main__":
    print(json.dumps({"seed": seed, "check": check, "wait": wait}[sys.argv[1]]()))
