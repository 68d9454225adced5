"""The tables of moves, and `apply(state, event) -> state`, the one function that changes where a thing stands."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from fanal.notice.events import (
    CaseEvent,
    CaseOpened,
    CheckpointPublished,
    Event,
    NoticeEvent,
    NoticeReceived,
    ReferralEvent,
    ReferralPrepared,
    RelationUndone,
    TargetAttached,
    TargetDetached,
)
from fanal.notice.states import CaseNow, LogNow, NoticeNow, Now, ReferralNow, ReferralTarget, TargetNow
from fanal.words.errors import MisuseError, MoveError
from fanal.words.lists import (
    CaseState,
    DeliveryGrade,
    Judgement,
    NoticeState,
    ReferralState,
    SetAsideReason,
    Word,
)
from fanal.words.say import message

N, C, R = NoticeState, CaseState, ReferralState
S = TypeVar("S", bound=Word)
Table = Mapping[tuple[str, S | None], S]

NOTICE_MOVES: Table[NoticeState] = {
    ("notice_received", None): N.RECEIVED,
    ("notice_triaged", N.RECEIVED): N.TRIAGED,
    ("notice_rejected", N.RECEIVED): N.REJECTED,
    ("notice_withdrawn", N.RECEIVED): N.WITHDRAWN,
    ("notice_withdrawn", N.TRIAGED): N.WITHDRAWN,
}

CASE_MOVES: Table[CaseState] = {
    ("case_opened", None): C.OPEN,
    ("target_qualified", C.OPEN): C.QUALIFIED,
    ("target_qualified", C.QUALIFIED): C.QUALIFIED,
    ("target_qualified", C.REFERRED): C.QUALIFIED,
    ("case_dismissed", C.OPEN): C.DISMISSED,
    ("case_dismissed", C.QUALIFIED): C.DISMISSED,  # the last qualified target was set aside before anything left
    ("case_referred", C.QUALIFIED): C.REFERRED,
    ("case_settled", C.REFERRED): C.SETTLED,
    ("case_reopened", C.DISMISSED): C.OPEN,
    ("case_reopened", C.SETTLED): C.OPEN,
}

_UNFINISHED = (R.PREPARED, R.UNDELIVERABLE, R.SENT, R.ACKNOWLEDGED, R.ANSWERED, R.CONTESTED)
REFERRAL_MOVES: Table[ReferralState] = {
    ("referral_prepared", None): R.PREPARED,
    ("referral_sent", R.PREPARED): R.SENT,
    ("referral_sent", R.UNDELIVERABLE): R.SENT,
    ("referral_undeliverable", R.PREPARED): R.UNDELIVERABLE,
    ("referral_undeliverable", R.UNDELIVERABLE): R.UNDELIVERABLE,
    ("referral_acknowledged", R.SENT): R.ACKNOWLEDGED,
    ("referral_answered", R.SENT): R.ANSWERED,
    ("referral_answered", R.ACKNOWLEDGED): R.ANSWERED,
    ("referral_answered", R.CONTESTED): R.ANSWERED,
    ("referral_verified", R.SENT): R.VERIFIED,  # a silent removal is a fact too
    ("referral_verified", R.ACKNOWLEDGED): R.VERIFIED,
    ("referral_verified", R.ANSWERED): R.VERIFIED,
    ("referral_contested", R.ANSWERED): R.CONTESTED,
    ("referral_contested", R.VERIFIED): R.CONTESTED,
    **{("referral_closed", state): R.CLOSED for state in _UNFINISHED},
    **{("referral_withdrawn", state): R.WITHDRAWN for state in _UNFINISHED},
}

# Events that move nothing, and the states in which they may happen ("*": any state of a thing that exists).
ANY = ("*",)
STAYS: Mapping[str, tuple[str, ...]] = {
    "notifier_told": ANY,
    "identity_read": ANY,
    "notice_erased": ANY,
    "target_attached": ANY,
    "target_detached": ANY,
    "relation_noted": ANY,
    "relation_confirmed": ANY,
    "relation_refused": ANY,
    "relation_undone": ANY,
    "case_prioritised": ANY,
    "evidence_added": ANY,
    "evidence_fingerprinted": ANY,
    "target_set_aside": (C.OPEN, C.QUALIFIED, C.REFERRED),
    "target_sighted": ANY,
    "contest_received": ANY,
    "hold_placed": ANY,
    "hold_lifted": ANY,
    "case_purged": ANY,
    "fingerprint_shared": (C.QUALIFIED, C.REFERRED, C.SETTLED),
    "fingerprint_withdrawn": ANY,
    "match_fed_back": ANY,
    "referral_approved": (R.PREPARED,),
    "delivery_noted": (R.SENT, R.ACKNOWLEDGED, R.ANSWERED, R.VERIFIED, R.CONTESTED),
    "target_answered": (R.SENT, R.ACKNOWLEDGED, R.CONTESTED),
    "referral_asked_back": (R.SENT, R.ACKNOWLEDGED, R.CONTESTED),
    "target_verified": (R.SENT, R.ACKNOWLEDGED, R.ANSWERED, R.VERIFIED),
    "deadline_passed": (R.SENT, R.ACKNOWLEDGED, R.CONTESTED),
    "referral_reminded": (R.SENT, R.ACKNOWLEDGED, R.CONTESTED),
    "checkpoint_published": ANY,
}

ENDED: Mapping[str, tuple[str, ...]] = {
    "notice": (N.REJECTED, N.WITHDRAWN),
    "case": (C.DISMISSED, C.SETTLED),
    "referral": (R.VERIFIED, R.CLOSED, R.WITHDRAWN),
}


def move(table: Table[S], kind: str, state: S | None) -> S | None:
    """The state after an event of this kind; MoveError when the table forbids it, MisuseError for an unknown kind."""
    after = table.get((kind, state))
    if after is not None:
        return after
    stays = STAYS.get(kind)
    if stays is not None and state is not None and (stays is ANY or state in stays):
        return state
    if stays is None and all(known != kind for known, _ in table):
        raise MisuseError(f"event {kind!r} is in no table of moves")
    raise MoveError(message("move_forbidden", state=str(state) if state else "-"))


def apply(now: Now | None, event: Event) -> Now:
    """Where the thing stands after the event; `now` is None for the first event of a stream."""
    if isinstance(event, NoticeEvent):
        return _apply_notice(_as(NoticeNow, now), event)
    if isinstance(event, CaseEvent):
        return _apply_case(_as(CaseNow, now), event)
    if isinstance(event, ReferralEvent):
        return _apply_referral(_as(ReferralNow, now), event)
    if isinstance(event, CheckpointPublished):
        return LogNow(size=event.size, root=event.root, note=event.note, published_at=event.occurred_at)
    raise MisuseError(f"no stream for {event!r}")


def fold(events: Iterable[Event]) -> Now | None:
    """The sum of a stream's events, in order."""
    now: Now | None = None
    for event in events:
        now = apply(now, event)
    return now


