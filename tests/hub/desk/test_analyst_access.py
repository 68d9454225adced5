"""Pages opened by those who may not: no login, another organisation, another role, another kind of organisation."""

import pytest

from fanal.words.lists import OrgKind, Role
from tests.hub.desk.scene import Scene

READ = "queue referrals replies search case history target referral envelope".split()
ACT = "qualify refer evidence detach reopen hold sighting withdraw contest_answer close assist note_answer".split()
LISTS = {"queue", "referrals", "replies", "search"}


def address(scene: Scene, name: str) -> str:
    case = scene.case("open")
    target = case.targets[0]
    referral = scene.case("answered").referrals[0]
    assisted = scene.case("assisted").referrals[0]
    here, there = f"/desk/cases/{case.ref}", f"/desk/referrals/{referral}"
    return {
        "queue": "/desk/queue",
        "referrals": "/desk/referrals",
        "replies": "/desk/replies",
        "search": "/desk/search?q=marché",
        "case": here,
        "history": f"{here}/history",
        "target": f"{here}/targets/{target.id}",
        "detach": f"{here}/targets/{target.id}/detach?mention={target.mentions[0]}",
        "sighting": f"{here}/targets/{target.id}/sighting",
        "referral": there,
        "envelope": f"{there}/envelope",
        "withdraw": f"{there}/withdraw",
        "close": f"{there}/close",
        "contest_answer": f"{there}/contest",
        "note_answer": f"{there}/answer",
        "assist": f"/desk/referrals/{assisted}/assist",
        "identity": f"/desk/notices/{target.mentions[0].split('/')[0]}/identity",
    }.get(name, f"{here}/{name}")


def test_every_page_opens_for_the_analyst_and_the_login_page_for_nobody(scene: Scene) -> None:
    analyst, nobody = scene.client(scene.analyst), scene.client()
    for name in [*READ, *ACT, "identity"]:
        place = address(scene, name)
        answer = analyst.get(place)
        assert answer.status_code == 200, name
        assert "INVALID(" not in (answer.content.decode() if name != "envelope" else "")
        assert nobody.get(place)["Location"].startswith("/desk/login"), name
        assert nobody.post(place).status_code == 302, name


def test_another_organisation_s_references_do_not_exist(scene: Scene) -> None:
    other = scene.world.organisation("Autre Association", OrgKind.ASSOCIATION)
    stranger = scene.client(scene.world.person("x@other.example", other, *Role))
    for name in [*READ, *ACT, "identity"]:
        if name not in LISTS:
            assert stranger.get(address(scene, name)).status_code == 404, name
            assert stranger.post(address(scene, name), {"confirmed": "on", "why": "mistake"}).status_code == 404, name
    assert stranger.post(f"{address(scene, 'referral')}/approve").status_code == 404
    for name in LISTS:
        page = stranger.get(address(scene, name)).content.decode()
        assert not any(ref in page for ref in scene.cases.values()), name
    for ref in scene.cases.values():
        assert stranger.get("/desk/search", {"q": ref}).status_code == 200


@pytest.mark.parametrize(
    ("roles", "kind", "reads", "acts"),
    [
        ((Role.NOTIFIER,), OrgKind.ASSOCIATION, 403, 403),
        ((Role.READER,), OrgKind.ASSOCIATION, 200, 403),
        ((Role.ADMIN,), OrgKind.ASSOCIATION, 200, 403),
        ((), OrgKind.ASSOCIATION, 403, 403),
        (tuple(Role), OrgKind.PLATFORM, 403, 403),
        (tuple(Role), OrgKind.AUDITOR, 403, 403),
    ],
)
def test_roles_open_what_they_open(scene: Scene, roles: tuple[Role, ...], kind: OrgKind, reads: int, acts: int) -> None:
    where = scene.sos if kind == OrgKind.ASSOCIATION else scene.world.organisation("Ailleurs", kind)
    client = scene.client(scene.world.person("role@sos.example", where, *roles))
    for name in READ:
        assert client.get(address(scene, name)).status_code == reads, name
    for name in ACT:
        assert client.get(address(scene, name)).status_code == acts, name
        assert client.post(address(scene, name)).status_code == acts, name


def test_identity_opens_for_analysts_and_administrators_alone(scene: Scene) -> None:
    for role, status in ((Role.READER, 403), (Role.NOTIFIER, 403), (Role.ADMIN, 200), (Role.ANALYST, 200)):
        client = scene.client(scene.world.person(f"{role}.more@sos.example", scene.sos, role))
        assert client.get(address(scene, "identity")).status_code == status, role
