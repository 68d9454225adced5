"""The REST API, version 1: one file an endpoint group. It decides nothing; it asks the stations."""
