"""What is carried into an empty hub is what was there: figures, rows, searches, stories, files; and nothing is done twice."""

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from fanal.prove.check import Verdict
from fanal.prove.check import check as offline_check
from fanal.words.lists import Channel, Role
from fanal_hub.ledger.models import (
    AccessRow,
    EventRow,
    FingerprintRow,
    KeyRow,
    MentionContent,
    PaperRow,
    ReferralRow,
    TargetContent,
    TargetRow,
)
from fanal_hub.ledger.read import cases, notices, orgs, referrals, streams
from fanal_hub.people.models import ApiToken, Member, Organisation, Person
from fanal_hub.stations import door, tally
from fanal_hub.stations.replay import replay
from tests.hub.desk.scene import Scene, notice, post
from tests.hub.export.carried import PASSPHRASE, content, exported, lines, names, taken_in, whole_text
from tests.hub.export.conftest import Make
from tests.hub.export.life import ABUSE, SECRET
from tests.hubkit import World

AT = datetime.now(UTC)
HUBS_OWN = {"position", "recorded_at", "leaf"}  # what another hub says of the same event


def _figures() -> list[Any]:
    return [each.plain() for each in tally.counted("sos-test", AT)]


def _keys() -> set[tuple[str, str, str]]:
    keys = KeyRow.objects.filter(handler="sos-test").values_list("kind", "key", "target")
    codes = FingerprintRow.objects.filter(handler="sos-test").values_list("kind", "code", "target")
    return {*keys, *((kind, bytes(code).hex(), target) for kind, code, target in codes)}


def _words() -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT target, notice FROM ledger_words WHERE handler = 'sos-test' ORDER BY target, notice")
        return [tuple(each) for each in cursor.fetchall()]


def _story(ref: str) -> list[Any]:
    now = cases.case_for("sos-test", ref)
    assert now is not None
    return [(each.event, each.stream, each.version) for each in cases.story(now)]


def _hits(query: str) -> list[str]:
    return sorted(each.target for each in cases.search("sos-test", query, most=500))


def test_figures_rows_searches_and_stories_are_the_same(scene: Scene, hub: Make, tmp_path: Path) -> None:
    file = exported(tmp_path / "a.zip")
    refs = list(scene.cases.values())
    asked = ("Syldavie", "rue des Lilas", "@grincheux", post(2))
    before = (_figures(), _keys(), [_story(each) for each in refs], [_hits(each) for each in asked])
    looks = dict(TargetRow.objects.filter(handler="sos-test").values_list("id", "next_look_at"))
    wakes = dict(ReferralRow.objects.filter(state="sent").values_list("ref", "wake_at"))
    new = hub("new")
    taken_in(file, new.home)
    assert (_figures(), _keys(), [_story(each) for each in refs], [_hits(each) for each in asked]) == before
    assert before[0], "there are figures"
    assert all(before[3]), "each search finds something"
    assert dict(TargetRow.objects.values_list("id", "next_look_at")) == looks
    assert dict(ReferralRow.objects.filter(state="sent").values_list("ref", "wake_at")) == wakes
    assert replay().differences == ()
    World().settle()
    assert replay().differences == ()


def test_what_stations_did_elsewhere_is_not_done_again(scene: Scene, hub: Make, tmp_path: Path) -> None:
    """No letter, no referral, no look, no event of its own but the seal's."""
    file = exported(tmp_path / "a.zip", identities=True)
    new = hub("new")
    taken_in(file, new.home, PASSPHRASE)
    before = EventRow.objects.count()
    world = World()
    world.settle()
    world.tick(datetime.now(UTC))
    world.settle()
    assert not list((new.home / "outbox").glob("*")) if (new.home / "outbox").exists() else True
    kinds = EventRow.objects.order_by("id").values_list("kind", flat=True)[before:]
    assert set(kinds) <= {"checkpoint_published"}


