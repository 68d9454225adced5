"""Every address of the hub, for every role, at home and in another organisation: no 5xx, and nobody sees what is not theirs."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from fanal import flow
from fanal.notice.facts import Verdict
from fanal.words.lists import AgreementAct as Act
from fanal.words.lists import Ask, Channel, OrgKind, Role
from fanal_hub.courier.keys import follow_token
from fanal_hub.ledger import write
from fanal_hub.ledger.models import ReferralRow, RelationRow, TargetRow, VaultRow
from fanal_hub.people.models import ApiToken, Organisation, Person, RecipientRow, SavedTemplate
from fanal_hub.stations import agreeing, door, judge
from tests.hubkit import World

ROLES = (Role.ADMIN, Role.ANALYST, Role.NOTIFIER, Role.READER)
OPEN_TO_ALL = {"desk/login", "desk/first-run", "desk/logout"}


@dataclass
class House:
    """A world with three associations, a platform, an authority and an auditor; the first association has a whole case."""

    world: World
    orgs: dict[str, Organisation] = field(default_factory=dict)
    people: dict[tuple[str, str], Person] = field(default_factory=dict)
    named: dict[str, str] = field(default_factory=dict)

    def client(self, org: str, role: str) -> Client:
        """A logged-in member's browser."""
        made = Client()
        made.force_login(self.people[org, role])
        return made

    def tokens(self, org: str, *roles: Role) -> dict[str, str]:
        """API headers of a token."""
        return {"authorization": f"Bearer {self.world.token(self.orgs[org], *roles)}"}


@pytest.fixture
def house(world: World) -> House:
    """The house with everything of one case in it."""
    made = House(world)
    for ref, kind, more in (
        ("mine", OrgKind.ASSOCIATION, {"is_default": True, "email": "mine@example.org"}),
        ("other", OrgKind.ASSOCIATION, {}),
        ("friend", OrgKind.ASSOCIATION, {}),  # in agreement with the first
        ("host", OrgKind.PLATFORM, {"platform": "x"}),
        ("host2", OrgKind.PLATFORM, {"platform": "youtube"}),
        ("office", OrgKind.AUTHORITY, {}),
        ("audit", OrgKind.AUDITOR, {}),
    ):
        made.orgs[ref] = world.organisation(ref.title(), kind, ref=ref, **more)
        for role in ROLES:
            made.people[ref, role] = world.person(f"{role}@{ref}.example", made.orgs[ref], role)
    _fill(made)
    return made


def _fill(house: House) -> None:
    given = {
        "targets": [{"address": "https://x.com/abc/status/1967442965691440001", "text": "Un message"}],
        "reasons": "Ce message appelle à la haine contre un groupe.",
        "category": "racism",
        "good_faith": True,
        "notifier": {"kind": "citizen", "name": "Dominique", "email": "d@example.org"},
    }
    mine = house.orgs["mine"]
    older = {**given, "targets": [{"address": "https://x.com/abc/status/1967442965691440000", "text": "Un autre"}]}
    door.receive(older, door.Entry(handler=mine, channel=Channel.DESK, sender="org:mine"))
    house.world.settle("triage")
    other = TargetRow.objects.get().pk
    notice = door.receive(given, door.Entry(handler=mine, channel=Channel.DESK, sender="org:mine"))
    house.world.settle("triage")
    [related] = RelationRow.objects.all()
    case, target = related.case, related.target
    hand = judge.Hand(organisation=mine, by="p-judge")
    judge.add_file(hand, case, target, "capture.png", b"\x89PNG\r\n\x1a\n" + b"0" * 64)
    offence = flow.offences("racism")[0].code
    judge.qualify(hand, case, [Verdict(target=target, offences=(offence,), asks=(Ask.REMOVE,), note="Motif")])
    judge.refer(hand, case)
    house.world.settle("dispatch")
    recipient = RecipientRow(handler=mine, code="own", kind="police", title_fr="Commissariat", title_en="Police")
    template = SavedTemplate(organisation=mine, name="Modèle", category="racism", reasons="Toujours les mêmes raisons.")
    write.run(recipient.save)
    write.run(template.save)
    house.world.token(mine, Role.READER)
    agreeing.propose(hand, "friend", house.world.now)
    agreeing.act(judge.Hand(organisation=house.orgs["friend"], by="p-friend"), "mine", Act.ACCEPTED, house.world.now)
    house.named = {
        "case": case,
        "target": target,
        "other_target": other,
        "relation": related.relation,
        "notice": notice.ref,
        "referral": ReferralRow.objects.get().ref,
        "record": VaultRow.objects.get(kind="file").pk,
        "follow": follow_token(notice.ref),
        "member": house.people["mine", Role.READER].ref,
        "recipient": "own",
        "agreement": "friend",
        "template": str(SavedTemplate.objects.get().pk),
        "token": str(ApiToken.objects.get().pk),
    }


def _patterns(resolver: URLResolver | None = None, before: str = "") -> Iterator[str]:
    for each in (resolver or get_resolver()).url_patterns:
        here = before + str(each.pattern)
        if isinstance(each, URLPattern):
            yield here
        else:
            yield from _patterns(each, here)


