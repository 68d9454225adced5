"""An export that was altered, forged, filled with something else, or that meets a hub where its names are taken."""

import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db.models import Count

from fanal.prove.canon import canonical
from fanal.prove.signed import sign_object
from fanal.words.errors import RefusedError
from fanal.words.lists import OrgKind
from fanal_hub.courier.keys import signer
from fanal_hub.ledger.models import EventRow
from fanal_hub.people.models import Organisation, Person
from fanal_hub.stations.carry.form import SIGNED
from tests.hub.desk.scene import Scene
from tests.hub.export.carried import PASSPHRASE, checked, exported, taken_in
from tests.hub.export.conftest import Hub, Make
from tests.hubkit import World

Files = dict[str, bytes]
Change = Callable[[Files], object]


def files_of(place: Path) -> Files:
    """Everything in an export."""
    with zipfile.ZipFile(place) as made:
        return {each: made.read(each) for each in made.namelist()}


def written(place: Path, files: Files) -> Path:
    """A zip of these files."""
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return place


def forged(files: Files) -> Files:
    """The digests and the signature made again, as somebody who holds the hub's own key could: only the rules are left."""
    manifest = json.loads(files["manifest.json"])
    named = {name: each for name, each in files.items() if not name.startswith("manifest.")}
    manifest["files"] = {
        name: {"sha256": hashlib.sha256(each).hexdigest(), "bytes": len(each), "lines": each.count(b"\n")}
        for name, each in named.items()
    }
    raw = canonical(manifest)
    said = {name: manifest[name] for name in ("hub", "organisation", "made_at")}
    signed = sign_object(SIGNED, {**said, "manifest": hashlib.sha256(raw).hexdigest()}, signer())
    return {**named, "manifest.json": raw, "manifest.sig.json": canonical(signed)}


def rows(files: Files, name: str, change: Callable[[list[Any]], object]) -> None:
    """Change the lines of a file."""
    found = [json.loads(each) for each in files[name].splitlines()]
    change(found)
    files[name] = b"".join(json.dumps(each, ensure_ascii=False).encode() + b"\n" for each in found)


def row(name: str, which: Callable[[Any], bool] = bool, **more: Any) -> Change:
    """Change one line that answers."""

    def change(files: Files) -> None:
        def one(found: list[Any]) -> None:
            place = next(at for at, each in enumerate(found) if which(each))
            found[place] = {**found[place], **more}

        rows(files, name, one)

    return change


def body(kind: str, **more: Any) -> Change:
    """Change the body of the first event of a kind."""

    def change(files: Files) -> None:
        def one(found: list[Any]) -> None:
            each = next(each for each in found if each["kind"] == kind)
            each["body"] = {**each["body"], **more}

        rows(files, "truth/events.jsonl", one)

    return change


def line(name: str, made: dict[str, Any] | Callable[[list[Any]], dict[str, Any]]) -> Change:
    """Add a line."""
    return lambda files: rows(files, name, lambda found: found.append(made(found) if callable(made) else made))


def manifest(**more: Any) -> Change:
    """Change the manifest itself."""
    return lambda files: files.update({"manifest.json": canonical({**json.loads(files["manifest.json"]), **more})})


