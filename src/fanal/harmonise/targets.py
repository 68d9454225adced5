"""The targets of a notice, each with its exact location (DSA Art. 16(2)(b)); two that are the same page become one, and say so."""

from dataclasses import dataclass, replace
from typing import Any

from fanal.harmonise import fields
from fanal.harmonise.door import Door
from fanal.harmonise.fields import Faults
from fanal.harmonise.labels import platforms
from fanal.notice.facts import MOST_ADDRESS, MOST_SHORT, MOST_TARGETS, MOST_TEXT, Mention
from fanal.platforms import PLATFORMS, Address, canonical
from fanal.words.errors import AddressError
from fanal.words.lists import Category, TargetKind

_FIELDS = frozenset(("address", "platform", "kind", "account", "text", "posted_at", "no_address_reason"))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where in what was given we read, and under which circumstances."""

    at: str
    door: Door
    category: Category | None
    platform: str = ""
    kind: TargetKind | None = None


_NOWHERE = Address(platform="", kind="", id="", account=None, canonical="", url="")


def read_targets(
    value: Any, door: Door, category: Category | None, faults: Faults
) -> tuple[tuple[Mention, ...], tuple[str, ...]]:
    """The mentions, numbered from 1, and what was said about addresses that cannot be given (it joins the reasons)."""
    if not isinstance(value, list | tuple) or not value:
        faults.add("targets_missing", "targets")
        return (), ()
    if len(value) > MOST_TARGETS:
        faults.add("targets_too_many", "targets", size=len(value), most=MOST_TARGETS)
        return (), ()
    found = [
        _target(each, _Place(at=f"targets.{n}", door=door, category=category), faults) for n, each in enumerate(value)
    ]
    mentions = _merged([mention for mention, _ in found])
    if category == Category.CHILD_ABUSE:
        mentions = [_destroyed(each) for each in mentions]
    asides = tuple(f"[{n}] {aside}" for n, (_, aside) in enumerate(found, 1) if aside)
    return tuple(each if each.n == n else replace(each, n=n) for n, each in enumerate(mentions, 1)), asides


def _target(value: Any, where: _Place, faults: Faults) -> tuple[Mention, str]:
    at = where.at
    before = len(faults.found)
    given = fields.mapping(value, at, faults)
    fields.only(given, _FIELDS, f"{at}.", faults)
    platform = _platform(given.get("platform"), f"{at}.platform", faults)
    kind = fields.choice(given.get("kind"), f"{at}.kind", TargetKind, faults)
    address = fields.text(given.get("address"), f"{at}.address", MOST_ADDRESS, faults)
    account = fields.line(given.get("account"), f"{at}.account", MOST_SHORT, faults)
    text = fields.text(given.get("text"), f"{at}.text", MOST_TEXT, faults)
    aside = fields.text(given.get("no_address_reason"), f"{at}.no_address_reason", MOST_SHORT, faults)
    posted_at = fields.moment(given.get("posted_at"), f"{at}.posted_at", where.door.received_at, faults)
    notes = ("direction_removed",) if fields.had_tricks(given.get("text")) else ()
    place = _NOWHERE
    if len(faults.found) == before:
        where = _Place(at=at, door=where.door, category=where.category, platform=platform, kind=kind)
        if kind == TargetKind.MESSAGE and not address:
            place = _message(text, where, faults)
        else:
            place = _place(str(given["address"]) if address else "", account, where, faults)
    mention = Mention(
        n=1,
        address=address or account,
        platform=place.platform,
        kind=TargetKind(place.kind or TargetKind.PAGE),
        canonical=place.canonical,
        url=place.url,
        account=place.account or _handle(account, place.platform),
        text=text,
        posted_at=posted_at,
        notes=tuple(dict.fromkeys((*place.notes, *notes, *(("no_address",) if not place.canonical else ())))),
    )
    return mention, aside


def _platform(value: Any, at: str, faults: Faults) -> str:
    said = fields.line(value, at, MOST_SHORT, faults)
    code = said.casefold()
    if not code or code in PLATFORMS:
        return code
    for each, plug in PLATFORMS.items():
        if code in {title.casefold() for title in plug.title.values()}:
            return each
    faults.add("platform_unknown", at, found=fields.shown(said), known=", ".join(sorted(platforms())))
    return ""


def _message(text: str, where: _Place, faults: Faults) -> Address:
    """A private message has no address: what was written, and where, stand in for it."""
    if not text and where.category != Category.CHILD_ABUSE:
        faults.add("message_without_text", f"{where.at}.text")
    if not where.platform:
        faults.add("message_without_platform", f"{where.at}.platform", known=", ".join(sorted(platforms())))
    return replace(_NOWHERE, platform=where.platform, kind=TargetKind.MESSAGE)


def _place(raw: str, account: str, where: _Place, faults: Faults) -> Address:
    """The address as one canonical place: a link, or a handle or a hashtag with its platform. Refuse, never guess."""
    if not raw and not (account and where.platform):
        faults.add("address_missing", f"{where.at}.address")
        return _NOWHERE
    # A handle and a platform are the place of the account, and of nothing smaller.
    kind = where.kind if raw else TargetKind.ACCOUNT
    wanted = None if kind in (None, TargetKind.MESSAGE) else str(kind)
    try:
        return canonical(raw or account, platform=where.platform or None, kind=wanted, redirects=where.door.redirects)
    except AddressError as refused:
        field = "address" if raw else "account"
        faults.found.extend(replace(each, at=f"{where.at}.{field}") for each in refused.messages)
        return _NOWHERE


def _handle(account: str, platform: str) -> str | None:
    """The author as given beside the address, in the platform's own spelling when it can be read so."""
    if not account or not platform:
        return account or None
    try:
        return canonical(account, platform=platform, kind=TargetKind.ACCOUNT).account or account
    except AddressError:
        return account  # a display name: kept as it was said


def _merged(mentions: list[Mention]) -> list[Mention]:
    """The same page given twice is one mention; what the second adds is kept."""
    kept: list[Mention] = []
    places: dict[str, int] = {}
    for each in mentions:
        place = places.get(each.canonical) if each.canonical else None
        if place is None:
            places[each.canonical] = len(kept)
            kept.append(each)
        else:
            kept[place] = _joined(kept[place], each)
    return kept


def _joined(one: Mention, again: Mention) -> Mention:
    texts = list(dict.fromkeys(each for each in (one.text, again.text) if each))
    joined = "\n\n".join(texts)
    return replace(
        one,
        text=joined if len(joined) <= MOST_TEXT else one.text,
        account=one.account or again.account,
        posted_at=one.posted_at or again.posted_at,
        notes=tuple(dict.fromkeys((*one.notes, *again.notes, "given_twice"))),
    )


def _destroyed(mention: Mention) -> Mention:
    """Child abuse: only the locator is kept (DESIGN section 7); the note says that a text was there."""
    if not mention.text:
        return mention
    return replace(mention, text="", notes=(*mention.notes, "text_destroyed"))
