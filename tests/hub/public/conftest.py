"""A hub with two organisations that take notices from the public, and a browser without scripts."""

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from fanal.words.lists import OrgKind
from fanal_hub.people.models import Organisation
from fanal_hub.public import contest_page, follow_pages
from tests.hub.public.visitor import Visitor
from tests.hubkit import World


@pytest.fixture
def brigade(world: World) -> Organisation:
    """An authority that takes notices too."""
    return world.organisation("Brigade Test", OrgKind.AUTHORITY)


@pytest.fixture
def client(sos: Organisation, brigade: Organisation) -> Client:
    """Somebody without an account, who reads French."""
    Path(settings.STATIC_ROOT).mkdir(exist_ok=True)
    contest_page.PACE.forget()
    follow_pages.TRIES.forget()
    return Client()


@pytest.fixture
def visitor(client: Client) -> Visitor:
    """The same, filling in the form."""
    return Visitor(client)