def test_the_life_goes_on(scene: Scene, hub: Make, tmp_path: Path) -> None:
    """A new notice of a known page joins its case; the clocks ring; positions go on without a gap."""
    file = exported(tmp_path / "a.zip")
    new = hub("new")
    taken_in(file, new.home)
    handler = orgs.organisation("sos-test")
    assert handler is not None
    taken = door.receive(notice(post(2)), door.Entry(handler=handler, channel=Channel.FORM))
    World().settle()
    now = streams.notice_now(taken.ref)
    assert now is not None
    assert now.cases == (scene.cases["open"],)
    World().tick(datetime.now(UTC) + timedelta(days=40))
    assert EventRow.objects.filter(kind="deadline_passed").exists()
    assert replay().differences == ()


def test_a_notice_that_waits_and_a_referral_that_waits_are_taken_up(scene: Scene, hub: Make, tmp_path: Path) -> None:
    """Nothing that was begun is forgotten because it was carried in between."""
    taken = door.receive(notice(post(90)), door.Entry(handler=scene.sos, channel=Channel.FORM))
    file = exported(tmp_path / "a.zip")
    new = hub("new")
    taken_in(file, new.home)
    now = streams.notice_now(taken.ref)
    assert now is not None
    assert not now.cases
    World().settle()
    now = streams.notice_now(taken.ref)
    assert now is not None
    assert len(now.cases) == 1


def test_export_of_the_import_is_the_same_but_for_the_hubs_own_parts(scene: Scene, hub: Make, tmp_path: Path) -> None:
    first = exported(tmp_path / "a.zip")
    new = hub("new")
    taken_in(first, new.home)
    second = exported(tmp_path / "b.zip")
    own = {"truth/tokens.jsonl", "truth/figures.jsonl", "truth/organisation.jsonl", "tables/figures.csv"}
    for name in (each for each in names(first) if each.startswith(("truth/", "tables/", "files/")) and each not in own):
        if name == "truth/events.jsonl":
            assert _without(lines(first, name), HUBS_OWN) == _without(lines(second, name), HUBS_OWN)
        elif name == "truth/senders.jsonl":
            assert lines(first, name) == lines(second, name)
            assert lines(first, name)
        else:
            assert content(first, name) == content(second, name), name
    assert [each["hub"] for each in lines(second, "proof/earlier.jsonl")][0] == "old.fanal.example"
    third_hub = hub("third")
    taken_in(second, third_hub.home)
    assert set(PaperRow.objects.values_list("hub", flat=True)) == {"old.fanal.example", "new.fanal.example"}


def _without(rows: list[dict[str, Any]], but: set[str]) -> list[dict[str, Any]]:
    return [{name: value for name, value in row.items() if name not in but} for row in rows]


# --- what leaves, and what does not ---
@pytest.mark.one_engine("sqlite")
def test_nobody_who_reported_and_no_place_of_child_abuse_leaves_in_plain(scene: Scene, tmp_path: Path) -> None:
    for identities in (False, True):
        text = whole_text(exported(tmp_path / f"{identities}.zip", identities=identities))
        for secret in (SECRET, "d@exemple.example", ABUSE, ABUSE[:-1] + "8", "auteur@exemple.example", "abuse@forum"):
            if secret != "abuse@forum":
                assert secret.encode() not in text, secret
        assert b"Nous avons retir" not in text, "a mail is a confidence"
        assert b"argon2" not in text
        for each in ApiToken.objects.all():
            assert each.digest.encode() not in text


def test_identities_come_along_sealed_and_each_leaves_its_trace(scene: Scene, hub: Make, tmp_path: Path) -> None:
    file = exported(tmp_path / "a.zip", identities=True)
    ref = EventRow.objects.filter(handler="sos-test", kind="identity_read").values_list("stream", flat=True)[0]
    was = notices.identity(ref.partition(":")[2])
    claims = [referrals.claim_text(each) for each in referrals.claims("sos-test")]
    new = hub("new")
    taken_in(file, new.home, PASSPHRASE)
    assert notices.identity(ref.partition(":")[2]) == was
    assert was is not None
    assert was.name == SECRET
    assert [referrals.claim_text(each) for each in referrals.claims("sos-test")] == claims
    locked = scene.case("abuse")
    assert cases.located(locked)[locked.targets[0].id].url == ABUSE
    assert not TargetContent.objects.filter(case=locked.ref).exclude(canonical="").exists()


