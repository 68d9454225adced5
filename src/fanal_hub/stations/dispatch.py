"""Dispatch: makes the envelope of a prepared referral and sends it by the way its recipient has. It chooses no recipient."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings

from fanal import flow
from fanal.notice.events import Event, ReferralApproved, ReferralPrepared
from fanal.notice.facts import Recipient
from fanal.notice.states import CaseNow, ReferralNow
from fanal.prove.envelope import Envelope, sign_envelope
from fanal.prove.receipt import SALT_BYTES, content_digest
from fanal.words.lists import DeliveryGrade, DeliveryWay, ReferralState
from fanal_hub.courier import letters, post
from fanal_hub.courier.keys import answer_secret, secret_digest, signer
from fanal_hub.ledger import vault, write
from fanal_hub.ledger.plan import ConflictError, Effect, Plan, Stand, TakenError, Tx
from fanal_hub.ledger.read import cases, orgs, referrals, streams
from fanal_hub.ledger.rows import when
from fanal_hub.people.models import Organisation
from fanal_hub.stations.judge import Hand, UnknownError

NAME = "dispatch"
KINDS = frozenset({"referral_prepared", "referral_approved"})
LINK_DAYS = 60  # life of a one-time answer link
RETRY_UNTIL = 6


def handle(seen: streams.Recorded, now: datetime) -> Plan | None:
    """The plan that sends one referral; None when it was sent, waits for a second person, or is sent by hand."""
    event = seen.event
    assert isinstance(event, ReferralPrepared | ReferralApproved)
    return send(event.referral, now)


def send(ref: str, now: datetime) -> Plan | None:
    """Make the envelope and hand it over by the recipient's way. Safe to do twice: the mail carries a key."""
    stand = streams.stand(f"referral:{ref}")
    referral = stand.now
    if not isinstance(referral, ReferralNow) or referral.state not in (
        ReferralState.PREPARED,
        ReferralState.UNDELIVERABLE,
    ):
        return None
    if referral.needs_second and not referral.approved_by:
        return None
    handler = orgs.organisation(referral.handler)
    recipient = orgs.recipient_for(referral.handler, referral.recipient)
    if handler is None or recipient is None:
        return _undeliverable(referral, stand, "no_recipient", now)
    if recipient.organisation:
        return _by_hub(referral, stand, handler, now)
    if recipient.email:
        return _by_mail(referral, stand, handler, recipient, now)
    # Assisted: a person pastes it into the platform's own form, and says so (`sent_by_hand`). Nothing is claimed before.
    return None


def answer_link(referral: str) -> str:
    """The one-time link by which a recipient without account answers."""
    return f"{settings.FANAL_URL}/a/{answer_secret(referral)}"


def way_of(recipient: Recipient) -> DeliveryWay:
    """By which way a recipient is reached."""
    if recipient.organisation:
        return DeliveryWay.HUB
    return DeliveryWay.EMAIL if recipient.email else DeliveryWay.ASSISTED


def _by_hub(referral: ReferralNow, stand: Stand, handler: Organisation, now: datetime) -> Plan:
    return _sent(referral, stand, handler, DeliveryWay.HUB, now)


def _by_mail(referral: ReferralNow, stand: Stand, handler: Organisation, recipient: Recipient, now: datetime) -> Plan:
    plan = _sent(referral, stand, handler, DeliveryWay.EMAIL, now)
    # The letter tells the clocks as they start with it; sent again, it is the same letter with the same link.
    letter = letters.referral_letter(flow.after(referral, plan.events), handler, recipient, answer_link(referral.ref))
    try:
        post.deliver(letter)
    except post.UndeliveredError as error:
        return _undeliverable(referral, stand, error.code, now)
    if not settings.FANAL_MAIL:
        # The letter waits in the outbox for a person to send it (`sent_by_hand`): nothing more is known, or claimed.
        events = flow.undeliverable(referral, "outbox", now)
        plan = Plan(
            events=events, stands={f"referral:{referral.ref}": stand}, beside=(streams.set_wake(referral.ref, None),)
        )
    return Plan(plan.events, plan.stands, (*plan.beside, _link_row(referral, now)))


