"""The silent clocks: they run from first publication, and say so when it is unknown."""

from datetime import datetime

import pytest

from fanal.clocks import ClockRule, SilentRules, own_last_safe_moment, silent_clocks

SEEN = datetime.fromisoformat("2026-03-02T09:00:00+01:00")
EARLIER = datetime.fromisoformat("2026-02-14T08:00:00+01:00")


def clock(name: str, duration: str) -> ClockRule:
    """A rule of that name."""
    return ClockRule(id=name, kind="limitation", duration=duration)


RULES = SilentRules(
    limitation={"INSULT": clock("press3m", "P3M"), "HATE": clock("press1y", "P1Y"), "MINOR": clock("minor", "P10Y")},
    connection_data=clock("ip", "P1Y"),
    right_of_reply=clock("reply", "P3M"),
    from_majority=frozenset({"MINOR"}),
)


def test_each_qualification_has_its_own_limitation_beside_the_two_others() -> None:
    """A post may be an insult or hate: both clocks are shown."""
    found = silent_clocks(RULES, first_published=EARLIER, earliest_known=SEEN)
    assert [(each.name, each.clock, each.offence) for each in found] == [
        ("limitation", "press3m", "INSULT"),
        ("limitation", "press1y", "HATE"),
        ("limitation", "minor", "MINOR"),
        ("connection_data", "ip", ""),
        ("right_of_reply", "reply", ""),
    ]


def test_first_publication_counts_and_not_the_day_we_saw_it() -> None:
    """Loi 1881 art. 65: from the first publication."""
    insult = silent_clocks(RULES, first_published=EARLIER, earliest_known=SEEN)[0]
    assert [each.reading for each in insult.readings] == ["as_counted", "next_working_day"]
    assert insult.readings[0].at == datetime.fromisoformat("2026-05-14T23:59:59+02:00")
    assert all(each.start_known for each in insult.readings)


def test_unknown_publication_marks_every_reading_and_promises_no_safe_day() -> None:
    """The true end may be earlier than anything we can compute."""
    found = silent_clocks(RULES, first_published=None, earliest_known=SEEN)
    for each in found:
        assert all(one.reading.startswith("earliest_known_") for one in each.readings)
        assert all(one.steps[0].code == "step_start_unknown" for one in each.readings)
    assert own_last_safe_moment(found[0].readings) is None


@pytest.mark.parametrize(("majority", "many"), [(None, 0), (EARLIER, 1)])
def test_limitation_from_majority_waits_for_the_majority(majority: datetime | None, many: int) -> None:
    """CPP art. 8 with 706-47: the publication is not its start, and no date is made up from it."""
    minor = silent_clocks(RULES, first_published=EARLIER, earliest_known=SEEN, majority=majority)[2]
    assert len(minor.readings) == many


def test_clocks_that_do_not_apply_are_absent() -> None:
    """No right of reply on a network feed, no qualification yet."""
    assert silent_clocks(SilentRules(limitation={}), first_published=EARLIER, earliest_known=SEEN) == ()
