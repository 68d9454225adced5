"""Organisations, their members, roles, tokens and recipients. No notice, no case."""
