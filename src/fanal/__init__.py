"""Fanal, the core: rules for notices of illegal online content. Plain Python: no I/O, no clock, no randomness."""

__version__ = "0.1.0"
