"""Fanal's hub: the shell around the core. It asks, fetches and writes; it decides nothing."""
