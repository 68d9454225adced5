"""`fanal-hub jobs`: what it lists, and what it refuses."""

import pytest

from fanal_hub import manage
from fanal_hub.ledger import jobs
from fanal_hub.ledger.jobs import Failure
from fanal_hub.ledger.models import JobRow
from tests.hub.stations.jobbing import NOW, put, row


@pytest.fixture
def number(database: object) -> str:
    """The number of one piece of failed work."""
    put(row("notice:N-1"), row("notice:N-2"))
    first, _ = jobs.take("s", None, NOW, 9)
    jobs.fail(first, Failure(error="KeyError", at=NOW, again_at=NOW, dead=True))
    return str(first.id)


def test_list_says_what_failed_and_ends_with_one(number: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert manage.main(["jobs"]) == 1
    assert capsys.readouterr().out == f"{number}\ts\tnotice:N-1\ta\t1\t2026-03-02T09:00:00Z\tKeyError\n"


@pytest.mark.parametrize("which", ["all", "number"])
def test_retry_leaves_nothing_in_the_list(number: str, which: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert manage.main(["jobs", "retry", number if which == "number" else "all"]) == 0
    assert manage.main(["jobs", "retry", "all"]) == 0, "nothing to do is no fault"
    assert capsys.readouterr().out == "retry: 1\nretry: 0\n"
    assert manage.main(["jobs"]) == 0
    assert JobRow.objects.count() == 2


def test_drop_keeps_the_reason(number: str) -> None:
    assert manage.main(["jobs", "drop", number, "--why", "by_hand"]) == 0
    dropped = JobRow.objects.get(pk=number)
    assert (dropped.dropped, dropped.dropped_by) == ("by_hand", "cli")
    assert manage.main(["jobs"]) == 0


@pytest.mark.parametrize("words", [["retry"], ["retry", "9999"], ["retry", "x"], ["drop", "all"], ["drop"]])
def test_unknown_number_is_refused_and_nothing_changes(number: str, words: list[str]) -> None:
    before = list(JobRow.objects.order_by("pk").values())
    assert manage.main(["jobs", *words]) == 2
    assert list(JobRow.objects.order_by("pk").values()) == before
