"""The authorities a referral can be put before, one file each: what they take, in which lane. This page gathers them; it holds none."""

import pkgutil
from collections.abc import Mapping
from importlib import import_module

from fanal.authorities.base import Authority, Offer

__all__ = ["AUTHORITIES", "Authority", "Offer"]


def _gather() -> dict[str, Authority]:
    names = sorted(module.name for module in pkgutil.iter_modules(__path__) if module.name != "base")
    plugs: list[Authority] = [import_module(f"{__name__}.{name}").PLUG for name in names]
    return {plug.code: plug for plug in plugs}


AUTHORITIES: Mapping[str, Authority] = _gather()
