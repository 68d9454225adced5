"""The law files: shape, agreement, worked examples; and every way to break one is seen, with file and path."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from fanal.laws import load_laws, read_laws
from fanal.laws.check import faults
from fanal.laws.read import read_yaml
from fanal.laws.schema import SCHEMA
from fanal.laws.shape import shape_faults
from fanal.words.errors import LawError
from fanal.words.say import LANGS, say

ROOT = Path(__file__).parents[3]
TEXTS = {path.name: path.read_text("utf-8") for path in sorted((ROOT / "src/fanal/laws").glob("*.yaml"))}
FILES = {name: read_yaml(name, text) for name, text in TEXTS.items()}
STRICT = Draft202012Validator(SCHEMA)


@pytest.mark.parametrize("name", sorted(FILES))
def test_file_keeps_the_published_schema(name: str) -> None:
    """By an independent validator, on the published copy."""
    published = json.loads((ROOT / "spec/law.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(published)
    assert [error.message for error in Draft202012Validator(published).iter_errors(FILES[name])] == []


def test_published_schema_is_the_one_in_force() -> None:
    """`fanal laws schema > spec/law.schema.json` writes it."""
    assert json.loads((ROOT / "spec/law.schema.json").read_text("utf-8")) == SCHEMA


@pytest.mark.parametrize("name", sorted(FILES))
def test_file_is_named_after_its_instrument(name: str) -> None:
    """One law, one file."""
    assert FILES[name]["instrument"]["code"] + ".yaml" == name


def test_all_files_agree_and_every_example_comes_out() -> None:
    """Sources, limitation clocks, lanes, and the arithmetic."""
    assert faults(FILES) == []
    assert sum(len(clock.examples) for clock in load_laws().clocks.values()) > 100


def test_every_number_of_law_has_its_examples_and_the_hard_ones_are_there() -> None:
    """Month ends, leap years, nights of the clock change, holidays."""
    whys = {example.why for clock in load_laws().clocks.values() for example in clock.examples}
    assert whys >= {"month_end", "leap_year", "dst_night", "holiday", "weekend", "night"}
    for clock in load_laws().clocks.values():
        assert bool(clock.examples) == bool(clock.rule.duration or clock.rule.before), clock.id


def _dsa(path: str, value: object) -> dict[str, Any]:
    """The laws with one value of dsa.yaml changed: the path as the checker says it."""
    files = copy.deepcopy(FILES)
    keys = path.split("/")
    at: Any = files["dsa.yaml"]
    for key in keys[:-1]:
        at = at[int(key)] if isinstance(at, list) else at[key]
    if value is ...:
        del at[keys[-1]]
    else:
        at[keys[-1]] = value
    return files


@pytest.mark.parametrize(
    ("path", "value", "code", "said_at"),
    [
        ("clocks/0/kind", "deadline", "law_not_in_list", "clocks.dsa.9.inform.kind"),
        ("clocks/0/label/fr", ..., "law_key_missing", "clocks.dsa.9.inform.label"),
        ("clocks/0/label/fr", "", "law_too_short", "clocks.dsa.9.inform.label.fr"),
        ("clocks/0/label", "Inform", "law_wrong_type", "clocks.dsa.9.inform.label"),
        ("clocks/0/deadline", "P1D", "law_key_unknown", "clocks.dsa.9.inform"),
        ("clocks/0/default_target", "1 day", "law_wrong_pattern", "clocks.dsa.9.inform.default_target"),
        ("clocks/0/valid_from", "2024-02-30", "law_date_unreadable", "clocks.dsa.9.inform"),
        ("clocks/0/valid_to", "2020-01-01", "law_dates_reversed", "clocks.dsa.9.inform"),
        ("clocks/0/standard", ..., "law_no_standard", "clocks.dsa.9.inform"),
        ("clocks/0/kind", "statutory", "law_no_number", "clocks.dsa.9.inform"),
        ("clocks/0/source", "nowhere", "law_unknown_source", "clocks.dsa.9.inform.source"),
        ("clocks/0/id", "dsa.9.user", "law_twice", "clocks.dsa.9.user"),
        ("clocks/1/examples/0/due", {"exact": "2026-03-02T09:00:01+01:00"}, "law_example_wrong", "clocks.dsa.9.user.examples.0"),
        ("clocks/1/examples/0/start", "2026-13-02T09:00:00+01:00", "law_start_unreadable", "clocks.dsa.9.user.examples.0"),
        ("clocks/1/duration", "P1DT1H", "duration_mixed", "clocks.dsa.9.user"),
        ("lanes/0/clocks", ["dsa.16.ack"], "law_main_clock_absent", "lanes.dsa.16.main_clock"),
        ("lanes/0/clocks", ["dsa.16.decision", "dsa.99"], "law_unknown_clock", "lanes.dsa.16.clocks"),
        ("lanes/0/asks", ["burn"], "law_not_in_list", "lanes.dsa.16.asks.0"),
    ],
)  # fmt: skip
def test_broken_file_is_refused_where_it_breaks(path: str, value: object, code: str, said_at: str) -> None:
    """Each fault is said once, at its place, in both languages."""
    found = faults(_dsa(path, value))
    assert code in {fault.code for fault in found}
    fault = next(fault for fault in found if fault.code == code)
    assert code == "duration_mixed" or fault.at == said_at
    assert all(say(fault, lang) for lang in LANGS)


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("limitation_clock", "fr.presc.never", "law_not_limitation"),
        ("limitation_clock", "fr.reply.request", "law_not_limitation"),
        ("pharos", "ELSEWHERE", "law_unknown_category"),
    ],
)
def test_offence_that_points_nowhere_is_refused(key: str, value: str, code: str) -> None:
    """A limitation clock must exist and be one."""
    files = copy.deepcopy(FILES)
    files["loi-1881.yaml"]["offences"][0][key] = value
    assert [fault.code for fault in faults(files)] == [code]


def test_example_missing_is_seen() -> None:
    """A statutory number without a worked example cannot be reviewed."""
    files = copy.deepcopy(FILES)
    del files["lcen.yaml"]["clocks"][0]["examples"]
    assert [fault.code for fault in faults(files)] == ["law_no_example"]


@pytest.mark.parametrize(
    "text",
    [
        "a: [",
        "a: 1\na: 2",
        "a: !!python/object/apply:os.system [ls]",
        "\x00",
        "- " * 400_000 + "a",
        "[" * 400_000,
        "a: &x [1]\nb: *x",
        "a: {b: 1, b: 2}",
        "a: " + "x" * 1_000_001,
        "? [1, 2]\n: 3",
    ],
)
def test_unreadable_yaml_is_refused_by_name(text: str) -> None:
    """Broken, doubled, dangerous or endless: always the same error, with the file."""
    with pytest.raises(LawError) as wrong:
        read_yaml("odd.yaml", text)
    assert wrong.value.messages[0].params["file"] == "odd.yaml"


def test_day_in_yaml_stays_text() -> None:
    """An unquoted date would become a day without a zone."""
    assert read_yaml("a.yaml", "a: 2026-03-02") == {"a": "2026-03-02"}


def test_all_faults_come_at_once() -> None:
    """A lawyer mends a file in one round."""
    broken = TEXTS["lil.yaml"].replace("confidence: B", "confidence: Z").replace("basis:", "base:")
    with pytest.raises(LawError) as wrong:
        read_laws({"lil.yaml": broken})
    assert len(wrong.value.messages) >= 3


def _paths(it: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    inner = it.items() if isinstance(it, dict) else enumerate(it) if isinstance(it, list) else ()
    return [path, *(deep for key, value in inner for deep in _paths(value, (*path, key)))]


SMALL = FILES["pharos.yaml"] | {
    "clocks": FILES["dsa.yaml"]["clocks"][4:6] + FILES["tco.yaml"]["clocks"][1:2],
    "offences": FILES["loi-1881.yaml"]["offences"][2:4],
}
PLACES = [path for path in _paths(SMALL) if path]
ODD = st.one_of(
    st.none(), st.booleans(), st.integers(-2, 3), st.text(max_size=8), st.just([]), st.just({}), st.just({"fr": "a", "en": ""})
)  # fmt: skip


@given(st.sampled_from(PLACES), ODD, st.booleans())
def test_our_checker_and_a_json_schema_validator_agree(place: tuple[str | int, ...], odd: object, drop: bool) -> None:
    """On any change of any value: what one refuses the other refuses."""
    broken = copy.deepcopy(SMALL)
    at: Any = broken
    for key in place[:-1]:
        at = at[key]
    if drop:
        del at[place[-1]]
    else:
        at[place[-1]] = odd
    assert (not [*shape_faults("a.yaml", broken, SCHEMA)]) == STRICT.is_valid(broken)
