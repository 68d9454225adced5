"""Takes a contest by somebody concerned, most often the author, to every case it is about. It never says what it found."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from fanal import flow
from fanal.notice.events import ContestReceived
from fanal.words.errors import AddressError
from fanal_hub.courier.keys import clean_ref, new_ref
from fanal_hub.ledger import write
from fanal_hub.ledger.plan import ConflictError, Plan, TakenError
from fanal_hub.ledger.read import contested, streams
from fanal_hub.stations.judge import TRIES, seal_note


@dataclass(frozen=True, slots=True, kw_only=True)
class Contest:
    """What somebody says against what was done: the place or reference, the reasons, and how to reach them if they wish."""

    about: str
    why: str
    contact: str = ""


def receive(given: Contest, case: str = "") -> str:
    """Seal the contest with every case it is about (of `case` alone when a link named it); the same number comes back always.

    Nothing is kept when nothing is found: there is nobody to read it.
    """
    number = new_ref("X")
    for ref, targets in _by_case(_found(given, case)).items():
        _note(ref, targets, number, given)
    return number


def _found(given: Contest, case: str) -> list[tuple[str, str]]:
    if case:
        return contested.by_reference(case)
    try:
        return contested.by_page(flow.canonical(given.about).canonical)
    except AddressError:
        return contested.by_reference(clean_ref(given.about))


def _by_case(found: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    cases: dict[str, list[str]] = {}
    for case, target in found:
        cases.setdefault(case, []).append(target)
    return cases


def _note(case: str, targets: Sequence[str], number: str, given: Contest) -> None:
    for left in range(TRIES, 0, -1):
        stand, at = streams.stand(f"case:{case}"), datetime.now(UTC)
        said = {"contest": number, "about": given.about, "why": given.why, "contact": given.contact}
        note = seal_note(case, "contest", {**said, "targets": list(targets)}, at)
        events = [
            ContestReceived(occurred_at=at, case=case, target=each, contest=number, digest=note.digest)
            for each in targets
        ]
        try:
            write.submit(Plan(events=events, stands={f"case:{case}": stand}, beside=note.effects))
            return
        except (ConflictError, TakenError):
            if left == 1:
                raise
