"""Reported before: has a person already qualified a target of the same account, and what must be reopened? It sets no priority.

Only what a person qualified counts. What waits for a person is no antecedent, and what was set aside never counts.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from fanal.crossref.keys import Keys
from fanal.crossref.match import Known, Memory, match
from fanal.words.lists import CaseState, Judgement, RelationKind

_SAME_CONTENT = (RelationKind.SAME_ITEM_LIKELY, RelationKind.SAME_TEXT, RelationKind.SAME_CONTENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """How many targets of the account a person qualified, the cases they are in, and which of these reopen."""

    qualified: int = 0
    cases: tuple[str, ...] = ()
    reopen: tuple[str, ...] = ()


def reported_before(found: Keys, memory: Memory, *, danger: bool = False) -> Before:
    """What the handler's own memory holds against the account of one mention.

    A settled case reopens when its qualified content is posted again by the same account, or when somebody is in danger:
    another post by the same account raises the priority and shows the earlier case, which stays settled.
    A mention that quotes in order to denounce is held against nobody.
    """
    if found.quotes:
        return Before()
    earlier = [each for each in memory.known if _is_antecedent(each, found)]
    again = frozenset(_posted_again(found, memory))
    counted = max((memory.qualified.get(account, 0) for account in found.accounts), default=0)
    settled = [each for each in earlier if each.case_state == CaseState.SETTLED]
    return Before(
        qualified=max(counted, len(earlier)),
        cases=tuple(dict.fromkeys(each.case for each in earlier)),
        reopen=tuple(dict.fromkeys(each.case for each in settled if danger or each.target in again)),
    )


def _is_antecedent(known: Known, found: Keys) -> bool:
    """Another target of the same account that a person qualified; the same page is no antecedent of itself."""
    is_same = bool(known.canonical) and known.canonical in found.canonical
    return known.judgement == Judgement.QUALIFIED and known.account in found.accounts and not is_same


def _posted_again(found: Keys, memory: Memory) -> Iterator[str]:
    for relation in match(found, memory).relations:
        if relation.kind in _SAME_CONTENT:
            yield relation.known.target
