"""Rows of a file as what groups, waves and brigades are made of, without a hub: the way of a researcher. It opens no file.

The columns are those of an import (`harmonise.rows`), and three more in JSONL: `received_at`, an `account` that is an object
with `handle`, `id` and `platform`, and a `notifier` (or `reporter`) that is an object with `id` and `kind` (or `type`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from fanal.crossref import Entry, Posting, Reported, aimed_at, compared, exact_keys
from fanal.harmonise.door import Door
from fanal.harmonise.fields import Faults
from fanal.harmonise.rows import from_row
from fanal.harmonise.targets import read_targets
from fanal.notice.facts import Mention
from fanal.words.errors import RefusedError
from fanal.words.lists import Category, Channel, NotifierKind, TargetKind
from fanal.words.say import message

_WHENEVER = datetime(9999, 1, 1, tzinfo=UTC)  # a row that does not say when it was received


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """One row: what it is about, when it was received, and from whom."""

    entry: Entry
    mention: Mention
    received_at: datetime | None
    notifier: str  # a key that tells notifiers apart; empty when the row does not say
    kind: NotifierKind
    reasons: str

    @property
    def at(self) -> datetime | None:
        """When it was posted, else received."""
        return self.mention.posted_at or self.received_at

    def posting(self) -> Posting | None:
        """The post that it is about; None when nobody knows any time of it."""
        about, at = self.entry.about, self.at
        if at is None:
            return None
        return Posting(
            ref=self.entry.ref,
            at=at,
            author=next(iter(about.accounts), ""),
            text=about.text,
            folded=about.folded,
            links=about.links,
            aimed_at=aimed_at(about.text, self.mention.platform),
            denounces=about.denounces,
        )

    def reported(self) -> Reported | None:
        """The act of reporting; None when nobody knows its time, its notifier or its target."""
        if not (self.received_at and self.notifier and self.mention.canonical):
            return None
        return Reported(
            ref=self.entry.ref,
            target=self.mention.canonical,
            at=self.received_at,
            notifier=self.notifier,
            kind=self.kind,
            account=next(iter(self.entry.about.accounts), ""),
            reasons=self.reasons,
        )


def noted(row: Mapping[str, Any], number: int, redirects: Mapping[str, str]) -> Noted:
    """One row, number `number` of its file; RefusedError says everything that is wrong with it."""
    faults = Faults()
    given = from_row(row)
    received_at = _moment(row.get("received_at"), faults)
    door = Door(handler="", channel=Channel.IMPORT, ref="", received_at=received_at or _WHENEVER, redirects=redirects)
    said = given["category"]
    category = said if isinstance(said, str) and said in _CATEGORIES else None
    mentions, _ = read_targets(given["targets"], door, Category(category) if category else None, faults)
    if faults.found:
        raise RefusedError.of(faults.found)
    notifier, kind = _notifier(row)
    keys = exact_keys(mentions[0])
    about = replace(compared(mentions[0], keys), accounts=_accounts(row, mentions[0], given["targets"][0]))
    return Noted(
        entry=Entry(ref=_name(given.get("reference")) or f"#{number}", about=about),
        mention=mentions[0],
        received_at=received_at,
        notifier=notifier,
        kind=kind,
        reasons=str(given["category"] or ""),
    )


_CATEGORIES = frozenset(Category)
_KINDS = frozenset(NotifierKind)


def _name(value: Any) -> str:
    """What a row calls itself, as it can be printed: half a character of another encoding is shown as a sign."""
    return str(value or "").encode("utf-8", "replace").decode()


def _moment(value: Any, faults: Faults) -> datetime | None:
    if value is None or value == "":
        return None
    try:
        at = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        faults.found.append(message("crossref_moment", at="received_at"))
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _accounts(row: Mapping[str, Any], mention: Mention, target: Mapping[str, Any]) -> tuple[str, ...]:
    """Every name the author goes by. Behind a link that nobody followed, the platform is the one that was said."""
    said = row.get("account")
    names = [mention.account, *((said.get("handle"), said.get("id")) if isinstance(said, Mapping) else ())]
    is_hidden = mention.kind == TargetKind.SHORT_LINK and bool(target.get("platform"))
    platform = str(target["platform"]).casefold() if is_hidden else mention.platform
    return tuple(
        dict.fromkeys(f"{platform}:{str(name).strip().removeprefix('@').casefold()}" for name in names if name)
    )


def _notifier(row: Mapping[str, Any]) -> tuple[str, NotifierKind]:
    said = row.get("notifier") or row.get("reporter")
    if not isinstance(said, Mapping):
        return (str(said) if said else ""), NotifierKind.CITIZEN
    kind = said.get("kind") or said.get("type")
    known = NotifierKind(kind) if isinstance(kind, str) and kind in _KINDS else NotifierKind.CITIZEN
    return str(said.get("id") or ""), known
