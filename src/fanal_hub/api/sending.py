"""On whose behalf a notice comes in by the API: the token's organisation vouches and is named, and says who handles it."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest

from fanal import flow
from fanal.notice.facts import Notifier
from fanal.words.errors import RefusedError
from fanal.words.lists import Channel, NotifierKind, OrgKind
from fanal.words.say import message
from fanal_hub.api.body import key_of
from fanal_hub.api.problems import Entry, ProblemError, entries, entry
from fanal_hub.api.reading import shown
from fanal_hub.api.tokens import organisation_of, owner_of
from fanal_hub.ledger.read import orgs
from fanal_hub.people.models import Organisation
from fanal_hub.stations import door


def entry_for(request: HttpRequest, wanted: Any, given: Mapping[str, Any] | None = None) -> door.Entry:
    """The door's entry; an unknown handler is refused together with everything else that `given` lacks."""
    mine = organisation_of(request)
    try:
        handler = handler_of(mine, wanted)
    except ProblemError as problem:
        raise ProblemError("refused", errors=[*problem.errors, *_also(given, made_for(mine, mine, request))]) from None
    return made_for(mine, handler, request)


def made_for(mine: Organisation, handler: Organisation, request: HttpRequest) -> door.Entry:
    """An entry of this organisation for this handler."""
    standing = bool(mine.policy.get("good_faith"))
    return door.Entry(
        handler=handler,
        channel=Channel.API,
        lang=mine.lang,
        notifier=Notifier(
            kind=_kind(mine), name=mine.name, email=mine.email or None, standing=mine.ref if standing else ""
        ),
        good_faith=standing,
        sender=owner_of(request),
        owner=owner_of(request),
        key=key_of(request),
    )


def handler_of(mine: Organisation, wanted: Any) -> Organisation:
    """Who handles the notice: the sender's own organisation, or another one that takes notices."""
    if wanted is None or wanted in ("", mine.ref):
        return mine
    takers = {each.ref: each for each in orgs.public_handlers()}
    if not isinstance(wanted, str) or wanted not in takers:
        known = ", ".join(takers) or mine.ref
        raise ProblemError("refused", errors=[entry("handler_unknown", "handler", found=shown(wanted), known=known)])
    return takers[wanted]


def _kind(mine: Organisation) -> NotifierKind:
    if mine.kind == OrgKind.AUTHORITY:
        return NotifierKind.AUTHORITY
    return NotifierKind.TRUSTED_FLAGGER if mine.trusted_flagger else NotifierKind.ASSOCIATION


def _also(given: Mapping[str, Any] | None, told: door.Entry) -> list[Entry]:
    """What the core would refuse as well: every message at once."""
    if given is None:
        return []
    circumstances = flow.Door(
        handler=told.handler.ref,
        channel=told.channel,
        ref="N-0000-0000",
        received_at=datetime.now(UTC),
        notifier=told.notifier,
        good_faith=told.good_faith,
    )
    try:
        flow.receive(given, circumstances)
    except RefusedError as refused:
        return entries(refused.messages)
    return []


def not_fields(at: str) -> list[Entry]:
    """What is said of a row that is no group of fields."""
    return entries([message("not_fields", at=at)])
