"""Turns plans into referrals, once each qualified target has its evidence and a way out. It sends nothing."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from fanal.notice.events import CaseReferred, Event, ReferralPrepared
from fanal.notice.states import CaseNow, TargetNow
from fanal.route.plan import RoutePlan, Situation, plans, unrouted
from fanal.words.errors import MisuseError, MoveError
from fanal.words.lists import Ask, CaseState, Judgement
from fanal.words.say import Message, message

Refs = Callable[[], str] | Sequence[str]


def route(case: CaseNow, situation: Situation, *, refs: Refs, now: datetime) -> tuple[Event, ...]:
    """One `referral_prepared` per plan, then `case_referred`; MoveError says everything that stands in the way.

    A case judged again that asks for nothing new goes back to "referred" without a new referral.
    """
    found = plans(case, situation)
    faults = [*_faults(case, situation, found)]
    if faults:
        raise MoveError.of(faults)
    named = [*zip(_taken(refs, len(found)), found, strict=True)]
    prepared = [_prepared(case, ref, plan, now) for ref, plan in named]
    referred = CaseReferred(occurred_at=now, case=case.ref, referrals=tuple(ref for ref, _ in named))
    return (*prepared, referred)


def _faults(case: CaseNow, situation: Situation, found: Sequence[RoutePlan]) -> Iterator[Message]:
    if case.state != CaseState.QUALIFIED:
        yield message("route_state", state=str(case.state))
        return
    qualified = [each for each in case.targets if each.judgement == Judgement.QUALIFIED]
    for target in qualified:
        if not target.evidence and not _is_danger(target, situation):
            yield message("route_no_evidence", at=f"targets.{target.id}")
    missing = unrouted(case, situation)
    reached = {target for plan in found for target in plan.targets} | {target for target, _, _ in situation.already}
    lost = {f"targets.{each.id}" for each in qualified if each.id not in reached}
    yield from (each for each in missing if each.at in lost)
    if not found and not missing and not case.referrals:
        yield message("route_nothing_new")


def _is_danger(target: TargetNow, situation: Situation) -> bool:
    """The danger path: nobody waits for a capture when a life may depend on it."""
    return situation.danger or Ask.ALERT_DANGER in target.asks


def _taken(refs: Refs, count: int) -> list[str]:
    names = [refs() for _ in range(count)] if callable(refs) else [*refs[:count]]
    if len(set(names)) != count:
        raise MisuseError(f"{count} fresh referral references are needed, {len(set(names))} were given")
    return names


def _prepared(case: CaseNow, ref: str, plan: RoutePlan, now: datetime) -> ReferralPrepared:
    return ReferralPrepared(
        occurred_at=now,
        referral=ref,
        case=case.ref,
        handler=case.handler,
        recipient=plan.recipient.code,
        recipient_kind=plan.recipient.kind,
        platform=plan.recipient.platform,
        lane=plan.lane,
        ask=plan.ask,
        offences=plan.offences,
        targets=plan.targets,
        clocks=plan.clocks,
        why=plan.why,
        needs_second=plan.needs_second,
    )
