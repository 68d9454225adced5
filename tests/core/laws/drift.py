"""Facts drawn from the table of reference, in the shape of tests/core/laws/reference.json; compared, never shipped."""

import os
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[3]
SNAPSHOT = Path(__file__).with_name("reference.json")
REFERENCE = Path(os.environ.get("FANAL_SHARED", ROOT.parent / "shared")) / "reference/law.yaml"

Facts = dict[str, dict[str, Any]]


def of_reference(text: str) -> dict[str, Facts]:
    """What must not drift: duration, target, kind, citation, confidence, penalty, limitation, headings, flags."""
    it = yaml.safe_load(text)
    return {
        "clocks": {each["id"]: _clock(each) for each in it["clocks"] + it["additions"]["clocks"]},
        "offences": {each["code"]: _offence(each) for each in it["offences"]},
        "duties": {each["code"]: {"penalty": each.get("penalty")} for each in it["guards_and_duties"]},
        "categories": {each["code"]: {"fr": each["label_fr"]} for each in it["pharos"]["categories"]},
    }


def _clock(it: dict[str, Any]) -> dict[str, Any]:
    target = it.get("default_target", {})
    return {
        "kind": it["kind"],
        "basis": it["basis"],
        "confidence": it["confidence"],
        "duration": it.get("duration"),
        "targets": {"any": target} if isinstance(target, str) else target,
        "standard": it.get("standard"),
        "starts": it["starts"],
        "fr": it.get("label_fr"),
        "source": it.get("source", "eevidence"),
    }


def _offence(it: dict[str, Any]) -> dict[str, Any]:
    return {
        "act": it["act"],
        "article": str(it["article"]),
        "penalty": it["penalty"],
        "aggravated": [[each.get("prison_months", 0), each.get("fine_eur", 0)] for each in it.get("aggravated", ())],
        "limitation": it["limitation_clock"],
        "heading": [it["tdb"]["category"], *it["tdb"]["keywords"]],
        "pharos": it["pharos"],
        "severity": it["severity"]["default"],
        "danger": it["severity"]["imminent_danger"],
        "raise_when": it["severity"]["raise_when"],
        "flags": sorted(name for name, up in it["flags"].items() if up),
        "confidence": it["confidence"],
        "prosecution": it["prosecution"],
        "fr": it["label_fr"],
        "note": it.get("note"),
    }
