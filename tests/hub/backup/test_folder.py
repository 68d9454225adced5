"""Which backups stay, which go, and what is nobody's business in that folder."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanal_hub.backups import folder
from fanal_hub.backups.folder import Keep, Kept
from fanal_hub.backups.sealed import BackupError

NOON = datetime(2026, 11, 21, 3, tzinfo=UTC)


def there(*days_ago: float) -> list[Kept]:
    """Backups made so many days ago."""
    return [Kept(Path(f"{n}"), NOON - timedelta(days=each), 1) for n, each in enumerate(days_ago)]


def test_a_year_of_days_becomes_seven_days_four_weeks_and_twelve_months() -> None:
    made = there(*range(400))
    gone = {each.path for each in folder.to_drop(made, folder.DEFAULT)}
    staying = [each for each in made if each.path not in gone]
    assert [each.at for each in staying[:7]] == [NOON - timedelta(days=n) for n in range(7)]
    assert len({each.at.strftime("%Y-%m") for each in staying}) == 12
    assert 7 + 11 <= len(staying) <= 7 + 4 + 12


def test_two_of_a_day_are_one_day() -> None:
    gone = folder.to_drop(there(0, 0.1, 1, 2), Keep(daily=2, weekly=0, monthly=0))
    assert [each.at for each in gone] == [NOON - timedelta(days=0.1), NOON - timedelta(days=2)]


@given(st.lists(st.floats(0, 1000), min_size=1), st.integers(0, 3), st.integers(0, 3), st.integers(0, 3))
def test_the_newest_one_always_stays(days: list[float], daily: int, weekly: int, monthly: int) -> None:
    made = there(*days)
    gone = folder.to_drop(made, Keep(daily=daily, weekly=weekly, monthly=monthly))
    assert max(made, key=lambda each: each.at).path not in {each.path for each in gone}


@given(st.lists(st.integers(0, 1000), min_size=1))
def test_dropping_twice_drops_nothing_more(days: list[int]) -> None:
    made = there(*days)
    gone = {each.path for each in folder.to_drop(made, folder.DEFAULT)}
    assert folder.to_drop([each for each in made if each.path not in gone], folder.DEFAULT) == []


def test_a_file_of_somebody_else_is_never_listed(tmp_path: Path) -> None:
    mine = tmp_path / folder.file_name("hub.a", NOON)
    for name in (
        mine.name,
        folder.file_name("hub.b", NOON),
        folder.file_name("hub-a", NOON),
        f".{mine.name}.abcd.part",
        f"{mine.name}.bak",
        "hub.a-latest.fanal-backup",
        "photos.zip",
    ):
        (tmp_path / name).touch()
    assert [each.path for each in folder.listed(tmp_path, "hub.a")] == [mine]
    assert folder.listed(tmp_path / "nowhere", "hub.a") == []


@pytest.mark.parametrize("text", ["", "7", "7,4", "0,4,12", "7,4,12,1", "-1,4,12", "seven", "7, 4, 12"])
def test_a_rule_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(BackupError):
        folder.parse_keep(text)


def test_a_rule_is_read() -> None:
    assert folder.parse_keep("3,2,1") == Keep(daily=3, weekly=2, monthly=1)
    assert folder.parse_keep("all") is None
