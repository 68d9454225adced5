"""The form of an export: its files, their columns, the rules a line must keep. It reads and writes nothing.

The same table makes the JSON Schemas of spec/export, the lists of columns in the file's README, and the check at the import.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fanal.notice.events import stamp
from fanal.prove.signed import Form, is_digest, is_text
from fanal.prove.stamp import is_stamp
from fanal.words.errors import RefusedError
from fanal.words.say import Message, message

FORMAT, VERSION = "fanal.export", 1
MANIFEST, SIGNATURE, README, KEY = "manifest.json", "manifest.sig.json", "README.md", "proof/key.txt"
LEAVES, ENVELOPES, SEALED = "proof/leaves.bin", "proof/envelopes.jsonl", "sealed/confidences.bin"
RECEIPTS, INBOX_ENVELOPES = "proof/receipts.jsonl", "inbox/envelopes.jsonl"
SIGNED = Form(
    type=FORMAT, fields={"hub": is_text, "organisation": is_text, "made_at": is_stamp, "manifest": is_digest}
)  # what the hub's key says of the manifest: it was made here, with exactly these files
FILE_NAME = re.compile(r"files/[0-9a-f]{32}\.(?:png|jpg|webp|pdf|mp4|txt|bin)")
_REF = re.compile(r"[NCRTX]-[0-9A-Z]{4}-[0-9A-Z]{4}")
_STREAM = re.compile(r"(?:notice:N|case:C|referral:R)-[0-9A-Z]{4}-[0-9A-Z]{4}")
_HEX = re.compile(r"[0-9a-f]{16,64}")
_CODE = re.compile(r"[A-Za-z0-9_:.@/-]{0,60}")


@dataclass(frozen=True, slots=True)
class Kind:
    """What a column may hold: its JSON Schema, and the test that agrees with it."""

    schema: Mapping[str, Any]
    holds: Callable[[Any], bool]


def _matches(pattern: re.Pattern[str]) -> Kind:
    shown = pattern.pattern.replace("(?:", "(")
    return Kind(
        {"type": "string", "pattern": f"^({shown})$"},
        lambda value: isinstance(value, str) and pattern.fullmatch(value) is not None,
    )


def _of(name: str, holds: Callable[[Any], bool]) -> Kind:
    return Kind({"type": name}, holds)


def _or_null(kind: Kind) -> Kind:
    return Kind(
        {**kind.schema, "type": [kind.schema["type"], "null"]}, lambda value: value is None or kind.holds(value)
    )


TEXT = _of("string", lambda value: isinstance(value, str) and "\0" not in value and _whole(value))
COUNT = Kind({"type": "integer", "minimum": 0}, lambda value: type(value) is int and value >= 0)
BOOL = _of("boolean", lambda value: isinstance(value, bool))
TIME = Kind({"type": "string", "format": "date-time"}, is_stamp)
LIST = _of("array", lambda value: isinstance(value, list))
OBJECT = _of("object", lambda value: isinstance(value, dict))
ANY = Kind({}, lambda value: True)
REF, STREAM, HEX, CODE = _matches(_REF), _matches(_STREAM), _matches(_HEX), _matches(_CODE)
DIGEST = _matches(re.compile(r"(?:[0-9a-f]{64})?"))
SHORT = Kind({"type": "string", "maxLength": 400}, lambda value: TEXT.holds(value) and len(value) <= 400)
TIME_OR_NULL = _or_null(TIME)


def _whole(text: str) -> bool:
    """Without half characters: they cannot be written down again."""
    return not any("\ud800" <= each <= "\udfff" for each in text) if not text.isascii() else True


@dataclass(frozen=True, slots=True)
class Table:
    """A file of lines: what it holds, in both languages, and its columns."""

    title: Mapping[str, str]
    columns: Mapping[str, Kind]

    def faults(self, row: Any) -> Iterator[str]:
        """The columns that are missing, unknown or hold something else."""
        if not isinstance(row, dict):
            yield "-"
            return
        yield from (name for name in self.columns if name not in row or not self.columns[name].holds(row[name]))
        yield from (str(name)[:40] for name in row if name not in self.columns)

    def schema(self, name: str) -> dict[str, Any]:
        """The JSON Schema (2020-12) of one line."""
        return {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": f"One line of {name}: {self.title['en']}",
            "type": "object",
            "properties": {column: dict(kind.schema) for column, kind in self.columns.items()},
            "required": list(self.columns),
            "additionalProperties": False,
        }


def _table(fr: str, en: str, **columns: Kind) -> Table:
    return Table({"fr": fr, "en": en}, columns)


_CONTENT = {"platform": CODE, "kind": CODE, "account": SHORT, "text": TEXT, "posted_at": TIME_OR_NULL}
_RECORD = {"id": HEX, "subject": CODE, "about": SHORT, "kind": CODE, "made_at": TIME}
TABLES: Mapping[str, Table] = {
    "truth/organisation.jsonl": _table(
        "l’organisation et ses réglages",
        "the organisation and its settings",
        ref=CODE, kind=CODE, name=SHORT, lang=CODE, email=SHORT, trusted_flagger=BOOL, areas=LIST, platform=CODE,
        is_default=BOOL, takes_public=BOOL, about_fr=SHORT, about_en=SHORT, purpose=SHORT, legal_basis=SHORT,
        keep_days=COUNT, policy=OBJECT, created_at=TIME,
    ),
    "truth/members.jsonl": _table(
        "les membres et leurs rôles, sans mot de passe",
        "the members and their roles, without passwords",
        ref=CODE, name=SHORT, email=SHORT, lang=CODE, active=BOOL, roles=LIST,
    ),
    "truth/tokens.jsonl": _table(
        "les jetons qui ont existé, sans leur secret",
        "the tokens that there were, without their secrets",
        number=COUNT, name=SHORT, by=CODE, roles=LIST, created_at=TIME, expires_at=TIME, revoked_at=TIME_OR_NULL,
    ),
    "truth/recipients.jsonl": _table(
        "les destinataires ajoutés ou complétés",
        "recipients added or completed",
        code=CODE, kind=CODE, title_fr=SHORT, title_en=SHORT, platform=CODE, organisation=CODE, email=SHORT,
    ),
    "truth/templates.jsonl": _table(
        "les modèles de signalement", "templates of notices", name=SHORT, category=CODE, reasons=TEXT
    ),
    "truth/events.jsonl": _table(
        "tout ce qui s’est passé, dans l’ordre du journal",
        "everything that happened, in the order of the log",
        position=COUNT, stream=STREAM, version=COUNT, kind=CODE, occurred_at=TIME, recorded_at=TIME, body=OBJECT,
        leaf=HEX,
    ),
    "truth/mentions.jsonl": _table(
        "ce que chaque signalement désigne : contenu public signalé, avec le sel de son empreinte",
        "what each notice names: reported public content, with the salt of its digest",
        notice=REF, n=COUNT, target=CODE, address=TEXT, url=TEXT, canonical=TEXT, claim=CODE, **_CONTENT, notes=LIST,
        salt=HEX,
    ),
    "truth/targets.jsonl": _table(
        "ce que l’on sait publiquement de chaque contenu visé",
        "what is publicly known of each target",
        target=REF, case=REF, url=TEXT, canonical=TEXT, claim=CODE, **_CONTENT,
    ),
    "truth/records.jsonl": _table(
        "ce que l’organisation et ses destinataires ont écrit : notes, exposés des motifs, plis, pièces (fichiers à part)",
        "what the organisation and its recipients wrote: notes, statements of reasons, envelopes, evidence (files apart)",
        **_RECORD, value=ANY, file=CODE, sha256=DIGEST,
    ),
    "truth/claims.jsonl": _table(
        "les réponses reçues par courriel", "answers that came by mail",
        id=HEX, referral=REF, vault=HEX, state=CODE, made_at=TIME,
    ),
    "truth/senders.jsonl": _table(
        "les signalements que l’organisation a elle-même envoyés", "the notices that the organisation itself sent",
        notice=REF, sender=CODE, made_at=TIME,
    ),
    "truth/links.jsonl": _table(
        "les liens de réponse, sans leur secret", "answer links, without their secrets",
        about=STREAM, purpose=CODE, expires_at=TIME_OR_NULL, used_at=TIME_OR_NULL,
    ),
    "truth/figures.jsonl": _table(
        "les indicateurs, calculés à l’instant de l’export", "the figures, counted at the moment of the export",
        figure=OBJECT,
    ),
    "proof/checkpoints.jsonl": _table(
        "les scellés du journal", "the checkpoints of the log", size=COUNT, root=SHORT, note=TEXT, published_at=TIME
    ),
    "proof/earlier.jsonl": _table(
        "les preuves apportées de serveurs précédents", "proofs brought from earlier hubs",
        hub=SHORT, about=SHORT, kind=CODE, content=TEXT,
    ),
    "inbox/referrals.jsonl": _table(
        "ce qui a été transmis à l’organisation par d’autres", "what others put before the organisation",
        referral=REF, handler=CODE, state=CODE, outcome=CODE, ask=CODE, offences=LIST, platform=CODE,
        sent_at=TIME_OR_NULL, due_at=TIME_OR_NULL, answered_at=TIME_OR_NULL, targets=LIST, answers=LIST,
    ),
    "inbox/notices.jsonl": _table(
        "ce que l’organisation a signalé à d’autres", "what the organisation reported to others",
        notice=REF, handler=CODE, state=CODE, received_at=TIME, category=CODE, targets=LIST,
    ),
}  # fmt: skip
SEALED_LINE = _table(
    "identités et confidences", "identities and confidences", **_RECORD, value=ANY, bytes=TEXT
)  # a line inside the sealed file
RAW = (ENVELOPES, RECEIPTS, INBOX_ENVELOPES)  # each line is a document that `fanal check -` reads
ALWAYS = (README, KEY, LEAVES, *RAW, *TABLES)


class CarryError(RefusedError):
    """The export cannot be made or taken in: each message says what to do."""


def refuse(code: str, at: str = "file", **params: str | int) -> CarryError:
    """The error of that code."""
    made: Message = message(code, at=at, **params)
    return CarryError(made)


def time_of(at: datetime | None) -> str | None:
    """A time as it is written in the file."""
    return None if at is None else stamp(at)


def checked_row(name: str, number: int, row: Any, table: Table | None = None) -> dict[str, Any]:
    """The row, refused with its file, line and columns unless it keeps the rules."""
    faults = list((table or TABLES[name]).faults(row))
    if faults:
        raise refuse("carry_bad_line", file=name, line=number, columns=", ".join(faults[:6]))
    made: dict[str, Any] = row
    return made
