"""The watch on a real page: looks, clocks, settling; and what must never be looked at."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest

from fanal import flow
from fanal.notice.facts import TargetAnswer, Verdict
from fanal.words.lists import AnswerKind, Ask, CaseState, Category, Measure, OrgKind, ReferralState, SightingState
from fanal_hub import standin as stand_in
from fanal_hub.ledger import write
from fanal_hub.ledger.models import EventRow, JobRow, ReferralRow, TargetRow
from fanal_hub.ledger.read import streams
from fanal_hub.ledger.read.jobs import Timer
from fanal_hub.people.models import Organisation
from fanal_hub.standin import POSTS, Standin
from fanal_hub.stations import dispatch, judge, purge, reply, watch
from fanal_hub.stations.judge import Hand, UnknownError
from fanal_hub.stations.replay import replay
from tests.hub.courier.journeys import Way, again, removed
from tests.hub.courier.knobs import Settings
from tests.hub.courier.sink import Sink, listening
from tests.hubkit import World


@pytest.fixture
def running(tmp_path: Path, settings: Settings) -> Iterator[Standin]:
    """The stand-in platform, which this hub may look at and nothing else."""
    made = stand_in.start(0, tmp_path)
    settings.HOME = tmp_path
    settings.FANAL_EGRESS = "listed"
    settings.FANAL_EGRESS_ALLOW = (f"standin.localhost:{made.port}",)
    yield made
    made.stop()


@pytest.fixture
def way(world: World, sos: Organisation) -> Way:
    """An association."""
    return Way(world, sos)


def _sightings(case: str) -> list[str]:
    now = streams.case_now(case)
    assert now is not None
    events = EventRow.objects.filter(stream=f"case:{case}", kind="target_sighted").order_by("version")
    return [str(streams.recorded(each).event.state) for each in events]  # type: ignore[attr-defined]


def _look_at() -> datetime | None:
    """When the one timer of a look rings."""
    return JobRow.objects.filter(station="look").values_list("available_at", flat=True).first()


def _case(ref: str) -> CaseState:
    now = streams.case_now(ref)
    assert now is not None
    return now.state


def test_whole_loop_at_the_source(way: Way, running: Standin) -> None:
    """Reported, sent, up; answered, gone: verified and settled. Then it comes back: judged again. Replay agrees."""
    desk = way.on_hub("standin")
    url = POSTS[0].url(running.port)
    referral = way.referred(url)
    case = referral.case
    way.world.settle()
    assert _sightings(case) == ["up"]

    running.set_removed(POSTS[0].key, gone=True)
    platform = Hand(organisation=desk, by="p-desk")
    reply.answer(platform, referral.ref, [removed(referral.targets[0].target)])
    way.world.settle()
    assert _sightings(case) == ["up", "gone"]
    found = again(referral.ref)
    assert (found.state, found.outcome, found.targets[0].verdict) == (ReferralState.VERIFIED, "removed", "agrees")
    assert _case(case) == CaseState.SETTLED

    running.set_removed(POSTS[0].key, gone=False)
    watch.tick(datetime.now(UTC) + timedelta(days=3))
    assert _sightings(case) == ["up", "gone", "back"]
    assert again(referral.ref).targets[0].verdict == "contradicted"
    assert _case(case) == CaseState.OPEN
    assert replay().differences == ()


def test_answer_that_is_not_true(way: Way, running: Standin) -> None:
    """The platform says removed; the page is up."""
    desk = way.on_hub("standin")
    referral = way.referred(POSTS[0].url(running.port))
    way.world.settle()
    answers = [removed(referral.targets[0].target)]
    reply.answer(Hand(organisation=desk, by="p-desk"), referral.ref, answers)
    way.world.settle()
    assert again(referral.ref).outcome == "removed", "a removal takes time to reach every cache"
    watch.tick(datetime.now(UTC) + timedelta(minutes=11))
    assert again(referral.ref).outcome == "contradicted"
    assert _case(referral.case) == CaseState.OPEN, "a person must see it"


def test_removal_without_a_word(way: Way, running: Standin) -> None:
    """Gone before anybody answered: a fact of its own."""
    way.on_hub("standin")
    referral = way.referred(POSTS[0].url(running.port))
    way.world.settle()
    running.set_removed(POSTS[0].key, gone=True)
    assert watch.tick(datetime.now(UTC) + timedelta(days=2)) >= 1
    assert again(referral.ref).outcome == "gone_unanswered"
    assert _case(referral.case) == CaseState.SETTLED


def test_reading_the_same_event_again_looks_once(way: Way, running: Standin) -> None:
    """A restart before the cursor moved."""
    way.on_hub("standin")
    referral = way.referred(POSTS[0].url(running.port))
    way.world.settle()
    again_at_first = streams.after(0, {"referral_sent"})
    plan = watch.handle(again_at_first[0], datetime.now(UTC))
    assert plan is not None
    write.submit(plan)
    way.world.settle()
    assert _sightings(referral.case) == ["up"]
    assert _look_at() == TargetRow.objects.get().next_look_at, "and the next look is not forgotten"


# --- what is never looked at ----------------------------------------------------------------------------------------
def test_child_abuse_is_never_fetched(way: Way, running: Standin) -> None:
    """By the category of the case, by what a person qualified, and by what any one notifier said."""
    way.on_hub("standin")
    case = way.case_of(way.notice(POSTS[0].url(running.port)))
    (target,) = case.targets
    assert watch.may_fetch(case, target)
    assert not watch.may_fetch(replace(case, category=Category.CHILD_ABUSE), target)
    assert not watch.may_fetch(case, replace(target, offences=("FR-CP-227-23",)))
    said = way.notice(POSTS[0].url(running.port), category=str(Category.CHILD_ABUSE), email="other@citizen.example")
    assert not watch.may_fetch(case, replace(target, mentions=(*target.mentions, f"{said}/1")))


def test_target_that_a_person_marks_as_child_abuse_is_not_fetched_when_it_is_referred(
    way: Way, running: Standin
) -> None:
    """The page is never asked for: the platform's own log would show it."""
    way.on_hub("standin")
    case = way.case_of(way.notice(POSTS[0].url(running.port)))
    way.qualify(case, "FR-CP-227-23")
    way.world.settle()
    (referral,) = streams.referrals_of(case.ref)
    assert referral.state == ReferralState.SENT
    assert _sightings(case.ref) == []
    assert watch.look(Timer(f"target:{case.targets[0].id}", datetime.now(UTC)), datetime.now(UTC)) is None


