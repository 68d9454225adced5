"""Assisted dispatch: what a person pastes into a platform's own form, in the order of its fields. It sends nothing.

What is claimed stays what is known: the person says that it was sent, and what was pasted is sealed with the referral.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from fanal import flow
from fanal.notice.states import ReferralNow
from fanal.prove.receipt import SALT_BYTES, content_digest
from fanal.words.lists import Ask, TargetKind
from fanal_hub.ledger import vault
from fanal_hub.ledger.models import TargetContent
from fanal_hub.ledger.plan import Effect
from fanal_hub.ledger.read import cases, referrals, streams
from fanal_hub.ledger.read.notices import sealed
from fanal_hub.people.models import Organisation

MOST_EXCERPT = 1_000  # characters of a reported text that a form is given


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the form: its code, our label, and the text ready to paste."""

    code: str
    label: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AssistedForm:
    """A platform's own form. `url` is None when only the law's elements are known; `confidence` is that of the plug."""

    url: str | None
    confidence: str  # A read at the source, B official page, C the law's elements alone
    fields: tuple[Field, ...]


def assisted(
    referral: ReferralNow,
    handler: Organisation,
    contents: Mapping[str, TargetContent] | None = None,
    lang: str = "",
) -> AssistedForm:
    """The form of the referral's recipient, filled: a platform's or an authority's own, else the law's elements."""
    form = flow.notice_form(referral.platform) or flow.other_form(referral.recipient)
    case = streams.case_now(referral.case)
    known = contents if contents is not None else cases.located(case) if case else {}
    found = [known[each.target] for each in referral.targets if each.target in known]
    reader = lang or handler.lang
    texts = _texts(referral, handler, found, reader)
    label_at = 2 if reader == "en" else 1
    fields = tuple(Field(each[0], each[label_at], texts[each[0]]) for each in form.fields if texts.get(each[0]))
    return AssistedForm(url=form.url, confidence=form.confidence, fields=fields)


def seal_pasted(referral: ReferralNow, fields: Sequence[Field], by: str, now: datetime) -> tuple[str, list[Effect]]:
    """Seal what a person says they pasted; its salted digest, and the effects to write beside "sent"."""
    said = {"by": by, "fields": [[each.code, each.label, each.text] for each in fields]}
    salt = secrets.token_bytes(SALT_BYTES)
    sealer = vault.Sealer(f"case-{referral.case}")
    sealer.add(about=f"referral:{referral.ref}", kind="pasted", value={"said": said, "salt": salt.hex()}, at=now)
    return content_digest(salt, said), sealer.effects


def pasted(referral: str) -> list[Field]:
    """What was pasted last, out of the vault."""
    rows = sealed(f"referral:{referral}", "pasted")
    said = vault.open_json(rows[-1]) if rows else None
    return [Field(*each) for each in said["said"]["fields"]] if said else []


def _texts(referral: ReferralNow, handler: Organisation, found: Sequence[TargetContent], lang: str) -> dict[str, str]:
    """The elements of a notice (DSA Art. 16(2)) by field; the notifier is the handler, as towards every recipient."""
    case = streams.case_now(referral.case)
    law = [f"{flow.offence_label(each, lang)} ({flow.offence_basis(each) or each})" for each in referral.offences]
    return {
        "location": "\n".join(each.url for each in found if each.url),
        "reasons": referrals.stated_reasons(case, [each.target for each in referral.targets]) if case else "",
        "law": "\n".join([*law, flow.lane_basis(referral.lane)]).strip(),
        "excerpt": "\n\n".join(_excerpt(each) for each in found if each.text and each.kind != TargetKind.MESSAGE),
        "name": handler.name,
        "email": handler.email,
        "good_faith": _good_faith(handler, lang),
        "ask": Ask(referral.ask).label(lang),
    }


def _good_faith(handler: Organisation, lang: str) -> str:
    with override(lang):
        said = _(
            "%(handler)s believes in good faith that what is said here is accurate and complete (DSA Art. 16(2)(d))."
        )
        return said % {"handler": handler.name}


def _excerpt(content: TargetContent) -> str:
    text = content.text.strip()
    return text if len(text) <= MOST_EXCERPT else text[: MOST_EXCERPT - 1] + "…"