def leaves(files: Files) -> None:
    """Change a leaf of the log that is somebody else's event."""
    mine = {json.loads(each)["position"] for each in files[E].splitlines()}
    log = bytearray(files["proof/leaves.bin"])
    place = next(each for each in range(1, len(log) // 32 + 1) if each not in mine)
    log[32 * place - 1] ^= 1
    files["proof/leaves.bin"] = bytes(log)


def refused(place: Path, folder: Path, passphrase: str = "") -> str:
    """The code of the refusal; nothing is written."""
    before = (EventRow.objects.count(), Organisation.objects.count(), Person.objects.count())
    code = "taken in"
    try:
        taken_in(place, folder, passphrase)
    except RefusedError as error:
        code = error.messages[0].code
        assert (EventRow.objects.count(), Organisation.objects.count(), Person.objects.count()) == before
    return code


E = "truth/events.jsonl"
SLIPPED_IN = {
    "an unknown kind": (row(E, kind="notice_flown"), "carry_event"),
    "a field that no event has": (body("case_opened", colour="red"), "carry_event"),
    "a field that is missing": (lambda files: rows(files, E, lambda f: f[0]["body"].pop("handler")), "carry_event"),
    "a number where a word stands": (body("case_opened", purpose=5), "carry_event"),
    "a text where a list stands": (body("case_referred", referrals="R-1"), "carry_event"),
    "another purpose, so another leaf": (body("case_opened", purpose="autre"), "carry_event"),
    "an event taken out": (lambda files: rows(files, E, lambda found: found.pop(0)), "carry_event"),
    "the last event left out": (lambda files: rows(files, E, list.pop), "carry_altered"),
    "an event twice": (lambda files: rows(files, E, lambda found: found.append(found[-1])), "carry_event"),
    "events in another order": (lambda files: rows(files, E, list.reverse), "carry_event"),
    "a leaf of the log changed": (leaves, "carry_proof"),
    "a line that is no JSON": (lambda f: f.update({E: f[E] + b"{\n"}), "carry_bad_line"),
    "a line deeper than anybody reads": (lambda f: f.update({E: f[E] + b"[" * 100_000 + b"\n"}), "carry_bad_line"),
    "a column too many": (row("truth/mentions.jsonl", more=1), "carry_bad_line"),
    "a column of another kind": (row("truth/mentions.jsonl", n="1"), "carry_bad_line"),
    "words that the notice did not say": (row("truth/mentions.jsonl", text="autre"), "carry_other"),
    "a mention of another notice": (row("truth/mentions.jsonl", notice="N-0000-0000"), "carry_other"),
    "a mention in another case's target": (
        lambda files: rows(files, "truth/mentions.jsonl", lambda f: f[0].update(target=f[-1]["target"])), "carry_other",
    ),
    "a target of somebody else's case": (row("truth/targets.jsonl", case="C-0000-0000"), "carry_other"),
    "a target twice": (line("truth/targets.jsonl", lambda found: found[0]), "carry_other"),
    "a note on somebody else's case": (row("truth/records.jsonl", about="case:C-0000-0000"), "carry_other"),
    "a note under somebody else's key": (row("truth/records.jsonl", subject="case-C-0000-0000"), "carry_other"),
    "an identity in plain": (
        row("truth/records.jsonl", lambda each: each["kind"] == "note", kind="identity"), "carry_other",
    ),
    "an evidence file changed": (
        lambda f: f.update({next(n for n in f if n.startswith("files/")): b"autre"}), "carry_altered",
    ),
    "an envelope changed": (
        lambda f: f.update({"proof/envelopes.jsonl": f["proof/envelopes.jsonl"].replace(b"remove", b"restore")}),
        "carry_altered",
    ),
    "a receipt of nobody's notice": (
        lambda f: f.update({"proof/receipts.jsonl": f["proof/receipts.jsonl"].replace(b'"targets":1', b'"targets":2')}),
        "prove_bad_signature",
    ),
    "a sender who is another organisation": (row("truth/senders.jsonl", sender="org:autre"), "carry_other"),
    "a role that nobody has": (row("truth/members.jsonl", roles=["god"]), "carry_other"),
    "two members of one address": (line("truth/members.jsonl", lambda f: {**f[0], "ref": "p-000000000000"}), "carry_other"),
    "two organisations": (line("truth/organisation.jsonl", lambda found: found[0]), "carry_other"),
    "an organisation of another name": (row("truth/organisation.jsonl", ref="autre"), "carry_other"),
    "an answer link of nobody's referral": (
        line("truth/links.jsonl", {"about": "referral:R-0000-0000", "purpose": "answer", "expires_at": None, "used_at": None}),
        "carry_other",
    ),
    "figures that nobody counted": (
        lambda f: rows(f, "truth/figures.jsonl", lambda found: found[0]["figure"].update(numerator=999)), "carry_figures",
    ),
    "a newer version": (manifest(version=2), "carry_version"),
    "another format": (manifest(format="tar"), "carry_bad_line"),
    "no counts": (manifest(counts="many"), "carry_bad_line"),
}  # fmt: skip


@pytest.mark.one_engine("sqlite")
def test_what_is_slipped_into_an_export_is_refused(scene: Scene, old: Hub, hub: Make, tmp_path: Path) -> None:
    """Even when the digests and the signature are made anew: each of these breaks a rule of its own."""
    whole = files_of(exported(tmp_path / "a.zip"))
    new = hub("new")
    found: dict[str, str] = {}
    for name, (change, _) in SLIPPED_IN.items():
        files = dict(whole)
        change(files)
        old.open()
        place = written(tmp_path / "forged.zip", forged(files))
        new.open()
        found[name] = refused(place, new.home)
    assert found == {name: code for name, (_, code) in SLIPPED_IN.items()}


BROKEN: dict[str, tuple[Change, str]] = {
    "one byte of a file": (lambda f: f.update({"README.md": f["README.md"] + b" "}), "carry_altered"),
    "one byte of a table": (lambda f: f.update({"tables/cases.csv": f["tables/cases.csv"] + b" "}), "carry_altered"),
    "a file that is missing": (lambda f: f.pop("truth/members.jsonl"), "carry_missing"),
    "a table that is missing": (lambda f: f.pop("tables/cases.csv"), "carry_missing"),
    "no manifest": (lambda f: f.pop("manifest.json"), "carry_missing"),
    "no signature": (lambda f: f.pop("manifest.sig.json"), "carry_missing"),
    "another manifest": (manifest(made_at="2020-01-01T00:00:00.000000Z"), "carry_altered"),
    "a manifest that is a list": (lambda f: f.update({"manifest.json": b"[]"}), "carry_damaged"),
    "a path upwards": (lambda f: f.update({"../../etc/cron.d/x": b"x"}), "carry_unknown_file"),
    "an absolute path": (lambda f: f.update({"/etc/passwd": b"x"}), "carry_unknown_file"),
    "a path upwards in files": (lambda f: f.update({"files/../x.png": b"x"}), "carry_unknown_file"),
    "a file nobody named": (lambda f: f.update({f"files/{'0' * 32}.png": b"x"}), "carry_missing"),
    "a program": (lambda f: f.update({"files/run.exe": b"x"}), "carry_unknown_file"),
    "a bomb": (lambda f: f.update({f"files/{'0' * 32}.bin": bytes(300_000_000)}), "carry_bomb"),
}


@pytest.mark.one_engine("sqlite")
def test_a_broken_archive_is_refused(scene: Scene, hub: Make, tmp_path: Path) -> None:
    whole = files_of(exported(tmp_path / "a.zip"))
    new = hub("new")
    found: dict[str, str] = {}
    for name, (change, _) in BROKEN.items():
        files = dict(whole)
        change(files)
        found[name] = refused(written(tmp_path / "broken.zip", files), new.home)
    assert found == {name: code for name, (_, code) in BROKEN.items()}


@pytest.mark.one_engine("sqlite")
def test_a_file_that_is_no_archive_or_was_cut_off_is_refused(scene: Scene, hub: Make, tmp_path: Path) -> None:
    place = exported(tmp_path / "a.zip")
    new = hub("new")
    raw = place.read_bytes()
    for other in (b"", b"PK", raw[: len(raw) // 2], b"%PDF-1.7 "):
        place.write_bytes(other)
        assert refused(place, new.home) == "carry_not_zip"
    place.write_bytes(raw[:4000] + b"\xff" * 64 + raw[4064:])
    assert refused(place, new.home) in {"carry_damaged", "carry_altered", "carry_not_zip"}


@pytest.mark.one_engine("sqlite")
def test_a_forged_hub_is_seen_by_whoever_has_the_key(scene: Scene, hub: Make, tmp_path: Path) -> None:
    """Without the key everything agrees: a forger signs with a key of their own. With it, nothing does."""
    place = exported(tmp_path / "a.zip")
    key = signer().verifier.text()
    new = hub("new")
    assert checked(place, new.home, key=key) > 0
    other = signer().verifier.text()
    with pytest.raises(RefusedError):
        checked(place, new.home, key=other)


# --- identities ---
@pytest.mark.one_engine("sqlite")
def test_a_wrong_passphrase_and_a_changed_seal_are_refused(scene: Scene, old: Hub, hub: Make, tmp_path: Path) -> None:
    place = exported(tmp_path / "a.zip", identities=True)
    files = files_of(place)
    sealed = files["sealed/confidences.bin"]
    head, _, rest = sealed.partition(b"\n")
    costly = head.replace(b'"n": 16', b'"n": 1073741824')
    cases = {
        "cut": sealed[:-20], "one piece less": head + b"\n", "flipped": sealed[:-1] + bytes([sealed[-1] ^ 1]),
        "longer": sealed + b"\0", "a cost that nobody can pay": costly + b"\n" + rest, "no head": rest,
    }  # fmt: skip
    assert costly != head
    new = hub("new")
    assert refused(place, new.home, "une autre phrase") == "carry_sealed"
    for name, content in cases.items():
        old.open()
        made = written(tmp_path / "b.zip", forged({**files, "sealed/confidences.bin": content}))
        new.open()
        assert refused(made, new.home, PASSPHRASE) == "carry_sealed", name


# --- hubs that are not empty ---
def test_a_hub_that_has_the_organisation_is_told_so(scene: Scene, tmp_path: Path, old: Hub) -> None:
    assert refused(exported(tmp_path / "a.zip"), old.home) == "carry_clash"


@pytest.mark.one_engine("sqlite")
@pytest.mark.parametrize(
    "there",
    [
        lambda world: world.organisation("SOS Test", OrgKind.ASSOCIATION),
        lambda world: world.person("analyst@sos.example", world.organisation("Autre", OrgKind.ASSOCIATION)),
    ],
    ids=["organisation", "person"],
)
def test_a_name_that_is_taken_is_refused(
    scene: Scene, hub: Make, tmp_path: Path, there: Callable[[World], object]
) -> None:
    place = exported(tmp_path / "a.zip")
    new = hub("new")
    there(World())
    assert refused(place, new.home) == "carry_clash"


def test_a_second_organisation_joins_a_settled_hub_and_nobody_else_is_touched(
    scene: Scene, hub: Make, tmp_path: Path
) -> None:
    """Two associations of one old hub meet again in a new one; a hub that still works is refused."""
    scene.world.person("admin@autre.example", Organisation.objects.get(ref="autre"))
    one, two = exported(tmp_path / "a.zip"), exported(tmp_path / "b.zip", "autre")
    new = hub("new")
    taken_in(two, new.home)
    before = list(EventRow.objects.filter(handler="autre").order_by("id").values_list("stream", "version", "leaf"))
    assert before
    taken_in(one, new.home)
    assert (
        list(EventRow.objects.filter(handler="autre").order_by("id").values_list("stream", "version", "leaf")) == before
    )
    each = EventRow.objects.values("stream", "version").annotate(n=Count("id"))
    assert set(each.values_list("n", flat=True)) == {1}


@pytest.mark.one_engine("sqlite")
def test_a_hub_that_has_not_read_everything_is_refused(scene: Scene, hub: Make, tmp_path: Path) -> None:
    """Its stations would step over what they have not read yet."""
    from fanal.words.lists import Channel
    from fanal_hub.stations import door
    from tests.hub.desk.scene import notice

    place = exported(tmp_path / "a.zip")
    new = hub("new")
    world = World()
    other = world.organisation("Autre", OrgKind.ASSOCIATION)
    door.receive(notice("https://x.com/a/status/1726000000000000001"), door.Entry(handler=other, channel=Channel.FORM))
    assert refused(place, new.home) == "carry_busy_hub"
    world.settle()
    assert taken_in(place, new.home).events > 100
