"""Plans: for each qualified target and ask, the recipient and the lane of law that is open. A closed lane is said, never bent."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from fanal.authorities import AUTHORITIES, Offer
from fanal.laws import Lane, Laws, load_laws
from fanal.notice.facts import Recipient
from fanal.notice.states import CaseNow, TargetNow
from fanal.route.hints import categories_of
from fanal.route.labels import NO_LAW
from fanal.words.lists import Ask, Judgement, OrgKind, RecipientKind
from fanal.words.say import Message, message


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What routing has to know besides the case. `already`: (target, ask, recipient) of referrals not withdrawn."""

    handler_kind: OrgKind
    trusted_flagger: bool
    areas: tuple[str, ...]  # Category codes of the designated expertise
    recipients: tuple[Recipient, ...]
    public: frozenset[str]  # targets that anybody can see
    danger: bool
    already: frozenset[tuple[str, str, str]] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutePlan:
    """One referral to be: who, what is asked, under which law, with which clocks (the first is the main one), and why."""

    recipient: Recipient
    lane: str
    ask: Ask
    offences: tuple[str, ...]
    targets: tuple[str, ...]
    clocks: tuple[str, ...]
    basis: str
    why: tuple[str, ...]
    needs_second: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Question:
    """One ask for one target: what every lane looks at."""

    target: TargetNow
    ask: Ask
    situation: Situation
    category: str
    laws: Laws

    @property
    def is_public(self) -> bool:
        return self.target.id in self.situation.public

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings of PHAROS of its offences, HORS_PHAROS left out."""
        found = (self.laws.offence(each).pharos for each in self.target.offences)
        return tuple(dict.fromkeys(each for each in found if each != "HORS_PHAROS"))

    def all_of(self, kind: RecipientKind) -> tuple[Recipient, ...]:
        return tuple(each for each in self.situation.recipients if each.kind == kind)

    def platforms(self) -> tuple[Recipient, ...]:
        return tuple(each for each in self.all_of(RecipientKind.PLATFORM) if each.platform == self.target.platform)[:1]


_STARTS_WITH_THE_REFERRAL = ("receipt", "awareness")
_CONTRAVENTION = ("fr.presc.press1y.contrav", "fr.presc.contravention")
_TO_THE_HOST = frozenset((Ask.REMOVE, Ask.BLOCK_HERE, Ask.SUSPEND_ACCOUNT, Ask.DEINDEX_HASHTAG, Ask.LABEL_OR_AGE_GATE))


def plans(case: CaseNow, situation: Situation) -> tuple[RoutePlan, ...]:
    """Every plan the qualification allows, grouped by recipient, lane and ask; what cannot be planned is in `unrouted`."""
    grouped: dict[tuple[str, str, str], RoutePlan] = {}
    for question in _questions(case, situation):
        for plan in _open_plans(question):
            key = (plan.recipient.code, plan.lane, plan.ask)
            grouped[key] = _joined(grouped[key], plan) if key in grouped else plan
    return tuple(grouped.values())


def unrouted(case: CaseNow, situation: Situation) -> tuple[Message, ...]:
    """The asks that no lane and no recipient can take now, each with what to do."""
    return tuple(
        message(_refusal(each), at=f"targets.{each.target.id}", ask=str(each.ask), platform=each.target.platform)
        for each in _questions(case, situation)
        if not _plans(each)
    )


def _questions(case: CaseNow, situation: Situation) -> Iterator[_Question]:
    for target in case.targets:
        if target.judgement == Judgement.QUALIFIED:
            for ask in target.asks:
                yield _Question(
                    target=target, ask=Ask(ask), situation=situation, category=case.category, laws=load_laws()
                )


def _open_plans(question: _Question) -> list[RoutePlan]:
    """Those that were not made before: a target requalified is not asked again for the same thing."""
    done = question.situation.already
    return [each for each in _plans(question) if (question.target.id, str(each.ask), each.recipient.code) not in done]


def _joined(one: RoutePlan, more: RoutePlan) -> RoutePlan:
    return replace(
        one,
        offences=tuple(dict.fromkeys((*one.offences, *more.offences))),
        targets=(*one.targets, *more.targets),
        clocks=tuple(dict.fromkeys((*one.clocks, *more.clocks))),
        why=tuple(dict.fromkeys((*one.why, *more.why))),
    )


def _plans(question: _Question) -> list[RoutePlan]:
    rule = _RULES.get(question.ask)
    if question.ask in _TO_THE_HOST:
        return [*_to_host(question)]
    return [*rule(question)] if rule else [*_by_request(question)]


def _to_host(question: _Question) -> Iterator[RoutePlan]:
    """DSA Art. 22 for a trusted flagger within its areas, else Art. 16, which is open to anybody."""
    areas = frozenset(question.situation.areas)
    subjects = {question.category, *(each for code in question.target.offences for each in categories_of(code))}
    is_priority = question.situation.trusted_flagger and bool(subjects & areas)
    lane = question.laws.lane("dsa.22" if is_priority else "dsa.16")
    if question.situation.handler_kind not in lane.handlers:
        lane = question.laws.lane("dsa.16")
    for recipient in question.platforms():
        plan = _plan(question, recipient, lane)
        yield _with_listed(question, plan)


def _with_listed(question: _Question, plan: RoutePlan) -> RoutePlan:
    """LCEN 6 IV A: the host must inform the authorities of listed offences reported to it; said beside the notice."""
    listed = any("lcen_6_iv_a" in question.laws.offence(each).flags for each in question.target.offences)
    if not listed:
        return plan
    return replace(plan, clocks=(*plan.clocks, "fr.6iv.inform"), why=(*plan.why, "lane:fr.lcen6iv"))


def _alert(question: _Question) -> Iterator[RoutePlan]:
    """DSA Art. 18 binds the host, once alerted; we alert the authority ourselves too, after a telephone call."""
    lane = question.laws.lane("dsa.18")
    emergency = Offer(public=question.is_public, emergency=True)
    on_call = [each for each in question.all_of(RecipientKind.POLICE) if _takes(each, emergency)]
    for recipient in on_call[:1]:
        plan = _plan(question, recipient, lane)
        yield replace(plan, clocks=(), why=("phone_first", *plan.why))  # the clock is the host's
    if not on_call:
        yield from (replace(each, why=("phone_first", *each.why)) for each in _to_portal(question))
    for recipient in question.platforms():
        yield _plan(question, recipient, lane)


def _inform(question: _Question) -> Iterator[RoutePlan]:
    """CPP art. 40 for an authority (grave: a second person approves); for others PHAROS, else the host's own duty."""
    if question.situation.handler_kind == OrgKind.AUTHORITY:
        if any(question.laws.offence(each).limitation_clock not in _CONTRAVENTION for each in question.target.offences):
            for recipient in question.all_of(RecipientKind.PROSECUTOR)[:1]:
                plan = _plan(question, recipient, question.laws.lane("fr.cpp40"))
                yield replace(plan, needs_second=True, why=(*plan.why, "second_person"))
        return
    found = [*_to_portal(question)]
    yield from found
    if not found and any("lcen_6_iv_a" in question.laws.offence(each).flags for each in question.target.offences):
        for recipient in question.platforms():
            yield _plan(question, recipient, question.laws.lane("fr.lcen6iv"))


