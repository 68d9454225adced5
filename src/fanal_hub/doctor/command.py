"""The command `fanal-hub doctor`: looks, judges and prints. It reads only, beside a running hub too, and takes no lock."""

import argparse
import json
import logging
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import Error

from fanal.words.say import message, say
from fanal_hub.doctor import gather_database, gather_machine, gather_outside, gather_work
from fanal_hub.doctor.facts import Database, Facts, Log, Work
from fanal_hub.doctor.finding import Finding, State, worst
from fanal_hub.doctor.judge import judge

WIDTH = 9


def run(args: argparse.Namespace) -> int:
    """Look once and say everything; 0 all good, 1 something to look at, 2 broken."""
    logging.disable(logging.ERROR)  # what is wrong is said below, once
    gather_database.only_read()
    findings = judge(gather(datetime.now(UTC), thorough=args.thorough, far=args.outside))
    print(as_json(findings, args.lang) if args.json else as_text(findings, args.lang))
    return int(worst(findings))


def gather(now: datetime, *, thorough: bool = False, far: bool = False) -> Facts:
    """Everything that can be seen; what cannot be reached is None."""
    database, log, work, said = _asked(now, thorough=thorough)
    return Facts(
        now=now,
        program=gather_machine.program([each.pid for each in work.hearts if each.pid] if work else []),
        home=gather_machine.home(Path(settings.HOME)),
        database=database,
        database_said=said,
        log=log,
        work=work,
        backup=gather_machine.backup(thorough=thorough),
        outside=gather_outside.outside(mail=thorough, far=far),
    )


def _asked(now: datetime, *, thorough: bool) -> tuple[Database | None, Log | None, Work | None, str]:
    """What the database says, as far as it answers: an older schema has no table for some questions."""
    found: Database | None = None
    if not gather_database.is_there():
        return None, None, None, str(settings.DATABASES["default"]["NAME"])
    try:
        found = gather_database.database(thorough=thorough)
        return found, gather_database.log(thorough=thorough), gather_work.work(now), ""
    except Error as error:
        return found, None, None, f"{type(error).__name__}: {error}".partition("\n")[0][:200]


# --- saying ---------------------------------------------------------------------------------------------------------
def as_json(findings: list[Finding], lang: str) -> str:
    """One object, for programs."""
    checks = [
        {
            "id": each.id,
            "state": each.state.name.lower(),
            "title": say(each.title, lang),
            "code": each.seen.code,
            "seen": say(each.seen, lang),
            "next": say(each.next_step, lang) if each.next_step else "",
        }
        for each in findings
    ]
    made = {"hub": settings.HUB["name"], "at": datetime.now(UTC).isoformat(), "state": worst(findings).name.lower()}
    return json.dumps({**made, "checks": checks}, ensure_ascii=False, indent=1)


def as_text(findings: list[Finding], lang: str) -> str:
    """For people: what is broken first, then what to look at, then what is good."""
    counts = Counter(each.state for each in findings)
    names = {"hub": str(settings.HUB["name"]), "home": str(settings.HOME)}
    head = replace(message("doctor_said"), params={**names, **{each.name.lower(): counts[each] for each in State}})
    lines = [say(head, lang), ""]
    for each in sorted(findings, key=lambda one: -one.state):
        lines += _told(each, lang)
    return "\n".join(lines).rstrip()


def _told(each: Finding, lang: str) -> list[str]:
    word = say(message(f"doctor_state_{each.state.name.lower()}"), lang)
    line = f"{word:<{WIDTH}} {say(each.title, lang)} - {say(each.seen, lang)}"
    if each.next_step is None:
        return [line]
    return [line, f"{'':<{WIDTH}} -> {say(each.next_step, lang)}", ""]
