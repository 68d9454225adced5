"""The two commands, as a person types them."""

from pathlib import Path

import pytest

from fanal_hub.manage import _parser
from fanal_hub.people.models import Organisation, Person
from fanal_hub.stations.carry import traced
from tests.hub.desk.scene import Scene
from tests.hub.export.carried import PASSPHRASE, lines
from tests.hub.export.conftest import Hub, Make


def typed(*words: str) -> int:
    """Run a command in this process."""
    args = _parser().parse_args(list(words))
    code = args.command(args)
    assert isinstance(code, int)
    return code


@pytest.fixture
def phrase(tmp_path: Path) -> str:
    """A file with a passphrase."""
    place = tmp_path / "phrase.txt"
    place.write_text(f"{PASSPHRASE}\n", encoding="utf-8")
    return str(place)


@pytest.fixture(autouse=True)
def folder(old: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    """The lock of a folder of its own."""
    monkeypatch.setenv("FANAL_HOME", str(old.home))


def test_out_and_in_with_identities(
    scene: Scene, old: Hub, hub: Make, tmp_path: Path, phrase: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = str(tmp_path / "sos.zip")
    common = ("--with-identities", "--passphrase-file", phrase, "--lang", "en")
    assert typed("export", "sos-test", "--to", file, *common) == 2
    assert "--why" in capsys.readouterr().err
    assert typed("export", "sos-test", "--to", file, *common, "--why", "Convention of 2 March") == 0
    assert "notices" in capsys.readouterr().out
    assert Path(file).stat().st_mode & 0o077 == 0
    assert not list(tmp_path.glob(".*.part"))
    [said] = traced.remembered("sos-test")
    assert (said["identities"], said["why"], said["by"]) == (True, "Convention of 2 March", "cli")
    read = [each for each in lines(Path(file), "truth/events.jsonl") if each["kind"] == "identity_read"]
    assert len(read) > 5
    hub("new")
    assert typed("import-organisation", file, "--check", "--passphrase-file", phrase, "--lang", "en") == 0
    assert "is whole" in capsys.readouterr().out
    assert not Organisation.objects.exists()
    assert typed("import-organisation", file, "--lang", "en") == 2
    assert "--without-identities" in capsys.readouterr().err
    assert typed("import-organisation", file, "--passphrase-file", phrase, "--lang", "en") == 0
    told = capsys.readouterr().out
    assert "First password of admin@sos.example" in told
    assert "sealed under the key" in told
    password = told.partition("admin@sos.example: ")[2].split()[0]
    assert Person.objects.get(email="admin@sos.example").check_password(password)
    assert typed("import-organisation", file, "--without-identities", "--lang", "en") == 2
    assert "already has sos-test" in capsys.readouterr().err


@pytest.mark.one_engine("sqlite")
@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("export", "nobody", "--to", "x.zip"), "Known: autre"),
        (("import-organisation", "nowhere.zip"), "nowhere.zip"),
        (("import-organisation", __file__), "no export of Fanal"),
        (("export", "sos-test", "--to", "/nowhere/x.zip"), "/nowhere"),
    ],
)
def test_what_was_typed_wrong_is_said(
    scene: Scene, words: tuple[str, ...], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert typed(*words, "--lang", "en") == 2
    assert told in capsys.readouterr().err


@pytest.mark.one_engine("sqlite")
def test_a_passphrase_that_anybody_would_guess_is_refused(
    scene: Scene, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    short = tmp_path / "short.txt"
    short.write_text("secret\n", encoding="utf-8")
    words = ("--with-identities", "--why", "x", "--passphrase-file", str(short), "--lang", "en")
    assert typed("export", "sos-test", "--to", str(tmp_path / "x.zip"), *words) == 2
    assert "at least 12" in capsys.readouterr().err
    assert not (tmp_path / "x.zip").exists()
