"""Settings that a test may turn, put back afterwards."""

import pytest

from tests.hub.courier.knobs import Settings


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Django's settings for the time of one test."""
    return Settings(monkeypatch)
