"""The analyst's counter: evidence, qualification, setting aside, detaching, referring. The core decides; this asks and writes."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from fanal import flow
from fanal.notice.events import Event, IdentityRead, TargetAttached, TargetDetached
from fanal.notice.facts import Evidence, SetAside, Verdict
from fanal.notice.states import CaseNow
from fanal.prove.receipt import SALT_BYTES, content_digest
from fanal.words.lists import EvidenceKind, OrgKind, ReferralState, TargetKind, WithdrawnWhy
from fanal_hub.courier.keys import new_ref
from fanal_hub.ledger import vault, write
from fanal_hub.ledger.plan import ConflictError, Effect, Plan, Stand, TakenError
from fanal_hub.ledger.read import cases, matching, notices, orgs, streams
from fanal_hub.people.models import Organisation
from fanal_hub.stations import locked, triage, unshare

TRIES = 4
MOST_FILE = 10 * 1024 * 1024  # bytes of one uploaded piece of evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """Who acts: an organisation and the opaque name of a person (or token)."""

    organisation: Organisation
    by: str
    beside: tuple[Effect, ...] = ()  # written with what the hand does: an idempotency key


class UnknownError(Exception):
    """No such thing for this organisation: 404."""


Decide = Callable[[CaseNow, datetime], tuple[Sequence[Event], Sequence[Effect]]]


def change(hand: Hand, case: str, decide: Decide) -> CaseNow:
    """Have a decision taken on the case as it stands, written, and taken again when somebody else wrote first."""
    for left in range(TRIES, 0, -1):
        stand = streams.stand(f"case:{case}")
        now = stand.now
        if not isinstance(now, CaseNow) or now.handler != hand.organisation.ref:
            raise UnknownError(case)
        events, beside = decide(now, datetime.now(UTC))
        if not events and not hand.beside:
            return now
        stands = _stands(events, f"case:{case}", stand)
        try:
            write.submit(Plan(events=events, stands=stands, beside=(*beside, *hand.beside)))
        except (ConflictError, TakenError):
            if left == 1:
                raise
            continue
        return streams.case_now(case) or now
    raise AssertionError("unreachable")


def _stands(events: Sequence[Event], stream: str, stand: Stand) -> dict[str, Stand]:
    others = {each.stream for each in events} - {stream}
    return {stream: stand, **{name: found for name, found in streams.stands(others).items() if found.version}}


@dataclass(frozen=True, slots=True)
class Note:
    """A free text sealed in the vault: its digest for the event."""

    digest: str
    effects: list[Effect]


def seal_note(case: str, kind: str, value: Any, at: datetime, sealer: vault.Sealer | None = None) -> Note:
    """Seal what somebody wrote about a case; the salted digest goes into the event, the salt into the vault."""
    salt = secrets.token_bytes(SALT_BYTES)
    sealer = sealer or vault.Sealer(f"case-{case}")
    sealer.add(about=f"case:{case}", kind=kind, value={"said": value, "salt": salt.hex()}, at=at)
    return Note(content_digest(salt, value), sealer.effects)


def qualify(hand: Hand, case: str, judgements: Sequence[Verdict | SetAside]) -> CaseNow:
    """Record a person's judgement on some targets of a case."""
    return judge(hand, case, judgements)


def judge(
    hand: Hand, case: str, judgements: Sequence[Verdict | SetAside], *, evidence_reason: str = "", refers: bool = False
) -> CaseNow:
    """A judgement, why no capture is kept of what it qualifies, and the referrals that follow: all of it or nothing."""

    def decide(now: CaseNow, at: datetime) -> tuple[Sequence[Event], Sequence[Effect]]:
        sealer = vault.Sealer(f"case-{case}")  # one: two would both make the case's key
        events = _judged(hand, now, judgements, at, sealer)
        bare = _without_evidence(flow.after(now, events), judgements) if evidence_reason else []
        events += _reasoned(hand, now, bare, evidence_reason, at, sealer) if bare else []
        events += _referred(hand, flow.after(now, events), at) if refers else []
        abuse = [
            each.target for each in judgements if isinstance(each, Verdict) and locked.offences() & set(each.offences)
        ]
        shut = locked.lock(now, abuse, sealer, at)
        aside = [each.target for each in judgements if isinstance(each, SetAside)]
        for targets, why in ((aside, WithdrawnWhy.SET_ASIDE), (abuse, WithdrawnWhy.CHILD_ABUSE)):
            taken_back, unshared = unshare.of_targets(now, targets, why, hand.by, at)
            events += taken_back
            shut += unshared
        return events, [*sealer.effects, *shut]

    return change(hand, case, decide)


