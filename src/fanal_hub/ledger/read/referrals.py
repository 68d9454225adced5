"""Questions about referrals, scoped by the handler that sent them or the recipient they were put before."""

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from fanal import flow
from fanal.notice.codec import load
from fanal.notice.states import CaseNow, ReferralNow
from fanal.words.lists import Consent, ReferralState
from fanal_hub.ledger import vault
from fanal_hub.ledger.models import AccessRow, ClaimRow, EventRow, ReferralRow, VaultRow
from fanal_hub.ledger.read.notices import Page, sealed
from fanal_hub.people.models import ApiToken

DELIVERED = (
    ReferralState.SENT,
    ReferralState.ACKNOWLEDGED,
    ReferralState.ANSWERED,
    ReferralState.VERIFIED,
    ReferralState.CONTESTED,
    ReferralState.CLOSED,
)


def any_referral(ref: str) -> ReferralNow | None:
    """A referral, whoever asks: only for links that were checked."""
    text = ReferralRow.objects.filter(ref=ref).values_list("now", flat=True).first()
    return None if text is None else _referral(text)


def sent_by(handler: str, ref: str) -> ReferralNow | None:
    """A referral of this handler; None for any other (404)."""
    text = ReferralRow.objects.filter(ref=ref, handler=handler).values_list("now", flat=True).first()
    return None if text is None else _referral(text)


def put_before(organisation: str, ref: str) -> ReferralNow | None:
    """A referral delivered to this organisation; None for any other (404)."""
    rows = ReferralRow.objects.filter(ref=ref, organisation=organisation, state__in=DELIVERED)
    text = rows.values_list("now", flat=True).first()
    return None if text is None else _referral(text)


def _referral(text: str) -> ReferralNow:
    now = load("referral", text)
    assert isinstance(now, ReferralNow)
    return now


def inbox(organisation: str, states: Collection[str] = DELIVERED, after: str = "", most: int = 50) -> Page:
    """Referrals put before an organisation, oldest first; `after` is "sent_ref" of the last one seen."""
    wanted = set(states) & set(DELIVERED)
    rows = ReferralRow.objects.filter(organisation=organisation, state__in=wanted)
    if after:
        at, _, ref = after.rpartition("_")
        sent = datetime.fromisoformat(at)
        rows = rows.filter(sent_at__gt=sent) | rows.filter(sent_at=sent, ref__gt=ref)
    found = list(rows.order_by("sent_at", "ref")[: most + 1])
    last = found[most - 1] if len(found) > most else None
    more = f"{last.sent_at.isoformat()}_{last.ref}" if last and last.sent_at else ""
    return Page([_referral(each.now) for each in found[:most]], more)


def outbox(handler: str, states: Collection[str] = (), most: int = 200) -> list[ReferralNow]:
    """The referrals of a handler, newest first."""
    rows = ReferralRow.objects.filter(handler=handler)
    if states:
        rows = rows.filter(state__in=states)
    return [_referral(each.now) for each in rows.order_by("-prepared_at")[:most]]


def sent_page(handler: str, states: Collection[str] = (), after: str = "", most: int = 50) -> Page:
    """The referrals of a handler, oldest first; `after` is "prepared_ref" of the last one seen."""
    rows = ReferralRow.objects.filter(handler=handler)
    if states:
        rows = rows.filter(state__in=states)
    if after:
        at, _, ref = after.rpartition("_")
        prepared = datetime.fromisoformat(at)
        rows = rows.filter(prepared_at__gt=prepared) | rows.filter(prepared_at=prepared, ref__gt=ref)
    found = list(rows.order_by("prepared_at", "ref")[: most + 1])
    more = f"{found[most - 1].prepared_at.isoformat()}_{found[most - 1].ref}" if len(found) > most else ""
    return Page([_referral(each.now) for each in found[:most]], more)


