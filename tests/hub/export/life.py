"""What happens on a furnished desk before it is carried away: contests, evidence, a purge, child abuse, others' notices."""

from datetime import UTC, datetime, timedelta

from fanal import flow
from fanal.notice.facts import Verdict
from fanal.words.lists import Ask, Category, Channel, OrgKind, Role, SightingState
from fanal_hub.ledger import write
from fanal_hub.ledger.models import CaseRow
from fanal_hub.ledger.read import streams
from fanal_hub.people.models import RecipientRow, SavedTemplate
from fanal_hub.stations import contest, door, judge, locked, mailroom, notifier, purge, seal, tally, watch
from tests.hub.desk.scene import PNG, Scene, notice, post

ABUSE = "https://x.com/cache/status/1726000000000009999"
SECRET = "Dominique Exemple"


def lived(scene: Scene) -> None:
    """A case for each thing that an export must not lose, and for each that it must not give away."""
    sos, hand = scene.sos, scene.hand
    now = scene.case("judged")
    judge.add_file(hand, now.ref, now.targets[0].id, "capture.png", PNG)
    judge.hold(hand, now.ref, "Plainte déposée")
    watch.record_sighting(hand, scene.cases["answered"], scene.case("answered").targets[0].id, SightingState.UP, _now())
    contest.receive(contest.Contest(about=post(5), why="Je n’ai rien fait de mal.", contact="auteur@exemple.example"))
    _by_mail(scene)
    _abuse(scene)
    _purged(scene)
    _apart(scene)
    taken = door.receive(
        notice(post(60)), door.Entry(handler=sos, channel=Channel.DESK, sender=f"org:{sos.ref}", owner=f"org:{sos.ref}")
    )
    notifier.add_testimony(taken.ref, "vu.png", "image/png", PNG)
    other = scene.world.organisation("Autre", OrgKind.ASSOCIATION, email="a@autre.example", policy={"good_faith": True})
    door.receive(notice(post(61)), door.Entry(handler=other, channel=Channel.DESK, sender=f"org:{sos.ref}"))
    scene.world.token(sos, Role.READER)
    write.run(
        lambda: SavedTemplate(organisation=sos, name="Haine", category="racism", reasons="=1+1 n’est rien").save()
    )
    scene.world.settle()
    seal.seal(_now())
    tally.tally(_now())
    scene.world.settle()


def _now() -> datetime:
    return datetime.now(UTC)


def _by_mail(scene: Scene) -> None:
    def save() -> None:
        RecipientRow(
            handler=scene.sos, code="forum", kind="platform", title_fr="Forum", title_en="Forum",
            platform="facebook", email="abuse@forum.example",
        ).save()  # fmt: skip

    write.run(save)
    scene.take_in("mailed", notice("https://www.facebook.com/grincheux/posts/99123456789"))
    ref = scene.refer("mailed")
    now = streams.referral_now(ref)
    assert now is not None
    if now.sent_at is None:
        from fanal_hub.stations import dispatch

        dispatch.sent_by_hand(scene.hand, ref)
    raw = f"From: abuse@forum.example\r\nTo: x@y.example\r\nSubject: Re: {ref}\r\n\r\nNous avons retiré.\r\n"
    assert mailroom.take_reply(raw.encode()).verdict == "waiting"


def _abuse(scene: Scene) -> None:
    """Reported as such, and judged so later."""
    scene.take_in("abuse", notice(ABUSE, category=Category.CHILD_ABUSE, text=""))
    scene.take_in("late abuse", notice(f"{ABUSE[:-1]}8"))
    now = scene.case("late abuse")
    offence = sorted(locked.offences())[0]
    said = [Verdict(target=each.id, offences=(offence,), asks=(Ask.REMOVE,), note="Grave.") for each in now.targets]
    judge.qualify(scene.hand, now.ref, said)


def _purged(scene: Scene) -> None:
    scene.take_in("purged", notice(post(70), text="Cela doit disparaître pour toujours."))
    ref = scene.cases["purged"]
    scene.world.settle()
    early = streams.case_now(ref)
    assert early is not None
    purge._purge_case(ref, early.expires_at + timedelta(days=1))
    assert CaseRow.objects.get(ref=ref).purged


def _apart(scene: Scene) -> None:
    """Two notices of one page, one of them moved to a case of its own."""
    scene.take_in("shared", notice(post(80)))
    scene.take_in("shared", notice(post(80)))
    now = scene.case("shared")
    judge.detach(scene.hand, now.ref, now.targets[0].id, now.targets[0].mentions[-1], "Autre contexte.")
    assert flow
