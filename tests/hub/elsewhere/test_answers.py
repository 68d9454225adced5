"""What one organisation learns of another's cases: one sentence when both agreed, and nothing by any other way."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import Error, IntegrityError
from django.test import Client

from fanal.notice.facts import Verdict
from fanal.words.lists import AgreementAct, AgreementState, Ask, Category, Role
from fanal_hub.ledger import write
from fanal_hub.ledger.models import AskedRow, CaseRow, ElsewhereRow, EventRow
from fanal_hub.ledger.read import elsewhere as read
from fanal_hub.people.models import AgreementStep
from fanal_hub.stations import agreeing, judge, locked, purge
from tests.hub.desk.scene import REASONS, post
from tests.hub.elsewhere.conftest import Side, Town


def test_nothing_is_said_without_an_agreement(town: Town) -> None:
    town.b.take_in(post(1))
    mine = town.a.judged(post(1))
    assert town.round() == 0
    assert town.a.knows(mine) == [False]


def test_with_an_agreement_the_same_page_alone_is_said(town: Town) -> None:
    town.agree(town.a, town.b)
    town.b.take_in(post(1))
    same, other = town.a.judged(post(1)), town.a.judged(post(2))
    assert town.a.knows(same) == [False], "answers come at the daily round, never when they are asked for"
    assert town.round() == 2
    assert (town.a.knows(same), town.a.knows(other)) == ([True], [False])
    assert town.round() == 0, "once a day"


def test_a_proposal_that_nobody_accepted_says_nothing(town: Town) -> None:
    agreeing.propose(town.a.hand, town.b.ref, datetime.now(UTC) - timedelta(days=2))
    town.b.take_in(post(1))
    mine = town.a.judged(post(1))
    assert town.round() == 0
    assert town.a.knows(mine) == [False]


def test_the_same_words_or_the_same_account_are_not_the_same_page(town: Town) -> None:
    """The notices of these tests all share their text, and these two their author."""
    town.agree(town.a, town.b)
    town.b.take_in(post(1))
    mine = town.a.judged(post(2))
    town.round()
    assert town.a.knows(mine) == [False]


def test_an_address_that_nobody_judged_asks_nothing(town: Town) -> None:
    """Fishing: a notice about any address, judged by nobody, or judged without anything kept of it."""
    town.agree(town.a, town.b)
    town.b.take_in(post(1), post(2))
    unjudged, bare = town.a.take_in(post(1)), town.a.judged(post(2), evidence=False)
    town.round()
    assert (town.a.knows(unjudged), town.a.knows(bare)) == ([False], [False])
    assert not ElsewhereRow.objects.filter(asker=town.a.ref).exists()


def test_a_judgement_that_is_taken_back_says_no_more(town: Town) -> None:
    town.agree(town.a, town.b)
    town.b.take_in(post(1))
    mine = town.a.judged(post(1))
    town.round()
    town.a.set_aside(mine)
    assert town.a.knows(mine) == [False]


def test_what_was_set_aside_never_answers(town: Town) -> None:
    town.agree(town.a, town.b)
    town.b.set_aside(town.b.take_in(post(1)))
    mine = town.a.judged(post(1))
    town.round()
    assert town.a.knows(mine) == [False]


def test_when_it_was_set_aside_shows_at_the_round_and_not_before(town: Town) -> None:
    """The moment of the other's judgement is not to be read from this page."""
    town.agree(town.a, town.b)
    theirs, mine = town.b.take_in(post(1)), town.a.judged(post(1))
    town.round()
    town.b.set_aside(theirs)
    assert town.a.knows(mine) == [True]
    town.round(days=1)
    assert town.a.knows(mine) == [False]


def test_child_abuse_material_neither_asks_nor_answers(town: Town) -> None:
    town.agree(town.a, town.b)
    town.b.take_in(post(1), category=Category.CHILD_ABUSE)
    town.b.take_in(post(2))
    asks, locked = town.a.judged(post(1)), town.a.take_in(post(2), category=Category.CHILD_ABUSE)
    town.round()
    assert (town.a.knows(asks), town.a.knows(locked)) == ([False], [False])
    assert not ElsewhereRow.objects.exclude(other="").exists()


@pytest.mark.parametrize("who", ["a", "b"])
def test_what_anybody_reports_as_child_abuse_is_out_of_it(town: Town, who: str) -> None:
    """Whichever side it comes in at: with the next round at the latest, and at once where it is one's own."""
    town.agree(town.a, town.b)
    town.b.take_in(post(1))
    mine = town.a.judged(post(1))
    town.round()
    side: Side = getattr(town, who)
    side.take_in(post(1), category=Category.CHILD_ABUSE)
    assert town.a.knows(mine) == [who == "b"]
    town.round(days=1)
    assert town.a.knows(mine) == [False]
    assert not ElsewhereRow.objects.exclude(other="").exists()


