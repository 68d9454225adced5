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

from fanal.words.errors import RefusedError
from fanal_hub import restoring
from fanal_hub.backups import staged
from fanal_hub.home import home


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit status: 0 done, 1 something differs or failed, 2 the call or the input is wrong."""
    args = _parser().parse_args(argv)
    command: Callable[[argparse.Namespace], int] = args.command
    if command is _restore:  # the folder holds no settings before it
        return command(args)
    if command is _run and staged.take_in(home()) == "refused":
        print(
            f"{home()}: this hub is in use, so the restored one beside it waits. / Serveur déjà utilisé.",
            file=sys.stderr,
        )
    if command is _doctor:  # it makes nothing, so it looks whether there is something to wake
        return command(args)
    _wake()
    return command(args)


def _wake() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fanal_hub.settings")
    django.setup()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="fanal-hub", description="Run and tend a Fanal hub (FANAL_HOME, default ./.fanal)."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    run = commands.add_parser("run", help="set up the data and start the hub")
    run.set_defaults(command=_run)
    web = commands.add_parser("web", help="serve pages and the API alone, in several processes (PostgreSQL)")
    web.add_argument("--workers", type=int, default=2, help="processes (default 2)")
    web.add_argument("--threads", type=int, default=8, help="threads of each (default 8)")
    web.set_defaults(command=_web)
    work = commands.add_parser("work", help="run the stations alone; start as many as there is work for (PostgreSQL)")
    work.set_defaults(command=_work)
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
    _add_links(commands)
    token = commands.add_parser("token", help="make an API token; it is shown once")
    token.add_argument("organisation")
    token.add_argument("name")
    token.add_argument("--roles", default="notifier", help="comma list: notifier, analyst, reader, admin")
    token.add_argument("--days", type=int, default=365)
    token.set_defaults(command=_token)
    _add_organisations(commands)
    _add_carrying(commands)
    replay = commands.add_parser("replay", help="add up every event again and compare the rows")
    replay.add_argument("--check", action="store_true", help="exit 1 when anything differs")
    replay.set_defaults(command=_replay)
    mail = commands.add_parser("mail-in", help="take in one mail reply (RFC 5322) from a file or standard input")
    mail.add_argument("file", help="a path, or - for standard input")
    mail.set_defaults(command=_mail_in)
    _add_jobs(commands)
    _add_backups(commands)
    _add_doctor(commands)
    return parser


def _add_links(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    links = commands.add_parser("links", help="keep where short links lead: CSV with short_url,resolves_to")
    links.add_argument("file")
    links.add_argument(
        "--as", dest="organisation", default="", help="for one organisation alone; else for all of the hub"
    )
    links.add_argument("--lang", choices=("fr", "en"), default="fr")
    links.set_defaults(command=_links)


def _add_organisations(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Who shares this hub."""
    organisation = commands.add_parser("organisation", help="add an organisation to this hub, or list those it has")
    acts = organisation.add_subparsers(dest="act", required=True, metavar="ACT")
    add = acts.add_parser("add", help="make it and its first administrator; prints a one-time link for them")
    add.add_argument("name")
    add.add_argument("--kind", required=True, choices=("association", "authority", "platform", "auditor"))
    add.add_argument("--email", required=True, help="the organisation's address")
    add.add_argument(
        "--admin", required=True, metavar="EMAIL", help="the address its first administrator signs in with"
    )
    add.add_argument("--platform", default="", help="for a platform: the one it answers for, such as x")
    link = acts.add_parser("link", help="a new link for its administrators who have chosen no password yet")
    link.add_argument("organisation")
    for each in (
        add,
        link,
        acts.add_parser("list", help="reference, kind, name, administrators, who waits for a link"),
    ):
        each.add_argument("--lang", choices=("fr", "en"), default="fr", help="of the organisation, and of the answer")
        each.set_defaults(command=_organisation)


