"""The command line of the hub: `fanal-hub run | import | token | replay | mail-in`. It parses arguments and prints."""

import argparse
import fcntl
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import IO

import django
from django.core.management import call_command

from fanal_hub.home import home


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit status: 0 done, 1 something differs or failed, 2 the call or the input is wrong."""
    args = _parser().parse_args(argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fanal_hub.settings")
    django.setup()
    command: Callable[[argparse.Namespace], int] = args.command
    return command(args)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="fanal-hub", description="Run and tend a Fanal hub (FANAL_HOME, default ./.fanal)."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    run = commands.add_parser("run", help="set up the data and start the hub")
    run.set_defaults(command=_run)
    bring = commands.add_parser("import", help="take in notices from a file: CSV, JSONL, or either gzipped")
    bring.add_argument("file")
    bring.add_argument(
        "--as", dest="organisation", required=True, help="the organisation that sends and answers for the rows"
    )
    bring.add_argument(
        "--good-faith", action="store_true", help="its standing declaration for every row, DSA Art. 16(2)(d)"
    )
    bring.add_argument("--redirects", help="CSV of known short links: short_url,resolves_to")
    bring.add_argument("--refusals", help="where to write refused rows (default: FILE.refused.csv)")
    bring.add_argument("--url", help="send through a running hub at this address, with --token")
    bring.add_argument("--token", default=os.environ.get("FANAL_TOKEN", ""), help="API token (or FANAL_TOKEN)")
    bring.add_argument("--lang", choices=("fr", "en"), default="fr")
    bring.set_defaults(command=_import)
    token = commands.add_parser("token", help="make an API token; it is shown once")
    token.add_argument("organisation")
    token.add_argument("name")
    token.add_argument("--roles", default="notifier", help="comma list: notifier, analyst, reader, admin")
    token.add_argument("--days", type=int, default=365)
    token.set_defaults(command=_token)
    replay = commands.add_parser("replay", help="add up every event again and compare the rows")
    replay.add_argument("--check", action="store_true", help="exit 1 when anything differs")
    replay.set_defaults(command=_replay)
    mail = commands.add_parser("mail-in", help="take in one mail reply (RFC 5322) from a file or standard input")
    mail.add_argument("file", help="a path, or - for standard input")
    mail.set_defaults(command=_mail_in)
    return parser


class InUseError(Exception):
    """Another process has this data open."""


@contextmanager
def alone() -> Iterator[IO[str]]:
    """Hold the data folder: on SQLite one process writes at a time."""
    place = (home() / "hub.lock").open("a+", encoding="utf-8")
    try:
        fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        place.close()
        raise InUseError from None
    try:
        yield place
    finally:
        place.close()


def migrate() -> None:
    """Bring the database to the present schema."""
    from fanal_hub.ledger.engine import writing  # noqa: PLC0415

    with writing():
        call_command("migrate", interactive=False, verbosity=0)


def _run(_: argparse.Namespace) -> int:
    from fanal_hub import serve  # noqa: PLC0415

    return serve.run()


def _import(args: argparse.Namespace) -> int:
    from fanal_hub import bring  # noqa: PLC0415

    return bring.run(args)


def _token(args: argparse.Namespace) -> int:
    from fanal_hub import tend  # noqa: PLC0415

    return tend.token(args)


def _replay(args: argparse.Namespace) -> int:
    from fanal_hub import tend  # noqa: PLC0415

    return tend.replay(args)


def _mail_in(args: argparse.Namespace) -> int:
    from fanal_hub import tend  # noqa: PLC0415

    return tend.mail_in(args)


if __name__ == "__main__":
    sys.exit(main())
