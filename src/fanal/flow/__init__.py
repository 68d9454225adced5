"""The life of a notice on one screen: the only module that knows the order of the steps, and the hub's way into them.

    given ─ receive ─ received_event ─ keys ─ triage ─ (a person) qualify ─ plans, route ─ sent ─ acknowledge, answer
                                                                             follow, sight ─ settle, reopen

Everything comes in as an argument and goes out as events; nothing here asks, fetches, writes or waits.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar, cast

from fanal import crossref
from fanal import follow as following
from fanal.analyse import PriorityRules, add_evidence, asks_for, qualify, reason_text
from fanal.crossref import (
    Keys,
    Known,
    Memory,
    Names,
    keys,
    mention_keys,
    moved_by,
    refuse,
    undo,
)
from fanal.flow.triaging import HandlerPolicy, triage
from fanal.follow import (
    ClockRow,
    Dispatch,
    acknowledge,
    approve,
    close_referral,
    contest,
    feed_back,
    lift_hold,
    note_delivery,
    outcome_of,
    place_hold,
    reopen,
    settle,
    sharable,
    share,
    silent_clocks,
    told,
    undeliverable,
    unshare,
    withdraw_notice,
    withdraw_referral,
)
from fanal.harmonise import (
    COLUMNS,
    Door,
    LinkEnd,
    from_row,
    given_link,
    has_form,
    link_wait,
    notice_form,
    platform_title,
    platforms,
    read_answers,
    receive,
    received_event,
    resolve_link,
    unread_columns,
    unresolved_links,
)
from fanal.notice.events import CaseReopened, Event
from fanal.notice.facts import SetAside, TargetAnswer
from fanal.notice.lifecycle import CASE_MOVES, apply
from fanal.notice.relations import RelationNow
from fanal.notice.states import CaseNow, NoticeNow, ReferralNow, ReferralTarget, TargetNow
from fanal.platforms import PLATFORMS, Address, NoticeForm, canonical
from fanal.route import (
    OffenceChoice,
    OpenClock,
    RoutePlan,
    Situation,
    clock_basis,
    clock_label,
    lane_basis,
    lane_label,
    offence_basis,
    offence_label,
    offences,
    open_clocks,
    other_form,
    phone_of,
    plans,
    recipients,
    route,
    unrouted,
    why_text,
)
from fanal.text.differ import Difference, token_diff
from fanal.verify import Fetched, Markers, Sighting, classify, compare, next_look
from fanal.words.lists import AnswerKind, Measure, SetAsideReason, SightingState

__all__ = [
    "COLUMNS",
    "Address",
    "ClockRow",
    "Difference",
    "Door",
    "Fetched",
    "HandlerPolicy",
    "Keys",
    "Known",
    "LinkEnd",
    "Markers",
    "Memory",
    "Names",
    "NoticeForm",
    "OffenceChoice",
    "OpenClock",
    "PriorityRules",
    "RoutePlan",
    "Seen",
    "Sighting",
    "Situation",
    "acknowledge",
    "add_evidence",
    "after",
    "answer",
    "approve",
    "asks_for",
    "canonical",
    "classify",
    "clock_basis",
    "clock_label",
    "clocks_of",
    "close_referral",
    "confirm",
    "contest",
    "detach",
    "feed_back",
    "follow",
    "from_row",
    "given_link",
    "has_form",
    "keys",
    "lane_basis",
    "lane_label",
    "lift_hold",
    "link_wait",
    "markers",
    "mention_keys",
    "moved_by",
    "note_delivery",
    "notice_form",
    "offence_basis",
    "offence_label",
    "offences",
    "open_clocks",
    "other_form",
    "outcome_of",
    "phone_of",
    "place_hold",
    "plans",
    "platform_title",
    "platforms",
    "policy",
    "qualify",
    "read_answers",
    "reason_text",
    "receive",
    "received_event",
    "recipients",
    "refuse",
    "reopen",
    "resolve_link",
    "route",
    "sent",
    "settle",
    "sharable",
    "share",
    "sight",
    "silent_clocks",
    "told",
    "token_diff",
    "triage",
    "undeliverable",
    "undo",
    "unread_columns",
    "unresolved_links",
    "unrouted",
    "unshare",
    "wakes",
    "why_text",
    "withdraw_notice",
    "withdraw_referral",
]

N = TypeVar("N", NoticeNow, CaseNow, ReferralNow)


# --- 2 triage is in `triaging`; a person undoes what it attached, and says what a relation is ---------------------------
def detach(  # noqa: PLR0913 - a person's act with all its circumstances
    case: CaseNow, target: str, mention: str, *, by: str, names: Names, policy: HandlerPolicy, now: datetime
) -> tuple[Event, ...]:
    """A person undoes an attachment: the mention "N-…/2" goes to a new case."""
    return crossref.detach(case, (target, mention), by=by, names=names, opening=policy.opening(now), now=now)


def confirm(
    case: CaseNow, other: CaseNow, relation: RelationNow, *, by: str, note: str, now: datetime
) -> tuple[Event, ...]:
    """A person confirms a relation; what turns out to be the same target goes on in the other case, and is set aside here."""
    events, aside = crossref.confirm(case, other, relation, by=by, now=now)
    if not aside:
        return events
    here = after(case, events)
    same = SetAside(target=relation.target, reason=SetAsideReason.DUPLICATE, note="")
    events += qualify(here, [same], by=by, note_digests={relation.target: note}, now=now)
    if (CaseReopened.KIND, other.state) in CASE_MOVES:
        events += (CaseReopened(occurred_at=now, case=other.ref, why="reported_again", by=by),)
    return events


# --- 4, 5 dispatch and answers --------------------------------------------------------------------------------------
def sent(  # noqa: PLR0913 - what is known of a dispatch
    referral: ReferralNow,
    *,
    way: str,
    grade: str,
    envelope: str,
    key: str,
    policy: HandlerPolicy,
    danger: bool,
    category: str,
    now: datetime,
) -> tuple[Event, ...]:
    """The envelope left: `due_at` is of law, `target_at` of the handler's policy."""
    how = Dispatch(way=way, grade=grade, envelope=envelope, key=key, danger=danger, category=category)
    return following.sent(referral, how, policy.own(), now)


