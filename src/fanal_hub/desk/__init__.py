"""Screens for people who work with notices, in French and English."""