def test_what_a_person_judges_to_be_child_abuse_is_gone_at_once(town: Town) -> None:
    town.agree(town.a, town.b)
    theirs, mine = town.b.take_in(post(1)), town.a.judged(post(1))
    town.round()
    offence = next(iter(sorted(locked.offences())))
    said = [Verdict(target=each.id, offences=(offence,), asks=(Ask.REMOVE,), note=REASONS) for each in theirs.targets]
    judge.qualify(town.b.hand, theirs.ref, said)
    assert town.a.knows(mine) == [False]


def test_what_is_purged_is_gone_at_once(town: Town) -> None:
    town.agree(town.a, town.b)
    theirs, mine = town.b.take_in(post(1)), town.a.judged(post(1))
    town.round()
    assert town.a.knows(mine) == [True]
    assert purge.purge(town.b.case(theirs.ref).expires_at + timedelta(seconds=1)) >= 1
    assert town.a.knows(mine) == [False]
    town.round(days=1)
    assert not ElsewhereRow.objects.exclude(other="").exists()


@pytest.mark.parametrize("who", ["a", "b"])
def test_either_side_ends_it_at_once(town: Town, who: str) -> None:
    town.agree(town.a, town.b)
    town.b.take_in(post(1))
    mine = town.a.judged(post(1))
    town.round()
    one: Side = getattr(town, who)
    other = town.b if who == "a" else town.a
    agreeing.act(one.hand, other.ref, AgreementAct.REVOKED, datetime.now(UTC))
    assert town.a.knows(mine) == [False]
    assert not ElsewhereRow.objects.exists()
    assert town.round(days=1) == 0


def test_ending_and_agreeing_again_within_a_day_asks_nothing_more(town: Town) -> None:
    town.agree(town.a, town.b)
    mine = town.a.judged(post(1))
    town.round()
    now = datetime.now(UTC) - timedelta(days=1, hours=12)
    agreeing.act(town.a.hand, town.b.ref, AgreementAct.REVOKED, now)
    town.b.take_in(post(1))
    town.agree(town.b, town.a)
    assert town.round() == 0
    assert town.a.knows(mine) == [False]


# --- authorities ----------------------------------------------------------------------------------------------------
def test_an_authoritys_memory_never_answers(town: Town) -> None:
    town.agree(town.a, town.office)
    town.office.judged(post(1))
    mine = town.a.judged(post(1))
    town.round()
    assert town.a.knows(mine) == [False]
    assert not ElsewhereRow.objects.filter(answerer=town.office.ref).exists()
    assert not AskedRow.objects.filter(answerer=town.office.ref).exists(), "it is not even asked"


def test_an_authority_asks_an_association_that_agreed_and_leaves_nothing_to_see(town: Town) -> None:
    page = "/desk/settings/agreements"
    town.agree(town.office, town.a)
    town.a.take_in(post(1))
    browser = town.a.client()
    before = browser.get(page).content
    theirs = town.office.judged(post(1))
    town.round()
    assert town.office.knows(theirs) == [True]
    assert _bare(browser.get(page).content) == _bare(before), "not even how many questions"
    assert "How many questions this authority asks is not shown" in before.decode()


