"""`fanal due CLOCK START`: asks the laws for the clock and prints each reading with its arithmetic. It computes nothing itself."""

import argparse
import sys
from collections.abc import Iterator
from datetime import datetime

from fanal.clocks import due, say_due, say_step
from fanal.clocks.due import FRANCE
from fanal.laws import Clock, load_laws
from fanal.words.errors import LawError
from fanal.words.say import LANGS, message, say


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `due` to the table of commands."""
    parser = commands.add_parser("due", help="when a legal clock falls due, with the arithmetic")
    parser.add_argument("clock", metavar="CLOCK", help="the id of the clock, for instance fr.presc.press3m")
    parser.add_argument("start", metavar="START", help="the start event with its zone: 2026-03-02T09:00:00+01:00")
    parser.add_argument("--for", dest="target_for", metavar="WORD", help="which target of a standard (hate_or_threat)")
    parser.add_argument("--lang", choices=LANGS, default="fr", help="language of the answer (default: fr)")
    parser.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Compute and print; 0 done, 2 the clock or the start cannot be read."""
    try:
        clock = load_laws().clock(given.clock)
        lines = [*lines_of(clock, _moment(given.start), given.target_for, given.lang)]
    except LawError as wrong:
        for each in wrong.messages:
            print(say(each, given.lang), file=sys.stderr)
        return 2
    print("\n".join(lines))
    return 0


def lines_of(clock: Clock, start: datetime, target_for: str | None, lang: str) -> Iterator[str]:
    """The clock, how far it may be trusted, and each answer with its steps."""
    yield f"{clock.id} - {clock.label[lang]}"
    trust = clock.trust
    validity = trust.valid_from or say(message("law_unverified"), lang)
    told = message("law_trust", basis=clock.basis, source=trust.source, confidence=trust.confidence, validity=validity)
    yield say(told, lang)
    answers = due(clock.rule, start, target_for=target_for, zone=FRANCE)
    if not answers and clock.standard:
        yield say(message("law_no_date", standard=clock.standard[lang]), lang)
    for answer in answers:
        yield ""
        yield say_due(answer, lang)
        for step in answer.steps:
            yield f"  {say_step(step, lang)}"


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise LawError(message("law_start_unreadable", text=text[:40])) from None
