"""Takes a checked export into this hub: everything in one transaction of the one writer, or nothing.

Events are played again: with the time at which they happened, a new time of recording, and a leaf of this hub's own log.
Whatever is derived (rows, claims on pages, keys, words, wake-up times, vault keys) is made anew, under this hub's secrets.
"""

import base64
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any, TypeVar

from django.db import IntegrityError, connection

from fanal import flow
from fanal.notice.events import Event
from fanal.notice.facts import Mention
from fanal.notice.states import ReferralNow
from fanal.prove.stamp import moment_of
from fanal.words.errors import RefusedError
from fanal.words.lists import ReferralState, TargetKind
from fanal_hub.courier.keys import answer_secret, secret_digest
from fanal_hub.ledger import sequence, vault, write
from fanal_hub.ledger.plan import Plan, Tx, Words
from fanal_hub.ledger.read import matching, streams
from fanal_hub.ledger.rows import Columns, when
from fanal_hub.stations import tally
from fanal_hub.stations.carry import newcomers
from fanal_hub.stations.carry.clash import STEPPED_OVER
from fanal_hub.stations.carry.form import ENVELOPES, MANIFEST, RECEIPTS, refuse
from fanal_hub.stations.carry.records import AS_BYTES
from fanal_hub.stations.carry.replayed import EVENTS, event_of
from fanal_hub.stations.carry.scratch import Scratch
from fanal_hub.stations.carry.unpack import Source, document
from fanal_hub.stations.triage import kept

