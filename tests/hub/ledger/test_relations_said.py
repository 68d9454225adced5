"""What a person says of relations, and what may not follow: pages that lead to nobody, words that stay behind, abuse in plain."""

from typing import Any

import pytest
from django.db import connection

from fanal.notice.facts import SetAside, Verdict
from fanal.notice.relations import RelationNow
from fanal.notice.states import CaseNow
from fanal.words.lists import Ask, CaseState, Judgement, RelationKind, RelationSaid, SetAsideReason, WaveKind
from fanal_hub.ledger.models import FingerprintRow, KeyRow, TargetContent, WaveRow
from fanal_hub.ledger.read import concerted, relations, streams
from fanal_hub.ledger.read import waves as read
from fanal_hub.people.models import Organisation
from fanal_hub.stations import judge, locked, purge, relate, waves
from fanal_hub.stations.replay import replay
from tests.hub.ledger.test_waves_kept import case_of, given, mob, take_in
from tests.hubkit import World

HATE = "FR-1881-24-HAINE-ORIGINE"
ABUSE = sorted(locked.offences())[0]
TEXT = "Regardez tous cette famille qui vit rue des Lilas, ils volent le pain de nos enfants depuis des années."
CONFIRM, UNDO, REFUSE = RelationSaid.CONFIRM, RelationSaid.UNDO, RelationSaid.REFUSE


