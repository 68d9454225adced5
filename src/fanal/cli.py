"""`fanal COMMAND`: the table of commands; each one lives in its own `cli_*.py`, which adds itself to the table and runs."""

import argparse
from collections.abc import Sequence

from fanal import cli_canonical, cli_check, cli_crossref, cli_due, cli_laws

COMMANDS = (cli_canonical.add_to, cli_check.add_to, cli_crossref.add_to, cli_due.add_to, cli_laws.add_to)


def main(argv: Sequence[str] | None = None) -> int:
    """Read the command line and run one command; its exit status is what the command returns."""
    parser = argparse.ArgumentParser(prog="fanal", description="Fanal, the core, from the command line.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for add_to in COMMANDS:
        add_to(commands)
    given = parser.parse_args(argv)
    status: int = given.run(given)
    return status


if __name__ == "__main__":
    raise SystemExit(main())
