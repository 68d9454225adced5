"""All queries of the house. What a person asks is always scoped by organisation; stations read streams and events."""
