"""The hub: the Django shell around the core; it asks, fetches and writes, and decides nothing."""
