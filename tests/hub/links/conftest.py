"""A short host on loopback, and a hub that may ask it and nobody else."""

from collections.abc import Callable, Iterator

import pytest

from tests.hub.courier.knobs import Settings
from tests.hub.links.short_host import serving


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Django's settings for the time of one test."""
    return Settings(monkeypatch)


@pytest.fixture(scope="module")
def host() -> Iterator[tuple[int, list[tuple[str, str]]]]:
    """A short host on loopback."""
    with serving() as here:
        yield here


@pytest.fixture
def seen(host: tuple[int, list[tuple[str, str]]]) -> list[tuple[str, str]]:
    """What it was asked during this test."""
    host[1].clear()
    return host[1]


@pytest.fixture
def link(host: tuple[int, list[tuple[str, str]]]) -> Callable[[str], str]:
    """The address of one of its links."""
    return lambda name: f"http://s.standin.localhost:{host[0]}/{name}"


@pytest.fixture
def resolving(settings: Settings, host: tuple[int, list[tuple[str, str]]]) -> Settings:
    """A hub that asks this short host, and may ask nobody else."""
    settings.FANAL_SHORT_LINKS = "resolve"
    settings.FANAL_EGRESS = "listed"
    settings.FANAL_EGRESS_ALLOW = (f"s.standin.localhost:{host[0]}",)
    return settings
