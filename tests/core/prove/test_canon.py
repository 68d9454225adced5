"""Canonical bytes: the laws, the official example, other people's bytes, and what is refused."""

import json
from enum import StrEnum
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanal.prove.canon import BYTES_MOST, canonical, read_json
from fanal.words.errors import MisuseError, ProofError

SPEC = Path(__file__).parents[3] / "spec"
VECTORS = json.loads((SPEC / "conformance" / "canonical.json").read_text())
WHOLE = st.integers(-(2**53) + 1, 2**53 - 1)
LEAVES = st.none() | st.booleans() | WHOLE | st.text()
VALUES = st.recursive(LEAVES, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=25)


def by_hand(value: object) -> str:
    """RFC 8785 again, written from the text of the RFC, character by character, to disagree with the first if it errs."""
    if value is None or value is True or value is False:
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return '"' + "".join(map(escaped, value)) + '"'
    if isinstance(value, list):
        return "[" + ",".join(map(by_hand, value)) + "]"
    assert isinstance(value, dict)
    names = sorted(value, key=units)
    return "{" + ",".join(f"{by_hand(name)}:{by_hand(value[name])}" for name in names) + "}"


def escaped(sign: str) -> str:
    short = {8: "b", 9: "t", 10: "n", 12: "f", 13: "r", 34: '"', 92: "\\"}
    if ord(sign) in short:
        return "\\" + short[ord(sign)]
    return f"\\u{ord(sign):04x}" if ord(sign) < 32 else sign


def units(name: str) -> list[int]:
    found: list[int] = []
    for point in map(ord, name):
        found += [point] if point < 0x10000 else [0xD800 + (point - 0x10000 >> 10), 0xDC00 + (point - 0x10000 & 0x3FF)]
    return found


@given(VALUES)
def test_what_is_written_reads_back_the_same(value: object) -> None:
    assert read_json(canonical(value)) == value


@given(VALUES)
def test_a_second_implementation_writes_the_same_bytes(value: object) -> None:
    assert canonical(value) == by_hand(value).encode()


@given(st.dictionaries(st.text(), LEAVES), st.randoms())
def test_the_order_of_names_does_not_count(value: dict[str, object], chance: object) -> None:
    pairs = list(value.items())
    chance.shuffle(pairs)  # type: ignore[attr-defined]
    assert canonical(dict(pairs)) == canonical(value)


@given(VALUES, VALUES)
def test_two_values_never_share_their_bytes(one: object, other: object) -> None:
    same = by_hand(one) == by_hand(other)
    assert (canonical(one) == canonical(other)) is same


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: case["text"][:30])
def test_bytes_made_by_ecmascript_come_out(case: dict[str, str]) -> None:
    assert canonical(read_json(case["text"])).hex() == case["canonical"]


@pytest.mark.parametrize("text", VECTORS["refused"], ids=lambda text: text[:30] or "nothing")
def test_what_the_format_refuses_is_refused(text: str) -> None:
    with pytest.raises(ProofError):
        canonical(read_json(text))


def test_names_are_in_the_order_of_rfc_8785_section_3_2_3() -> None:
    names = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]
    written = canonical(dict.fromkeys(names, 0)).decode()
    assert list(json.loads(written)) == ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]


@pytest.mark.parametrize(
    "value", [1.0, 0.5, float("nan"), [1.0], {"a": {"b": 2.0}}, 2**53, -(2**53), "\ud800", {"\udfff": 1}]
)
def test_what_json_can_carry_and_we_refuse_is_said_to_the_person(value: object) -> None:
    with pytest.raises(ProofError):
        canonical(value)


@pytest.mark.parametrize("value", [b"bytes", {1: "a"}, {"a": object()}, {1, 2}, {None: 1}, {"a": 1, 2: 3}])
def test_what_json_cannot_carry_is_the_programmers_fault(value: object) -> None:
    with pytest.raises(MisuseError):
        canonical(value)


def test_a_word_of_a_closed_list_is_its_text() -> None:
    class Word(StrEnum):
        REMOVE = "remove"

    assert canonical({Word.REMOVE: (Word.REMOVE, True)}) == b'{"remove":["remove",true]}'


@pytest.mark.parametrize(
    "raw",
    [
        b"[" * 100_000 + b"]" * 100_000,
        b"9" * 100_000,
        b"-" + b"9" * 100_000,
        b'"' + b"a" * BYTES_MOST + b'"',
        b"\xff\xfe",
        b'{"a":1}\x00',
        b'"\x01"',
    ],
    ids=["deep", "long integer", "long negative", "large", "utf16", "nul", "raw control"],
)
def test_a_hostile_text_is_refused_without_harm(raw: bytes) -> None:
    with pytest.raises(ProofError):
        canonical(read_json(raw))


def test_a_value_that_contains_itself_is_refused() -> None:
    loop: list[object] = []
    loop.append(loop)
    with pytest.raises(ProofError):
        canonical(loop)
