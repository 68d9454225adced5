"""Checks what stands beside the events of an export: contents against their digests, records, people. It writes nothing."""

import base64
import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from fanal.notice.events import NoticeReceived
from fanal.notice.states import NoticeNow, ReferralNow
from fanal.prove.envelope import read_envelope
from fanal.prove.receipt import content_digest
from fanal.words.errors import ProofError
from fanal.words.lists import OrgKind, RecipientKind, Role, TargetKind
from fanal_hub.stations.carry.form import ENVELOPES, FILE_NAME, SEALED, refuse
from fanal_hub.stations.carry.records import AS_BYTES, WORK
from fanal_hub.stations.carry.replayed import EVENTS, check_events, check_receipts
from fanal_hub.stations.carry.scratch import Scratch
from fanal_hub.stations.carry.unpack import Source

Row = dict[str, Any]
_NOTIFIER = re.compile(r"s-[0-9a-f]{24}")


def check(source: Source, base: Scratch, passphrase: str = "") -> int:
    """Check the whole export; how many events it has. RefusedError says the first thing that is wrong, and where."""
    events = check_events(source, base)
    check_receipts(source, base)
    _remember_digests(source, base)
    for name, look in _LOOKS.items():
        for number, row in source.rows(name):
            if not look(source, base, row):
                raise refuse("carry_other", file=name, line=number, what=_named(row))
    _check_records(source, base)
    if base.said("organisation", "one") is None:
        raise refuse("carry_missing", file="truth/organisation.jsonl")
    for name in ("inbox/referrals.jsonl", "inbox/notices.jsonl", "truth/figures.jsonl", "proof/earlier.jsonl"):
        for _ in source.rows(name):
            pass  # their shape alone: they are documents, or are counted again
    if passphrase:
        _check_confidences(source, base, passphrase)
    return events


def _named(row: Row) -> str:
    said = next((row[each] for each in ("ref", "id", "target", "notice", "about", "code", "name") if each in row), "")
    return str(said)[:60]


# --- contents -------------------------------------------------------------------------------------------------------
def _remember_digests(source: Source, base: Scratch) -> None:
    for _, row in source.rows(EVENTS):
        if row["kind"] == NoticeReceived.KIND:
            for each in row["body"]["mentions"]:
                base.is_new("digest", f"{row['body']['notice']}/{each.get('n')}", str(each.get("digest")))


def _mention(_: Source, base: Scratch, row: Row) -> bool:
    """A mention of a notice of the file, with the words that its event sealed (or none: they were taken away)."""
    name = f"{row['notice']}/{row['n']}"
    notice = base.now(f"notice:{row['notice']}")
    known = isinstance(notice, NoticeNow) and 0 < row["n"] <= notice.mentions and base.is_new("mention", name)
    attached = not row["target"] or base.said("attached", f"{row['target']} {name}") is not None
    return known and attached and _is_sealed(base, name, row) and _has_kind(row)


def _is_sealed(base: Scratch, name: str, row: Row) -> bool:
    if not (row["address"] or row["text"] or row["canonical"] or row["account"]):
        return True
    facts = {each: row[each] for each in ("n", "address", "platform", "kind", "text", "posted_at")}
    facts["account"] = row["account"] or None
    salt = bytes.fromhex(row["salt"])
    return len(salt) == 32 and content_digest(salt, facts) == base.said("digest", name)


def _has_kind(row: Row) -> bool:
    notes = row.get("notes", [])
    return row["kind"] in set(TargetKind) and row["claim"] in _CLAIMS and all(isinstance(each, str) for each in notes)


_CLAIMS = frozenset({"page", "private", "apart", "locked", "target"})


def _target(_: Source, base: Scratch, row: Row) -> bool:
    mine = base.said("target", row["target"]) == row["case"] and base.is_new("content", row["target"])
    single = row["claim"] != "page" or base.is_new("page", row["canonical"])
    return mine and single and _has_kind(row)


# --- people ---------------------------------------------------------------------------------------------------------
def _organisation(source: Source, base: Scratch, row: Row) -> bool:
    shown = re.fullmatch(r"[a-z0-9-]{1,40}", row["ref"]) is not None and row["ref"] == source.organisation
    return shown and base.is_new("organisation", "one") and row["kind"] in set(OrgKind) and row["lang"] in _LANGS


_LANGS = frozenset({"fr", "en"})


def _member(_: Source, base: Scratch, row: Row) -> bool:
    plain = re.fullmatch(r"p-[0-9a-f]{12}", row["ref"]) and re.fullmatch(r"[^@\s]+@[^@\s]+", row["email"])
    new = base.is_new("member", row["ref"]) and base.is_new("email", row["email"].lower())
    return bool(plain) and new and row["lang"] in _LANGS and set(row["roles"]) <= set(Role)


