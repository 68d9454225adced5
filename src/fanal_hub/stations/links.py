"""Short links: has a notice read with what its handler knows of them, asks short hosts for the rest, and notes what turned out the same.

How a link is followed, and when it is tried again, is the core's. Nothing is asked unless FANAL_SHORT_LINKS says so.
"""

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from fanal import flow
from fanal.exchange import play
from fanal.notice.events import RelationNoted
from fanal.notice.facts import Notice
from fanal.notice.states import CaseNow
from fanal.words.errors import RefusedError
from fanal.words.lists import Category, RelationKind, Strength
from fanal_hub.courier import egress
from fanal_hub.ledger import links, write
from fanal_hub.ledger.models import ShortLinkRow
from fanal_hub.ledger.plan import ConflictError, Effect, Plan, TakenError
from fanal_hub.ledger.read import links as read
from fanal_hub.ledger.read import streams
from fanal_hub.stations.station import Station

NAME, SAME = "links", "same-by-link"
SECONDS = 8.0  # for one link, all its redirections together
MOST = 8  # links of one tick, each on a host of its own
EVERY = 10.0  # seconds between two links of one host
FRESH = timedelta(days=30)  # what the courier saw: whoever owns a short link can make it lead elsewhere
KEEP = timedelta(days=365)  # everything else
CHUNK = 500  # given links in one transaction
LATER = timedelta(hours=1)  # before a link is thought of again that we may not ask for
_NOT_ASKED = frozenset({"egress_closed", "egress_denied"})


# --- at the door ----------------------------------------------------------------------------------------------------
def received(given: Mapping[str, Any], door: flow.Door) -> Notice:
    """The notice, its short links read as what this handler already knows them to lead to."""
    notice = flow.receive(given, door)
    open_links = flow.unresolved_links(notice)
    if not open_links or notice.category == Category.CHILD_ABUSE:
        return notice
    known = read.known(notice.handler, open_links)
    return flow.receive(given, replace(door, redirects={**known, **door.redirects})) if known else notice


def beside(notice: Notice) -> list[Effect]:
    """What is kept of a notice's short links: those without an end are due; of child abuse material nothing stays."""
    if notice.category == Category.CHILD_ABUSE:
        return [links.forget_pages(notice.handler, [each.canonical for each in notice.mentions])]
    open_links = flow.unresolved_links(notice)
    return [links.wanted(notice.handler, open_links, notice.received_at)] if open_links else []


def give(handler: str, pairs: Iterable[tuple[str, str]], now: datetime) -> tuple[int, list[str]]:
    """Keep ends that a person gives, (short link, end), for one organisation ("": for all); how many, and which links were refused."""
    rows = list(pairs)
    others = {_key(short): to for short, to in rows}
    ends: list[tuple[links.Place, links.Place]] = []
    refused: list[str] = []
    for short, to in rows:
        try:
            link, end = flow.given_link(short, to, others)
            ends.append(((link.canonical, link.url), (end.canonical, end.url)))
        except RefusedError:
            refused.append(short)
    for start in range(0, len(ends), CHUNK):
        write.submit(Plan(beside=(links.given(handler, dict(ends[start : start + CHUNK]), now),)))
    return len(ends), refused


def _key(short: str) -> str:
    try:
        return flow.canonical(short).canonical
    except RefusedError:
        return short


# --- asking ---------------------------------------------------------------------------------------------------------
def is_on() -> bool:
    """May short hosts be asked at all?"""
    return settings.FANAL_SHORT_LINKS == "resolve" and egress.is_open()


def tick(now: datetime) -> int:
    """Let go of what is old, and try the links that are due; how many were tried."""
    if read.any_older(now - FRESH, now - KEEP):
        write.submit(Plan(beside=(links.expired(now - FRESH, now - KEEP),)))
    rows = read.due(now, MOST) if is_on() else []
    for each in rows:
        write.submit(Plan(beside=(_tried(each, now),)))
    return len(rows)


def _tried(row: ShortLinkRow, now: datetime) -> Effect:
    by = replace(egress.guard(), most=0)
    ends = time.monotonic() + SECONDS
    found = play(flow.resolve_link(row.url), lambda request: egress.once(request, by, ends))
    if found.address is not None:
        return links.resolved(row.pk, (found.address.canonical, found.address.url), now)
    if found.error in _NOT_ASKED:
        return links.failed(row.pk, found.error, row.tries, now, now + LATER)
    later = flow.link_wait(row.tries + 1, found.error)
    return links.failed(row.pk, found.error, row.tries + 1, now, None if later is None else now + later)


# --- what turned out the same ---------------------------------------------------------------------------------------
def relate(now: datetime) -> int:
    """Suggest as the same those targets of one handler that a short link now joins; how many. Nothing is attached by itself."""
    done = 0
    for each in read.twins():
        stand = streams.stand(f"case:{each.case}")
        if not isinstance(stand.now, CaseNow) or stand.now.purged:
            continue
        noted = RelationNoted(
            occurred_at=now,
            case=each.case,
            target=each.target,
            other_case=each.other_case,
            other_target=each.other_target,
            relation=RelationKind.SAME_ITEM_LIKELY,
            strength=Strength.CANONICAL,
            evidence=(read.SHORT_LINK,),
        )
        done += _written(Plan(events=[noted], stands={noted.stream: stand}))
    return done


def _written(plan: Plan) -> bool:
    """False when somebody wrote to the case meanwhile: the next tick finds the pair again."""
    try:
        write.submit(plan)
        return True
    except (ConflictError, TakenError):
        return False


STATIONS: Sequence[Station] = (
    Station(name=NAME, tick=tick, every=EVERY, alone=True),
    Station(name=SAME, tick=relate, every=60.0, alone=True),
)