def test_abuse_reported_again_joins_its_case_when_its_place_came_along(scene: Scene, hub: Make, tmp_path: Path) -> None:
    """The claim on the page is kept under the hub's own secret: it is made again, under the new one."""
    file = exported(tmp_path / "a.zip", identities=True)
    new = hub("new")
    taken_in(file, new.home, PASSPHRASE)
    handler = orgs.organisation("sos-test")
    assert handler is not None
    for address, case in ((ABUSE, "abuse"), (ABUSE[:-1] + "8", "late abuse")):
        taken = door.receive(notice(address, text="revu"), door.Entry(handler=handler, channel=Channel.FORM))
        World().settle("triage")
        now = streams.notice_now(taken.ref)
        assert now is not None
        assert now.cases == (scene.cases[case],)
        assert not MentionContent.objects.filter(notice=taken.ref).exclude(text="").exists()


@pytest.mark.one_engine("sqlite")
def test_without_identities_the_notices_stand_and_say_nothing_of_who(scene: Scene, hub: Make, tmp_path: Path) -> None:
    file = exported(tmp_path / "a.zip")
    refs = [each["body"]["notice"] for each in lines(file, "truth/events.jsonl") if each["kind"] == "notice_received"]
    new = hub("new")
    taken_in(file, new.home)
    assert all(notices.notice_for("sos-test", each) for each in refs)
    assert all(notices.identity(each) is None for each in refs)
    assert PaperRow.objects.filter(kind="manifest").count() == 1


@pytest.mark.one_engine("sqlite")
def test_what_was_erased_stays_absent(scene: Scene, tmp_path: Path) -> None:
    file = exported(tmp_path / "a.zip", identities=True)
    assert "Cela doit disparaître".encode() not in whole_text(file)
    assert {each["case"] for each in lines(file, "truth/targets.jsonl")}.isdisjoint({scene.cases["purged"]})
    assert any(each["kind"] == "case_purged" for each in lines(file, "truth/events.jsonl"))


@pytest.mark.one_engine("sqlite")
def test_another_organisations_rows_stay_where_they_are(scene: Scene, tmp_path: Path) -> None:
    """It reported something to another one: what it gave is a document, and nothing more of that case leaves."""
    file = exported(tmp_path / "a.zip")
    handlers = {each["body"].get("handler", "sos-test") for each in lines(file, "truth/events.jsonl")}
    assert handlers == {"sos-test"}
    [told] = lines(file, "inbox/notices.jsonl")
    assert (told["handler"], told["targets"][0]["address"]) == ("autre", post(61))


def test_a_recipient_takes_its_inbox_with_it_and_nothing_of_the_case(scene: Scene, hub: Make, tmp_path: Path) -> None:
    file = exported(tmp_path / "a.zip", "plateforme-x")
    asked = lines(file, "inbox/referrals.jsonl")
    assert asked
    assert all(each["handler"] == "sos-test" for each in asked)
    assert asked[0]["answers"][0]["facts"] == "Appel à la haine constaté."
    assert not lines(file, "truth/events.jsonl")
    envelopes = content(file, "inbox/envelopes.jsonl").splitlines()
    assert offline_check(envelopes[0], key=content(file, "proof/key.txt").decode().strip()).verdict is Verdict.VERIFIED
    new = hub("new")
    taken_in(file, new.home)
    assert Organisation.objects.get().kind == "platform"
    assert not ReferralRow.objects.exists()


# --- people ---
def test_members_come_without_their_passwords_and_tokens_open_nothing(scene: Scene, hub: Make, tmp_path: Path) -> None:
    file = exported(tmp_path / "a.zip")
    numbers = [each["number"] for each in lines(file, "truth/tokens.jsonl")]
    was = dict(Member.objects.filter(organisation="sos-test").values_list("person__ref", "roles"))
    new = hub("new")
    made = taken_in(file, new.home)
    assert dict(Member.objects.values_list("person__ref", "roles")) == was
    assert list(made.passwords) == ["admin@sos.example"]
    assert Person.objects.get(email="admin@sos.example").check_password(made.passwords["admin@sos.example"])
    assert not Person.objects.get(email="analyst@sos.example").check_password("correct horse battery")
    assert {each.pk for each in ApiToken.objects.filter(revoked_at__isnull=False)} == set(numbers)
    world = World()
    world.token(Organisation.objects.get(), Role.READER)
    assert ApiToken.objects.filter(revoked_at=None).get().pk > max(numbers)


