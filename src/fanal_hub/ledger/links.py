"""What is written about short links: effects and rows for the writer. It resolves nothing."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from fanal_hub.ledger.plan import Effect, Rows, Tx
from fanal_hub.ledger.read.matching import page_of
from fanal_hub.ledger.rows import Columns, when

Place = tuple[str, str]  # canonical key, address
GIVEN, RESOLVED = "given", "resolved"
TABLE = "ledger_shortlinkrow"
_OF_TARGET = "EXISTS (SELECT 1 FROM ledger_targetcontent t WHERE t.target = %s AND t.page IN (leads, short)"
_OF_MENTION = "EXISTS (SELECT 1 FROM ledger_mentioncontent m WHERE m.notice = %s AND m.page IN (leads, short)"


def wanted(handler: str, found: Mapping[str, str], at: datetime) -> Rows:
    """Short links that a notice named and nobody knows the end of, due to be tried; those known already stay as they are."""
    return Rows(TABLE, [_row(handler, key, url, at, again_at=at) for key, url in found.items()], ignore=True)


def given(handler: str, ends: Mapping[Place, Place], at: datetime) -> Effect:
    """Ends that a person gave, in the place of what was known: link -> its end."""
    rows = [
        _row(handler, key, url, at, leads=page_of(end), leads_to=to, way=GIVEN)
        for (key, url), (end, to) in ends.items()
    ]

    def effect(tx: Tx) -> None:
        for each in rows:
            tx.run(f"DELETE FROM {TABLE} WHERE handler = %s AND short = %s", [handler, each["short"]])  # noqa: S608
        tx.insert(TABLE, rows)

    return effect


def _row(handler: str, key: str, url: str, at: datetime, **more: Any) -> Columns:
    again_at = more.pop("again_at", None)
    named = {"handler": handler, "short": page_of(key), "canonical": key, "url": url, "at": when(at)}
    usual = {"leads": "", "leads_to": "", "way": "", "tries": 0, "error": "", "again_at": when(again_at)}
    return {**named, **usual, **more}


def forget_target(target: str, *, everywhere: bool = False) -> Effect:
    """A target's words are erased: so is what its handler knew of links to it. Before the content goes, for it is asked.

    `everywhere`: the list of the whole hub too, for child abuse material.
    """
    own = "handler = t.handler" if not everywhere else "(handler = t.handler OR handler = '')"
    return lambda tx: _run(tx, f"{_OF_TARGET} AND {own})", [target])


def forget_notice(notice: str) -> Effect:
    """The same for what one notice mentions."""
    return lambda tx: _run(tx, f"{_OF_MENTION} AND handler = m.handler)", [notice])


def forget_pages(handler: str, canonicals: Collection[str]) -> Effect:
    """Nothing is known any more of links that are, or lead to, one of these; the hub's own list included."""
    pages = [page_of(each) for each in canonicals if each]

    def effect(tx: Tx) -> None:
        for page in pages:
            _run(tx, "handler IN (%s, '') AND %s IN (leads, short)", [handler, page])

    return effect


def _run(tx: Tx, where: str, params: list[str]) -> None:
    tx.run(f"DELETE FROM {TABLE} WHERE {where}", params)  # noqa: S608


def resolved(row: int, end: tuple[str, str], at: datetime) -> Effect:
    """The courier saw where it leads: (canonical, url). A row that was erased meanwhile stays erased."""
    sql = f"UPDATE {TABLE} SET leads = %s, leads_to = %s, way = %s, at = %s, error = '', again_at = NULL WHERE id = %s"  # noqa: S608
    return lambda tx: _done(tx, sql, [page_of(end[0]), end[1], RESOLVED, when(at), row])


def failed(row: int, error: str, tries: int, at: datetime, again_at: datetime | None) -> Effect:
    """A try failed; when to try again, or never."""
    sql = f"UPDATE {TABLE} SET error = %s, tries = %s, at = %s, again_at = %s WHERE id = %s"  # noqa: S608
    return lambda tx: _done(tx, sql, [error, tries, when(at), when(again_at), row])


def expired(before_resolved: datetime, before: datetime) -> Effect:
    """What the courier saw is true for a while; everything else is kept longer."""
    sql = f"DELETE FROM {TABLE} WHERE (way = %s AND at < %s) OR at < %s"  # noqa: S608
    return lambda tx: _done(tx, sql, [RESOLVED, when(before_resolved), when(before)])


def _done(tx: Tx, sql: str, params: list[Any]) -> None:
    tx.run(sql, params)
