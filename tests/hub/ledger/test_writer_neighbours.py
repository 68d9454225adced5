"""What one job of a commit does to its neighbours: nothing, whatever it is."""

import sys
import threading
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, OperationalError, connection

from fanal_hub.ledger import write
from fanal_hub.ledger.models import NoticeRow
from fanal_hub.ledger.plan import Plan
from fanal_hub.people.models import Member
from tests.hub.ledger.test_writer import received


def together(*works: Callable[[], object]) -> list[BaseException | None]:
    """Have the writer take all of them in one commit; what each raised."""
    raised: list[BaseException | None] = [None] * len(works)
    busy, go_on = threading.Event(), threading.Event()

    def hold(_: object) -> None:
        busy.set()
        go_on.wait(20)

    def ask(place: int, work: Callable[[], object]) -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001  it is what the test looks at
            raised[place] = error

    first = threading.Thread(target=write.WRITER.ask, args=(hold,))
    first.start()
    assert busy.wait(20)
    askers = [threading.Thread(target=ask, args=pair) for pair in enumerate(works)]
    for each in askers:
        each.start()
    while write.WRITER.depth < len(works):
        pass
    go_on.set()
    for each in (first, *askers):
        each.join(30)
        assert not each.is_alive(), "somebody waits forever"
    return raised


def no_such_person() -> None:
    Member(person_id=999_999, organisation_id="nowhere", roles=[]).save()


def good() -> Any:
    return write.submit(Plan(events=[received("N-GOOD")]))


@pytest.mark.parametrize(
    ("bad", "raised"),
    [
        (lambda: write.run(no_such_person), DatabaseError),
        (lambda: write.run(lambda: sys.exit(3)), SystemExit),
        (lambda: write.run(lambda: 1 / 0), ZeroDivisionError),
    ],
    ids=["a row that points nowhere", "one that ends the program", "a programmer's fault"],
)
def test_bad_job_fails_alone(database: object, bad: Callable[[], object], raised: type[BaseException]) -> None:
    first, second = together(bad, good)
    assert isinstance(first, raised)
    assert second is None
    assert NoticeRow.objects.count() == 1
    assert write.submit(Plan(events=[received("N-NEXT")])), "the writer lives"


@pytest.mark.one_engine("postgresql")
def test_server_that_goes_away_in_the_middle_asks_everybody_to_come_again(database: str) -> None:
    def cut() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            mine = cursor.fetchone()[0]
        with psycopg.connect(database, autocommit=True) as killer:
            killer.execute("SELECT pg_terminate_backend(%s)", [mine])
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")

    first, second = together(lambda: write.run(cut), good)
    assert isinstance(first, write.AwayError | OperationalError)
    assert isinstance(second, write.AwayError)
    assert NoticeRow.objects.count() == 0
    good()
    assert NoticeRow.objects.count() == 1
