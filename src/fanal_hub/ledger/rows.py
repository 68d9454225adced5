"""From a state to its row: the columns that questions need, derived from the state alone, so that replay can agree."""

from datetime import datetime
from typing import Any

from fanal.notice.codec import dump, load
from fanal.notice.events import RelationNoted, stamp
from fanal.notice.states import CaseNow, LogNow, NoticeNow, Now, ReferralNow
from fanal.words.lists import RelationState

Columns = dict[str, Any]
TABLES = {"notice": "ledger_noticerow", "case": "ledger_caserow", "referral": "ledger_referralrow"}


def columns(now: Now, version: int) -> Columns:
    """The row of a state, ready to write; times as text of the database's shape."""
    made = _COLUMNS[type(now)](now)
    return {"version": version, "now": dump(now), **made}


def target_rows(case: CaseNow) -> list[Columns]:
    """A row for each target of a case."""
    return [
        {
            "id": each.id,
            "case": case.ref,
            "handler": case.handler,
            "place": place,
            "platform": each.platform,
            "kind": each.kind,
            "judgement": str(each.judgement),
            "set_aside": each.set_aside,
            "mentions": len(each.mentions),
            "sighting": each.sighting,
            "next_look_at": when(each.next_look_at),
        }
        for place, each in enumerate(case.targets)
    ]


def relation_row(noted: RelationNoted, case: Now | None) -> Columns:
    """The row of a relation that was noted."""
    return {
        "handler": case.handler if isinstance(case, CaseNow) else "",
        "case": noted.case,
        "target": noted.target,
        "other_case": noted.other_case,
        "other_target": noted.other_target,
        "relation": noted.relation,
        "state": str(RelationState.SUGGESTED),
    }


def read(kind: str, text: str) -> Now:
    """The state that a row's `now` column holds."""
    return load(kind, text)


def when(at: datetime | None) -> str | None:
    """A datetime as Django keeps it in SQLite and PostgreSQL reads it: UTC, microseconds."""
    return None if at is None else stamp(at)[:-1].replace("T", " ")


def _notice(now: NoticeNow) -> Columns:
    return {
        "ref": now.ref,
        "handler": now.handler,
        "state": str(now.state),
        "category": now.category,
        "notifier_kind": now.notifier_kind,
        "subject": now.subject,
        "priority": now.priority,
        "received_at": when(now.received_at),
    }


def _case(now: CaseNow) -> Columns:
    return {
        "ref": now.ref,
        "handler": now.handler,
        "state": str(now.state),
        "category": now.category,
        "priority": now.priority,
        "targets": len(now.targets),
        "notices": len({mention.split("/")[0] for target in now.targets for mention in target.mentions}),
        "contests": sum(target.contests for target in now.targets),
        "outcome": now.outcome,
        "opened_at": when(now.opened_at),
        "expires_at": when(now.expires_at),
        "held": now.held,
        "purged": now.purged,
    }


def _referral(now: ReferralNow) -> Columns:
    return {
        "ref": now.ref,
        "case": now.case,
        "handler": now.handler,
        "recipient": now.recipient,
        "platform": now.platform,
        "lane": now.lane,
        "ask": now.ask,
        "state": str(now.state),
        "outcome": now.outcome,
        "way": now.way,
        "prepared_at": when(now.prepared_at),
        "sent_at": when(now.sent_at),
        "due_at": when(now.due_at),
        "target_at": when(now.target_at),
    }


def _log(now: LogNow) -> Columns:
    return {"size": now.size, "root": now.root}


_COLUMNS: dict[type, Any] = {NoticeNow: _notice, CaseNow: _case, ReferralNow: _referral, LogNow: _log}