def add_reason(hand: Hand, case: str, targets: Sequence[str], reason: str) -> CaseNow:
    """State why no capture is kept of some targets (the third way to meet the evidence rule)."""

    def decide(now: CaseNow, at: datetime) -> tuple[Sequence[Event], Sequence[Effect]]:
        sealer = vault.Sealer(f"case-{case}")
        return _reasoned(hand, now, targets, reason, at, sealer), sealer.effects

    return change(hand, case, decide)


def _judged(
    hand: Hand, now: CaseNow, judgements: Sequence[Verdict | SetAside], at: datetime, sealer: vault.Sealer
) -> list[Event]:
    said = {each.target: {"note": each.note, "by": hand.by} for each in judgements}
    note = seal_note(now.ref, "note", said, at, sealer)
    digests = {each.target: note.digest for each in judgements}
    return list(flow.qualify(now, judgements, by=hand.by, note_digests=digests, now=at))


def _reasoned(  # noqa: PLR0913  what was done, by whom, why and when
    hand: Hand, now: CaseNow, targets: Sequence[str], reason: str, at: datetime, sealer: vault.Sealer
) -> list[Event]:
    note = seal_note(now.ref, "evidence_reason", {"targets": list(targets), "reason": reason}, at, sealer)
    kept = [Evidence(target=each, kind=EvidenceKind.STATED_REASON, digest=note.digest) for each in targets]
    return [event for each in kept for event in flow.add_evidence(now, each, hand.by, at)]


def _without_evidence(now: CaseNow, judgements: Sequence[Verdict | SetAside]) -> list[str]:
    qualified = {each.target for each in judgements if isinstance(each, Verdict)}
    return [each.id for each in now.targets if each.id in qualified and not each.evidence]


def _referred(hand: Hand, now: CaseNow, at: datetime) -> list[Event]:
    return list(flow.route(now, situation(hand.organisation, now), refs=lambda: new_ref("R"), now=at))


def add_file(hand: Hand, case: str, target: str, name: str, content: bytes) -> CaseNow:
    """Seal an uploaded file as evidence of one target."""

    def decide(now: CaseNow, at: datetime) -> tuple[Sequence[Event], Sequence[Effect]]:
        locked.refuse_files(now, target)
        salt = secrets.token_bytes(SALT_BYTES)
        sealer = vault.Sealer(f"case-{case}")
        record = sealer.add(about=f"case:{case}", kind="file", value=content, at=at)
        facts = {"file": record, "name": name, "sha256": matching.sha256_hex(content), "target": target}
        sealer.add(about=f"case:{case}", kind="file_facts", value={**facts, "salt": salt.hex()}, at=at)
        evidence = Evidence(target=target, kind=EvidenceKind.UPLOAD, digest=content_digest(salt, facts))
        return flow.add_evidence(now, evidence, hand.by, at), sealer.effects

    return change(hand, case, decide)


def detach(hand: Hand, case: str, target: str, mention: str, reason: str = "") -> CaseNow:
    """Undo an attachment: the mention gets a case and a target of its own; the reason is sealed with the case it leaves."""

    def decide(now: CaseNow, at: datetime) -> tuple[Sequence[Event], Sequence[Effect]]:
        names = flow.Names(case=new_ref("C"), targets=(new_ref("T"),))
        policy = orgs.policy_of(hand.organisation)
        events = flow.detach(now, target, mention, by=hand.by, names=names, policy=policy, now=at)
        why = {"target": target, "mention": mention, "reason": reason, "by": hand.by}
        return events, [*_moved(mention, events), *seal_note(case, "detach_reason", why, at).effects]

    return change(hand, case, decide)