T = TypeVar("T", bound=Now)


def _as(cls: type[T], now: Now | None) -> T | None:
    if now is None or isinstance(now, cls):
        return now
    raise MisuseError(f"{type(now).__name__} given where {cls.__name__} stands")


# --- notice ---------------------------------------------------------------------------------------------------------
def _apply_notice(now: NoticeNow | None, event: NoticeEvent) -> NoticeNow:
    state = move(NOTICE_MOVES, event.KIND, now.state if now else None)
    assert state is not None
    if isinstance(event, NoticeReceived):
        return NoticeNow(
            ref=event.notice,
            state=state,
            handler=event.handler,
            channel=event.channel,
            category=event.category,
            notifier_kind=event.notifier_kind,
            subject=event.subject,
            lang=event.lang,
            received_at=event.occurred_at,
            mentions=len(event.mentions),
            danger=event.danger,
        )
    if now is None:
        raise MisuseError(f"{event.stream} has no beginning")
    return replace(now, state=state, **_NOTICE.get(event.KIND, _nothing)(now, event))


Change = Callable[[Any, Any], dict[str, Any]]


def _nothing(_now: Any, _event: Any) -> dict[str, Any]:
    return {}


_NOTICE: Mapping[str, Change] = {
    "notice_triaged": lambda now, e: {"priority": e.priority, "reasons": e.reasons, "cases": e.cases},
    "notice_erased": lambda now, e: {"erased": True},
}


# --- case -----------------------------------------------------------------------------------------------------------
def _apply_case(now: CaseNow | None, event: CaseEvent) -> CaseNow:
    state = move(CASE_MOVES, event.KIND, now.state if now else None)
    assert state is not None
    if isinstance(event, CaseOpened):
        return CaseNow(
            ref=event.case,
            state=state,
            handler=event.handler,
            category=event.category,
            purpose=event.purpose,
            legal_basis=event.legal_basis,
            opened_at=event.occurred_at,
            expires_at=event.expires_at,
        )
    if now is None:
        raise MisuseError(f"{event.stream} has no beginning")
    return replace(now, state=state, **_CASE.get(event.KIND, _nothing)(now, event))


def _attach(now: CaseNow, event: TargetAttached) -> dict[str, Any]:
    mention = f"{event.notice}/{event.n}"
    found = now.target(event.target)
    if found is None:
        new = TargetNow(
            id=event.target, platform=event.platform, kind=event.kind, first_at=event.occurred_at, mentions=(mention,)
        )
        return {"targets": (*now.targets, new)}
    return _change(now, event.target, mentions=(*found.mentions, mention))


def _detach(now: CaseNow, event: TargetDetached) -> dict[str, Any]:
    found = _found(now, event.target)
    mention = f"{event.notice}/{event.n}"
    return _change(now, event.target, mentions=tuple(each for each in found.mentions if each != mention))


def _found(now: CaseNow, target_id: str) -> TargetNow:
    found = now.target(target_id)
    if found is None:
        raise MoveError(message("no_such_target", at="target"))
    return found


