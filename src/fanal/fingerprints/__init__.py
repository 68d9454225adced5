"""The kinds of fingerprint, one file each: what makes things that are nearly the same lie near. It compares nothing."""

import pkgutil
from collections.abc import Mapping
from importlib import import_module
from typing import Any

from fanal.fingerprints.base import BITS, BYTES, Fingerprint, distance

__all__ = ["BITS", "BYTES", "FINGERPRINTS", "Fingerprint", "distance"]


def _gather() -> dict[str, Fingerprint[Any]]:
    """Every module of this package but `base` is one kind."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__) if module.name != "base")
    plugs: list[Fingerprint[Any]] = [import_module(f"{__name__}.{name}").PLUG for name in names]
    return {plug.code: plug for plug in plugs}


FINGERPRINTS: Mapping[str, Fingerprint[Any]] = _gather()