def _link_row(referral: ReferralNow, now: datetime) -> Effect:
    row = {
        "digest": secret_digest(answer_secret(referral.ref)),
        "purpose": "answer",
        "about": f"referral:{referral.ref}",
        "expires_at": when(now + timedelta(days=LINK_DAYS)),
        "used_at": None,
    }
    return lambda tx: tx.insert("ledger_accessrow", [row], ignore=True)


def _undeliverable(referral: ReferralNow, stand: Stand, why: str, now: datetime) -> Plan:
    events = flow.undeliverable(referral, why, now)
    retry = streams.set_wake(referral.ref, now + timedelta(minutes=15))
    return Plan(events=events, stands={f"referral:{referral.ref}": stand}, beside=(retry,))


def _sent(referral: ReferralNow, stand: Stand, handler: Organisation, way: DeliveryWay, now: datetime) -> Plan:
    case = streams.case_now(referral.case)
    assert case is not None
    raw = envelope(referral, case, handler, now)
    policy = orgs.policy_of(handler)
    events = flow.sent(
        referral,
        way=way,
        grade=DeliveryGrade.SENT,
        envelope=hashlib.sha256(raw).hexdigest(),
        key=f"send:{referral.ref}",
        policy=policy,
        danger=cases.is_danger(case),
        category=case.category,
        now=now,
    )
    sealer = vault.Sealer(f"case-{referral.case}")
    sealer.add(about=f"referral:{referral.ref}", kind="letter", value=raw, at=now)
    return Plan(
        events=events,
        stands={f"referral:{referral.ref}": stand},
        beside=(*sealer.effects, wake_after(referral, events, policy)),
    )


def wake_after(referral: ReferralNow, events: Sequence[Event], policy: flow.HandlerPolicy) -> Effect:
    """An effect that sets when the referral's clocks are looked at again, after these events."""
    return streams.set_wake(referral.ref, flow.wakes(flow.after(referral, events), policy))


def envelope(referral: ReferralNow, case: CaseNow, handler: Organisation, now: datetime) -> bytes:
    """The signed envelope of a referral: the same bytes whether the recipient is in this hub or elsewhere."""
    made = Envelope(
        kind="referral",
        id=referral.ref,
        sender=f"{settings.HUB['name']}/{handler.ref}",
        recipient=referral.recipient,
        made_at=now,
        body=body_of(referral, case, handler),
    )
    return sign_envelope(made, signer())


def body_of(referral: ReferralNow, case: CaseNow, handler: Organisation) -> dict[str, Any]:
    """What a referral says: the elements of a notice (DSA Art. 16(2)), its law and clocks; never who reported."""
    known = cases.located(case)
    return {
        "referral": referral.ref,
        "case": case.ref,
        "handler": {"ref": handler.ref, "name": handler.name, "kind": handler.kind, "email": handler.email},
        "lane": referral.lane,
        "basis": flow.lane_basis(referral.lane),
        "ask": referral.ask,
        "offences": [{"code": each, "label": flow.offence_label(each, handler.lang)} for each in referral.offences],
        "clocks": list(referral.clocks),
        "good_faith": True,
        "reasons": referrals.stated_reasons(case, [each.target for each in referral.targets]),
        "targets": [_target_body(each.target, known) for each in referral.targets],
        "answer_at": f"{settings.FANAL_URL}/api/v1/referrals/{referral.ref}",
    }


def _target_body(target: str, known: dict[str, Any]) -> dict[str, Any]:
    content = known.get(target)
    if content is None:
        return {"id": target}
    return {
        "id": target,
        "url": content.url,
        "platform": content.platform,
        "kind": content.kind,
        "account": content.account,
        "text": content.text[:2000],
        "posted_at": content.posted_at.isoformat() if content.posted_at else None,
    }


# --- what a person does ---------------------------------------------------------------------------------------------
def approve(hand: Hand, ref: str) -> ReferralNow:
    """A second person approves a grave ask; dispatch sends it then."""
    prepared_by = hand.by if hand.by in referrals.judges_of(ref) else ""
    return change(hand, ref, lambda now, at: (flow.approve(now, by=hand.by, prepared_by=prepared_by, now=at), ()))


