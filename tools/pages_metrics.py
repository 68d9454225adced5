"""The page of the metrics, as `make pages` writes it: every name with its kind, labels and meaning. It measures nothing."""

from collections.abc import Mapping

from fanal_hub.counted import OF_A_PROCESS, OF_THE_HUB, Named

PAGE = "docs/metrics.md"
_OPENING = """# The metrics

Generated from `src/fanal_hub/counted.py` by `make pages`: do not edit by hand.

`GET /metrics` says them in the text format of Prometheus; [operations](operations.md) says who may ask and what to be told about.
A counter ends in `_total`, a histogram in `_bucket`, `_count` and `_sum`.
No label holds anything of a person: channels, kinds of events, stations, states, doors and processes.
"""
_HUB = """## Of the whole hub

The same number from any process: it is read from the database when it is asked for.
"""
_PROCESS = """## Of each process

Every process writes what it counted to the database every ten seconds, so that one scrape of any of them shows them all.
The process that answers says its own numbers as they are; one that was not heard for a minute is no longer shown.
Sum them over `process`; a process that starts again has another name and counts from zero.
"""


def pages() -> Mapping[str, str]:
    """The generated page."""
    return {PAGE: page()}


def page() -> str:
    """The whole page."""
    return "\n".join((_OPENING, _HUB, *_table(OF_THE_HUB), _PROCESS, *_table(OF_A_PROCESS)))


def _table(named: Mapping[str, Named]) -> list[str]:
    rows = [f"| `{name}` | {each.kind} | {_labels(each)} | {each.says} |" for name, each in named.items()]
    return ["| Name | Kind | Labels | Meaning |", "|---|---|---|---|", *rows, ""]


def _labels(each: Named) -> str:
    return ", ".join(f"`{label}`" for label in each.labels)
