"""Every endpoint, every role, every kind of organisation, one's own things and another's: who may, and what the others are told."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from fanal.words.lists import OrgKind, Role
from fanal_hub.api.urls import api
from fanal_hub.ledger.models import EventRow
from fanal_hub.people.models import Organisation
from tests.hub.api.callers import Caller, Hub, judgement, notice, removal

SENDS = frozenset({Role.NOTIFIER, Role.ANALYST})
READS = frozenset({Role.ANALYST, Role.READER})
ACTS = frozenset({Role.ANALYST})
HANDLERS = frozenset({OrgKind.ASSOCIATION, OrgKind.AUTHORITY})
RECIPIENTS = frozenset({OrgKind.PLATFORM, OrgKind.AUTHORITY})
EVERYBODY = frozenset(OrgKind)


@dataclass(frozen=True)
class Rule:
    """Who may call an endpoint: roles and kinds of organisation; no roles: anybody, without a token."""

    method: str
    path: str
    roles: frozenset[Role]
    kinds: frozenset[OrgKind]


RULES = (
    Rule("post", "/notices", SENDS, HANDLERS),
    Rule("post", "/notices/batch", SENDS, HANDLERS),
    Rule("get", "/notices/{ref}", SENDS | READS, HANDLERS),
    Rule("get", "/cases", READS, HANDLERS),
    Rule("get", "/cases/{ref}", READS, HANDLERS),
    Rule("post", "/cases/{ref}/qualify", ACTS, HANDLERS),
    Rule("post", "/cases/{ref}/refer", ACTS, HANDLERS),
    Rule("post", "/cases/{ref}/relations", ACTS, HANDLERS),
    Rule("get", "/waves", READS, HANDLERS),
    Rule("get", "/referrals", READS, HANDLERS | RECIPIENTS),
    Rule("get", "/referrals/{ref}", READS, HANDLERS | RECIPIENTS),
    Rule("post", "/referrals/{ref}/acknowledge", ACTS, RECIPIENTS),
    Rule("post", "/referrals/{ref}/answer", ACTS, RECIPIENTS),
    Rule("get", "/hashes/FetchHashes", frozenset(), frozenset()),  # two keys of its own: test_hashes.py
    Rule("post", "/hashes/SubmitFeedback", frozenset(), frozenset()),
    Rule("get", "/figures", frozenset(), EVERYBODY),
    Rule("get", "/log/checkpoint", frozenset(), EVERYBODY),
)


def test_every_endpoint_has_its_rule() -> None:
    """A new endpoint says here who may call it."""
    paths = api.get_openapi_schema()["paths"]
    offered = {(method, path.removeprefix("/api/v1")) for path, methods in paths.items() for method in methods}
    assert offered == {(each.method, each.path) for each in RULES}


class Things:
    """One of each thing: SOS's case (judged) and referral, put before the platform."""

    def __init__(self, hub: Hub) -> None:
        self.hub = hub
        self.referral = hub.referral()
        self.case = hub.caller(hub.sos).get("/cases", state="referred").body["cases"][0]["ref"]
        self.whole = hub.caller(hub.sos).get(f"/cases/{self.case}").body
        self.notice = self.whole["notices"][0]
        [noted] = hub.related()["relations"]
        self.later = noted["case"]
        self.relation = {**{name: noted[name] for name in ("target", "other_target", "relation")}, "said": "refuse"}

    def path(self, rule: Rule) -> str:
        """The endpoint's address for these things."""
        group = rule.path.split("/")[1]
        ref = {"notices": self.notice, "cases": self.case, "referrals": self.referral["ref"]}.get(group, "")
        return rule.path.replace("{ref}", self.later if rule.path.endswith("/relations") else ref)

    def body(self, rule: Rule) -> Any:
        """A body that would be taken."""
        return {
            "/notices": notice(),
            "/notices/batch": {"notices": [notice()]},
            "/cases/{ref}/qualify": judgement(self.whole),
            "/cases/{ref}/relations": self.relation,
            "/referrals/{ref}/answer": removal(self.referral),
        }.get(rule.path)

    def owners(self, rule: Rule) -> tuple[Organisation, ...]:
        """Whose things these are."""
        return (self.hub.sos, self.hub.host) if rule.path == "/referrals/{ref}" else (self._owner(rule),)

    def _owner(self, rule: Rule) -> Organisation:
        return self.hub.host if rule.path.startswith("/referrals/") else self.hub.sos


@pytest.fixture
def things(hub: Hub) -> Things:
    """A hub with one of each thing."""
    return Things(hub)


def _call(things: Things, rule: Rule, caller: Caller) -> int:
    path = things.path(rule)
    return caller.get(path).status if rule.method == "get" else caller.post(path, things.body(rule)).status


def _expected(things: Things, rule: Rule, where: Organisation, role: Role) -> Iterator[int]:
    """The statuses that are right."""
    if rule.path == "/log/checkpoint":
        yield 404  # none is published yet
    elif not rule.kinds:
        yield 401  # no token of anybody opens it
    elif not rule.roles:
        yield 200
    elif where.kind not in rule.kinds or role not in rule.roles:
        yield 403
    elif "{ref}" in rule.path and where not in things.owners(rule):
        yield 404
    else:
        yield from (200, 201, 409)  # 409: the step was made before by another role's turn


@pytest.mark.parametrize("rule", RULES, ids=[f"{each.method} {each.path}" for each in RULES])
def test_endpoint_lets_in_who_may_and_nobody_else(things: Things, rule: Rule) -> None:
    """Each role alone, in each organisation."""
    hub = things.hub
    for where in (hub.sos, hub.other, hub.host, hub.rival, hub.police, hub.auditor):
        for role in Role:
            status = _call(things, rule, hub.caller(where, role))
            assert status in set(_expected(things, rule, where, role)), (where.ref, role, status)