class Pair:
    """An older case and a later one, whose targets are likely the same: one account, the same words, two pages."""

    def __init__(self, world: World, sos: Organisation) -> None:
        self.world, self.sos = world, sos
        self.hand = judge.Hand(organisation=sos, by="p-1")
        self.old = self.again(1, "a@example.org").ref
        self.new = self.again(2, "b@example.org").ref
        [self.relation] = self.relations()

    def again(self, n: int, email: str) -> CaseNow:
        return case_of(take_in(self.world, self.sos, given(n, who="auteur", text=TEXT, email=email))[0])

    def relations(self) -> list[RelationNow]:
        held = relations.of_case(self.new)
        return [each for each in held if each.relation == RelationKind.SAME_ITEM_LIKELY]

    def say(self, *said: RelationSaid) -> None:
        for each in said:
            relate.say(self.hand, self.new, self.relation.key, each)

    def judge(self, ref: str, offence: str = "") -> None:
        target = self.now(ref).targets[0].id
        if self.now(ref).state == CaseState.DISMISSED:
            judge.reopen(self.hand, ref, "new_facts")
        verdict = Verdict(target=target, offences=(offence,), asks=(Ask.REMOVE,), note="Motif")
        aside = SetAside(target=target, reason=SetAsideReason.LEGAL, note="")
        judge.qualify(self.hand, ref, [verdict if offence else aside])

    def now(self, ref: str) -> CaseNow:
        found = streams.case_now(ref)
        assert found is not None
        return found

    def plain(self) -> list[Any]:
        """Everything that is kept in plain of the two."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT target FROM ledger_words")
            words = cursor.fetchall()
        texts = TargetContent.objects.exclude(text="", url="").values_list("target", flat=True)
        keys = KeyRow.objects.values_list("target", flat=True)
        codes = FingerprintRow.objects.values_list("target", flat=True)
        return [*texts, *keys, *codes, *(target for (target,) in words)]


@pytest.fixture
def pair(world: World, sos: Organisation) -> Pair:
    return Pair(world, sos)


def test_where_both_judgements_stand_the_page_stays_with_its_own(pair: Pair) -> None:
    pair.judge(pair.new, HATE)
    pair.judge(pair.old)
    pair.say(CONFIRM)
    assert pair.again(2, "c@example.org").ref == pair.new


def test_what_is_reported_again_after_the_older_one_is_gone_waits_for_a_person(pair: Pair) -> None:
    pair.say(CONFIRM)
    assert purge._purge_case(pair.old, pair.world.now)
    now = pair.again(2, "c@example.org")
    assert (now.ref, now.state) == (pair.new, CaseState.OPEN)


def test_what_was_detached_meanwhile_does_not_come_back_and_the_case_opens_all_the_same(pair: Pair) -> None:
    moved = pair.now(pair.new).targets[0].mentions[0]
    pair.say(CONFIRM)
    judge.detach(pair.hand, pair.old, pair.now(pair.old).targets[0].id, moved)
    pair.say(UNDO)
    now = pair.now(pair.new)
    assert (now.state, now.targets[0].judgement, now.targets[0].mentions) == (CaseState.OPEN, Judgement.PENDING, ())


def test_taking_back_a_refusal_frees_nothing_that_a_person_set_aside(pair: Pair) -> None:
    target = pair.now(pair.new).targets[0].id
    judge.qualify(pair.hand, pair.new, [SetAside(target=target, reason=SetAsideReason.DUPLICATE, note="")])
    pair.say(REFUSE, UNDO)
    assert pair.now(pair.new).targets[0].judgement == Judgement.SET_ASIDE


def test_taking_back_a_second_confirmation_leaves_the_first(pair: Pair) -> None:
    third = pair.again(3, "c@example.org").ref
    keys = [each.key for each in relations.of_case(third) if each.relation == RelationKind.SAME_ITEM_LIKELY]
    for key in keys:
        relate.say(pair.hand, third, key, CONFIRM)
    relate.say(pair.hand, third, keys[1], UNDO)
    assert pair.now(third).targets[0].judgement == Judgement.SET_ASIDE


def test_words_and_keys_do_not_stay_where_a_mention_was(pair: Pair) -> None:
    before = sorted(pair.plain())
    pair.say(CONFIRM, UNDO, CONFIRM, UNDO)
    assert sorted(pair.plain()) == before
    assert replay().differences == ()
    notice = pair.now(pair.new).targets[0].mentions[0].partition("/")[0]
    assert purge._purge_case(pair.new, pair.world.now)
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM ledger_words WHERE notice = %s", [notice])
        assert cursor.fetchone() == (0,)


# --- child abuse ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("judged", ["old", "new"])
def test_what_was_confirmed_as_the_same_is_blanked_on_both_sides(pair: Pair, judged: str) -> None:
    pair.say(CONFIRM)
    pair.judge(getattr(pair, judged), ABUSE)
    assert pair.plain() == []


def test_a_confirmation_does_not_bring_back_what_was_blanked(pair: Pair) -> None:
    pair.judge(pair.old, ABUSE)
    pair.say(CONFIRM)
    assert not KeyRow.objects.filter(target=pair.relation.other_target).exists()
    assert not FingerprintRow.objects.filter(target=pair.relation.other_target).exists()
    assert pair.again(1, "c@example.org").ref == pair.old  # its own page is still known for what it is


def test_a_page_of_two_that_are_both_abuse_is_not_stuck_at_the_door(pair: Pair) -> None:
    pair.judge(pair.old, ABUSE)
    pair.judge(pair.new, ABUSE)
    pair.say(CONFIRM)
    assert pair.again(2, "c@example.org").ref in (pair.old, pair.new)


def test_what_was_undone_can_still_be_judged(pair: Pair) -> None:
    pair.judge(pair.old, ABUSE)
    pair.say(CONFIRM, UNDO)
    pair.judge(pair.new, ABUSE)
    assert pair.plain() == []


def test_a_private_message_leaves_no_word(world: World, sos: Organisation) -> None:
    told = given(1, text=TEXT)
    told["targets"] = [{"kind": "message", "platform": "x", "text": TEXT}]
    case = case_of(take_in(world, sos, told)[0])
    said = Verdict(target=case.targets[0].id, offences=(ABUSE,), asks=(Ask.INFORM_PROSECUTOR,), note="Motif")
    judge.qualify(judge.Hand(organisation=sos, by="p-1"), case.ref, [said])
    assert not KeyRow.objects.exists()
    assert not FingerprintRow.objects.exists()
    assert TargetContent.objects.get().text == ""


# --- concerted notices ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("grave", ["danger", "exposed_person"])
@pytest.mark.parametrize("first", [True, False])
def test_nobody_after_it_takes_a_danger_away(world: World, sos: Organisation, grave: str, first: bool) -> None:
    crowd = [*mob(0, 14)]
    crowd.insert(0 if first else 12, {**mob(50, 51)[0], grave: True})
    assert case_of(take_in(world, sos, *crowd)[-1]).priority >= 60


def test_a_grave_voice_is_heard_however_many_came_after(
    world: World, sos: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(concerted, "MOST", 12)
    take_in(world, sos, {**mob(0, 1)[0], "exposed_person": True})
    assert case_of(take_in(world, sos, *mob(1, 30))[-1]).priority >= 60


def test_private_messages_are_no_page_that_a_mob_reports(world: World, sos: Organisation) -> None:
    told = [given(n, text=f"Un message privé numéro {n * 77}, tout à fait différent des autres.") for n in range(12)]
    for each in told:
        each["targets"] = [{"kind": "message", "platform": "x", "text": each["targets"][0]["text"]}]
    take_in(world, sos, *told)
    waves.count(world.now)
    assert not WaveRow.objects.filter(kind=WaveKind.BRIGADE).exists()


def test_an_author_is_not_named_by_the_heading_of_a_wave(world: World, sos: Organisation) -> None:
    take_in(world, sos, *(given(n, who="seul", text=f"Message {n * 7919} sans rapport avec rien.") for n in range(52)))
    waves.count(world.now)
    [row] = WaveRow.objects.filter(kind=WaveKind.COMMON_KEY)
    assert read.about(row) == ""


def test_a_text_that_speaks_to_a_thousand_people(world: World, sos: Organisation) -> None:
    shouted = given(1)
    shouted["targets"] = [
        {
            "address": f"https://x.com/a/status/{1900000000000000000 + n}",
            "text": " ".join(f"@h{n}x{i}" for i in range(900)),
        }
        for n in range(20)
    ]
    case = case_of(take_in(world, sos, shouted)[0])
    assert KeyRow.objects.filter(kind="aimed").count() == 20 * 20
    assert read.of_targets(sos.ref, [each.id for each in case.targets]) == []
