"""Fixtures of the hub: see tests/hubkit.py."""

from tests.hubkit import database, engine, sos, static_files, template_database, world

__all__ = ["database", "engine", "sos", "static_files", "template_database", "world"]