def answer(
    referral: ReferralNow,
    answers: Sequence[TargetAnswer],
    *,
    by: str,
    way: str,
    digests: Mapping[str, str],
    now: datetime,
) -> tuple[Event, ...]:
    """The recipient answers, per target; acknowledged first when it was not."""
    return following.answer(referral, answers, who=(by, way), digests=digests, now=now)


# --- 6 clocks and sightings -----------------------------------------------------------------------------------------
def follow(referral: ReferralNow, *, now: datetime, policy: HandlerPolicy) -> tuple[Event, ...]:
    """What the clock says now: a deadline passes once, a reminder leaves once."""
    return following.follow(referral, now=now)


def wakes(referral: ReferralNow, policy: HandlerPolicy) -> datetime | None:
    """When `follow` will next have something to say; None when nothing runs."""
    return following.wakes(referral)


def clocks_of(
    referral: ReferralNow, policy: HandlerPolicy, *, start: datetime, category: str, danger: bool
) -> tuple[ClockRow, ...]:
    """The clocks of a referral with their arithmetic, from `start` (when it left, or now for a preview)."""
    return following.clocks_of(referral, policy.own(), start=start, category=category, danger=danger)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a look at the source showed, as `classify` says it."""

    state: SightingState
    reasons: tuple[str, ...]
    seen_from: str
    digest: str = ""


def sight(case: CaseNow, referrals: Sequence[ReferralNow], target: str, seen: Seen, now: datetime) -> tuple[Event, ...]:
    """A sighting, held against what each recipient answered about the target; says when to look again."""
    sighting = Sighting(
        state=seen.state, reasons=seen.reasons, seen_at=now, seen_from=seen.seen_from, digest=seen.digest
    )
    about = [(each, each.target(target)) for each in referrals]
    verdicts = {each.ref: str(compare(_said(mine), sighting).verdict) for each, mine in about if mine is not None}
    known = case.target(target)
    held = following.Held(
        target=target,
        state=seen.state,
        reasons=seen.reasons,
        seen_from=seen.seen_from,
        digest=seen.digest,
        next_at=next_look([*_earlier_looks(known), sighting], now, case.priority),
        verdicts=verdicts,
    )
    return following.sighted(case, referrals, held, now)


HERE = "FR"  # a block "in this country" is one of France until recipients say otherwise


def _said(target: ReferralTarget) -> TargetAnswer | None:
    if not target.answer:
        return None
    measure = Measure(target.measure or Measure.NONE)
    territory = HERE if measure == Measure.BLOCKED_HERE else ""
    return TargetAnswer(target=target.target, kind=AnswerKind(target.answer), measure=measure, territory=territory)


def _earlier_looks(target: TargetNow | None) -> list[Sighting]:
    """The calendar only asks how many looks were alike: the last state stands for those before it."""
    if target is None or not target.sighting or target.sighted_at is None:
        return []
    state = SightingState(target.sighting)
    shown = "-" if state in (SightingState.UP, SightingState.BACK, SightingState.CHANGED) else ""
    last = Sighting(state=state, reasons=(), seen_at=target.sighted_at, seen_from="hub", digest=shown)
    return [last] * target.looks


# --- small doors of the hub -----------------------------------------------------------------------------------------
def policy(
    *,
    purpose: str,
    legal_basis: str,
    keep: timedelta,
    points: Mapping[str, int] | None = None,
    targets: Mapping[str, timedelta] | None = None,
) -> HandlerPolicy:
    """A handler's policy from its settings; RefusedError when its points break the rules of the queue."""
    rules = PriorityRules(points=points or {})
    return HandlerPolicy(purpose=purpose, legal_basis=legal_basis, keep=keep, rules=rules, targets=targets or {})


def after(now: N, events: Sequence[Event]) -> N:
    """Where the thing stands after those of the events that are its own."""
    for event in events:
        if event.stream == f"{event.STREAM}:{now.ref}":
            now = cast(N, apply(now, event))
    return now


def markers(platform: str) -> Markers:
    """The words by which the platform's pages say what happened."""
    plug = PLATFORMS.get(platform)
    if plug is None:
        return Markers()
    return Markers(login=plug.login_markers, gone=plug.gone_markers, hosts=(*plug.hosts, *plug.short_hosts))