def _token(_: Source, base: Scratch, row: Row) -> bool:
    return base.is_new("token", str(row["number"])) and 0 < row["number"] < 2**31


def _recipient(_: Source, base: Scratch, row: Row) -> bool:
    return base.is_new("recipient", row["code"]) and row["kind"] in set(RecipientKind)


def _template(_: Source, base: Scratch, row: Row) -> bool:
    return base.is_new("template", row["name"])


# --- what hangs on streams ------------------------------------------------------------------------------------------
def _claim(_: Source, base: Scratch, row: Row) -> bool:
    return base.now(f"referral:{row['referral']}") is not None and base.is_new("claim", row["id"])


def _sender(source: Source, base: Scratch, row: Row) -> bool:
    mine = row["sender"] == f"org:{source.organisation}" and base.is_new("sender", row["notice"])
    return mine and base.now(f"notice:{row['notice']}") is not None


def _link(_: Source, base: Scratch, row: Row) -> bool:
    referral = str(row["about"]).startswith("referral:") and row["purpose"] == "answer"
    return referral and base.now(row["about"]) is not None and base.is_new("link", row["about"])


_LOOKS: Mapping[str, Callable[[Source, Scratch, Row], bool]] = {
    "truth/organisation.jsonl": _organisation,
    "truth/members.jsonl": _member,
    "truth/tokens.jsonl": _token,
    "truth/recipients.jsonl": _recipient,
    "truth/templates.jsonl": _template,
    "truth/mentions.jsonl": _mention,
    "truth/targets.jsonl": _target,
    "truth/claims.jsonl": _claim,
    "truth/senders.jsonl": _sender,
    "truth/links.jsonl": _link,
}


# --- sealed records -------------------------------------------------------------------------------------------------
def _check_records(source: Source, base: Scratch) -> None:
    name, envelopes = "truth/records.jsonl", source.lines(ENVELOPES)
    for number, row in source.rows(name):
        if row["kind"] not in WORK or row["about"].startswith("notice:") or not _is_mine(base, row):
            raise refuse("carry_other", file=name, line=number, what=row["id"])
        if not _content_holds(source, row, envelopes):
            raise refuse("carry_altered", file=row["file"][:80] or name)
    if next(envelopes, None) is not None:
        raise refuse("carry_altered", file=ENVELOPES)


def _content_holds(source: Source, row: Row, envelopes: Iterator[bytes]) -> bool:
    if row["kind"] == "letter":
        raw = next(envelopes, b"")
        try:
            about = f"referral:{read_envelope(raw).id}"
        except ProofError:
            return False
        return bool(about == row["about"] and hashlib.sha256(raw).hexdigest() == row["sha256"])
    if row["kind"] == "file":
        named = FILE_NAME.fullmatch(row["file"]) and row["file"].startswith(f"files/{row['id']}.")
        return bool(named) and row["sha256"] != "" and row["sha256"] == source.sha256(row["file"])
    return row["file"] == "" and isinstance(row["value"], dict)


def _is_mine(base: Scratch, row: Row) -> bool:
    """About a stream of the file, under the subject that the hub gives such a record, and said once."""
    now = base.now(row["about"]) if row["about"].partition(":")[0] in ("notice", "case", "referral") else None
    if now is None or not base.is_new("record", row["id"]):
        return False
    kind, _, ref = row["about"].partition(":")
    if kind == "notice":
        fits = _NOTIFIER.fullmatch(row["subject"]) is not None and base.said("subject", row["subject"]) in (None, ref)
    else:
        fits = row["subject"] == f"case-{now.case if isinstance(now, ReferralNow) else ref}"
    base.is_new("subject", row["subject"], ref if kind == "notice" else "")
    return fits


def _check_confidences(source: Source, base: Scratch, passphrase: str) -> None:
    for number, row in source.confidences(passphrase):
        if not _is_mine(base, row) or not _has_value(row):
            raise refuse("carry_other", file=SEALED, line=number, what=row["id"])
        if row["kind"] == "locator":
            _remember_locators(base, row)


def _has_value(row: Row) -> bool:
    if row["kind"] not in AS_BYTES:
        return isinstance(row["value"], dict | list) and not row["bytes"]
    try:
        return row["value"] is None and len(base64.b64decode(row["bytes"], validate=True)) > 0
    except ValueError:
        return False


def _remember_locators(base: Scratch, row: Row) -> None:
    """Where the targets of child abuse material are: the new hub must claim their pages under its own key."""
    value = row["value"]
    if isinstance(value, dict) and isinstance(value.get("target"), str):
        base.is_new("locator", value["target"], str(value.get("address", "")))
    for each in value if isinstance(value, list) else []:
        if isinstance(each, dict):
            ref = row["about"].partition(":")[2]
            base.is_new("place", json.dumps([ref, each.get("n")]), str(each.get("canonical") or ""))
