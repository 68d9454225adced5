"""What a notifier may still do once the notice is in: add a piece of testimony, or take the notice back. It reads no identity."""

import secrets
from datetime import UTC, datetime

from fanal import flow
from fanal.notice.states import NoticeNow
from fanal.prove.receipt import SALT_BYTES
from fanal.words.errors import RefusedError
from fanal.words.lists import Category, NoticeState
from fanal.words.say import message
from fanal_hub.ledger import vault, write
from fanal_hub.ledger.plan import ConflictError, Plan, TakenError
from fanal_hub.ledger.read import streams
from fanal_hub.ledger.read.matching import sha256_hex
from fanal_hub.ledger.read.notices import sealed
from fanal_hub.stations.judge import TRIES, UnknownError

MOST_FILES = 5  # pieces of testimony with one notice
_CLOSED = (NoticeState.REJECTED, NoticeState.WITHDRAWN)


def may_add(now: NoticeNow) -> bool:
    """True while a file may join the notice; never where a file could itself be child abuse material (DESIGN section 7)."""
    is_open = now.state not in _CLOSED and not now.erased
    return is_open and now.category != Category.CHILD_ABUSE and len(testimony(now.ref)) < MOST_FILES


def testimony(ref: str) -> list[dict[str, str]]:
    """The files sealed with a notice: name, type, SHA-256 and vault record, oldest first."""
    return [said for row in sealed(f"notice:{ref}", "file_facts") if (said := vault.open_json(row))]


def add_testimony(ref: str, name: str, media_type: str, content: bytes) -> str:
    """Seal a file with its notice under the notifier's own key; its SHA-256. The notice itself is never edited."""
    now = streams.notice_now(ref)
    if now is None:
        raise UnknownError(ref)
    if not may_add(now):
        raise RefusedError(message("testimony_closed", at="file", most=MOST_FILES))
    digest = sha256_hex(content)
    if any(each["sha256"] == digest for each in testimony(ref)):
        return digest
    at = datetime.now(UTC)
    sealer = vault.Sealer(now.subject)
    record = sealer.add(about=f"notice:{ref}", kind="file", value=content, at=at)
    facts = {"file": record, "name": name, "type": media_type, "sha256": digest}
    salt = secrets.token_bytes(SALT_BYTES).hex()
    sealer.add(about=f"notice:{ref}", kind="file_facts", value={**facts, "salt": salt}, at=at)
    write.submit(Plan(beside=sealer.effects))
    return digest


def withdraw(ref: str) -> NoticeNow:
    """The notifier takes the notice back (safe to do twice); what others reported stays."""
    for left in range(TRIES, 0, -1):
        stand = streams.stand(f"notice:{ref}")
        if not isinstance(stand.now, NoticeNow):
            raise UnknownError(ref)
        if stand.now.state == NoticeState.WITHDRAWN:
            return stand.now
        events = flow.withdraw_notice(stand.now, datetime.now(UTC))
        try:
            write.submit(Plan(events=events, stands={f"notice:{ref}": stand}))
            return flow.after(stand.now, events)
        except (ConflictError, TakenError):
            if left == 1:
                raise
    raise AssertionError("unreachable")
