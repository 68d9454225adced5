"""`fanal check FILE`: opens the file, asks the checker, and says each step in the reader's language. It judges nothing itself."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from fanal.prove.check import Checked, Step, Verdict, check
from fanal.words.say import LANGS, message, say

EXIT = {Verdict.VERIFIED: 0, Verdict.DOES_NOT_VERIFY: 1, Verdict.CANNOT_BE_READ: 2}
_HIDDEN = [*range(32), *range(127, 160), 0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
_CONTROLS = dict.fromkeys(_HIDDEN, "\ufffd")


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `check` to the table of commands."""
    parser = commands.add_parser("check", help="check a receipt, an envelope or a checkpoint, offline")
    parser.add_argument("file", metavar="FILE", help="the file as you received it; - reads what is piped in")
    parser.add_argument("--key", metavar="VKEY", help="the line name+id+key that the issuer publishes")
    parser.add_argument("--lang", choices=LANGS, default="fr", help="language of the answer (default: fr)")
    parser.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Check and print; 0 it verifies, 1 it does not, 2 it cannot be read."""
    try:
        raw = sys.stdin.buffer.read() if given.file == "-" else Path(given.file).read_bytes()
    except OSError:
        print(_clean(say(message("prove_no_file", file=given.file), given.lang)), file=sys.stderr)
        return EXIT[Verdict.CANNOT_BE_READ]
    checked = check(raw, key=given.key)
    for line in lines_of(checked, given.lang):
        print(_clean(line))
    return EXIT[checked.verdict]


def lines_of(checked: Checked, lang: str) -> Iterator[str]:
    """The steps, what the file says, and the verdict, in the reader's language."""
    for step in checked.steps:
        yield from _step(step, lang)
    if checked.says is not None:
        yield say(checked.says, lang)
    yield say(message(_verdict(checked)), lang)


def _step(step: Step, lang: str) -> Iterator[str]:
    colon = "\u00a0:" if lang == "fr" else ":"
    yield f"({step.number}) {say(step.what, lang)}{colon} {say(message(f'prove_{step.state}'), lang)}"
    for why in step.why:
        yield f"    {say(why, lang)}"


def _verdict(checked: Checked) -> str:
    if checked.verdict is Verdict.VERIFIED and not checked.is_key_chosen:
        return "prove_verified_if_key"
    return f"prove_{checked.verdict.value}"


def _clean(line: str) -> str:
    """No control or direction mark of a file reaches the terminal: it could paint a false verdict."""
    return line.translate(_CONTROLS).encode("utf-8", "replace").decode()