def _moved(mention: str, events: Sequence[Event]) -> list[Effect]:
    ref, _, place = mention.partition("/")
    old = next(each for each in events if isinstance(each, TargetDetached))
    new = next(each for each in events if isinstance(each, TargetAttached))
    now = streams.notice_now(ref)
    notice = None if now is None else notices.whole_notice(now)
    given = next((each for each in notice.mentions if each.n == int(place)), None) if notice else None
    if notice is None or given is None:
        return []
    content = triage.target_content(notice, given, new.target, new.case)
    # The claim on the page stays where it was; nobody can try addresses against what replaces it.
    content["page"] = matching.locked_page_of(f"{given.canonical} apart {new.target}")
    return [
        lambda tx: tx.insert("ledger_targetcontent", [content]),
        triage.left(notice.handler, old.target, [(ref, int(place))]),
        triage.keyed(notice, given, new.target),
        triage.point(notice, given, new.target, new.case),
    ]


def reopen(hand: Hand, case: str, why: str) -> CaseNow:
    """Have the case judged again."""
    return change(hand, case, lambda now, at: (flow.reopen(now, by=hand.by, why=why, now=at), ()))


def hold(hand: Hand, case: str, reason: str) -> CaseNow:
    """Place a litigation hold: the case does not expire meanwhile."""

    def decide(now: CaseNow, at: datetime) -> tuple[Sequence[Event], Sequence[Effect]]:
        note = seal_note(case, "hold", reason, at)
        return flow.place_hold(now, by=hand.by, reason=note.digest, now=at), note.effects

    return change(hand, case, decide)


def lift_hold(hand: Hand, case: str, reason: str = "") -> CaseNow:
    """End the litigation hold; the reason is sealed."""

    def decide(now: CaseNow, at: datetime) -> tuple[Sequence[Event], Sequence[Effect]]:
        return flow.lift_hold(now, by=hand.by, now=at), seal_note(case, "hold", reason, at).effects

    return change(hand, case, decide)


def situation(handler: Organisation, case: CaseNow) -> flow.Situation:
    """What routing must know of the handler, the recipients and the targets."""
    public = {each.id for each in case.targets if each.kind != TargetKind.MESSAGE}
    return flow.Situation(
        handler_kind=OrgKind(handler.kind),
        trusted_flagger=handler.trusted_flagger,
        areas=tuple(handler.areas),
        recipients=orgs.recipients_for(handler.ref),
        public=frozenset(public),
        danger=cases.is_danger(case),
        already=_asked(case),
    )


def _asked(case: CaseNow) -> frozenset[tuple[str, str, str]]:
    """What was asked already, of whom. Once a case was reopened, everything may be asked again."""
    since = cases.reopened_at(case.ref)
    return frozenset(
        (target.target, referral.ask, referral.recipient)
        for referral in streams.referrals_of(case.ref)
        if referral.state != ReferralState.WITHDRAWN and (since is None or referral.prepared_at > since)
        for target in referral.targets
    )


def preview(hand: Hand, case: CaseNow) -> tuple[flow.RoutePlan, ...]:
    """To whom the case would go, with which ask, law and clocks, and why."""
    return flow.plans(case, situation(hand.organisation, case))


def refer(hand: Hand, case: str) -> CaseNow:
    """Prepare the referrals of the present qualification; dispatch sends them."""
    return change(hand, case, lambda now, at: (_referred(hand, now, at), ()))


def read_identity(hand: Hand, ref: str, purpose: str) -> notices.Identity | None:
    """Who the notifier is, for the handler alone; leaves a trace first."""
    now = streams.notice_now(ref)
    if now is None or now.handler != hand.organisation.ref:
        raise UnknownError(ref)
    for left in range(TRIES, 0, -1):
        stand = streams.stand(f"notice:{ref}")
        event = IdentityRead(notice=ref, by=hand.by, purpose=purpose[:60], occurred_at=datetime.now(UTC))
        try:
            write.submit(Plan(events=[event], stands={f"notice:{ref}": stand}))
            break
        except (ConflictError, TakenError):
            if left == 1:
                raise
    return notices.identity(ref)
