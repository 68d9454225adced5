"""Does a sighting agree with an answer? It compares two statements; it accuses nobody: "unknown" whenever we did not see.

What a page cannot show (a preserved copy, an identified author, a lowered rank) is unknown, and an author's own deletion
is never credited to the platform nor held against it.
"""

from dataclasses import dataclass
from enum import StrEnum

from fanal.notice.facts import TargetAnswer
from fanal.verify.sight import Sighting
from fanal.words.lists import AnswerKind, Measure
from fanal.words.lists import SightingState as State


class Verdict(StrEnum):
    """What the comparison gives; `silent_removal`: not visible any more although nobody said it was taken down."""

    AGREES = "agrees"
    CONTRADICTED = "contradicted"
    SILENT_REMOVAL = "silent_removal"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A verdict with the codes of its reasons."""

    verdict: Verdict
    reasons: tuple[str, ...]


_SHOWN = frozenset({State.UP, State.BACK})
_HIDDEN = frozenset({State.GONE, State.BLOCKED_HERE})
_UNCLEAR = {
    State.UNREACHABLE: "could_not_look",
    State.LOGIN_WALL: "could_not_look",
    State.AUTHOR_DELETED: "author_deleted_it",
    # Another page is shown: the same content edited, or a notice of removal that we cannot read. A person must look.
    State.CHANGED: "page_changed_look",
}
_LEFT_UP = frozenset({Measure.NONE, Measure.RESTORED})
_TAKEN_DOWN = frozenset({Measure.REMOVED, Measure.BLOCKED_HERE, Measure.ACCOUNT_SUSPENDED})


def compare(answer: TargetAnswer | None, sighting: Sighting) -> Comparison:
    """Hold a sighting against what the recipient said of the target (None: it has said nothing yet)."""
    # (1) we did not see, or what we saw says nothing of the platform
    if sighting.state in _UNCLEAR:
        return _unknown(_UNCLEAR[sighting.state])
    # (2) nothing was claimed: a disappearance is a fact of its own
    if answer is None or answer.kind is AnswerKind.ASKED_BACK:
        return _silent("gone_without_answer") if sighting.state in _HIDDEN else _unknown("nothing_answered")
    # (3) the answer leaves it up
    if answer.kind is AnswerKind.REFUSED or answer.measure in _LEFT_UP:
        return _held_against_left_up(answer, sighting)
    # (4) the answer takes it down
    if answer.measure in _TAKEN_DOWN:
        return _held_against_taken_down(answer, sighting)
    # (5) the rest does not show on a page
    return _unknown("measure_not_visible")


def _held_against_left_up(answer: TargetAnswer, sighting: Sighting) -> Comparison:
    if sighting.state in _SHOWN:
        return Comparison(verdict=Verdict.AGREES, reasons=("left_up_and_up",))
    if answer.kind is not AnswerKind.REFUSED and answer.measure is Measure.RESTORED:
        return Comparison(verdict=Verdict.CONTRADICTED, reasons=("restored_but_not_shown",))
    return _silent("refused_but_gone")


def _held_against_taken_down(answer: TargetAnswer, sighting: Sighting) -> Comparison:
    if sighting.state is State.BLOCKED_HERE and answer.measure is Measure.REMOVED and not answer.territory:
        # Removed everywhere was said; a block is all that can be seen from here.
        return _unknown("only_blocked_here")
    if sighting.state in _HIDDEN:
        return Comparison(verdict=Verdict.AGREES, reasons=("taken_down_and_not_shown",))
    if "known_text_not_seen" in sighting.reasons:
        return _unknown("page_up_text_not_seen")
    if answer.measure is Measure.ACCOUNT_SUSPENDED:
        # The account was acted on; whether this content should have gone with it is not said.
        return _unknown("measure_not_visible")
    if _is_seen_from_elsewhere(answer, sighting):
        return _unknown("seen_from_elsewhere")
    return Comparison(verdict=Verdict.CONTRADICTED, reasons=("taken_down_but_up",))


def _is_seen_from_elsewhere(answer: TargetAnswer, sighting: Sighting) -> bool:
    if answer.territory:
        return answer.territory.lower() != sighting.seen_from.lower()
    return False


def _unknown(reason: str) -> Comparison:
    return Comparison(verdict=Verdict.UNKNOWN, reasons=(reason,))


def _silent(reason: str) -> Comparison:
    return Comparison(verdict=Verdict.SILENT_REMOVAL, reasons=(reason,))
