"""The laws as handed out: codes are found or refused, lanes hold together, the silent clocks follow the offences."""

from datetime import datetime

import pytest

from fanal.clocks import Due, Target, due, silent_clocks
from fanal.laws import load_laws
from fanal.words.errors import LawError
from fanal.words.lists import Ask, OrgKind, RecipientKind
from fanal.words.say import LANGS

LAWS = load_laws()
START = datetime.fromisoformat("2026-02-14T08:00:00+01:00")


@pytest.mark.parametrize("ask", [LAWS.clock, LAWS.offence, LAWS.lane])
def test_unknown_code_is_refused(ask: object) -> None:
    """Never a silent default."""
    with pytest.raises(LawError):
        ask("fr.no.such")  # type: ignore[operator]


def test_laws_are_read_once() -> None:
    """The same records for everybody."""
    assert load_laws() is LAWS


@pytest.mark.parametrize("code", sorted(LAWS.clocks))
def test_clock_without_a_number_gives_no_due_date(code: str) -> None:
    """A standard is a target or nothing; a number is a due date."""
    clock = LAWS.clock(code)
    answers = due(clock.rule, START)
    has_number = bool(clock.rule.duration or clock.rule.before)
    assert all(isinstance(each, Due if has_number else Target) for each in answers)
    assert has_number == any(isinstance(each, Due) for each in answers)


def test_no_24_hours_for_hate_is_law() -> None:
    """Decision 2020-801 DC: 24 hours is a promise or a target, never a statutory deadline for ordinary hate speech."""
    binding = {
        code for code, clock in LAWS.clocks.items() if clock.rule.duration == "PT24H" and clock.kind == "statutory"
    }
    assert binding == {"fr.6-1.remove", "fr.sren5.torture"}
    assert LAWS.clock("codeplus.24h").kind == "voluntary"


def test_lanes_are_the_seven_that_route_knows() -> None:
    """Each with its recipients and asks."""
    found = {code: (sorted(lane.recipients), sorted(lane.asks), lane.main_clock) for code, lane in LAWS.lanes.items()}
    restrict = [Ask.BLOCK_HERE, Ask.DEINDEX_HASHTAG, Ask.LABEL_OR_AGE_GATE, Ask.REMOVE, Ask.SUSPEND_ACCOUNT]
    assert found == {
        "dsa.16": ([RecipientKind.PLATFORM], restrict, "dsa.16.decision"),
        "dsa.22": ([RecipientKind.PLATFORM], restrict, "dsa.22.priority"),
        "dsa.18": ([RecipientKind.PLATFORM, RecipientKind.POLICE], [Ask.ALERT_DANGER], "dsa.18.suspicion"),
        "fr.lcen6iv": ([RecipientKind.PLATFORM], [Ask.INFORM_PROSECUTOR], "fr.6iv.inform"),
        "fr.cpp40": ([RecipientKind.PROSECUTOR], [Ask.INFORM_PROSECUTOR], "fr.40"),
        "fr.pharos": ([RecipientKind.POLICE], [Ask.ALERT_DANGER, Ask.INFORM_PROSECUTOR], None),
        "fr.reply": ([RecipientKind.PUBLISHER], [Ask.INSERT_REPLY], "fr.reply.insert"),
    }


def test_priority_needs_status_and_area_and_article_40_an_authority() -> None:
    """Nobody claims a lane that is not theirs."""
    assert LAWS.lane("dsa.22").requires("trusted_flagger")
    assert LAWS.lane("dsa.22").requires("area_of_expertise")
    assert not LAWS.lane("dsa.16").conditions
    assert LAWS.lane("fr.cpp40").handlers == {OrgKind.AUTHORITY}
    assert OrgKind.AUTHORITY not in LAWS.lane("fr.reply").handlers


@pytest.mark.parametrize("code", sorted(LAWS.lanes))
def test_lane_says_why_in_both_languages(code: str) -> None:
    """A sentence a person can read."""
    lane = LAWS.lane(code)
    assert all(lane.why[lang].endswith(".") for lang in LANGS)
    assert lane.trust.is_sure == (lane.trust.confidence == "A")


def test_validity_that_nobody_checked_is_unverified() -> None:
    """Unknown stays unknown."""
    assert LAWS.clock("fr.presc.press3m").trust.is_unverified
    assert not LAWS.clock("eu.eevidence.emergency").trust.is_unverified


def test_listed_offences_are_those_with_the_flag() -> None:
    """Defamation and insult are not in the list of LCEN art. 6 IV A; incitement is."""
    assert "lcen_6_iv_a" in LAWS.offence("FR-1881-24-HAINE-ORIGINE").flags
    assert "lcen_6_iv_a" not in LAWS.offence("FR-1881-33-INJURE-ORIGINE").flags


def test_silent_clocks_of_a_post_that_may_be_insult_or_hate() -> None:
    """Three months and a year, side by side, with connection data and right of reply."""
    rules = LAWS.silent_rules(["FR-1881-33-INJURE-PARTICULIER", "FR-1881-24-HAINE-ORIGINE", "FR-CP-227-23"])
    found = silent_clocks(rules, first_published=START, earliest_known=START)
    last_days = {(each.name, each.offence): str(each.readings[0].at.date()) for each in found if each.readings}
    assert last_days == {
        ("limitation", "FR-1881-33-INJURE-PARTICULIER"): "2026-05-14",
        ("limitation", "FR-1881-24-HAINE-ORIGINE"): "2027-02-14",
        ("connection_data", ""): "2027-02-14",
        ("right_of_reply", ""): "2026-05-14",
    }