def sent_by_hand(hand: Hand, ref: str, form_reference: str = "") -> ReferralNow:
    """A person pasted the referral into the platform's own form, or posted its letter; the platform's reference, if any."""
    stand = streams.stand(f"referral:{ref}")
    referral = stand.now
    if not isinstance(referral, ReferralNow) or referral.handler != hand.organisation.ref:
        raise UnknownError(ref)
    recipient = orgs.recipient_for(referral.handler, referral.recipient)
    way = DeliveryWay.EMAIL if recipient and recipient.email else DeliveryWay.ASSISTED
    plan = _sent(referral, stand, hand.organisation, way, datetime.now(UTC))
    write.submit(Plan(plan.events, plan.stands, (*plan.beside, *hand.beside)))
    once = replace(hand, beside=())
    return note_reference(once, ref, form_reference) if form_reference else _again(ref)


def note_reference(hand: Hand, ref: str, form_reference: str) -> ReferralNow:
    """Note the platform's own reference; the delivery's grade rises, and claims no more than that."""

    def decide(now: ReferralNow, at: datetime) -> tuple[Sequence[Event], Sequence[Effect]]:
        salt = secrets.token_bytes(SALT_BYTES)
        sealer = vault.Sealer(f"case-{now.case}")
        value = {"reference": form_reference, "salt": salt.hex()}
        sealer.add(about=f"referral:{ref}", kind="form_reference", value=value, at=at)
        digest = content_digest(salt, form_reference)
        return flow.note_delivery(now, DeliveryGrade.FORM_NOTED, hand.by, digest, at), sealer.effects

    return change(hand, ref, decide)


def withdraw(hand: Hand, ref: str, why: str) -> ReferralNow:
    """The handler takes a referral back."""
    return change(hand, ref, lambda now, at: (flow.withdraw_referral(now, by=hand.by, why=why, now=at), ()))


def close(hand: Hand, ref: str) -> ReferralNow:
    """The handler ends a referral that nobody answered."""
    return change(hand, ref, lambda now, at: (flow.close_referral(now, by=hand.by, now=at), ()))


def contest(hand: Hand, ref: str, why: str) -> ReferralNow:
    """The handler contests the answer; a link that the answer had spent opens once more."""
    return change(hand, ref, lambda now, at: (flow.contest(now, by=hand.by, why=why, now=at), (_link_again(ref, at),)))


def _link_again(ref: str, at: datetime) -> Effect:
    sql = "UPDATE ledger_accessrow SET used_at = NULL, expires_at = %s WHERE about = %s AND purpose = 'answer'"

    def effect(tx: Tx) -> None:
        tx.run(sql, [when(at + timedelta(days=LINK_DAYS)), f"referral:{ref}"])

    return effect


def change(hand: Hand, ref: str, decide: Any, *, as_recipient: bool = False) -> ReferralNow:
    """Have a decision taken on a referral as it stands, written, and taken again when somebody else wrote first."""
    for left in range(4, 0, -1):
        stand = streams.stand(f"referral:{ref}")
        now = stand.now
        mine = isinstance(now, ReferralNow) and (
            now.recipient == f"org:{hand.organisation.ref}" if as_recipient else now.handler == hand.organisation.ref
        )
        if not isinstance(now, ReferralNow) or not mine:
            raise UnknownError(ref)
        events, beside = decide(now, datetime.now(UTC))
        if not events and not hand.beside:
            return now
        try:
            write.submit(Plan(events=events, stands={f"referral:{ref}": stand}, beside=(*beside, *hand.beside)))
        except (ConflictError, TakenError):
            if left == 1:
                raise
            continue
        return _again(ref)
    raise AssertionError("unreachable")


def _again(ref: str) -> ReferralNow:
    now = streams.referral_now(ref)
    assert now is not None
    return now


def mark_used(digest: str, at: datetime) -> Effect:
    """An effect that spends a one-time link."""

    def effect(tx: Tx) -> None:
        if (
            tx.run("UPDATE ledger_accessrow SET used_at = %s WHERE digest = %s AND used_at IS NULL", [when(at), digest])
            != 1
        ):
            raise TakenError(digest)

    return effect
