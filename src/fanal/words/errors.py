"""The tree of errors.

FanalError
├── RefusedError        the world's fault: bad input, a move that is not allowed now; carries messages for a person (4xx)
│   ├── AddressError    an address that cannot be read as one
│   ├── IncompleteNoticeError   elements of a notice are missing: all of them at once
│   ├── MoveError       the state of a thing forbids this step
│   ├── ProofError      a record does not verify
│   ├── LawError        a law file breaks the schema, or a law code is unknown
│   └── CodeError       a fingerprint's code, id or radius that no search can use
└── MisuseError         the programmer's fault: never shown to a person as it is
"""

from collections.abc import Iterable

from fanal.words.say import Message, say


class FanalError(Exception):
    """Anything this project raises by itself."""


class RefusedError(FanalError):
    """Refused, with the reasons: show each message to the person, beside its field."""

    def __init__(self, *messages: Message) -> None:
        self.messages = messages
        super().__init__("; ".join(say(each, "en") for each in messages))

    @classmethod
    def of(cls, messages: Iterable[Message]) -> "RefusedError":
        """The same, from any iterable of messages."""
        return cls(*messages)


class AddressError(RefusedError):
    """Not an address we can read: ask for the exact link, the handle or the hashtag."""


class IncompleteNoticeError(RefusedError):
    """The notice lacks elements (DSA Art. 16(2)): every missing one has its own message."""


class MoveError(RefusedError):
    """This step is not possible in the present state: reload, look, and decide again."""


class ProofError(RefusedError):
    """The record does not verify: keep the file, and ask the hub for a fresh one."""


class LawError(RefusedError):
    """A law file or a law code is wrong: mend the file named in the message."""


class CodeError(RefusedError):
    """Not 256-bit codes, one id a code, or a radius of 0 to 256: give what the message expects."""


class MisuseError(FanalError):
    """The programmer broke a promise of this house."""
