"""Signed notes, keys and checkpoints against the published vectors, and under attack."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanal.prove.checkpoint import Checkpoint, checkpoint_text, parse_checkpoint, sign_checkpoint, verify_checkpoint
from fanal.prove.keys import SignerKey, VerifierKey, parse_vkey, unb64
from fanal.prove.note import sign_note, split_note, verify_note
from fanal.words.errors import MisuseError, ProofError
from tests.core.prove.world import HUB, LEAVES, PLATFORM, STRANGER, example

# golang.org/x/mod/sumdb/note, note_test.go: key, seed and note of the reference implementation.
PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PETER_SKEY = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
PETER_TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
PETER_LINE = "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
PETER_NOTE = f"{PETER_TEXT}\n\u2014 PeterNeumann {PETER_LINE}\n"
# The example of C2SP signed-note.
FOO = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
FOO_LINE = "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM="
FOO_NOTE = f"This is an example message.\n\n\u2014 example.com/foo {FOO_LINE}\n"


def test_we_sign_what_the_reference_implementation_signed() -> None:
    seed = unb64(PETER_SKEY)
    assert seed is not None
    peter = SignerKey("PeterNeumann", seed[1:])
    assert (peter.verifier.text(), sign_note(PETER_TEXT, peter)) == (PETER, PETER_NOTE)


@pytest.mark.parametrize(("vkey", "note"), [(PETER, PETER_NOTE), (FOO, FOO_NOTE)])
def test_published_notes_verify(vkey: str, note: str) -> None:
    assert note.startswith(verify_note(note, parse_vkey(vkey)))


def test_no_cutting_of_a_published_key_is_a_key() -> None:
    for start in range(len(PETER)):
        for end in range(start + 1, len(PETER) + 1):
            if end - start < len(PETER):
                with pytest.raises(ProofError):
                    parse_vkey(PETER[start:end])


@given(st.text(min_size=1, max_size=20), st.binary(min_size=32, max_size=32))
def test_every_key_reads_back_from_its_line(name: str, seed: bytes) -> None:
    try:
        key = SignerKey(name, seed)
    except MisuseError:
        return
    assert parse_vkey(key.verifier.text()) == key.verifier


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\nb", "a\u00a0b", "a\u202eb", "a\u200bb", "x" * 201, "\ud800"])
def test_a_name_that_could_deceive_bears_no_key(name: str) -> None:
    with pytest.raises(MisuseError):
        VerifierKey(name, HUB.verifier.public)


def test_a_private_key_never_shows_in_a_trace() -> None:
    assert HUB.seed.hex() not in repr(HUB)
    assert repr(HUB.seed) not in repr(HUB)


def test_a_text_with_empty_lines_is_split_at_the_last_one() -> None:
    text = "one\n\n\u2014 not.a.signature AAAAAAAA\n\ntwo\n"
    assert verify_note(sign_note(text, HUB), HUB.verifier) == text


def test_a_signature_of_an_unknown_key_is_passed_over() -> None:
    note = sign_note("text\n", STRANGER, PLATFORM, HUB)
    assert verify_note(note, HUB.verifier) == "text\n"
    assert len(split_note(note)[1]) == 3


NOTE = sign_note("text\n", HUB)
NOTE_ATTACKS: dict[str, str] = {
    "another text": NOTE.replace("text", "texT"),
    "a line before": "more\n" + NOTE,
    "a line after": NOTE + "more\n",
    "no signature": "text\n\n",
    "no final newline": NOTE[:-1],
    "a hyphen for the dash": NOTE.replace("\u2014", "-"),
    "a control character": NOTE.replace("text", "te\x08xt"),
    "line ends changed": NOTE.replace("\n", "\r\n"),
    "a stranger": sign_note("text\n", STRANGER),
    "another name": NOTE.replace("\u2014 hub", "\u2014 hob"),
    "one good and one bad of the same key": NOTE + sign_note("tixt\n", HUB).split("\n\n")[1],
    "bits after the base64": NOTE.replace("=\n", "\n"),
    "half a character": NOTE.replace("text", "te\ud800xt"),
    "too many signatures": NOTE + "\u2014 witness.example AAAAAAAA\n" * 100,
    "nothing": "",
}


@pytest.mark.parametrize("attack", NOTE_ATTACKS)
def test_a_tampered_note_is_refused(attack: str) -> None:
    with pytest.raises(ProofError):
        verify_note(NOTE_ATTACKS[attack], HUB.verifier)


@given(st.integers(0, len(NOTE.encode()) * 8 - 1))
def test_no_single_bit_of_a_note_may_change(place: int) -> None:
    raw = bytearray(NOTE.encode())
    raw[place // 8] ^= 1 << place % 8
    with pytest.raises(ProofError):
        verify_note(raw.decode("utf-8", "surrogateescape"), HUB.verifier)


@pytest.mark.parametrize("text", ["no newline", "tab\there\n", ""])
def test_what_is_no_note_is_not_signed(text: str) -> None:
    with pytest.raises(MisuseError):
        sign_note(text, HUB)


CHECKPOINT = Checkpoint(origin="hub.test.example", size=7, root=bytes.fromhex(LEAVES["root"]))


def test_the_frozen_checkpoint_comes_out_byte_for_byte() -> None:
    assert sign_checkpoint(CHECKPOINT, HUB).encode() == example("checkpoint.txt")
    assert verify_checkpoint(example("checkpoint.txt").decode(), HUB.verifier) == CHECKPOINT


@given(
    st.integers(0, 10**15), st.binary(min_size=32, max_size=32), st.lists(st.from_regex(r"[ -~]{1,30}", fullmatch=True))
)
def test_every_checkpoint_reads_back(size: int, root: bytes, more: list[str]) -> None:
    checkpoint = Checkpoint(origin="log.example", size=size, root=root, extensions=tuple(more))
    assert parse_checkpoint(checkpoint_text(checkpoint)) == checkpoint


BODY = "log.example\n7\nuz8WFABcjZ3yRfooUlDUZ0B2zPsDrmoevrmmu5L8nSk=\n"
BODY_FAULTS: dict[str, Callable[[str], str]] = {
    "leading zero": lambda it: it.replace("\n7\n", "\n07\n"),
    "plus sign": lambda it: it.replace("\n7\n", "\n+7\n"),
    "other digits": lambda it: it.replace("\n7\n", "\n\u0667\n"),
    "negative": lambda it: it.replace("\n7\n", "\n-7\n"),
    "no root": lambda it: "log.example\n7\n",
    "short root": lambda it: it.replace("uz8W", ""),
    "no origin": lambda it: it.replace("log.example", ""),
    "empty extension": lambda it: it + "\n",
    "no newline": lambda it: it[:-1],
}


@pytest.mark.parametrize("fault", BODY_FAULTS)
def test_a_malformed_checkpoint_is_refused(fault: str) -> None:
    parse_checkpoint(BODY)
    with pytest.raises(ProofError):
        parse_checkpoint(BODY_FAULTS[fault](BODY))


@pytest.mark.parametrize(
    "wrong",
    [
        Checkpoint(origin="", size=1, root=bytes(32)),
        Checkpoint(origin="a\nb", size=1, root=bytes(32)),
        Checkpoint(origin="a", size=-1, root=bytes(32)),
        Checkpoint(origin="a", size=1, root=bytes(31)),
        Checkpoint(origin="a", size=1, root=bytes(32), extensions=("",)),
        Checkpoint(origin="a", size=1, root=bytes(32), extensions=("x\ny",)),
    ],
)
def test_what_could_not_be_read_back_is_not_signed(wrong: Checkpoint) -> None:
    with pytest.raises(MisuseError):
        checkpoint_text(wrong)


def test_a_key_signs_for_no_log_but_its_own() -> None:
    with pytest.raises(MisuseError):
        sign_checkpoint(CHECKPOINT, PLATFORM)
    with pytest.raises(ProofError):
        verify_checkpoint(sign_note(checkpoint_text(CHECKPOINT), PLATFORM), PLATFORM.verifier)