@pytest.mark.parametrize("egress_setting", ["closed", "listed", "open"])
def test_page_that_we_may_not_ask_for_is_no_sighting(
    way: Way, settings: Settings, running: Standin, egress_setting: str
) -> None:
    """Closed, not listed, or private: nothing was seen, so nothing is said; and it is not tried again every second."""
    settings.FANAL_EGRESS, settings.FANAL_EGRESS_ALLOW = egress_setting, ()
    way.on_hub("standin")
    referral = way.referred(POSTS[0].url(running.port))
    way.world.settle()
    assert _sightings(referral.case) == []
    assert watch.tick(datetime.now(UTC)) == 0


def test_purged_case_is_not_looked_at_for_ever(way: Way, running: Standin, settings: Settings) -> None:
    """What may not be fetched leaves room for what may."""
    way.on_hub("standin")
    referral = way.referred(POSTS[0].url(running.port))
    way.world.settle()
    later = datetime.now(UTC) + timedelta(days=3)
    settings.FANAL_EGRESS_ALLOW = ()
    watch.tick(later)
    assert _sightings(referral.case) == ["up"]
    assert _look_at() == later + watch.PUT_OFF, "not every second, and not never: the address may be allowed one day"
    purge.purge(datetime.now(UTC) + timedelta(days=2000))
    assert _look_at() is None
    watch.begin_looks()
    assert _look_at() is None, "what was purged is not looked at, whatever its row says"


# --- people and scripts ---------------------------------------------------------------------------------------------
def test_person_says_what_they_saw(way: Way) -> None:
    """While egress is closed, people look; of their own organisation's cases alone."""
    desk = way.on_hub()
    referral = way.referred()
    target = referral.targets[0].target
    reply.answer(Hand(organisation=desk, by="p-desk"), referral.ref, [removed(target)])
    other = Hand(organisation=way.world.organisation("Autre", OrgKind.ASSOCIATION), by="p-other")
    with pytest.raises(UnknownError):
        watch.record_sighting(other, referral.case, target, SightingState.GONE, datetime.now(UTC))
    with pytest.raises(UnknownError):
        watch.record_sighting(way.hand, referral.case, "T-0000-0000", SightingState.GONE, datetime.now(UTC))
    now = watch.record_sighting(way.hand, referral.case, target, SightingState.GONE, datetime.now(UTC))
    assert now.state == CaseState.SETTLED
    assert again(referral.ref).outcome == "removed"
    assert streams.after(0, {"target_sighted"})[0].event.seen_from == "person"  # type: ignore[attr-defined]


def test_script_says_what_it_saw(way: Way) -> None:
    """For stories on a closed hub."""
    way.on_hub()
    referral = way.referred()
    seen = flow.Seen(state=SightingState.GONE, reasons=("status_410",), seen_from="script")
    assert watch.sight(referral.case, referral.targets[0].target, seen, datetime.now(UTC))
    assert not watch.sight(referral.case, "T-0000-0000", seen, datetime.now(UTC))
    assert again(referral.ref).outcome == "gone_unanswered"


