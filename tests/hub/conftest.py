"""Fixtures of the hub: see tests/hubkit.py."""

from tests.hubkit import database, sos, template_database, world

__all__ = ["database", "sos", "template_database", "world"]
