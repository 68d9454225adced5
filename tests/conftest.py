"""What every test shares: no silent skip under CI, and how hard Hypothesis looks. Databases are the hub tests' own business."""

import os
import tempfile
from collections.abc import Generator

import pytest
from hypothesis import HealthCheck, settings

# Whichever test module loads the hub's settings first, they are those of a folder of this process alone.
os.environ["FANAL_HOME"] = tempfile.mkdtemp(prefix="fanal-tests-")
os.environ["FANAL_DEMO"] = "0"
os.environ["FANAL_EGRESS"] = "closed"

IN_CI = os.environ.get("CI", "").lower() in {"1", "true"}

settings.register_profile("default", deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile(
    "ci", parent=settings.get_profile("default"), max_examples=100, derandomize=True, print_blob=True
)
settings.load_profile("ci" if IN_CI else "default")


def _refuse_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    """A skipped test proves nothing: in CI it counts as failed. (An expected failure did run, and stays what it is.)"""
    if IN_CI and report.outcome == "skipped" and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, and nothing may be skipped under CI: {report.longrepr}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skipped test into a failed one under CI."""
    report = yield
    _refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Turn a skipped file (importorskip at its head) into a failed one under CI."""
    report = yield
    _refuse_skip(report)
    return report


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long ones first: the others fill the second core meanwhile."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)