def test_answer_that_comes_while_we_look_is_held_against_what_was_seen(
    way: Way, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Gone, and the platform says so at that very moment: it answered, and nobody writes that it did not."""
    desk = way.on_hub()
    referral = way.referred()
    target = referral.targets[0].target
    before = flow.sight

    def meanwhile(*told: Any) -> Any:
        events = before(*told)
        if not again(referral.ref).answered_at:
            reply.answer(Hand(organisation=desk, by="p-desk"), referral.ref, [removed(target)])
        return events

    monkeypatch.setattr(flow, "sight", meanwhile)
    seen = flow.Seen(state=SightingState.GONE, reasons=("status_410",), seen_from="script")
    assert watch.sight(referral.case, target, seen, datetime.now(UTC) + timedelta(seconds=5))
    assert again(referral.ref).outcome == "removed"


def test_answer_that_no_page_can_show_settles_by_itself(way: Way) -> None:
    """Preserved, identified: nothing to look at, nothing to wait for."""
    desk = way.on_hub()
    case = way.case_of(way.notice())
    way.qualify(case, ask=Ask.PRESERVE)
    way.world.settle("dispatch")
    (referral,) = streams.referrals_of(case.ref)
    answers = [TargetAnswer(target=referral.targets[0].target, kind=AnswerKind.DECIDED, measure=Measure.PRESERVED)]
    reply.answer(Hand(organisation=desk, by="p-desk"), referral.ref, answers)
    way.world.settle()
    assert _case(case.ref) == CaseState.SETTLED


def test_case_waits_for_all_its_referrals(way: Way) -> None:
    """Two platforms, one of which has answered."""
    desk = way.on_hub()
    case = way.case_of(way.notice("https://x.com/a/status/1000000000000000001", "https://t.me/lanterne/12"))
    verdicts = [
        Verdict(target=each.id, offences=("FR-1881-24-HAINE-ORIGINE",), asks=(Ask.PRESERVE,)) for each in case.targets
    ]
    judge.judge(way.hand, case.ref, verdicts, evidence_reason="Vu.", refers=True)
    way.world.settle("dispatch")
    first = next(each for each in streams.referrals_of(case.ref) if each.platform == "x")
    answers = [TargetAnswer(target=first.targets[0].target, kind=AnswerKind.DECIDED, measure=Measure.PRESERVED)]
    reply.answer(Hand(organisation=desk, by="p-desk"), first.ref, answers)
    way.world.settle()
    assert _case(case.ref) == CaseState.REFERRED


# --- clocks ---------------------------------------------------------------------------------------------------------
def _kinds(ref: str) -> list[str]:
    return list(EventRow.objects.filter(stream=f"referral:{ref}").order_by("version").values_list("kind", flat=True))


def test_deadline_passes_and_reminders_leave_by_mail(way: Way, settings: Settings, tmp_path: Path) -> None:
    """Three reminders, each with the same link and its own Message-ID; then silence."""
    settings.HOME = tmp_path
    way.by_mail()
    referral = way.referred()
    at = referral.target_at or referral.due_at
    assert at is not None
    for days in (0, 2, 7, 30):
        watch.tick(at + timedelta(days=days, minutes=1))
    kinds = _kinds(referral.ref)
    assert kinds.count("deadline_passed") == 1
    assert kinds.count("referral_reminded") == 3
    letters = [
        message_from_bytes(each.read_bytes()) for each in (tmp_path / "outbox").glob(f"{referral.ref}=reminder=*")
    ]
    assert len({each["Message-ID"] for each in letters}) == 3
    assert ReferralRow.objects.get(ref=referral.ref).wake_at is None


def test_reminder_that_cannot_leave_is_no_event(way: Way, settings: Settings) -> None:
    """The deadline is said all the same; the reminder is tried again, and then it is one."""
    way.by_mail()
    referral = way.referred()
    at = referral.target_at or referral.due_at
    assert at is not None
    settings.FANAL_MAIL = "smtp://127.0.0.1:9"
    watch.tick(at + timedelta(minutes=1))
    assert _kinds(referral.ref)[-1] == "deadline_passed"
    sink = Sink()
    with listening(sink) as port:
        settings.FANAL_MAIL = f"smtp://127.0.0.1:{port}"
        watch.tick(at + timedelta(minutes=17))
    assert _kinds(referral.ref)[-1] == "referral_reminded"
    assert len(sink.taken) == 1


def test_nobody_to_remind(way: Way) -> None:
    """Sent through the platform's own form: no reminder is claimed, and no clock wakes for ever."""
    case = way.case_of(way.notice())
    way.qualify(case)
    way.world.settle("dispatch")
    (referral,) = streams.referrals_of(case.ref)
    dispatch.sent_by_hand(way.hand, referral.ref)
    now = again(referral.ref)
    at = now.target_at or now.due_at
    assert at is not None
    assert [watch.tick(at + timedelta(days=days, minutes=1)) for days in (0, 3, 9)] == [1, 0, 0]
    assert _kinds(referral.ref)[-1] == "deadline_passed"


def test_every_target_has_its_turn(way: Way, running: Standin, monkeypatch: pytest.MonkeyPatch) -> None:
    """A tick looks at a few, and leaves the rest for the next."""
    way.on_hub("standin")
    referral = way.referred(*(each.url(running.port) for each in POSTS))
    way.world.settle()
    monkeypatch.setattr(watch, "MOST_LOOKS", 3)
    later, seen = datetime.now(UTC) + timedelta(days=2), []
    for _ in range(4):
        seen.append(len(_sightings(referral.case)) - len(POSTS))
        watch.tick(later)
    assert seen == [0, 3, 6, 7]
    assert TargetRow.objects.filter(next_look_at__lte=later).count() == 0
