"""People at work in the association, the platform and the administration, for the tests of these screens. It asserts nothing."""

import html
import re
from typing import Any

from django.test import Client

from fanal.words.lists import OrgKind, Role
from fanal_hub.people.models import Organisation
from tests.hub.desk.scene import REASONS
from tests.hubkit import PASSWORD, World


def client(world: World, where: Organisation, *roles: Role, lang: str = "en") -> Client:
    """A browser with somebody of these roles signed in."""
    who = world.person(f"{'-'.join(roles)}@{where.ref}.example", where, *roles, lang=lang)
    made = Client()
    made.cookies["django_language"] = lang
    assert made.login(username=who.email, password=PASSWORD)
    return made


def text(response: Any) -> str:
    """What a person reads on the page: no tags, one space."""
    bare = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", bare)))


def lines(*pasted: str, **more: Any) -> dict[str, Any]:
    """What the form of pasted lines gives."""
    return {
        "lines": "\r\n".join(pasted),
        "category": "racism",
        "reasons": REASONS,
        "how": "together",
        "step": "look",
        **more,
    }


def sending(page: Any, **more: Any) -> dict[str, Any]:
    """The hidden fields of the page that shows how lines are understood, as the next page sends them."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page.content.decode())
    kept = {name: html.unescape(value) for name, value in found if name != "csrfmiddlewaretoken"}
    return {**kept, "step": "send", "good_faith": "on", **more}


def platform_of(world: World, code: str = "x") -> Organisation:
    """A platform with an account on this hub."""
    return world.organisation("Plateforme X", OrgKind.PLATFORM, platform=code, email="moderation@x.example")
