"""The recipient's counter: acknowledge and answer, by account, by one-time link, or by mail that a person confirms."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from fanal import flow
from fanal.notice.events import Event
from fanal.notice.facts import TargetAnswer
from fanal.notice.states import ReferralNow
from fanal.prove.receipt import SALT_BYTES, content_digest
from fanal_hub.ledger import vault, write
from fanal_hub.ledger.plan import Effect, Plan, TakenError
from fanal_hub.ledger.read import orgs, referrals
from fanal_hub.people.models import Organisation
from fanal_hub.stations.dispatch import change, mark_used, wake_after
from fanal_hub.stations.judge import Hand, UnknownError


def acknowledge(hand: Hand, ref: str, *, way: str = "hub") -> ReferralNow:
    """The recipient confirms receipt (safe to do twice)."""
    return change(
        hand, ref, lambda now, at: (flow.acknowledge(now, by=hand.by, way=way, now=at), ()), as_recipient=True
    )


def answer(hand: Hand, ref: str, answers: Sequence[TargetAnswer], *, way: str = "hub") -> ReferralNow:
    """The recipient says what it did about some targets, each with its statement of reasons (DSA Art. 17)."""
    return change(hand, ref, _answering(answers, hand.by, way), as_recipient=True)


def acknowledge_by_link(secret_digest: str, *, at: datetime) -> ReferralNow:
    """A recipient without account confirms receipt through its one-time link (the link is not spent by that)."""
    ref, handler = _linked(secret_digest, at)
    return change(
        _hand_of(handler), ref, lambda now, when_: (flow.acknowledge(now, by="link", way="link", now=when_), ())
    )


def answer_by_link(secret_digest: str, answers: Sequence[TargetAnswer], *, at: datetime) -> ReferralNow:
    """A recipient without account answers; the link is spent when every target is answered."""
    ref, handler = _linked(secret_digest, at)
    decide = _answering(answers, "link", "link")

    def once(now: ReferralNow, when_: datetime) -> tuple[Sequence[Event], Sequence[Effect]]:
        events, effects = decide(now, when_)
        complete = any(each.KIND == "referral_answered" for each in events)
        return events, [*effects, mark_used(secret_digest, when_)] if complete else effects

    return change(_hand_of(handler), ref, once)


def confirm(hand: Hand, ref: str, answers: Sequence[TargetAnswer], claim: str) -> ReferralNow:
    """The handler confirms what a mail reply, or a platform's own page, said; the claim is closed with it."""
    decide = _answering(answers, hand.by, "mail" if claim else "noted")

    def once(now: ReferralNow, at: datetime) -> tuple[Sequence[Event], Sequence[Effect]]:
        events, effects = decide(now, at)
        close: list[Effect] = []
        if claim:
            close.append(lambda tx: _close(tx, claim))
        return events, [*effects, *close]

    return change(hand, ref, once)


def drop(hand: Hand, claim: str) -> None:
    """A mail that answers nothing no longer waits; it stays sealed."""
    sql = "UPDATE ledger_claimrow SET state = 'dropped' WHERE id = %s AND handler = %s AND state = 'waiting'"

    def put_away(tx: Any) -> None:
        if tx.run(sql, [claim, hand.organisation.ref]) != 1:
            raise TakenError(claim)

    write.submit(Plan(beside=(put_away,)))


def _close(tx: Any, claim: str) -> None:
    tx.run("UPDATE ledger_claimrow SET state = 'confirmed' WHERE id = %s", [claim])


def _answering(answers: Sequence[TargetAnswer], by: str, way: str) -> Any:
    def decide(now: ReferralNow, at: datetime) -> tuple[Sequence[Event], Sequence[Effect]]:
        sealer = vault.Sealer(f"case-{now.case}")
        digests: dict[str, str] = {}
        for each in answers:
            said = answer_facts(each)
            salt = secrets.token_bytes(SALT_BYTES)
            digests[each.target] = content_digest(salt, said)
            value = {**said, "by": by, "way": way, "salt": salt.hex()}
            sealer.add(about=f"referral:{now.ref}", kind="answer", value=value, at=at)
        events = flow.answer(now, answers, by=by, way=way, digests=digests, now=at)
        handler = orgs.organisation(now.handler)
        wake = [wake_after(now, events, orgs.policy_of(handler))] if handler else []
        return events, [*sealer.effects, *wake]

    return decide


def answer_facts(given: TargetAnswer) -> dict[str, Any]:
    """An answer as JSON: what its salted digest covers."""
    return {
        "target": given.target,
        "kind": str(given.kind),
        "measure": str(given.measure),
        "territory": given.territory,
        "facts": given.facts,
        "automated": given.automated,
        "legal_ground": given.legal_ground,
        "contractual_ground": given.contractual_ground,
        "redress": given.redress,
        "question": given.question,
    }


def _linked(secret_digest: str, at: datetime) -> tuple[str, Organisation]:
    ref = referrals.linked(secret_digest, at)
    now = referrals.any_referral(ref) if ref else None
    handler = orgs.organisation(now.handler) if now else None
    if ref is None or handler is None:
        raise UnknownError("link")
    return ref, handler


def _hand_of(handler: Organisation) -> Hand:
    return Hand(organisation=handler, by="link")
