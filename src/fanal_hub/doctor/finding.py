"""One finding of the doctor: which check, how it stands, what was seen, and the next step. It decides nothing."""

from dataclasses import dataclass, replace
from enum import IntEnum

from fanal.words.say import Message, message


class State(IntEnum):
    """How a check stands; the number is the exit status of the command."""

    GOOD = 0
    LOOK = 1
    BROKEN = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one check found. `next_step` is there unless it is good."""

    id: str
    state: State
    seen: Message
    next_step: Message | None = None

    @property
    def title(self) -> Message:
        """The name of the check."""
        return message(f"doctor_{self.id}")


def good(check: str, case: str = "good", **params: str | int) -> Finding:
    """All is well."""
    return Finding(id=check, state=State.GOOD, seen=_said(f"doctor_{check}_{case}", params))


def look(check: str, case: str, **params: str | int) -> Finding:
    """Something to look at."""
    return _wrong(State.LOOK, check, case, params)


def broken(check: str, case: str, **params: str | int) -> Finding:
    """Something that does not work, or is open to who should not have it."""
    return _wrong(State.BROKEN, check, case, params)


def _wrong(state: State, check: str, case: str, params: dict[str, str | int]) -> Finding:
    code = f"doctor_{check}_{case}"
    return Finding(id=check, state=state, seen=_said(code, params), next_step=_said(f"{code}_next", params))


def _said(code: str, params: dict[str, str | int]) -> Message:
    return replace(message(code), params=params)


def worst(findings: list[Finding]) -> State:
    """The gravest state of all."""
    return max((each.state for each in findings), default=State.GOOD)