CHUNK = 500
RETRY = timedelta(minutes=15)  # before a letter that could not leave at the old hub is tried here
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was taken in, and the first passwords of the administrators, to hand over once."""

    events: int
    records: int
    passwords: dict[str, str]


def load(source: Source, base: Scratch, passphrase: str = "") -> Loaded:
    """Write a checked export whose names are free here; returns after COMMIT, and nothing is written when it raises."""
    passwords = newcomers.first_passwords(source)
    loading = _Loading(source, base, passphrase, datetime.now(UTC))

    def work(tx: Tx) -> tuple[int, int]:
        try:
            with connection.wrap_database_errors:
                newcomers.settle(source, passwords)
                return loading.everything(tx)
        except IntegrityError as error:
            raise refuse("carry_clash", what="row", name=str(error)[:80]) from error

    events, records = write.WRITER.ask(work)
    write.WRITER.changes += 1
    sequence.catch_up()
    return Loaded(events, records, passwords)


class _Loading:
    """The steps, in the order in which each needs the ones before."""

    def __init__(self, source: Source, base: Scratch, passphrase: str, at: datetime) -> None:
        self._source, self._base, self._passphrase, self._at = source, base, passphrase, at
        self._handler = source.organisation

    def everything(self, tx: Tx) -> tuple[int, int]:
        """Write all of it; how many events and sealed records."""
        events = sum(self._events(tx, chunk) for chunk in _chunked(self._source.rows(EVENTS)))
        self._each(tx, "truth/targets.jsonl", "ledger_targetcontent", self._target)
        self._each(tx, "truth/mentions.jsonl", "ledger_mentioncontent", self._mention)
        for _, row in self._source.rows("truth/mentions.jsonl"):
            self._find_by(tx, row)
        records = self._records(tx)
        self._each(tx, "truth/claims.jsonl", "ledger_claimrow", self._claim)
        self._each(tx, "truth/senders.jsonl", "ledger_sentrow", _timed)
        self._each(tx, "truth/links.jsonl", "ledger_accessrow", _link)
        for chunk in _chunked(self._papers()):
            tx.insert("ledger_paperrow", chunk, ignore=True)
        for name in self._base.streams("referral"):
            self._arm(tx, name)
        self._step_over(tx)
        self._compare_figures()
        return events, records

    # --- events -----------------------------------------------------------------------------------------------------
    def _events(self, tx: Tx, chunk: list[tuple[int, dict[str, Any]]]) -> int:
        events: list[Event] = [event_of(row, number) for number, row in chunk]
        stands = streams.stands({each.stream for each in events})
        # The writer's own way of writing a plan, inside its transaction: all chunks together, or none.
        write.inside(tx, Plan(events=events, stands=stands), self._at)
        return len(events)

    def _step_over(self, tx: Tx) -> None:
        """Stations that send, look or tell never read what was done elsewhere. Triage does: it leaves what was triaged."""
        row = tx.one("SELECT COALESCE(MAX(position), 0), COUNT(*) - COUNT(position) FROM ledger_eventrow")
        head = (
            sum(int(each) for each in row) if row else 0
        )  # those without a position yet come next: nobody else writes
        for each in STEPPED_OVER:
            streams.advance(each.name, head)(tx)

    def _arm(self, tx: Tx, name: str) -> None:
        now = self._base.now(name)
        assert isinstance(now, ReferralNow)
        streams.set_wake(now.ref, self._wake(now))(tx)

    def _wake(self, now: ReferralNow) -> datetime | None:
        if now.state == ReferralState.PREPARED:
            return None if now.needs_second and not now.approved_by else self._at
        if now.state == ReferralState.UNDELIVERABLE:
            return None if self._base.said("waits", now.ref) == "outbox" else self._at + RETRY
        return flow.wakes(now, _POLICY)

    # --- contents ---------------------------------------------------------------------------------------------------
    def _each(self, tx: Tx, name: str, table: str, made: Callable[[dict[str, Any]], Columns]) -> None:
        for chunk in _chunked(self._source.rows(name)):
            tx.insert(table, [made(row) for _, row in chunk])

    def _target(self, row: dict[str, Any]) -> Columns:
        self._base.is_new("claimed", row["target"], page := self._page(row))
        said = {name: row[name] for name in _CONTENT if name in row}
        return {**said, "target": row["target"], "case": row["case"], "handler": self._handler, "page": page,
                "canonical": row["canonical"], "posted_at": _when(row["posted_at"])}  # fmt: skip

    def _page(self, row: dict[str, Any]) -> str:
        canonical, target = row["canonical"], row["target"]
        if row["claim"] == "page":
            return matching.page_of(canonical)
        if row["claim"] == "private":
            return matching.page_of(f"private {target}")
        if row["claim"] == "apart":
            return matching.locked_page_of(f"{canonical} apart {target}")
        return matching.locked_page_of(canonical or self._located(target) or f"not carried {target}")

    def _located(self, target: str) -> str:
        """The canonical address of child abuse material, out of the confidences when they came along."""
        address = self._base.said("locator", target)
        if address:
            try:
                return flow.canonical(address).canonical
            except RefusedError:
                return address
        return self._base.said("place", self._base.said("opening", target) or "") or ""

    def _mention(self, row: dict[str, Any]) -> Columns:
        page = matching.page_of(row["canonical"])
        if row["claim"] != "page":  # blanked with its target
            page = self._base.said("claimed", row["target"]) or page
        said = {name: row[name] for name in (*_CONTENT, "notice", "n", "target", "address", "canonical", "salt")}
        return {**said, "handler": self._handler, "page": page, "notes": json.dumps(row["notes"]),
                "posted_at": _when(row["posted_at"])}  # fmt: skip

    def _find_by(self, tx: Tx, row: dict[str, Any]) -> None:
        """The words by which the target is found; and its keys and codes, as triage kept them."""
        ref, target = row["notice"], row["target"]
        if not target or not (row["address"] or row["url"] or row["text"] or row["account"]):
            return
        case = self._base.said("target", target) or ""
        words = Words(row["text"], f"{row['address']} {row['url']}", row["account"], f"{ref} {case}")
        tx.find_by(handler=self._handler, target=target, notice=ref, words=words)
        is_opening = self._base.said("opening", target) == json.dumps([ref, row["n"]])
        if is_opening or row["text"]:
            kept(self._handler, _mention_of(row), target)(tx)

    # --- what is sealed ---------------------------------------------------------------------------------------------
    def _records(self, tx: Tx) -> int:
        count, envelopes = 0, self._source.lines(ENVELOPES)
        for _, row in self._source.rows("truth/records.jsonl"):
            content = row["value"]
            if row["kind"] == "letter":
                content = next(envelopes)
            elif row["kind"] == "file":
                content = self._source.content(row["file"])
            _seal(tx, row, content)
            count += 1
        for _, row in self._source.confidences(self._passphrase) if self._passphrase else ():
            _seal(tx, row, base64.b64decode(row["bytes"]) if row["kind"] in AS_BYTES else row["value"])
            count += 1
        return count

    def _claim(self, row: dict[str, Any]) -> Columns:
        return {**_timed(row), "handler": self._handler}

    # --- documents and figures --------------------------------------------------------------------------------------
    def _papers(self) -> Iterator[Columns]:
        hub = str(self._source.manifest["hub"])
        for _, row in self._source.rows("proof/earlier.jsonl"):
            yield {**row, "organisation": self._handler}
        for line in self._source.lines(RECEIPTS):
            paper: Any = document(line)
            yield self._paper(hub, f"notice:{paper['receipt']['notice']}", "receipt", line.decode())
        for _, row in self._source.rows("proof/checkpoints.jsonl"):
            yield self._paper(hub, f"log:{row['size']}", "checkpoint", row["note"])
        yield self._paper(hub, f"organisation:{self._handler}", MANIFEST.partition(".")[0], self._source.raw.decode())

    def _paper(self, hub: str, about: str, kind: str, content: str) -> Columns:
        said = {"hub": hub, "about": about, "kind": kind, "content": content}
        return {"organisation": self._handler, **said}

    def _compare_figures(self) -> None:
        """What is counted here, at the moment of the export, is what was counted there; else nothing is kept."""
        at = moment_of(str(self._source.manifest["made_at"]))
        expected = [row["figure"] for _, row in self._source.rows("truth/figures.jsonl")]
        found = [dict(each.plain()) for each in tally.counted(self._handler, at)]
        if found != expected:
            first = next((each for each in found if each not in expected), {"code": "-"})
            raise refuse("carry_figures", figure=str(first["code"]))


_CONTENT = ("url", "platform", "kind", "account", "text")
_POLICY = flow.policy(purpose="-", legal_basis="-", keep=timedelta(days=1), points={}, targets={})


def _mention_of(row: dict[str, Any]) -> Mention:
    return Mention(
        n=row["n"],
        address=row["address"],
        platform=row["platform"],
        kind=TargetKind(row["kind"]),
        canonical=row["canonical"],
        url=row["url"],
        account=row["account"] or None,
        text=row["text"],
        posted_at=None if row["posted_at"] is None else moment_of(row["posted_at"]),
        notes=tuple(row["notes"]),
    )


def _seal(tx: Tx, row: dict[str, Any], content: Any) -> None:
    sealer = vault.Sealer(row["subject"])
    at = moment_of(row["made_at"])
    sealer.add(about=row["about"], kind=row["kind"], value=content, at=at, record=row["id"])
    for effect in sealer.effects:
        effect(tx)


def _timed(row: dict[str, Any]) -> Columns:
    return {**row, "made_at": _when(row["made_at"])}


def _link(row: dict[str, Any]) -> Columns:
    """This hub's own link of the same referral: the old one led to the old hub."""
    made = {"digest": secret_digest(answer_secret(row["about"].partition(":")[2]))}
    times = {name: _when(row[name]) for name in ("expires_at", "used_at")}
    return {**made, "purpose": row["purpose"], "about": row["about"], **times}


def _when(text: str | None) -> str | None:
    return None if text is None else when(moment_of(text))


def _chunked(rows: Iterator[T]) -> Iterator[list[T]]:
    while chunk := list(islice(rows, CHUNK)):
        yield chunk
