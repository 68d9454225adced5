"""`fanal laws check [DIR]` and `fanal laws schema`: reads the law files, has them checked, says every fault. It judges nothing itself."""

import argparse
import json
import sys
from pathlib import Path

from fanal.laws import Laws, load_laws, read_laws
from fanal.laws.schema import SCHEMA
from fanal.words.errors import LawError
from fanal.words.say import LANGS, Message, message, say


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `laws` to the table of commands."""
    parser = commands.add_parser("laws", help="check the law files, or print their schema")
    actions = parser.add_subparsers(dest="action", required=True)
    checking = actions.add_parser("check", help="check shape, agreement and every worked example")
    checking.add_argument(
        "folder", metavar="DIR", nargs="?", help="a folder of law files (default: those of the package)"
    )
    checking.add_argument("--lang", choices=LANGS, default="fr", help="language of the answer (default: fr)")
    checking.set_defaults(run=run_check)
    actions.add_parser("schema", help="print the JSON Schema of a law file").set_defaults(run=run_schema)


def run_check(given: argparse.Namespace) -> int:
    """Check and count; 0 all is well, 1 faults, 2 nothing to read."""
    try:
        laws = _read(Path(given.folder)) if given.folder else load_laws()
    except LawError as wrong:
        for each in wrong.messages:
            print(_line(each, given.lang), file=sys.stderr)
        return 2 if wrong.messages[0].code == "law_no_files" else 1
    print(say(_counted(laws), given.lang))
    return 0


def run_schema(given: argparse.Namespace) -> int:
    """Print the schema, byte for byte the published one."""
    print(json.dumps(SCHEMA, ensure_ascii=False, indent=1))
    return 0


def _read(folder: Path) -> Laws:
    try:
        texts = {each.name: each.read_text("utf-8") for each in sorted(folder.glob("*.yaml"))}
    except UnicodeDecodeError as wrong:
        raise LawError(message("law_not_yaml", file=str(folder), why=wrong.reason)) from None
    if not texts:
        raise LawError(message("law_no_files", folder=str(folder)))
    return read_laws(texts)


def _counted(laws: Laws) -> Message:
    return message(
        "law_counted",
        clocks=len(laws.clocks),
        offences=len(laws.offences),
        lanes=len(laws.lanes),
        sources=len(laws.sources),
        examples=sum(len(each.examples) for each in laws.clocks.values()),
    )


def _line(what: Message, lang: str) -> str:
    return f"{what.at}: {say(what, lang)}" if what.at else say(what, lang)