def _add_jobs(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    jobs = commands.add_parser("jobs", help="list the work that was given up; have it tried again, or drop it")
    jobs.add_argument("act", nargs="?", choices=("list", "retry", "drop"), default="list")
    jobs.add_argument("which", nargs="*", metavar="NUMBER", help="its numbers in the list; for retry also: all")
    reasons = ("by_hand", "obsolete", "hopeless", "trial")
    jobs.add_argument("--why", choices=reasons, default="obsolete", help="why it is dropped; it stays on record")
    jobs.set_defaults(command=_jobs)


def _add_doctor(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    doctor = commands.add_parser("doctor", help="check this installation, running or not, and say what to mend")
    doctor.add_argument("--json", action="store_true", help="one JSON object instead of text")
    doctor.add_argument(
        "--thorough", action="store_true", help="also what takes long: database, log, backup, mail server"
    )
    doctor.add_argument("--outside", action="store_true", help="ask at FANAL_URL whether the hub answers")
    doctor.add_argument("--lang", choices=("fr", "en"), default="fr")
    doctor.set_defaults(command=_doctor)


def _add_backups(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    backup = commands.add_parser("backup", help="make one sealed backup; the hub may run meanwhile")
    backup.add_argument("--to", metavar="FOLDER", help="where (default: FANAL_BACKUP_DIR, else FANAL_HOME/backups)")
    backup.add_argument("--keep", default="7,4,12", help="days,weeks,months that keep one, or all (default 7,4,12)")
    backup.set_defaults(command=_backup)
    sheet = commands.add_parser("recovery-sheet", help="print the keys that no backup holds, or check a printed sheet")
    sheet.add_argument("--out", metavar="SHEET.html", help="write a page to print, instead of text")
    sheet.add_argument("--check", action="store_true", help="type the sheet back: say whether it is right")
    sheet.add_argument("--file", help="with --check: read it from a file")
    sheet.set_defaults(command=_recovery_sheet)
    restore = commands.add_parser("restore", help="put a hub back from a backup, into an empty folder")
    restore.add_argument("file")
    restore.add_argument("--keys", metavar="SHEET", help="a file with the sheet's lines, or - (default: asks for them)")
    restore.add_argument("--into", metavar="FOLDER", help="an empty folder (default: FANAL_HOME)")
    lists = restore.add_mutually_exclusive_group()
    lists.add_argument("--erasures", metavar="LIST", help="the erasure list (default: the one beside the backup)")
    lists.add_argument("--no-erasures", action="store_true", help="there is none: what was erased since comes back")
    restore.add_argument("--checkpoint", metavar="NOTE", help="the last checkpoint or receipt that somebody kept")
    restore.add_argument("--json", action="store_true", help="say the outcome as one line of JSON")
    restore.set_defaults(command=_restore)
    for each in (backup, sheet, restore):
        each.add_argument("--lang", choices=("fr", "en"), default="fr")


def _add_carrying(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Out of this hub, and into another."""
    out = commands.add_parser("export", help="write everything that an organisation owns into one file of open formats")
    out.add_argument("organisation")
    out.add_argument("--to", required=True, metavar="FILE.zip", help="where to write it; the hub may run meanwhile")
    out.add_argument(
        "--with-identities", action="store_true", help="identities and confidences too, sealed; needs --why"
    )
    out.add_argument("--why", default="", help="the legal basis on which identities leave; it stays in the record")
    out.add_argument("--passphrase-file", help="its first line seals the identities (default: asked at the terminal)")
    out.add_argument("--lang", choices=("fr", "en"), default="fr")
    out.set_defaults(command=_export)
    into = commands.add_parser("import-organisation", help="take in an organisation that another hub exported")
    into.add_argument("file")
    into.add_argument("--check", action="store_true", help="verify everything and write nothing")
    into.add_argument("--key", default="", help="the line name+id+key that the other hub publishes")
    into.add_argument("--passphrase-file", help="its first line opens the identities (default: asked at the terminal)")
    into.add_argument("--without-identities", action="store_true", help="leave the identities in the file")
    into.add_argument("--lang", choices=("fr", "en"), default="fr")
    into.set_defaults(command=_import_organisation)


class InUseError(Exception):
    """Another process has this data open."""


@contextmanager
def alone() -> Iterator[IO[str]]:
    """Hold the data folder: on SQLite one process writes at a time. PostgreSQL needs no such thing."""
    from django.db import connection  # noqa: PLC0415

    place = (home() / "hub.lock").open("a+", encoding="utf-8")
    try:
        if connection.vendor == "sqlite":
            fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        place.close()
        raise InUseError from None
    try:
        yield place
    finally:
        place.close()


def migrate() -> None:
    """Bring the database to the present schema; of several that start together, one does."""
    from fanal_hub.ledger.engine import alone_in_schema, writing  # noqa: PLC0415

    with writing(), alone_in_schema():
        call_command("migrate", interactive=False, verbosity=0)


def _run(_: argparse.Namespace) -> int:
    from fanal_hub import serve  # noqa: PLC0415

    return serve.run()


def _web(args: argparse.Namespace) -> int:
    from fanal_hub import serve  # noqa: PLC0415

    return serve.web(args.workers, args.threads)


def _work(_: argparse.Namespace) -> int:
    from fanal_hub import serve  # noqa: PLC0415

    return serve.work()


def _import(args: argparse.Namespace) -> int:
    from fanal_hub import bring  # noqa: PLC0415

    return bring.run(args)


def _links(args: argparse.Namespace) -> int:
    from fanal_hub import bring  # noqa: PLC0415

    return bring.keep_links(args)


def _token(args: argparse.Namespace) -> int:
    from fanal_hub import tend  # noqa: PLC0415

    return tend.token(args)


def _organisation(args: argparse.Namespace) -> int:
    from fanal_hub import join  # noqa: PLC0415

    return join.run(args)


def _export(args: argparse.Namespace) -> int:
    from fanal_hub import carry  # noqa: PLC0415

    return carry.export(args)


def _import_organisation(args: argparse.Namespace) -> int:
    from fanal_hub import carry  # noqa: PLC0415

    return carry.bring_in(args)


def _replay(args: argparse.Namespace) -> int:
    from fanal_hub import tend  # noqa: PLC0415

    return tend.replay(args)


def _jobs(args: argparse.Namespace) -> int:
    from fanal_hub import tend  # noqa: PLC0415

    return tend.jobs(args)


def _mail_in(args: argparse.Namespace) -> int:
    from fanal_hub import tend  # noqa: PLC0415

    return tend.mail_in(args)


def _backup(args: argparse.Namespace) -> int:
    from fanal_hub import recover  # noqa: PLC0415

    return recover.backup(args)


def _recovery_sheet(args: argparse.Namespace) -> int:
    from fanal_hub import recover  # noqa: PLC0415

    return recover.recovery_sheet(args)


def _doctor(args: argparse.Namespace) -> int:
    from fanal_hub.doctor import waking  # noqa: PLC0415

    if (said := waking.obstacle(_wake)) is not None:
        return waking.refuse(args, said)
    from fanal_hub.doctor import command  # noqa: PLC0415

    return command.run(args)


def _restore(args: argparse.Namespace) -> int:
    """The files first: the hub's name and secret are among them, and no setting can be read before."""
    try:
        restored = restoring.begin(args)
    except RefusedError as error:
        return restoring.refused(error, args)
    _wake()
    from fanal_hub import recover  # noqa: PLC0415

    return recover.finish(args, restored)


if __name__ == "__main__":
    sys.exit(main())
