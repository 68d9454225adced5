"""What the groups of the real notices are worth, held against the developers' half of the truth. It measures no time.

The rows are read as the command reads them; the truth and the researchers' annotation are seen by the score alone.
"""

import csv
import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

from fanal import flow
from fanal.crossref import (
    Grouping,
    Reported,
    Triaged,
    Wave,
    brigade,
    brigaded,
    brigades,
    group,
    with_history,
)
from fanal.flow.offline import Noted, noted
from fanal.notice.events import NoticeTriaged
from fanal.notice.facts import Notifier
from fanal.notice.lifecycle import apply
from fanal.notice.states import CaseNow
from fanal.words.lists import Channel, Judgement

HIDDEN = ("gold", "provenance")
POLICY = flow.policy(purpose="aid", legal_basis="interest", keep=timedelta(days=365))
Row = Mapping[str, Any]


def figures(folder: Path) -> dict[str, float]:
    """Every goal by its name."""
    rows = rows_of(folder)
    redirects = redirects_of(folder)
    read = [noted(row, number, redirects) for number, row in enumerate(rows, 1)]
    truth = truth_of(folder)
    found = group([each.entry for each in read])
    reported = [each for one in read if (each := one.reported())]
    waves = brigades(reported)
    return {
        **dict(_pairs_right(found, truth)),
        "counter_speech_attached": _attached(found, truth),
        **_brigades_right(waves, truth),
        "brigade_raised": sum(
            _priority(about, reported, True) > _priority(_without(about, waves[page]), reported, False)
            for page in waves
            if (about := _about(page, rows, read))
        ),
    }


def rows_of(folder: Path) -> list[Row]:
    """The notices as life gives them: without what the researchers added."""
    with gzip.open(folder / "notices.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [{name: value for name, value in json.loads(line).items() if name not in HIDDEN} for line in lines]


def redirects_of(folder: Path) -> dict[str, str]:
    """The short links that were followed."""
    with (folder / "redirects.csv").open(encoding="utf-8", newline="") as content:
        return {flow.canonical(row["short_url"]).canonical: row["resolves_to"] for row in csv.DictReader(content)}


def truth_of(folder: Path) -> dict[str, Row]:
    """The developers' half of the truth, by notice."""
    with (folder / "truth-duplicates.dev-half.csv").open(encoding="utf-8", newline="") as content:
        return {row["notice_id"]: row for row in csv.DictReader(content)}


def _pairs_right(found: Grouping, truth: Mapping[str, Row]) -> Iterator[tuple[str, float]]:
    target = {ref: f"{n}/{t}" for n, t, ref in _places(found) if ref in truth}
    content = {ref: str(n) for n, _, ref in _places(found) if ref in truth}
    for name, mine, column in (
        ("same_target", target, "item_cluster"),
        ("any_link", content, "content_cluster"),
    ):
        ours, theirs = _pairs(mine), _pairs({ref: row[column] for ref, row in truth.items()})
        yield f"{name}_precision", len(ours & theirs) / max(len(ours), 1)
        yield f"{name}_recall", len(ours & theirs) / max(len(theirs), 1)


def _places(found: Grouping) -> Iterator[tuple[int, int, str]]:
    for number, each in enumerate(found.groups):
        for place, target in enumerate(each.targets):
            yield from ((number, place, entry.ref) for entry in target.members)


def _pairs(groups: Mapping[str, str]) -> set[tuple[str, str]]:
    members: dict[str, list[str]] = {}
    for ref, name in groups.items():
        members.setdefault(name, []).append(ref)
    return {pair for refs in members.values() for pair in combinations(sorted(refs), 2)}


def _attached(found: Grouping, truth: Mapping[str, Row]) -> int:
    """Counter-speech in one group with anything that is not."""
    quotes = {ref for ref, row in truth.items() if row["kind"] == "quote_denounce"}
    sets = ({ref for ref in each.members if ref in truth} for each in found.groups)
    return sum(len(each & quotes) for each in sets if each & quotes and each - quotes)


def _brigades_right(waves: Mapping[str, Wave], truth: Mapping[str, Row]) -> dict[str, float]:
    called = {ref for wave in waves.values() for ref in wave.members}
    right = {ref for ref, row in truth.items() if row["kind"] == "brigade"}
    return {
        "brigade_found": len(called & right) / max(len(right), 1),
        "brigade_called": len(called),
        "others_called_brigade": len({ref for ref in called if ref in truth} - right),
    }


# --- the priority of a case that a brigade reports ------------------------------------------------------------------
Told = Sequence[tuple[Row, Noted]]


def _about(page: str, rows: Sequence[Row], read: Sequence[Noted]) -> Told:
    return [(row, each) for row, each in zip(rows, read, strict=True) if each.mention.canonical == page]


def _without(about: Told, wave: Wave) -> Told:
    return [(row, each) for row, each in about if each.entry.ref not in wave.members]


def _priority(about: Told, reported: Sequence[Reported], watched: bool) -> int:
    """Where the priority of the case ends when these notices come in one after the other through triage."""
    histories = {each.ref: each for each in with_history(reported)}
    case: CaseNow | None = None
    past: list[Triaged] = []
    seen: list[Reported] = []
    for row, each in about:
        seen.append(histories[each.entry.ref])
        wave = brigade(seen) if watched else None
        case, said = _triaged(row, each, case, _memory(each, case, past, wave))
        past.append(Triaged(notice=each.entry.ref, priority=said.priority, reasons=said.reasons))
    return case.priority if case else 0


def _memory(each: Noted, case: CaseNow | None, past: Sequence[Triaged], wave: Wave | None) -> flow.Memory:
    if case is None:
        return flow.Memory()
    page = each.mention.canonical
    same = flow.Known(case=case.ref, target="T", case_state=case.state, judgement=Judgement.PENDING, canonical=page)
    concerted = {page: brigaded(wave, past)} if wave else {}
    return flow.Memory(known=(same,), reports={page: len(past)}, brigades=concerted)


def _triaged(row: Row, each: Noted, case: CaseNow | None, memory: flow.Memory) -> tuple[CaseNow, NoticeTriaged]:
    assert each.received_at is not None
    door = flow.Door(
        handler="O-1",
        channel=Channel.IMPORT,
        ref=each.entry.ref,
        received_at=each.received_at,
        notifier=Notifier(kind=each.kind),
        good_faith=True,
    )
    notice = replace(flow.receive(flow.from_row(row), door), mentions=(replace(each.mention, n=1),))
    names = flow.Names(case="C-1", targets=("T",))
    events = flow.triage(notice, {case.ref: case} if case else {}, memory, POLICY, names, each.received_at)
    for event in events:
        if event.stream == "case:C-1":
            moved = apply(case, event)
            assert isinstance(moved, CaseNow)
            case = moved
    assert case is not None
    return case, next(one for one in events if isinstance(one, NoticeTriaged))
