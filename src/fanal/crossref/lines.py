"""Groups and waves as JSON lines with their reasons, as codes and in words. It prints nothing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from fanal.crossref.groups import Between, Group, Grouping, Shared
from fanal.crossref.relate import reasons
from fanal.crossref.targets import Target
from fanal.crossref.waves import Posting, Wave, common_key
from fanal.words.say import message, say

Line = dict[str, Any]


def grouping_lines(found: Grouping, lang: str, *, everything: bool = False) -> Iterator[Line]:
    """The groups of two notices or more (`everything`: all), then the ties between groups, then what groups share."""
    shown = (each for each in found.groups if everything or len(each.members) > 1)
    for number, each in enumerate(shown, 1):
        yield _group(f"G-{number}", each, lang)
    for tie in found.apart:
        yield _tie(tie, lang)
    for shared in found.shared:
        if not shared.is_common:
            yield _shared(shared, lang)


def wave_lines(found: Iterable[Wave], lang: str) -> Iterator[Line]:
    """Each wave, with its size, its time and its reasons."""
    for each in found:
        yield {
            "wave": str(each.kind),
            "key": each.key,
            "size": each.size,
            "authors": each.authors,
            "first_at": each.first_at.isoformat(),
            "last_at": each.last_at.isoformat(),
            "members": each.members,
            "why": [say(reason, lang) for reason in each.reasons],
        }


def common_waves(found: Grouping, postings: Mapping[str, Posting]) -> Iterator[Wave]:
    """One wave for each key that too many groups share; `postings` by the reference of their target's first notice."""
    for each in found.shared:
        about = [postings[target.ref] for target in each.targets if target.ref in postings]
        if each.is_common and about:
            yield common_key(each.key, about)


def _group(name: str, found: Group, lang: str) -> Line:
    return {
        "group": name,
        "members": found.members,
        "targets": [_target(each, lang) for each in found.targets],
        "relations": [_tie(each, lang) for each in found.ties],
    }


def _target(found: Target, lang: str) -> Line:
    line: Line = {"canonical": found.canonical, "members": [each.ref for each in found.members]}
    sure = len(found.members) - len(found.suggested)
    if sure > 1:
        line["why"] = [say(message("evidence_same_page"), lang)]
    if found.suggested:
        line["suggested"] = sorted(found.suggested)
        line["why"] = [*line.get("why", ()), say(message("relation_same_item_likely"), lang)]
    if found.denounces:
        line["quotes"] = True
    return line


def _tie(found: Between, lang: str) -> Line:
    return {
        "relation": str(found.tie.kind),
        "between": [found.one.ref, found.other.ref],
        "strength": str(found.tie.strength),
        "evidence": found.tie.evidence,
        "why": _said(reasons(found.tie), lang),
    }


def _shared(found: Shared, lang: str) -> Line:
    return {
        "relation": str(found.kind),
        "between": [each.ref for each in found.targets],
        "strength": "normal",
        "evidence": [str(found.kind)],
        "key": found.key,
        "why": [say(message(f"relation_{found.kind}"), lang)],
    }


def _said(all_of_them: Sequence[Any], lang: str) -> list[str]:
    return [say(each, lang) for each in all_of_them]
