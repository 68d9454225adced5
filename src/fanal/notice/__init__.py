"""Notices as facts, events and moves: what was said, what happened, and where a thing stands. No rule of law or priority here."""