def addresses(house: House) -> list[tuple[str, bool]]:
    """Every address with the first association's references in it, and whether it names something of theirs."""
    made = []
    for pattern in _patterns():
        address = pattern
        for converter in re.findall(r"<[^>]+>", pattern):
            address = address.replace(converter, _value(house, pattern, converter), 1)
        names_something = "<" in pattern and not pattern.startswith(("s/", "a/", "contest/"))
        made.append((address, names_something))
    return made


def _value(house: House, pattern: str, converter: str) -> str:
    name = converter.strip("<>").split(":")[-1]
    fixed = {
        "target_id": "target",
        "target": "target",
        "other_id": "other_target",
        "kind": "relation",
        "record": "record",
        "token": "follow",
        "secret": "follow",
        "claim_id": "record",
        "code": "recipient",
        "number": "template" if "templates" in pattern else "token",
    }
    if name in fixed:
        return house.named[fixed[name]]
    parts = {"cases": "case", "referrals": "referral", "inbox": "referral", "members": "member"}
    for part, kind in {**parts, "agreements": "agreement"}.items():
        if part in pattern:
            return house.named[kind]
    return house.named["notice"]


def test_the_walk_knows_every_converter_and_finds_many_addresses(house: House) -> None:
    found = addresses(house)
    assert len(found) > 90
    assert all("<" not in address for address, _ in found)


@pytest.mark.parametrize("method", ["get", "post"])
def test_no_address_fails_for_anybody(house: House, method: str) -> None:
    failures = []
    for org in house.orgs:
        for role in ROLES:
            client = house.client(org, role)
            for address, _ in addresses(house):
                if address in {"desk/logout"} or (method == "post" and "remove" in address + "delete"):
                    continue
                response = getattr(client, method)(f"/{address}")
                response.close()  # a file that is handed out stays open until then
                if response.status_code >= 500:
                    failures.append((org, str(role), address, response.status_code))
    assert failures == []


@pytest.mark.parametrize("method", ["get", "post"])
def test_what_belongs_to_another_organisation_is_not_found(house: House, method: str) -> None:
    seen = []
    for org in ("other", "host2", "audit"):
        for role in ROLES:
            client = house.client(org, role)
            for address, names_something in addresses(house):
                if not names_something or not address.startswith("desk/"):
                    continue
                response = getattr(client, method)(f"/{address}")
                if response.status_code not in {403, 404, 405}:
                    seen.append((org, str(role), address, response.status_code))
    assert seen == []


def test_nobody_enters_the_desk_without_a_login(house: House) -> None:
    client = Client()
    entered = []
    for address, _ in addresses(house):
        if not address.startswith("desk/") or address in OPEN_TO_ALL:
            continue
        for method in ("get", "post"):
            response = getattr(client, method)(f"/{address}")
            if response.status_code not in {302, 403, 404, 405} or "/desk/login" not in response.get(
                "Location", "/desk/login"
            ):
                entered.append((method, address, response.status_code))
    assert entered == []


def test_the_handler_sees_what_is_its_own(house: House) -> None:
    client = house.client("mine", Role.ANALYST)
    named = house.named
    for address in (
        "queue",
        f"cases/{named['case']}",
        f"cases/{named['case']}/qualify",
        f"cases/{named['case']}/history",
        f"cases/{named['case']}/links/{named['target']}/{named['other_target']}/{named['relation']}",
        f"referrals/{named['referral']}",
        "search?q=message",
    ):
        assert client.get(f"/desk/{address}").status_code == 200, address
    platform = house.client("host", Role.ANALYST)
    assert platform.get("/desk/inbox").status_code == 200
    assert platform.get(f"/desk/inbox/{named['referral']}").status_code == 200
    assert platform.get(f"/desk/cases/{named['case']}").status_code in {403, 404}


@pytest.mark.parametrize("org", ["other", "host2", "audit", "office"])
def test_another_organisations_token_finds_nothing(house: House, org: str) -> None:
    headers = house.tokens(org, *ROLES)
    client = Client()
    named = house.named
    for method, address in (
        ("get", f"notices/{named['notice']}"),
        ("get", f"cases/{named['case']}"),
        ("post", f"cases/{named['case']}/qualify"),
        ("post", f"cases/{named['case']}/refer"),
        ("post", f"cases/{named['case']}/relations"),
        ("get", f"referrals/{named['referral']}"),
        ("post", f"referrals/{named['referral']}/acknowledge"),
        ("post", f"referrals/{named['referral']}/answer"),
    ):
        body = (
            {} if method == "get" else {"data": json.dumps(_body(address, named)), "content_type": "application/json"}
        )
        response = getattr(client, method)(f"/api/v1/{address}", headers=headers, **body)
        assert response.status_code in {403, 404}, (address, response.content)


def _body(address: str, named: dict[str, str]) -> dict[str, object]:
    if address.endswith("qualify"):
        return {"judgements": [{"target": named["target"], "set_aside": "legal"}]}
    if address.endswith("relations"):
        return {"target": named["target"], "other_target": "T-1", "relation": "same_text", "said": "confirm"}
    if address.endswith("answer"):
        return {"answers": [{"target": named["target"], "kind": "refused", "facts": "Non."}]}
    return {}
