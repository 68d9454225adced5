"""`fanal canonical ADDRESS...`: prints what each address names, one JSON line each; the reading itself is in the platforms."""

import argparse
import json
import os
import sys
from io import TextIOWrapper

from fanal.platforms import canonical
from fanal.words.errors import AddressError
from fanal.words.say import LANGS, say

SHOWN = ("platform", "kind", "id", "account", "canonical", "url", "notes")


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `canonical` to the table of commands."""
    parser = commands.add_parser("canonical", help="what each address names: one JSON line each")
    parser.add_argument("address", metavar="URL", nargs="+", help="a link, @account, #hashtag (with --platform)")
    parser.add_argument("--platform", help="the platform of a bare account or hashtag, for instance x")
    parser.add_argument("--kind", help="the kind of a bare word: account or hashtag")
    parser.add_argument("--lang", choices=LANGS, help="language of a refusal (default: that of LANG, else fr)")
    parser.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Read and print each; 0 all were read, 2 at least one is refused."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    lang = given.lang or ("en" if os.environ.get("LANG", "").lower().startswith("en") else "fr")
    lines = [_line(address, given, lang) for address in given.address]
    for line in lines:
        print(json.dumps(line, ensure_ascii=False))
    return 2 if any("error" in line for line in lines) else 0


def _line(address: str, given: argparse.Namespace, lang: str) -> dict[str, object]:
    try:
        found = canonical(address, platform=given.platform, kind=given.kind)
    except AddressError as refused:
        return {"error": " ".join(say(each, lang) for each in refused.messages), "code": refused.messages[0].code}
    return {name: getattr(found, name) for name in SHOWN}
