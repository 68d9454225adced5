"""Sealed records of an organisation: which may leave in plain, which only as identities and confidences. It seals nothing.

In plain: what the organisation and its recipients wrote about a case. As confidences: who reported and what they said,
contests, mails, testimony; and every record of a case of child abuse material, whose locators never leave in plain.
"""

import base64
import hashlib
import json
from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet

from fanal.words.lists import Category, TargetKind
from fanal_hub.ledger import vault
from fanal_hub.ledger.models import CaseRow, EventRow, ReferralRow, TargetContent, VaultRow
from fanal_hub.stations.carry.form import ENVELOPES, time_of
from fanal_hub.stations.carry.owned import CHUNK, streams_of
from fanal_hub.stations.carry.papers import inbox_rows, sealed_letter

WORK = (
    "note", "evidence_reason", "detach_reason", "hold", "answer", "letter", "form_reference", "pasted", "file",
    "file_facts",
)  # fmt: skip
AS_BYTES = frozenset({"file", "letter"})
_ENDINGS = (
    (b"\x89PNG", "png"), (b"\xff\xd8\xff", "jpg"), (b"RIFF", "webp"), (b"%PDF-", "pdf"),
)  # fmt: skip


def locked_cases(organisation: str) -> set[str]:
    """The cases of child abuse material: by their category, or because a person judged so (DESIGN section 7)."""
    cases = CaseRow.objects.filter(handler=organisation)
    found = set(cases.filter(category=Category.CHILD_ABUSE).values_list("ref", flat=True))
    bare = TargetContent.objects.filter(handler=organisation, canonical="", url="", text="")
    found |= set(bare.exclude(kind=TargetKind.MESSAGE).values_list("case", flat=True))
    about = VaultRow.objects.filter(about__startswith="case:", kind="locator").values_list("about", flat=True)
    named = {each.partition(":")[2] for each in about}
    return found | set(cases.filter(ref__in=named).values_list("ref", flat=True))


def _locked_abouts(organisation: str) -> list[str]:
    cases = locked_cases(organisation)
    referrals = ReferralRow.objects.filter(case__in=cases).values_list("ref", flat=True)
    return [*(f"case:{each}" for each in cases), *(f"referral:{each}" for each in referrals)]


def _work(organisation: str) -> QuerySet[VaultRow]:
    rows = VaultRow.objects.filter(kind__in=WORK, about__in=streams_of(organisation))
    rows = rows.exclude(about__startswith="notice:").exclude(about__in=_locked_abouts(organisation))
    return rows.order_by("made_at", "id")


def plain_lines(organisation: str) -> Iterator[dict[str, Any]]:
    """A line for each record that leaves in plain; files and envelopes are named, and stand apart."""
    for row, content in _opened(_work(organisation)):
        line: dict[str, Any] = {**_head(row), "value": None, "file": "", "sha256": ""}
        if row.kind in AS_BYTES:
            name = ENVELOPES if row.kind == "letter" else file_name(row.pk, content)
            yield {**line, "file": name, "sha256": hashlib.sha256(content).hexdigest()}
        else:
            yield {**line, "value": json.loads(content)}


def letters(organisation: str) -> Iterator[bytes]:
    """The envelopes, in the order of the lines that name them: the bytes as they were signed."""
    yield from (content for _, content in _opened(_work(organisation).filter(kind="letter")))


def files(organisation: str) -> Iterator[tuple[str, bytes]]:
    """The evidence files, each with its name in the export."""
    for row, content in _opened(_work(organisation).filter(kind="file")):
        yield file_name(row.pk, content), content


def file_name(record: str, content: bytes) -> str:
    """What a file is called: by its record and by its own first bytes, never by what somebody called it."""
    ending = next((each for start, each in _ENDINGS if content.startswith(start)), "")
    if not ending:
        ending = "mp4" if content[4:8] == b"ftyp" else ("txt" if _is_text(content) else "bin")
    return f"files/{record}.{ending}"


def _is_text(content: bytes) -> bool:
    try:
        return "\0" not in content.decode("utf-8")
    except UnicodeDecodeError:
        return False


# --- identities and confidences ---------------------------------------------------------------------------------------
def traced(organisation: str, until: int) -> QuerySet[Any, Any]:
    """The notices up to a place of the log: those whose identities were said to be read."""
    rows = EventRow.objects.filter(handler=organisation, kind="notice_received", position__lte=until)
    return rows.values("stream")


def confidences(organisation: str, until: int) -> Iterator[dict[str, Any]]:
    """Every other record, for the sealed file: of notices, only those whose reading left its trace."""
    of_notices = Q(about__in=traced(organisation, until))
    of_work = Q(about__in=streams_of(organisation)) & ~Q(about__startswith="notice:")
    plain = Q(kind__in=WORK) & ~Q(about__in=_locked_abouts(organisation)) & ~Q(about__startswith="notice:")
    rows = VaultRow.objects.filter(of_notices | of_work).exclude(plain).order_by("made_at", "id")
    for row, content in _opened(rows):
        if row.kind in AS_BYTES:
            yield {**_head(row), "value": None, "bytes": base64.b64encode(content).decode()}
        else:
            yield {**_head(row), "value": json.loads(content), "bytes": ""}


def inbox_letters(organisation: str) -> Iterator[bytes]:
    """The envelopes that others put before it; never those of child abuse material."""
    shut: dict[str, set[str]] = {}
    for row in inbox_rows(organisation).iterator(chunk_size=CHUNK):
        if row.handler not in shut:
            shut[row.handler] = locked_cases(row.handler)
        content = None if row.case in shut[row.handler] else sealed_letter(row.ref)
        if content is not None:
            yield content


def _opened(rows: QuerySet[VaultRow]) -> Iterator[tuple[VaultRow, bytes]]:
    """Each record with its plain bytes; what was erased says nothing, and stays out."""
    for row in rows.iterator(chunk_size=50):
        content = vault.open_record(row)
        if content is not None:
            yield row, content


def _head(row: VaultRow) -> dict[str, Any]:
    said = {"id": row.pk, "subject": row.subject, "about": row.about, "kind": row.kind}
    return {**said, "made_at": time_of(row.made_at)}
