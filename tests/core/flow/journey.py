"""Small builders for the tests of the steps: one notice, one case, one referral, and a memory; no rule is repeated here."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from fanal import flow
from fanal.notice.events import Event
from fanal.notice.facts import Evidence, Notice, Notifier, Recipient, TargetAnswer, Verdict
from fanal.notice.lifecycle import apply
from fanal.notice.states import CaseNow, Now, ReferralNow
from fanal.words.lists import AnswerKind, Ask, Channel, EvidenceKind, Measure, NotifierKind, OrgKind

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)  # a Monday
HATE = "FR-1881-24-HAINE-ORIGINE"
POST = "https://x.com/someone/status/1234567890"
OTHER_POST = "https://x.com/someone/status/1234567891"
PAGE = "https://forum.example/fil/42"
ASSOCIATION = Notifier(kind=NotifierKind.ASSOCIATION, standing="O-1")
POLICY = flow.policy(purpose="aid", legal_basis="interest", keep=timedelta(days=365))
NAMES = flow.Names(case="C-new", targets=tuple(f"T-{n}" for n in range(1, 101)))


def door(**changes: Any) -> flow.Door:
    """A door through which an organisation's notices come."""
    facts: dict[str, Any] = {
        "handler": "O-1",
        "channel": Channel.API,
        "ref": "N-1",
        "received_at": NOW,
        "notifier": ASSOCIATION,
        "good_faith": True,
    }
    return flow.Door(**{**facts, **changes})


def public_door(**changes: Any) -> flow.Door:
    """A door through which a person comes whom nobody vouches for."""
    return door(**{"channel": Channel.FORM, "notifier": None, "good_faith": False, **changes})


def given(**changes: Any) -> dict[str, Any]:
    """A complete notice as a person gives it."""
    whole: dict[str, Any] = {
        "targets": [{"address": POST, "text": "un texte assez long pour compter"}],
        "reasons": "Ces propos appellent à la haine.",
        "category": "racism",
        "good_faith": True,
        "notifier": {"kind": "citizen", "name": "Ana Martin", "email": "ana@example.org"},
    }
    return {**whole, **changes}


def notice(ref: str = "N-1", **changes: Any) -> Notice:
    """A received notice."""
    return flow.receive(given(**changes), door(ref=ref))


def streams(events: Iterable[Event], start: Mapping[str, Now] | None = None) -> dict[str, Any]:
    """Where each stream stands after the events."""
    stands: dict[str, Any] = dict(start or {})
    for event in events:
        stands[event.stream] = apply(stands.get(event.stream), event)
    return stands


def triaged(about: Notice, **around: Any) -> dict[str, Any]:
    """The streams after a notice was received and triaged with an empty memory."""
    first = flow.received_event(about, subject="s", content="c", mention_digests=["d"] * len(about.mentions))
    memory = around.pop("memory", flow.Memory())
    cases = around.pop("cases", {})
    names = around.pop("names", NAMES)
    events = flow.triage(about, cases, memory, around.pop("policy", POLICY), names, NOW)
    return streams((first, *events), {f"case:{ref}": case for ref, case in cases.items()})


def open_case(*targets: Mapping[str, Any]) -> CaseNow:
    """A case with these targets, T-1 and so on."""
    about = notice(targets=list(targets) or given()["targets"])
    case = triaged(about)["case:C-new"]
    assert isinstance(case, CaseNow)
    return case


def qualified(case: CaseNow, *asks: Ask, offences: Sequence[str] = (HATE,), evidence: bool = True) -> CaseNow:
    """The case after a person qualified every target alike, with evidence."""
    judged = [Verdict(target=each.id, offences=tuple(offences), asks=asks or (Ask.REMOVE,)) for each in case.targets]
    events = [*flow.qualify(case, judged, by="m-1", note_digests={}, now=NOW)]
    for each in case.targets if evidence else ():
        kept = Evidence(target=each.id, kind=EvidenceKind.CAPTURE, digest="a" * 64)
        events += flow.add_evidence(case, kept, "m-1", NOW)
    return flow.after(case, events)


def situation(**changes: Any) -> flow.Situation:
    """An association that is no trusted flagger; every target public; the first register of recipients."""
    facts: dict[str, Any] = {
        "handler_kind": OrgKind.ASSOCIATION,
        "trusted_flagger": False,
        "areas": (),
        "recipients": (*flow.recipients(), publisher()),
        "public": frozenset(f"T-{n}" for n in range(1, 101)),
        "danger": False,
    }
    return flow.Situation(**{**facts, **changes})


def publisher() -> Recipient:
    """A publication director."""
    return Recipient(code="paper", kind="publisher", title={"fr": "Le Journal", "en": "The Paper"}, platform="web")


def referred(case: CaseNow, **around: Any) -> dict[str, Any]:
    """The streams after routing: the case and its referrals R-1 and so on."""
    refs = [f"R-{n}" for n in range(1, 20)]
    events = flow.route(case, situation(**around), refs=refs, now=NOW)
    return streams(events, {f"case:{case.ref}": case})


def sent(referral: ReferralNow, at: datetime = NOW, **changes: Any) -> ReferralNow:
    """The referral after it left."""
    facts: dict[str, Any] = {
        "way": "hub",
        "grade": "sent",
        "envelope": "b" * 64,
        "key": "k",
        "policy": POLICY,
        "danger": False,
        "category": "racism",
    }
    return flow.after(referral, flow.sent(referral, **{**facts, **changes}, now=at))


def one_referral(*targets: Mapping[str, Any], ask: Ask = Ask.REMOVE) -> tuple[CaseNow, ReferralNow]:
    """A referred case and its only referral, sent."""
    stands = referred(qualified(open_case(*targets), ask))
    referral = stands["referral:R-1"]
    assert isinstance(referral, ReferralNow)
    return stands["case:C-new"], sent(referral)


def removed(target: str = "T-1", **changes: Any) -> TargetAnswer:
    """A complete statement of reasons for a removal."""
    facts: dict[str, Any] = {
        "kind": AnswerKind.DECIDED,
        "measure": Measure.REMOVED,
        "facts": "Le texte vise un groupe.",
        "legal_ground": "loi 1881 art. 24 al. 7",
    }
    return TargetAnswer(target=target, **{**facts, **changes})


def answered(referral: ReferralNow, *answers: TargetAnswer) -> ReferralNow:
    """The referral after the recipient said this."""
    return flow.after(referral, flow.answer(referral, answers, by="p", way="hub", digests={}, now=NOW))
