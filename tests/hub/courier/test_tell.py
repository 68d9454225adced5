"""Telling people: each thing once, to those who may be written to, and never a word of what was reported."""

import json
from contextlib import suppress
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from fanal.notice.facts import SetAside
from fanal.words.lists import Category, Channel, SetAsideReason, SightingState
from fanal_hub.ledger import jobs
from fanal_hub.ledger.models import EventRow
from fanal_hub.ledger.read import streams
from fanal_hub.ledger.write import BusyError
from fanal_hub.people.models import Organisation
from fanal_hub.stations import contest, door, judge, notifier, reply, tell, watch
from fanal_hub.stations.judge import Hand
from fanal_hub.stations.loop import read_on
from tests.hub.courier.journeys import POST, TEXT, Way, removed
from tests.hub.courier.knobs import Settings
from tests.hub.courier.sink import Sink, listening
from tests.hubkit import World


@pytest.fixture
def way(world: World, sos: Organisation, settings: Settings, tmp_path: Path) -> Way:
    """A hub whose letters stay in the outbox."""
    settings.HOME = tmp_path
    return Way(world, sos)


def _outbox(home: Path) -> dict[str, str]:
    """The text of each letter, by its key."""
    found = {}
    for place in (home / "outbox").glob("*.eml"):
        message = message_from_bytes(place.read_bytes(), policy=policy.default)
        found[place.stem.replace("=", ":")] = str(message["To"]) + "\n" + message.get_content()
    return found


def _told(notice: str) -> list[str]:
    rows = EventRow.objects.filter(stream=f"notice:{notice}", kind="notifier_told").order_by("version")
    return [json.loads(each.body)["about"] for each in rows]


def test_notifier_hears_each_step_once(way: Way, tmp_path: Path) -> None:
    """Received, sent, answered, verified; a second reading of the whole log tells nothing again."""
    desk = way.on_hub()
    ref = way.notice()
    case = way.case_of(ref)
    way.qualify(case)
    way.world.settle()
    (referral,) = streams.referrals_of(case.ref)
    target = referral.targets[0].target
    reply.answer(Hand(organisation=desk, by="p-desk"), referral.ref, [removed(target)])
    way.world.settle()
    watch.record_sighting(way.hand, case.ref, target, SightingState.GONE, datetime.now(UTC))
    way.world.settle()
    assert _told(ref) == ["received", "sent", "answered", "verified"]
    before = _outbox(tmp_path)
    for seen in streams.after(0, tell.STATION.kinds):
        tell.handle(seen, datetime.now(UTC))
    assert _told(ref) == ["received", "sent", "answered", "verified"]
    assert _outbox(tmp_path) == before
    mine = [text for key, text in before.items() if key.startswith("told:")]
    assert len(mine) == 4
    for text in mine:
        assert TEXT not in text
        assert POST not in text
        assert "Contraire" not in text


def test_handler_hears_of_an_answer(way: Way, tmp_path: Path) -> None:
    """One short letter, which says nothing of what was answered."""
    desk = way.on_hub()
    referral = way.referred()
    reply.answer(Hand(organisation=desk, by="p-desk"), referral.ref, [removed(referral.targets[0].target)])
    way.world.settle()
    (text,) = [text for key, text in _outbox(tmp_path).items() if key.startswith("handler:answer:")]
    assert text.startswith("contact@sos.example\n")
    assert referral.ref in text
    assert "Contraire" not in text