@pytest.mark.parametrize("rule", [each for each in RULES if each.roles], ids=lambda rule: f"{rule.method} {rule.path}")
def test_endpoint_without_token_tells_nothing(things: Things, rule: Rule) -> None:
    """401 whether or not the thing exists, and nothing is written."""
    before = EventRow.objects.count()
    assert _call(things, rule, Caller()) == 401
    assert EventRow.objects.count() == before


def test_thing_of_another_is_answered_like_nothing(things: Things) -> None:
    """Another organisation's reference and one that nobody has: the same words."""
    other = things.hub.caller(things.hub.other)
    theirs = other.get(f"/cases/{things.case}")
    nobodys = other.get("/cases/C-0000-0000")
    assert theirs.raw == nobodys.raw
    assert theirs.status == 404


def test_list_shows_only_ones_own(things: Things) -> None:
    """Queues, inboxes and outboxes of the others stay empty."""
    hub = things.hub
    assert hub.caller(hub.other).get("/cases", state="referred").body["cases"] == []
    assert hub.caller(hub.other).get("/referrals").body["referrals"] == []
    assert hub.caller(hub.rival).get("/referrals").body["referrals"] == []
    assert hub.caller(hub.police).get("/referrals", box="sent").body["referrals"] == []
    assert len(hub.caller(hub.host).get("/referrals").body["referrals"]) == 1


def test_referral_that_has_not_left_is_not_before_its_recipient(hub: Hub) -> None:
    """Prepared is not sent."""
    case, sos = hub.case(), hub.caller(hub.sos)
    done = sos.post(f"/cases/{case['ref']}/qualify", judgement(case, refer=True)).body
    ref = done["referrals"][0]["ref"]
    host = hub.caller(hub.host)
    assert host.get("/referrals").body["referrals"] == []
    assert host.get(f"/referrals/{ref}").status == 404
    assert host.post(f"/referrals/{ref}/acknowledge").status == 404
    assert sos.get(f"/referrals/{ref}").body["envelope"] is None


def test_sender_follows_a_notice_that_another_handles(hub: Hub) -> None:
    """It sees what happens to its targets, and not the handler's case."""
    other = hub.caller(hub.other)
    sent = other.post("/notices", notice(handler="sos-test"))
    hub.settle()
    seen = other.get(f"/notices/{sent.body['ref']}").body
    assert (seen["handler"], seen["state"], seen["targets"][0]["case"]) == ("sos-test", "triaged", "")
    assert other.get("/cases").body["cases"] == []
    assert len(hub.caller(hub.sos).get("/cases").body["cases"]) == 1


def test_page_after_page_shows_everything_once(hub: Hub) -> None:
    """Cursors of the queue and of both boxes."""
    sos, host = hub.caller(hub.sos), hub.caller(hub.host)
    rows = [notice(f"https://x.com/someone/status/{n}") for n in range(100, 105)]
    sos.post("/notices/batch", {"notices": rows})
    hub.settle()
    cases = _all(lambda query: sos.get("/cases", limit="2", **query), "cases")
    assert len(set(cases)) == len(cases) == 5
    for ref in cases:
        sos.post(f"/cases/{ref}/qualify", judgement(sos.get(f"/cases/{ref}").body, refer=True))
    hub.settle()
    sent = _all(lambda query: sos.get("/referrals", limit="2", box="sent", **query), "referrals")
    received = _all(lambda query: host.get("/referrals", limit="2", **query), "referrals")
    assert len(set(sent)) == len(sent) == 5
    assert sorted(received) == sorted(sent)


def _all(page: Callable[[dict[str, str]], Any], name: str) -> list[str]:
    found: list[str] = []
    query: dict[str, str] = {}
    while True:
        answer = page(query)
        assert answer.status == 200, answer.body
        found += [each["ref"] for each in answer.body[name]]
        if not answer.body["next"]:
            return found
        query = {"cursor": answer.body["next"]}


def test_revoked_token_is_refused(hub: Hub) -> None:
    """A token that was taken back opens nothing."""
    from fanal_hub.ledger import write
    from fanal_hub.people.models import ApiToken

    caller = hub.caller(hub.sos)
    write.run(lambda: ApiToken.objects.update(revoked_at=hub.world.now))
    answer = caller.get("/cases")
    assert (answer.status, answer.codes) == (401, [("", "token_refused")])


def test_identity_of_the_sender_is_the_organisation(hub: Hub) -> None:
    """Kind, name and address come from the account, not from what is claimed."""
    from fanal_hub.ledger.read import notices

    hub.sos.trusted_flagger = True
    sent = hub.caller(hub.sos).post("/notices", notice(notifier={"consents": ["police"]})).body["ref"]
    who = notices.identity(sent)
    assert who is not None
    assert (who.name, who.email, who.kind, list(who.consents)) == (
        "SOS Test",
        "contact@sos.example",
        "association",
        ["police"],
    )


def test_standing_declaration_stands_for_good_faith(hub: Hub) -> None:
    """DSA Art. 16(2)(d): said once in the organisation's settings, or in each notice."""
    from fanal_hub.ledger import write

    sos = hub.caller(hub.sos)
    bare = {name: value for name, value in notice().items() if name != "good_faith"}
    assert sos.post("/notices", bare).codes == [("good_faith", "good_faith_missing")]
    hub.sos.policy = {"good_faith": True}
    write.run(hub.sos.save)
    assert sos.post("/notices", bare).status == 201
