"""Notices as facts, events and moves: what was said, what happened, where it stands. No law, no priority here."""
