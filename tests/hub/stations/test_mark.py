"""Fingerprints of evidence: of files that nobody may read, that are destroyed while they are read, that outlive their case."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from fanal.notice.facts import SetAside, Verdict
from fanal.words.lists import Ask, Category, Channel, SetAsideReason
from fanal_hub.courier import media
from fanal_hub.ledger import nearby
from fanal_hub.ledger.models import FingerprintRow, VaultRow
from fanal_hub.ledger.read import relations, streams
from fanal_hub.people.models import Organisation
from fanal_hub.stations import door, judge, locked, purge
from fanal_hub.stations.replay import replay
from tests.core.fingerprints.pictures import photo
from tests.films import film, saved
from tests.hubkit import World

ADDRESS = "https://x.com/abc/status/1967442965691440001"
PICTURE = saved(photo(1, 96, 128), "PNG")
HAND = "p-1"


@pytest.fixture
def hand(sos: Organisation) -> judge.Hand:
    return judge.Hand(organisation=sos, by=HAND)


def opened(
    world: World, sos: Organisation, address: str = ADDRESS, category: Category = Category.RACISM
) -> tuple[str, str]:
    """A case and its target."""
    given = {
        "targets": [{"address": address, "text": "Un message"}],
        "reasons": "Ce message appelle à la haine contre un groupe.",
        "category": str(category),
        "good_faith": True,
        "notifier": {"kind": "citizen", "name": "Dominique", "email": "d@example.org"},
    }
    ref = door.receive(given, door.Entry(handler=sos, channel=Channel.FORM)).ref
    world.settle("triage")
    notice = streams.notice_now(ref)
    assert notice is not None
    case = streams.case_now(notice.cases[0])
    assert case is not None
    return case.ref, case.targets[-1].id


def rows() -> list[tuple[str, str, str, int]]:
    found = FingerprintRow.objects.order_by("kind", "place")
    return [(each.handler, each.target, each.kind, each.place) for each in found]


def test_a_picture_and_a_film_are_remembered_with_their_target(
    world: World, sos: Organisation, hand: judge.Hand
) -> None:
    case, target = opened(world, sos)
    judge.add_file(hand, case, target, "capture.txt", PICTURE)
    judge.add_file(hand, case, target, "film.png", film(2))
    judge.add_file(hand, case, target, "note.txt", b"Un texte")
    judge.add_reason(hand, case, [target], "Capture impossible.")
    world.settle("mark")
    assert rows() == [
        ("sos-test", target, "image", 0),
        ("sos-test", target, "video", 0),
        ("sos-test", target, "video", 1000),
    ]
    [known] = media.fingerprints_of(PICTURE)
    row = FingerprintRow.objects.get(kind="image")
    assert (bytes(row.code), row.quality) == (known.code, known.quality)
    assert world.settle("mark") == 0


def test_the_same_file_twice_is_one_fingerprint(world: World, sos: Organisation, hand: judge.Hand) -> None:
    case, target = opened(world, sos)
    for _ in range(2):
        judge.add_file(hand, case, target, "capture.png", PICTURE)
    world.settle("mark")
    assert len(rows()) == 1


def test_a_file_that_cannot_be_read_stays_sealed_and_holds_nothing_up(
    world: World, sos: Organisation, hand: judge.Hand
) -> None:
    case, target = opened(world, sos)
    judge.add_file(hand, case, target, "abîmé.png", PICTURE[:60])
    judge.add_file(hand, case, target, "capture.png", PICTURE)
    world.settle("mark")
    assert len(rows()) == 1
    assert VaultRow.objects.filter(kind="file").count() == 2


def test_nothing_is_read_of_what_was_judged_child_abuse_meanwhile(
    world: World, sos: Organisation, hand: judge.Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, target = opened(world, sos)
    judge.add_file(hand, case, target, "capture.png", PICTURE)
    monkeypatch.setattr(media, "fingerprints_of", _never)
    offence = min(locked.offences())
    judge.qualify(hand, case, [Verdict(target=target, offences=(offence,), asks=(Ask.REMOVE,), note="")])
    world.settle("mark")
    assert rows() == []


def _never(content: bytes) -> list[media.Mark]:
    raise AssertionError("it was read")


def test_a_target_judged_child_abuse_loses_its_fingerprints(world: World, sos: Organisation, hand: judge.Hand) -> None:
    case, target = opened(world, sos)
    judge.add_file(hand, case, target, "capture.png", PICTURE)
    world.settle("mark")
    assert rows()
    offence = min(locked.offences())
    judge.qualify(hand, case, [Verdict(target=target, offences=(offence,), asks=(Ask.REMOVE,), note="")])
    assert rows() == []


def test_a_file_destroyed_while_it_is_read_leaves_no_fingerprint(
    world: World, sos: Organisation, hand: judge.Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, target = opened(world, sos)
    judge.add_file(hand, case, target, "capture.png", PICTURE)
    read = media.fingerprints_of

    def meanwhile(content: bytes) -> list[media.Mark]:
        offence = min(locked.offences())
        judge.qualify(hand, case, [Verdict(target=target, offences=(offence,), asks=(Ask.REMOVE,), note="")])
        return read(content)

    monkeypatch.setattr(media, "fingerprints_of", meanwhile)
    world.settle("mark")
    assert VaultRow.objects.filter(kind="file").count() == 0
    assert rows() == []


def test_the_purge_erases_fingerprints_with_the_case(world: World, sos: Organisation, hand: judge.Hand) -> None:
    case, target = opened(world, sos)
    judge.add_file(hand, case, target, "capture.png", PICTURE)
    world.settle("mark")
    assert rows()
    assert purge.purge(datetime.now(UTC) + timedelta(days=sos.keep_days + 1)) == 1
    assert rows() == []


def test_what_was_read_is_found_by_its_like(world: World, sos: Organisation, hand: judge.Hand) -> None:
    case, target = opened(world, sos)
    judge.add_file(hand, case, target, "capture.png", PICTURE)
    [like] = media.fingerprints_of(saved(photo(1, 96, 128), "JPEG", quality=30))
    assert nearby.near("sos-test", "image", [like.code], 31) == [[]]
    world.settle("mark")
    [[(found, distance)]] = nearby.near("sos-test", "image", [like.code], 31)
    assert found == target
    assert distance <= 31
    assert replay().differences == ()


# --- their like -----------------------------------------------------------------------------------------------------
OTHER = "https://t.me/canal/77"


def alike(case: str) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(str(each.relation), each.other_case, each.evidence) for each in relations.of_case(case)]


@pytest.mark.parametrize(
    ("first", "second", "evidence"),
    [
        (PICTURE, saved(photo(1, 96, 128), "JPEG"), "near_image"),
        (saved(photo(1, 512, 640), "PNG"), saved(photo(1, 512, 640)[:, ::-1], "PNG"), "turned_image"),
        (saved(photo(1, 512, 640), "PNG"), saved(np.rot90(photo(1, 512, 640)), "PNG"), "turned_image"),
        (film(6), film(4), "near_video"),  # a clip of it
        (film(4), film(6), "near_video"),
    ],
    ids=["saved again", "mirrored", "turned", "a clip of a film", "a film and its clip"],
)
def test_what_comes_back_under_another_name_is_suggested(
    world: World, sos: Organisation, hand: judge.Hand, first: bytes, second: bytes, evidence: str
) -> None:
    (old, there), (new, here) = opened(world, sos), opened(world, sos, OTHER)
    judge.add_file(hand, old, there, "a", first)
    world.settle("mark")
    judge.add_file(hand, new, here, "b", second)
    world.settle("mark")
    assert alike(new) == [("same_content", old, (evidence,))]
    judge.add_file(hand, new, here, "b", second)
    world.settle("mark")
    assert len(alike(new)) == 1
    assert replay().differences == ()


def test_another_picture_or_another_organisation_is_nothing_alike(
    world: World, sos: Organisation, hand: judge.Hand
) -> None:
    other = world.organisation("Autre", sos.kind)
    case, target = opened(world, other)
    judge.add_file(judge.Hand(organisation=other, by="p-2"), case, target, "a", PICTURE)
    case, target = opened(world, sos)
    judge.add_file(hand, case, target, "a", saved(photo(9, 96, 128), "PNG"))
    world.settle("mark")
    case, target = opened(world, sos, OTHER)
    judge.add_file(hand, case, target, "b", PICTURE)
    world.settle("mark")
    assert alike(case) == []


def test_a_picture_that_was_set_aside_is_held_against_nobody(world: World, sos: Organisation, hand: judge.Hand) -> None:
    case, target = opened(world, sos)
    judge.add_file(hand, case, target, "a", PICTURE)
    world.settle("mark")
    judge.qualify(hand, case, [SetAside(target=target, reason=SetAsideReason.LEGAL, note="")])
    case, target = opened(world, sos, OTHER)
    judge.add_file(hand, case, target, "b", PICTURE)
    world.settle("mark")
    assert alike(case) == []
