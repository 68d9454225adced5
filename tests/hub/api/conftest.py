"""Fixtures of the API's tests."""

from pathlib import Path

import pytest
from django.conf import settings

from tests.hub.api.callers import Hub
from tests.hubkit import World


@pytest.fixture
def hub(world: World) -> Hub:
    """A hub with its organisations."""
    Path(settings.STATIC_ROOT).mkdir(exist_ok=True)
    return Hub(world)
