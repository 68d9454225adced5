"""How cases and referrals are answered: one line each, the same in lists and alone. It reads nothing."""

from collections.abc import Mapping
from typing import Any

from fanal import flow
from fanal.notice.relations import RelationNow
from fanal.notice.states import CaseNow, ReferralNow, TargetNow
from fanal_hub.api.problems import lang_of
from fanal_hub.ledger.models import TargetContent


def case_line(now: CaseNow) -> dict[str, object]:
    """A case in the queue."""
    return {
        "ref": now.ref,
        "state": now.state,
        "category": now.category,
        "priority": now.priority,
        "reasons": [_why(each) for each in now.reasons],
        "targets": len(now.targets),
        "outcome": now.outcome,
        "opened_at": now.opened_at,
        "expires_at": now.expires_at,
    }


def _why(reason: Mapping[str, Any]) -> dict[str, object]:
    return {
        "code": reason["code"],
        "points": reason["points"],
        "text": flow.reason_text(str(reason["code"]), lang_of()),
    }


def case_target(now: TargetNow, content: TargetContent | None, *, elsewhere: bool = False) -> dict[str, object]:
    """A target of a case, with what is publicly known of it."""
    return {
        "id": now.id,
        "platform": now.platform,
        "kind": now.kind,
        "url": content.url if content else "",
        "account": content.account if content else "",
        "text": content.text if content else "",
        "posted_at": content.posted_at if content else None,
        "judgement": now.judgement,
        "offences": now.offences,
        "asks": now.asks,
        "set_aside": now.set_aside,
        "evidence": now.evidence,
        "mentions": now.mentions,
        "sighting": now.sighting,
        "sighted_at": now.sighted_at,
        "reported_elsewhere": elsewhere,
    }


def relation_line(now: RelationNow) -> dict[str, object]:
    """A relation between two targets, with what it rests on."""
    return {name: getattr(now, name) for name in RelationNow.__slots__ if name != "by"}


def referral_line(now: ReferralNow, statements: Mapping[str, dict[str, Any]] | None = None) -> dict[str, object]:
    """A referral, with the statements of reasons when they are at hand."""
    said = statements or {}
    return {
        **{name: getattr(now, name) for name in _SAME},
        "basis": flow.lane_basis(now.lane),
        "targets": [
            {
                "id": each.target,
                "answer": each.answer,
                "measure": each.measure,
                "sighting": each.sighting,
                "verdict": each.verdict,
                "statement": _statement(said.get(each.target)),
            }
            for each in now.targets
        ],
    }


_SAME = (
    "ref",
    "state",
    "outcome",
    "handler",
    "recipient",
    "platform",
    "ask",
    "lane",
    "offences",
    "clocks",
    "passed",
    "way",
    "grade",
    "needs_second",
    "prepared_at",
    "sent_at",
    "acknowledged_at",
    "answered_at",
    "ended_at",
    "due_at",
    "target_at",
)
_STATED = (
    "kind",
    "measure",
    "territory",
    "facts",
    "automated",
    "legal_ground",
    "contractual_ground",
    "redress",
    "question",
)


def _statement(said: Mapping[str, Any] | None) -> dict[str, object] | None:
    """What the recipient stated, without who typed it."""
    return None if said is None else {name: said[name] for name in _STATED if name in said}
