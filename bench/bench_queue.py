"""The queue page with 100,000 cases beside the same page with 1,000: what an analyst waits for in a surge."""

import time
from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.test import Client

from bench import hubkit
from bench.measure import Goal, percentile
from fanal.words.lists import Channel, OrgKind, Role
from fanal_hub.ledger import write
from fanal_hub.ledger.models import CaseRow
from fanal_hub.people import enrol
from fanal_hub.people.models import Organisation
from fanal_hub.stations import door, triage
from fanal_hub.stations.loop import Station, settle_all

SMALL, LARGE = 1_000, 100_000
ASKED = 40  # pages a round
ROUNDS = 5
PASSWORD = "bench, and nothing but bench"  # noqa: S105


def run() -> Iterable[Goal]:
    """The goal of the queue page."""
    hubkit.fresh()
    few = _filled("Few")
    many = _filled("Many")
    _multiply(many.ref, LARGE // SMALL)
    pages = {where.ref: _analyst(where) for where in (few, many)}
    for client in pages.values():
        _times(client, 5)
    ratios = []
    for _ in range(ROUNDS):
        small, large = _times(pages[few.ref], ASKED), _times(pages[many.ref], ASKED)
        ratios.append(percentile(large, 0.95) / percentile(small, 0.95))
    found = CaseRow.objects.filter(handler=many.ref).count()
    print(
        f"queue: {found} cases against {CaseRow.objects.filter(handler=few.ref).count()}, p95 {percentile(large, 0.95) * 1000:.0f} ms"
    )
    hubkit.clean()
    yield Goal(name="queue_p95_100k_over_1k", value=sorted(ratios)[ROUNDS // 2], must=2, aim=1.2)


def _filled(name: str) -> Organisation:
    where = hubkit.organisation(name, OrgKind.ASSOCIATION)
    entry = door.Entry(handler=where, channel=Channel.API)
    base = 0 if name == "Few" else 10 * LARGE
    for start in range(base, base + SMALL, 250):
        door.receive_many([hubkit.notice(place) for place in range(start, start + 250)], entry)
    settle_all([Station(name=triage.NAME, kinds=triage.KINDS, handle=triage.handle)])
    return where


def _multiply(handler: str, times: int) -> None:
    """Copies of the cases and their targets under other references: what the page reads, many times over."""

    def copy() -> None:
        with connection.cursor() as cursor:
            for number in range(1, times):
                for table, key in (
                    ("ledger_caserow", "ref"),
                    ("ledger_targetrow", "id"),
                    ("ledger_targetcontent", "target"),
                ):
                    _copy(cursor, table, key, handler, f"{number:03d}")

    write.run(copy)


def _copy(cursor: Any, table: str, key: str, handler: str, mark: str) -> None:
    cursor.execute(f"SELECT * FROM {table} LIMIT 0")
    names = [each[0] for each in cursor.description]
    changed = {
        key: f"{key} || '-{mark}'",
        "case": f"\"case\" || '-{mark}'",
        "page": f"page || '{mark}'",
        "now": f"replace(now, ref, ref || '-{mark}')",
    }
    columns = ", ".join(f'"{name}"' for name in names)
    values = ", ".join(changed.get(name, f'"{name}"') for name in names)
    cursor.execute(
        f"INSERT INTO {table} ({columns}) SELECT {values} FROM {table} WHERE handler = %s AND length({key}) = 11"
        if table != "ledger_targetcontent"
        else f"INSERT INTO {table} ({columns}) SELECT {values} FROM {table} WHERE handler = %s AND length(page) = 64",
        [handler],
    )


def _analyst(where: Organisation) -> Client:
    person = enrol.person(f"{where.ref}@bench.example", "Bench", PASSWORD)

    def save() -> None:
        person.save()
        enrol.member(person, where, [Role.ANALYST]).save()

    write.run(save)
    client = Client()
    client.force_login(person)
    return client


def _times(client: Client, count: int) -> list[float]:
    found = []
    for _ in range(count):
        started = time.perf_counter()
        response = client.get("/desk/queue", headers={"host": "localhost"})
        if response.status_code != 200:
            raise RuntimeError(f"the queue answered {response.status_code}")
        found.append(time.perf_counter() - started)
    return found