def judges_of(ref: str) -> frozenset[str]:
    """Who qualified what this referral puts before its recipient: none of them can be the second person.

    A token is no person: what it judged, whoever made it judged (a token of the command line was made by nobody here).
    """
    row = EventRow.objects.filter(stream=f"referral:{ref}", version=1).first()
    if row is None:
        return frozenset()
    made = _body(row)
    wanted, judges = set(made["targets"]), set()
    # By the order of the rows: what was just written may have no position yet.
    judged = EventRow.objects.filter(stream=f"case:{made['case']}", kind="target_qualified", id__lt=row.pk)
    for said in map(_body, judged.order_by("-id")):
        if said["target"] in wanted:
            wanted.remove(said["target"])
            judges.add(_person(str(said["by"]), row.handler))
    return frozenset(judges)


def _person(by: str, handler: str) -> str:
    number = by.removeprefix("token-")
    if number == by or not number.isdigit():
        return by
    mine = ApiToken.objects.filter(pk=int(number), organisation__ref=handler)
    return mine.values_list("by", flat=True).first() or by


def _body(row: EventRow) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(row.body)
    return made


def letter(ref: str) -> bytes | None:
    """The signed envelope of a referral."""
    rows = sealed(f"referral:{ref}", "letter")
    return vault.open_record(rows[-1]) if rows else None


def answers(ref: str) -> dict[str, dict[str, Any]]:
    """What the recipient last said, by target, out of the vault."""
    found = [vault.open_json(each) for each in sealed(f"referral:{ref}", "answer")]
    return {each["target"]: each for each in found if each}


def form_reference(ref: str) -> str:
    """The platform's own reference, if it was noted."""
    rows = sealed(f"referral:{ref}", "form_reference")
    said = vault.open_json(rows[-1]) if rows else None
    return said["reference"] if said else ""


def stated_reasons(case: CaseNow, targets: Sequence[str]) -> str:
    """Why the targets are illegal: the words of the qualification's notes; else those of a notifier who may be quoted;

    else the offences by their names. A notifier's free text is a confidence: it leaves only when the notifier is an
    organisation that answers for its notices, or agreed that the platform may know who reports.
    """
    notes = [vault.open_json(each) for each in sealed(f"case:{case.ref}", "note")]
    said = {target: text["note"] for each in notes if each for target, text in each["said"].items() if text["note"]}
    kept = list(dict.fromkeys(said[target] for target in targets if target in said))
    return "\n\n".join(kept) or _quotable(case, targets) or _offences(case, targets)


def _quotable(case: CaseNow, targets: Sequence[str]) -> str:
    mentions = [mention for each in case.targets if each.id in targets for mention in each.mentions]
    for ref in dict.fromkeys(mention.split("/")[0] for mention in mentions):
        who = vault.open_json(next(iter(sealed(f"notice:{ref}", "identity")), None)) or {}
        if who.get("standing") or Consent.PLATFORM in who.get("consents", ()):
            said = vault.open_json(next(iter(sealed(f"notice:{ref}", "reasons")), None))
            if said:
                return str(said["reasons"])
    return ""


def _offences(case: CaseNow, targets: Sequence[str]) -> str:
    found = dict.fromkeys(code for each in case.targets if each.id in targets for code in each.offences)
    return "\n".join(f"{flow.offence_label(code, 'fr')} ({flow.offence_basis(code)})" for code in found)


def linked(digest: str, at: datetime) -> str | None:
    """The referral that a one-time link opens, while it lives and is not spent."""
    row = AccessRow.objects.filter(digest=digest, purpose="answer").first()
    if row is None or row.used_at or (row.expires_at and row.expires_at < at):
        return None
    return row.about.removeprefix("referral:")


def claims(handler: str) -> list[ClaimRow]:
    """Mail answers that wait for a person of the handler."""
    return list(ClaimRow.objects.filter(handler=handler, state="waiting").order_by("made_at"))


def claim_text(row: ClaimRow) -> Any:
    """What the mail said, out of the vault."""
    return vault.open_json(VaultRow.objects.filter(id=row.vault).first())