def _bare(page: bytes) -> str:
    """A page without the form's own secret, and without the time that is left: it runs between two looks."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page.decode())
    return re.sub(r'<span class="time [^>]*>.*?</span>', "", text)


# --- several, and what the answerer sees ----------------------------------------------------------------------------
def test_which_of_several_is_said_nowhere(town: Town) -> None:
    town.agree(town.a, town.b)
    town.agree(town.a, town.c)
    town.b.take_in(post(1))
    town.c.take_in(post(2))
    town.b.take_in(post(3))
    town.c.take_in(post(3))
    mine = town.a.judged(post(1), post(2), post(3))
    town.round()
    assert town.a.knows(mine) == [True, True, True]
    browser = town.a.client()
    said = browser.get(f"/desk/cases/{mine.ref}").content.decode()
    assert said.count("Also reported elsewhere.") == 3
    for word in ("Maison Bb", "Maison Cc", '"bb"', '"cc"'):
        assert word not in said


def test_the_answerer_sees_how_many_questions_came_and_not_which(town: Town) -> None:
    town.agree(town.a, town.b)
    town.b.take_in(post(1))
    town.a.judged(post(1), post(2), post(3))
    town.round()
    said = town.b.client().get("/desk/settings/agreements").content.decode()
    assert "3 in the last seven days, 3 in all" in said
    assert str(1726000000000000000 + 2) not in said
    town.round(days=1)
    said = town.b.client().get("/desk/settings/agreements").content.decode()
    assert "3 in all" in said, "a question that stands is not counted again"


def test_more_questions_than_a_day_allows_wait_for_the_next(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fanal.crossref.elsewhere.allowed.__defaults__", (2,))
    town.agree(town.a, town.b)
    town.a.judged(post(1), post(2), post(3))
    town.round()
    assert AskedRow.objects.get(asker=town.a.ref).questions == 2
    town.round(days=1)
    assert [each.questions for each in AskedRow.objects.filter(asker=town.a.ref).order_by("day")] == [2, 1]


# --- oracles --------------------------------------------------------------------------------------------------------
def _seen(side: Side, ref: str) -> dict[str, object]:
    """All that a member of an organisation gets to see of its own work: pages, API, order, sizes, headers."""
    browser, api = side.client(), Client()
    headers = {"authorization": f"Bearer {side.world.token(side.organisation, Role.ANALYST, Role.READER)}"}
    pages = ("queue", f"cases/{ref}", f"cases/{ref}/history", "search?q=marché", "notices", f"cases/{ref}/qualify")
    seen: dict[str, object] = {}
    for each in pages:
        answer = browser.get(f"/desk/{each}")
        seen[each] = (answer.status_code, _bare(answer.content), answer.get("ETag"))
    for each in ("cases", f"cases/{ref}"):
        answer = api.get(f"/api/v1/{each}", headers=headers)
        seen[f"api {each}"] = (answer.status_code, answer.content, len(answer.content), answer.get("ETag"))
    rows = CaseRow.objects.filter(handler=side.ref).order_by("-priority", "opened_at", "ref")
    seen["order"] = list(rows.values_list("ref", "priority", "now"))
    seen["events"] = list(EventRow.objects.filter(handler=side.ref).values_list("stream", "version", "body"))
    return seen


def test_neither_order_nor_priority_nor_size_tells_before_the_round(town: Town) -> None:
    """The other organisation takes in, judges and sets aside: until the round nothing here changes by a byte."""
    town.agree(town.a, town.b)
    mine = town.a.judged(post(1), post(2))
    town.a.take_in(post(5))
    before = _seen(town.a, mine.ref)
    town.b.judged(post(1))
    town.b.take_in(post(1), danger=True)
    town.b.set_aside(town.b.take_in(post(2)))
    assert _seen(town.a, mine.ref) == before


def test_after_the_round_one_sentence_and_one_yes_are_all_that_changed(town: Town) -> None:
    town.agree(town.a, town.b)
    mine = town.a.judged(post(1), post(2))
    before = _seen(town.a, mine.ref)
    town.b.judged(post(1))
    for _ in range(3):
        town.b.take_in(post(1))
    town.round()
    after = _seen(town.a, mine.ref)
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {f"cases/{mine.ref}", f"api cases/{mine.ref}"}
    was, now = (str(seen[f"cases/{mine.ref}"]) for seen in (before, after))
    assert _without_sentence(now) == was
    was, now = (str(seen[f"api cases/{mine.ref}"][1]) for seen in (before, after))  # type: ignore[index]
    assert now.replace('"reported_elsewhere": true', '"reported_elsewhere": false', 1) == was


def _without_sentence(page: str) -> str:
    return re.sub(r'<p class="small"><svg(?:(?!</p>).)*Also reported elsewhere\.</p>(?:\\n)?', "", page)


def test_being_asked_changes_nothing_at_the_other_side(town: Town) -> None:
    town.agree(town.a, town.b)
    theirs = town.b.take_in(post(1))
    before = _seen(town.b, theirs.ref)
    town.a.judged(post(1))
    town.round()
    assert _seen(town.b, theirs.ref) == before


def test_how_often_and_by_whom_makes_no_difference(town: Town) -> None:
    """One notice or ten, one partner or two, judged or not: the same bytes."""
    town.agree(town.a, town.b)
    town.agree(town.a, town.c)
    mine = town.a.judged(post(1))
    town.b.take_in(post(1))
    town.round()
    once = _seen(town.a, mine.ref)
    town.b.judged(post(1))
    town.c.judged(post(1))
    town.round(days=1)
    assert _seen(town.a, mine.ref) == once


# --- history --------------------------------------------------------------------------------------------------------
def test_every_step_is_kept_with_who_and_when(town: Town) -> None:
    town.agree(town.a, town.b)
    agreeing.act(town.b.hand, town.a.ref, AgreementAct.REVOKED, datetime.now(UTC))
    kept = list(AgreementStep.objects.order_by("number").values_list("act", "by", "person"))
    assert kept == [
        ("proposed", "aa", town.a.person.ref),
        ("accepted", "bb", town.b.person.ref),
        ("revoked", "bb", town.b.person.ref),
    ]


def test_nobody_but_the_writer_can_write_a_step(town: Town) -> None:
    with pytest.raises(Error):
        AgreementStep(one="aa", other="bb", number=1, act="accepted", by="bb", person="x", at=datetime.now(UTC)).save()
    assert write.WRITER.is_alive


def test_of_two_steps_decided_at_once_one_stands(town: Town) -> None:
    """Another process decided on the same proposal: the number of its step is taken, and nothing of it is written."""
    now = datetime.now(UTC)
    agreeing.propose(town.a.hand, town.b.ref, now)
    agreeing.act(town.b.hand, town.a.ref, AgreementAct.DECLINED, now)
    late = AgreementStep(one="aa", other="bb", number=2, act="accepted", by="bb", person="p-x", at=now)
    with pytest.raises(IntegrityError):
        write.run(lambda: late.save(force_insert=True))
    assert read.agreement(town.a.ref, town.b.ref).standing.state == AgreementState.ENDED