def test_handler_is_told_once_when_the_batch_cannot_be_ended(
    way: Way, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A kill, or a full queue, between the letter and the end of the batch: the job must be over by then."""
    desk = way.on_hub()
    referral = way.referred()
    way.world.settle("tell")
    reply.answer(Hand(organisation=desk, by="p-desk"), referral.ref, [removed(referral.targets[0].target)])
    sink, later = Sink(), datetime.now(UTC) + 2 * jobs.LEASE

    def full(_: object) -> None:
        raise BusyError

    with listening(sink) as port:
        settings.FANAL_MAIL = f"smtp://127.0.0.1:{port}"
        with monkeypatch.context() as fault:
            fault.setattr(jobs, "end", full)
            with suppress(BusyError):  # nothing is left for the end of the batch
                read_on(tell.STATION)
        while read_on(tell.STATION, later):
            pass
    keys = [str(each["Message-ID"]) for each in sink.taken]
    assert sum("handler=answer" in each for each in keys) == 1
    assert len(keys) == len(set(keys))


def test_handler_hears_of_a_contest_once(way: Way, tmp_path: Path) -> None:
    """One contest of two targets: one letter."""
    ref = way.notice(POST, "https://x.com/grincheux/status/1000000000000000002")
    case = way.case_of(ref)
    contest.receive(contest.Contest(about=case.ref, why="C’était une citation."), case.ref)
    way.world.settle()
    letters = [text for key, text in _outbox(tmp_path).items() if key.startswith("handler:contest:")]
    assert len(letters) == 1
    assert "citation" not in letters[0]


def test_everyone_who_reported_the_same_page_is_told(way: Way) -> None:
    """One judgement, one referral, three informed notifiers."""
    way.on_hub()
    refs = [way.notice(email=f"n{n}@citizen.example") for n in range(3)]
    way.qualify(way.case_of(refs[0]))
    way.world.settle()
    assert [_told(each) for each in refs] == [["received", "sent"]] * 3


def test_many_targets_set_aside_at_once_are_one_letter(way: Way, tmp_path: Path) -> None:
    """With the reason, and what to do."""
    ref = way.notice(*(f"https://x.com/grincheux/status/100000000000000000{n}" for n in range(3)))
    case = way.case_of(ref)
    judge.qualify(way.hand, case.ref, [SetAside(target=each.id, reason=SetAsideReason.LEGAL) for each in case.targets])
    way.world.settle()
    assert _told(ref) == ["received", "set_aside"]
    (text,) = [text for key, text in _outbox(tmp_path).items() if "set_aside" in key]
    assert "Contenu licite" in text or "Legal content" in text


@pytest.mark.parametrize("channel", [Channel.IMPORT, Channel.DESK, Channel.ENVELOPE])
def test_organisation_reads_its_desk(way: Way, channel: Channel, tmp_path: Path) -> None:
    """Notices that an organisation sent are on its own list: no letters by the thousand."""
    given = {
        "targets": [{"address": POST}],
        "category": str(Category.RACISM),
        "reasons": "Ce message appelle à chasser des habitants en raison de leur origine.",
        "good_faith": True,
        "notifier": {"kind": "citizen", "name": "Vigie", "email": "vigie@example.org"},
    }
    taken = door.receive(given, door.Entry(handler=way.sos, channel=channel))
    way.world.settle()
    assert _told(taken.ref) == []
    assert _outbox(tmp_path) == {}


def test_notifier_who_took_the_notice_back_is_left_alone(way: Way) -> None:
    """No news of a notice that is no more."""
    way.on_hub()
    ref = way.notice()
    way.world.settle()
    notifier.withdraw(ref)
    way.qualify(way.case_of(ref))
    way.world.settle()
    assert _told(ref) == ["received"]


def test_mail_server_that_is_down_holds_the_station_and_loses_nothing(way: Way, settings: Settings) -> None:
    """The event is read again once the server is back."""
    ref = way.notice()
    settings.FANAL_MAIL = "smtp://127.0.0.1:9"
    for _ in range(10):
        with pytest.raises(tell.LaterError):
            read_on(tell.STATION)
    assert _told(ref) == []
    sink = Sink()
    with listening(sink) as port:
        settings.FANAL_MAIL = f"smtp://127.0.0.1:{port}"
        way.world.settle("tell")
    assert _told(ref) == ["received"]
    assert len(sink.taken) == 1


@pytest.mark.parametrize(("said", "waits"), [("550 no such user", 0), ("450 later", 5)])
def test_one_reader_who_cannot_be_reached_does_not_stop_the_others(
    way: Way, settings: Settings, said: str, waits: int
) -> None:
    """Nothing is claimed of the first; the second is told."""
    first, second = way.notice(email="bad@citizen.example"), way.notice(email="good@citizen.example")
    sink = Sink()
    sink.says["bad@citizen.example"] = said
    with listening(sink) as port:
        settings.FANAL_MAIL = f"smtp://127.0.0.1:{port}"
        for _ in range(waits):
            with pytest.raises(tell.LaterError):
                read_on(tell.STATION)
        way.world.settle("tell")
    assert (_told(first), _told(second)) == ([], ["received"])
