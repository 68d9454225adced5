"""Where this hub keeps its data, and its name: read from the environment and from FANAL_HOME/hub.json."""

import json
import os
import secrets
from functools import cache
from pathlib import Path


def home() -> Path:
    """The folder of this hub's data (FANAL_HOME, default ./.fanal); made when missing, closed to other users."""
    folder = Path(os.environ.get("FANAL_HOME") or ".fanal").resolve()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


@cache
def identity(folder: Path) -> dict[str, str]:
    """The hub's name (the log's origin) and Django's secret, drawn at the first start and kept."""
    place = folder / "hub.json"
    if not place.exists():
        name = os.environ.get("FANAL_HUB_NAME") or f"hub-{secrets.token_hex(4)}.fanal.example"
        drawn = {"name": name, "secret": secrets.token_urlsafe(48)}
        _write_once(place, json.dumps(drawn, indent=1).encode())
    known: dict[str, str] = json.loads(place.read_text(encoding="utf-8"))
    return known


def _write_once(place: Path, content: bytes) -> None:
    """Whole or not at all, closed to other users, and of several who write at once only the first."""
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    drawn = place.with_name(f".{place.name}.{secrets.token_hex(8)}")
    drawn.touch(mode=0o600)
    drawn.write_bytes(content)
    try:
        os.link(drawn, place)
    except FileExistsError:
        pass
    finally:
        drawn.unlink()


def secret_file(place: Path, size: int) -> bytes:
    """The random bytes kept in a file of their own, drawn the first time; two who draw at once get the same."""
    if not place.exists():
        _write_once(place, secrets.token_bytes(size))
    return place.read_bytes()


def switch(name: str, *, default: bool) -> bool:
    """A setting that is on or off: 1/true/yes/on, anything else is off."""
    given = os.environ.get(name)
    return default if given is None else given.strip().lower() in {"1", "true", "yes", "on"}