@pytest.mark.one_engine("sqlite")
def test_the_answer_link_of_a_letter_is_this_hubs_own(scene: Scene, hub: Make, tmp_path: Path) -> None:
    was = {each.about: (each.expires_at, each.used_at, each.digest) for each in AccessRow.objects.all()}
    file = exported(tmp_path / "a.zip")
    new = hub("new")
    taken_in(file, new.home)
    now = {each.about: (each.expires_at, each.used_at, each.digest) for each in AccessRow.objects.all()}
    assert {about: row[:2] for about, row in now.items()} == {about: row[:2] for about, row in was.items()}
    assert not {row[2] for row in now.values()} & {row[2] for row in was.values()}


# --- proofs ---
@pytest.mark.one_engine("sqlite")
def test_receipts_and_envelopes_are_checked_without_a_hub(scene: Scene, hub: Make, tmp_path: Path) -> None:
    file = exported(tmp_path / "a.zip")
    key = content(file, "proof/key.txt").decode().strip()
    for name in ("proof/receipts.jsonl", "proof/envelopes.jsonl"):
        papers = content(file, name).splitlines()
        assert papers
        assert {offline_check(each, key=key).verdict for each in papers} == {Verdict.VERIFIED}
    told = offline_check(content(file, "proof/receipts.jsonl").splitlines()[0], key=key)
    assert [each.number for each in told.steps][-1] == 6
    assert told.steps[-1].state == "holds"
    new = hub("new")
    taken_in(file, new.home)
    kept = PaperRow.objects.filter(kind="receipt").first()
    assert kept is not None
    assert offline_check(kept.content.encode(), key=key).verdict is Verdict.VERIFIED


@pytest.mark.one_engine("sqlite")
def test_fanal_check_reads_a_line_that_is_piped_in(scene: Scene, tmp_path: Path) -> None:
    file = exported(tmp_path / "a.zip")
    line = content(file, "proof/receipts.jsonl").splitlines()[0]
    made = subprocess.run(
        [sys.executable, "-m", "fanal.cli", "check", "-", "--key", content(file, "proof/key.txt").decode().strip()],
        input=line,
        capture_output=True,
        check=False,
        env={"PYTHONPATH": "src"},
    )
    assert made.returncode == 0, made.stdout


def test_an_export_is_one_moment_whoever_writes_meanwhile(scene: Scene, tmp_path: Path) -> None:
    """The reading begins, somebody writes, the reading goes on: it knows nothing of it."""
    from fanal_hub.stations.carry.pack import one_reading

    with one_reading():
        before = EventRow.objects.count()
        door.receive(notice(post(91)), door.Entry(handler=scene.sos, channel=Channel.FORM))
        assert EventRow.objects.count() == before
    assert EventRow.objects.count() == before + 1


@pytest.mark.one_engine("sqlite")
def test_schemas_of_the_export_are_those_of_the_specification(scene: Scene, tmp_path: Path) -> None:
    import jsonschema  # type: ignore[import-untyped]

    file = exported(tmp_path / "a.zip")
    folder = Path(__file__).parents[3] / "spec" / "export"
    for name in (each for each in names(file) if each.startswith("schema/")):
        schema = json.loads(content(file, name))
        assert json.loads((folder / name.partition("/")[2]).read_text(encoding="utf-8")) == schema
        jsonschema.Draft202012Validator.check_schema(schema)
        for room in ("truth", "proof", "inbox"):
            table = f"{room}/{Path(name).name.removesuffix('.schema.json')}.jsonl"
            for row in lines(file, table) if table in names(file) else []:
                jsonschema.validate(row, schema)
