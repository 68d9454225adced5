"""The pages name the metrics that the hub says, and the reverse; the rules ask for nothing that does not exist."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

import tests.hubkit  # noqa: F401  (sets Django up)
from fanal_hub import logs
from fanal_hub.counted import OF_A_PROCESS, OF_THE_HUB
from fanal_hub.desk import operation_rows
from fanal_hub.public import health_pages
from fanal_hub.public.metric_families import READ
from tools import pages_metrics
from tools.tree import read

ALL = {**OF_THE_HUB, **OF_A_PROCESS}
GUIDE = Path("docs/operations.md")
RULES = Path("docs/alerts.yml")


def samples() -> set[str]:
    """The names that a scrape holds."""
    suffixes = {"counter": ("_total",), "gauge": ("",), "histogram": ("_bucket", "_count", "_sum")}
    return {name + suffix for name, each in ALL.items() for suffix in suffixes[each.kind]}


def asked(text: str) -> set[str]:
    return set(re.findall(r"\bfanal_[a-z_]+\b", text))


def test_the_page_of_the_metrics_is_older_than_the_code() -> None:
    assert read(Path(pages_metrics.PAGE)) == pages_metrics.page(), "run `make pages`"


def test_a_metric_that_nothing_reads_or_that_has_no_name() -> None:
    assert set(READ) == set(OF_THE_HUB)
    assert not set(OF_THE_HUB) & set(OF_A_PROCESS)


@pytest.mark.parametrize("page", [GUIDE, RULES], ids=str)
def test_a_page_asks_for_a_metric_that_does_not_exist(page: Path) -> None:
    assert asked(read(page)) <= samples()
    assert asked(read(page))


def test_a_rule_that_does_not_say_what_to_do() -> None:
    rules: list[dict[str, Any]] = [rule for group in yaml.safe_load(read(RULES))["groups"] for rule in group["rules"]]
    assert len({rule["alert"] for rule in rules}) == len(rules) >= 10
    for rule in rules:
        assert set(rule["annotations"]) == {"summary", "todo"}, rule["alert"]
        assert rule["labels"]["severity"] in {"page", "ticket"}
        assert rule["expr"].count("(") == rule["expr"].count(")")


def test_a_check_of_readiness_without_a_line() -> None:
    assert set(re.findall(r"^\| `([a-z_]+)` \| ", read(GUIDE), re.MULTILINE)) >= set(health_pages.CHECKS)


def test_a_setting_of_the_log_that_is_none() -> None:
    assert set(re.findall(r"`FANAL_LOG=(\w+)`", read(GUIDE))) == {"text", "json"}
    shapes = {kind: logs.settings(kind)["formatters"]["line"]["()"] for kind in ("text", "json")}
    assert shapes == {"text": "fanal_hub.logs.Text", "json": "fanal_hub.logs.Json"}


def test_a_tone_without_a_word() -> None:
    assert set(operation_rows.LOOKS) == {"ok", "warn", "bad"}
