"""Backups: one sealed file for a hub, its keys on paper, and the way back. It needs no Django: a hub is restored before it runs."""
