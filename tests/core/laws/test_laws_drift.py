"""No datum of law drifts: our files against the snapshot of the reference, and the snapshot against the reference where it lies."""

import json
from typing import Any

import pytest

from fanal.laws import Clock, Offence, Penalty, load_laws
from tests.core.laws import drift

FACTS: dict[str, drift.Facts] = json.loads(drift.SNAPSHOT.read_text("utf-8"))
LAWS = load_laws()


def _penalty(it: Penalty) -> dict[str, int]:
    amounts = {"prison_months": it.prison_months, "fine_eur": it.fine_eur}
    return {name: value for name, value in amounts.items() if value}


def _clock(it: Clock) -> dict[str, Any]:
    return {
        "kind": it.kind,
        "basis": it.basis,
        "confidence": it.trust.confidence,
        "duration": it.rule.duration,
        "targets": dict(it.rule.targets),
        "standard": it.standard and it.standard["en"],
        "starts": it.starts["en"],
        "fr": it.label["fr"] if not it.id.startswith("eu.") else None,
        "source": it.trust.source,
    }


def _offence(it: Offence) -> dict[str, Any]:
    return {
        "act": it.act,
        "article": it.article,
        "penalty": _penalty(it.penalty),
        "aggravated": [[each.prison_months, each.fine_eur] for each in it.aggravated],
        "limitation": it.limitation_clock,
        "heading": [it.heading.category, *it.heading.keywords],
        "pharos": it.pharos,
        "severity": it.severity.default,
        "danger": it.severity.imminent_danger,
        "raise_when": [each["en"] for each in it.severity.raise_when],
        "flags": sorted(it.flags),
        "confidence": {"text": it.trust.confidence, "mapping": it.mapping_confidence},
        "prosecution": it.prosecution["en"],
        "fr": it.label["fr"],
        "note": it.note and it.note["en"],
    }


def test_the_snapshot_is_whole() -> None:
    """62 clocks, 54 offences, 5 duties and 12 categories were read."""
    assert [len(FACTS[kind]) for kind in ("clocks", "offences", "duties", "categories")] == [62, 54, 5, 12]


@pytest.mark.parametrize("code", sorted(FACTS["clocks"]))
def test_clock_has_not_drifted(code: str) -> None:
    """Same duration, targets, citation and confidence."""
    assert _clock(LAWS.clock(code)) == FACTS["clocks"][code]


@pytest.mark.parametrize("code", sorted(FACTS["offences"]))
def test_offence_has_not_drifted(code: str) -> None:
    """Same article, penalty, limitation, headings and flags."""
    assert _offence(LAWS.offence(code)) == FACTS["offences"][code]


@pytest.mark.parametrize("code", sorted(FACTS["duties"]))
def test_duty_has_not_drifted(code: str) -> None:
    """Same penalty."""
    penalty = LAWS.duties[code].penalty
    assert (_penalty(penalty) if penalty else None) == FACTS["duties"][code]["penalty"]


def test_categories_have_not_drifted() -> None:
    """The same codes and French labels."""
    found = {each.code: {"fr": each.label["fr"]} for each in LAWS.recipients["pharos"].categories}
    assert found == FACTS["categories"]


def test_nothing_was_added_under_a_known_kind() -> None:
    """A new datum enters the snapshot first, so that somebody reviews it."""
    assert set(LAWS.clocks) == set(FACTS["clocks"])
    assert set(LAWS.offences) == set(FACTS["offences"])


if drift.REFERENCE.exists():

    def test_snapshot_is_the_reference() -> None:
        """Where the reference lies beside the project, the snapshot says the same."""
        assert drift.of_reference(drift.REFERENCE.read_text("utf-8")) == FACTS
