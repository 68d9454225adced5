"""A small hub seen from outside: organisations of each kind with their tokens, and a caller that speaks HTTP to the API."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.test import Client

from fanal.words.lists import OrgKind, Role
from fanal_hub.ledger import write
from fanal_hub.people import enrol
from fanal_hub.people.models import Organisation
from fanal_hub.stations import dispatch, loop, triage
from tests.hubkit import World

ADDRESS = "https://x.com/someone/status/1234567890123456789"
STATIONS = [loop.Station(name=each.NAME, kinds=each.KINDS, handle=each.handle) for each in (triage, dispatch)]
ROLES = (Role.NOTIFIER, Role.ANALYST, Role.READER)


class Answer:
    """A response: its status, its headers and its JSON."""

    def __init__(self, response: Any) -> None:
        self.status: int = response.status_code
        self.headers: Mapping[str, str] = response.headers
        self.raw: bytes = response.content
        self.body: Any = json.loads(response.content) if response.content else None

    @property
    def codes(self) -> list[tuple[str, str]]:
        """(at, code) of every error, in order."""
        return [(each["at"], each["code"]) for each in self.body["errors"]]


class Caller:
    """Speaks to the API with one token."""

    def __init__(self, token: str = "", **headers: str) -> None:
        self._client = Client()
        self._headers = {**({"Authorization": f"Bearer {token}"} if token else {}), **headers}

    def get(self, path: str, **query: str) -> Answer:
        """GET below /api/v1."""
        return Answer(self._client.get(f"/api/v1{path}", query, headers=self._headers))

    def post(self, path: str, body: Any = None, *, key: str = "", **headers: str) -> Answer:
        """POST a JSON value below /api/v1."""
        raw = b"" if body is None else json.dumps(body).encode()
        return self.raw(path, raw, **({"Idempotency-Key": key} if key else {}), **headers)

    def raw(self, path: str, raw: bytes, content_type: str = "application/json", **headers: str) -> Answer:
        """POST bytes below /api/v1."""
        sent = {**self._headers, **headers}
        return Answer(self._client.post(f"/api/v1{path}", raw, content_type=content_type, headers=sent))

    def any(self, method: str, path: str, body: Any = None) -> Answer:
        """Any method, below /api/v1."""
        raw = b"" if body is None else json.dumps(body).encode()
        made = self._client.generic(method, f"/api/v1{path}", raw, "application/json", headers=self._headers)
        return Answer(made)


def notice(address: str = ADDRESS, **more: Any) -> dict[str, Any]:
    """A complete notice."""
    return {
        "targets": [{"address": address, "text": "Un texte signalé."}],
        "category": "racism",
        "reasons": "Appelle à la haine contre les personnes nées ailleurs.",
        "good_faith": True,
        **more,
    }


class Hub:
    """Two associations, a platform with an account, an authority and an auditor, each with a token of three roles."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.sos = world.organisation("SOS Test", OrgKind.ASSOCIATION, is_default=True, email="contact@sos.example")
        self.other = world.organisation("Autre Asso", OrgKind.ASSOCIATION, email="bonjour@autre.example")
        self.host = world.organisation("Plateforme Test", OrgKind.PLATFORM, platform="x", email="legal@x.example")
        self.rival = world.organisation("Autre Plateforme", OrgKind.PLATFORM, platform="youtube")
        self.police = world.organisation("Police Test", OrgKind.AUTHORITY, takes_public=False)
        self.auditor = world.organisation("Auditeur Test", OrgKind.AUDITOR)

    def settle(self) -> None:
        """Let triage and dispatch do what waits."""
        loop.settle_all(STATIONS)

    def caller(self, where: Organisation, *roles: Role, **headers: str) -> Caller:
        """Somebody of an organisation; every role but administration by default."""
        return Caller(self.world.token(where, *(roles or ROLES)), **headers)

    def case(self, address: str = ADDRESS) -> dict[str, Any]:
        """A case of SOS with one target, out of a notice."""
        sos = self.caller(self.sos)
        assert sos.post("/notices", notice(address)).status == 201
        self.settle()
        found = sos.get("/cases").body["cases"]
        ref = next(
            each["ref"]
            for each in found
            if any(target["url"] == address for target in sos.get(f"/cases/{each['ref']}").body["case_targets"])
        )
        whole: dict[str, Any] = sos.get(f"/cases/{ref}").body
        return whole

    def related(self) -> dict[str, Any]:
        """A case of SOS whose target is likely that of the case before: the same account, the same words."""
        return self.case(ADDRESS[:-1] + "7")

    def referral(self, address: str = ADDRESS) -> dict[str, Any]:
        """A referral that SOS put before the platform."""
        case = self.case(address)
        done = self.caller(self.sos).post(f"/cases/{case['ref']}/qualify", judgement(case, refer=True))

        self.settle()
        sent = self.caller(self.host).get("/referrals").body["referrals"]
        found: dict[str, Any] = next(
            each for each in sent if each["ref"] in [one["ref"] for one in done.body["referrals"]]
        )
        return found


def judgement(case: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """Every target of a case qualified: incitement to hatred, asked to be removed."""
    made = [
        {
            "target": each["id"],
            "offences": ["FR-1881-24-HAINE-ORIGINE"],
            "asks": ["remove"],
            "note": "Provocation à la haine.",
        }
        for each in case["case_targets"]
    ]
    return {"judgements": made, "evidence_reason": "Constaté par deux personnes.", **more}


def removal(referral: Mapping[str, Any]) -> dict[str, Any]:
    """Every target of a referral removed, with its statement of reasons."""
    made = [
        {
            "target": each["id"],
            "kind": "decided",
            "measure": "removed",
            "facts": "Le texte vise un groupe de personnes.",
            "legal_ground": "Loi du 29 juillet 1881, art. 24, al. 7",
        }
        for each in referral["targets"]
    ]
    return {"answers": made}


def expired_token(where: Organisation) -> str:
    """A token that has expired."""
    made = enrol.api_token(where, "old", [str(each) for each in ROLES], datetime.now(UTC), days=-1)
    write.run(made.row.save)
    return made.secret
