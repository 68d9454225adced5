"""Small commands that tend a hub: make a token, replay the events, take in a mail reply, see failed work. They print."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from fanal.words.lists import Role
from fanal_hub.ledger import jobs as table
from fanal_hub.ledger import sequence, write
from fanal_hub.ledger.read import jobs as read
from fanal_hub.ledger.read import orgs
from fanal_hub.manage import InUseError, alone, migrate
from fanal_hub.people import enrol
from fanal_hub.stations import mailbox
from fanal_hub.stations.mailroom import MOST_MAIL
from fanal_hub.stations.replay import replay as add_up


def token(args: argparse.Namespace) -> int:
    """Make an API token and print it once."""
    roles = [each.strip() for each in args.roles.split(",") if each.strip()]
    unknown = [each for each in roles if each not in set(Role)]
    if unknown or not roles or not 0 < args.days <= 3660:
        print(f"--roles: {', '.join(Role)}; --days: 1..3660. Unknown: {', '.join(unknown) or '-'}", file=sys.stderr)
        return 2
    try:
        with alone():
            migrate()
            where = orgs.organisation(args.organisation)
            if where is None:
                print(f"There is no organisation {args.organisation!r}. / Organisation inconnue.", file=sys.stderr)
                return 2
            made = enrol.api_token(where, args.name, roles, datetime.now(UTC), args.days, by="cli")
            write.run(made.row.save)
            write.WRITER.stop()
    except InUseError:
        print("The hub is running: make the token on its page Organisation > API tokens.", file=sys.stderr)
        return 2
    print(made.secret)
    return 0


def replay(args: argparse.Namespace) -> int:
    """Add every event up again; with --check, exit 1 when a row differs. Reads only: the hub may run meanwhile."""
    sequence.catch_up()
    found = add_up()
    print(f"{found.events} events, {found.rows} streams, {len(found.differences)} differences")
    for each in found.differences[:50]:
        print(f"  {each}")
    return 1 if args.check and found.differences else 0


def mail_in(args: argparse.Namespace) -> int:
    """Put one mail reply into the box that the hub empties, running or at its next start."""
    raw = sys.stdin.buffer.read(MOST_MAIL + 1) if args.file == "-" else Path(args.file).read_bytes()
    if not raw or len(raw) > MOST_MAIL:
        print(
            f"The mail is empty or larger than {MOST_MAIL // 1024 // 1024} MB. / Courriel vide ou trop lourd.",
            file=sys.stderr,
        )
        return 2
    mailbox.drop(raw)
    return 0


def jobs(args: argparse.Namespace) -> int:
    """Show what was given up, have it tried again, or drop it."""
    if args.act == "list":
        return _list_jobs()
    wanted = _wanted(args)
    if wanted is None:
        print(f"No failed work of that number: {args.which}. / Aucune tâche en échec de ce numéro.", file=sys.stderr)
        return 2
    try:
        with alone():
            now = datetime.now(UTC)
            done = table.retry(wanted, now) if args.act == "retry" else table.drop(wanted, args.why, "cli")
            write.WRITER.stop()
    except InUseError:
        print("The hub is running: use its page Organisation > Failed work. / Page Tâches en échec.", file=sys.stderr)
        return 2
    print(f"{args.act}: {done}")
    return 0


def _wanted(args: argparse.Namespace) -> list[int] | None:
    """The numbers that are meant; None when one of them is no failed work."""
    given_up = list(read.given_up().values_list("pk", flat=True))
    if args.act == "retry" and args.which == ["all"]:
        return given_up
    wanted = [int(each) for each in args.which if each.isascii() and each.isdigit()]
    return wanted if wanted and len(wanted) == len(args.which) and set(wanted) <= set(given_up) else None


def _list_jobs() -> int:
    rows = list(read.given_up())
    for each in rows:
        since = each.failed_at.strftime("%Y-%m-%dT%H:%M:%SZ") if each.failed_at else "-"
        print(f"{each.pk}\t{each.station}\t{each.stream}\t{each.handler}\t{each.tries}\t{since}\t{each.error}")
    print(f"{len(rows)} given up, {read.struggling().count()} tried again by themselves", file=sys.stderr)
    return 1 if rows else 0