def _change(now: CaseNow, target_id: str, **changes: Any) -> dict[str, Any]:
    _found(now, target_id)
    return {"targets": tuple(replace(each, **changes) if each.id == target_id else each for each in now.targets)}


def _undone(now: CaseNow, event: RelationUndone) -> dict[str, Any]:
    """A target that this confirmation had set aside waits to be judged again."""
    if not event.frees or _found(now, event.target).set_aside != SetAsideReason.DUPLICATE:
        return {}
    return _change(now, event.target, judgement=Judgement.PENDING, set_aside="")


_CASE: Mapping[str, Change] = {
    "target_attached": _attach,
    "target_detached": _detach,
    "relation_noted": lambda now, e: {"relations": now.relations + 1},
    "relation_undone": _undone,
    "case_prioritised": lambda now, e: {"priority": e.priority, "reasons": e.reasons},
    "evidence_added": lambda now, e: _change(now, e.target, evidence=(*_found(now, e.target).evidence, e.evidence)),
    "target_qualified": lambda now, e: _change(
        now, e.target, judgement=Judgement.QUALIFIED, offences=e.offences, asks=e.asks, set_aside=""
    ),
    "target_set_aside": lambda now, e: _change(
        now, e.target, judgement=Judgement.SET_ASIDE, offences=(), asks=(), set_aside=e.reason
    ),
    "case_referred": lambda now, e: {"referrals": (*now.referrals, *e.referrals)},
    "case_settled": lambda now, e: {"outcome": e.outcome},
    "case_reopened": lambda now, e: {"outcome": "", "reopened": now.reopened + 1},
    "target_sighted": lambda now, e: _change(
        now,
        e.target,
        sighting=e.state,
        sighted_at=e.occurred_at,
        looks=_found(now, e.target).looks + 1,
        next_look_at=e.next_at,
    ),
    "contest_received": lambda now, e: _change(now, e.target, contests=_found(now, e.target).contests + 1),
    "hold_placed": lambda now, e: {"held": True},
    "hold_lifted": lambda now, e: {"held": False},
    "case_purged": lambda now, e: {"purged": True},
}


# --- referral -------------------------------------------------------------------------------------------------------
def _apply_referral(now: ReferralNow | None, event: ReferralEvent) -> ReferralNow:
    state = move(REFERRAL_MOVES, event.KIND, now.state if now else None)
    assert state is not None
    if isinstance(event, ReferralPrepared):
        return _prepare(state, event)
    if now is None:
        raise MisuseError(f"{event.stream} has no beginning")
    changes = _REFERRAL.get(event.KIND, _nothing)(now, event)
    if state in ENDED["referral"] and now.ended_at is None:
        changes["ended_at"] = event.occurred_at
    if event.KIND == "referral_contested":
        changes["ended_at"] = None
    return replace(now, state=state, **changes)


def _prepare(state: ReferralState, event: ReferralPrepared) -> ReferralNow:
    return ReferralNow(
        ref=event.referral,
        state=state,
        case=event.case,
        handler=event.handler,
        recipient=event.recipient,
        recipient_kind=event.recipient_kind,
        platform=event.platform,
        lane=event.lane,
        ask=event.ask,
        offences=event.offences,
        clocks=event.clocks,
        prepared_at=event.occurred_at,
        targets=tuple(ReferralTarget(target=each) for each in event.targets),
        needs_second=event.needs_second,
    )


def _one(now: ReferralNow, target_id: str, **changes: Any) -> dict[str, Any]:
    if now.target(target_id) is None:
        raise MoveError(message("no_such_target", at="target"))
    return {"targets": tuple(replace(each, **changes) if each.target == target_id else each for each in now.targets)}


_REFERRAL: Mapping[str, Change] = {
    "referral_approved": lambda now, e: {"approved_by": e.by},
    "referral_sent": lambda now, e: {
        "way": e.way,
        "grade": e.grade,
        "sent_at": e.occurred_at,
        "due_at": e.due_at,
        "target_at": e.target_at,
    },
    "delivery_noted": lambda now, e: {"grade": e.grade},
    "referral_acknowledged": lambda now, e: {
        "grade": DeliveryGrade.ACKNOWLEDGED,
        "acknowledged_at": e.occurred_at,
    },
    "target_answered": lambda now, e: _one(now, e.target, answer=e.answer, measure=e.measure),
    "referral_answered": lambda now, e: {"answered_at": e.occurred_at, "outcome": e.outcome},
    "referral_asked_back": lambda now, e: {"questions": now.questions + 1},
    "target_verified": lambda now, e: _one(now, e.target, verdict=e.verdict, sighting=e.state),
    "referral_verified": lambda now, e: {"verified_at": e.occurred_at, "outcome": e.outcome},
    "referral_closed": lambda now, e: {"outcome": e.outcome},
    "referral_withdrawn": lambda now, e: {"outcome": "withdrawn"},
    "deadline_passed": lambda now, e: {"passed": (*now.passed, e.clock)},
    "referral_reminded": lambda now, e: {"reminders": now.reminders + 1},
}