def _to_portal(question: _Question) -> Iterator[RoutePlan]:
    """PHAROS: public content under one of its headings."""
    for heading in question.headings[:1]:
        offer = Offer(public=question.is_public, heading=heading)
        if not offer.public:
            return
        for recipient in [each for each in question.all_of(RecipientKind.POLICE) if _takes(each, offer)][:1]:
            plan = _plan(question, recipient, question.laws.lane("fr.pharos"))
            yield replace(plan, why=(*plan.why, f"heading:{heading}"))


def _reply(question: _Question) -> Iterator[RoutePlan]:
    """LCEN 1-1: the publication director of an online publication, for an association."""
    lane = question.laws.lane("fr.reply")
    if question.situation.handler_kind not in lane.handlers:
        return
    publishers = question.all_of(RecipientKind.PUBLISHER)
    for recipient in [each for each in publishers if each.platform in ("", question.target.platform)][:1]:
        yield _plan(question, recipient, lane)


def _identify(question: _Question) -> Iterator[RoutePlan]:
    """LCEN 1-1 II: the host's secrecy yields to the judicial authority alone; grave, so a second person approves."""
    if question.situation.handler_kind == OrgKind.AUTHORITY:
        for plan in _by_request(question):
            yield replace(plan, needs_second=True, why=(*plan.why, "second_person"))


def _by_request(question: _Question) -> Iterator[RoutePlan]:
    """No lane of law: asked all the same, and said so."""
    for recipient in question.platforms():
        yield _plan(question, recipient, None)


_RULES = {
    Ask.ALERT_DANGER: _alert,
    Ask.INFORM_PROSECUTOR: _inform,
    Ask.INSERT_REPLY: _reply,
    Ask.IDENTIFY_AUTHOR: _identify,
}
_REFUSALS: Mapping[Ask, str] = {
    Ask.ALERT_DANGER: "route_no_police",
    Ask.INFORM_PROSECUTOR: "route_no_authority",
    Ask.INSERT_REPLY: "route_no_publisher",
    Ask.IDENTIFY_AUTHOR: "route_identify",
}


def _refusal(question: _Question) -> str:
    if question.ask == Ask.IDENTIFY_AUTHOR and question.situation.handler_kind == OrgKind.AUTHORITY:
        return "route_no_platform"
    return _REFUSALS.get(question.ask, "route_no_platform")


def _takes(recipient: Recipient, offer: Offer) -> bool:
    """An authority with a file says what it takes; one that is only an account here takes what its kind may."""
    plug = AUTHORITIES.get(recipient.code)
    return plug is None or plug.takes(offer)


def _plan(question: _Question, recipient: Recipient, lane: Lane | None) -> RoutePlan:
    return RoutePlan(
        recipient=recipient,
        lane=lane.code if lane else NO_LAW,
        ask=question.ask,
        offences=question.target.offences,
        targets=(question.target.id,),
        clocks=_clocks(question.laws, lane) if lane else (),
        basis=lane.basis if lane else "",
        why=(f"lane:{lane.code if lane else NO_LAW}",),
        needs_second=False,
    )


def _clocks(laws: Laws, lane: Lane) -> tuple[str, ...]:
    """The main clock, then those that start with the referral; the others start later, or are silent."""
    beside = (each for each in lane.clocks if laws.clock(each).event in _STARTS_WITH_THE_REFERRAL)
    return tuple(dict.fromkeys((*((lane.main_clock,) if lane.main_clock else ()), *beside)))
