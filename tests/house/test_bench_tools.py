"""The tools that measure are right about numbers that we know, and the runner's verdict follows them."""

import pytest

from bench import __main__ as runner
from bench.measure import Goal, compared, percentile


def test_runs_take_turns_and_swap_who_goes_first() -> None:
    """A machine that slows down half-way must not favour the second."""
    runs: list[str] = []
    compared(lambda: runs.append("a"), lambda: runs.append("b"), rounds=3)
    assert "".join(runs) == "ab" + "ab" + "ba" + "ab"


def test_ratio_is_the_median_of_neighbours() -> None:
    """One disturbed pair out of three does not move the answer."""
    times = iter([2.0, 1.0, 1.0, 2.0, 90.0, 1.0])
    comparison = compared(lambda: None, lambda: None, rounds=3, clock=lambda act: next(times))
    assert comparison.ratios == [2.0, 2.0, 90.0]
    assert comparison.ratio == 2.0
    assert comparison.spread == 45.0


def test_median_of_two_is_refused() -> None:
    """Two rounds have no middle."""
    with pytest.raises(ValueError, match="at least 3 rounds"):
        compared(lambda: None, lambda: None, rounds=2)


@pytest.mark.parametrize(("share", "expected"), [(0.5, 10.0), (0.95, 19.0), (1.0, 20.0), (0.01, 1.0)])
def test_percentile_is_a_run_that_happened(share: float, expected: float) -> None:
    """Nearest rank over 1..20."""
    assert percentile([float(n) for n in range(20, 0, -1)], share) == expected


@pytest.mark.parametrize(
    ("goal", "line"),
    [
        (Goal(name="a", value=1.2, must=1.2, aim=1.0), "goal a value 1.2 must 1.2 aim 1 ok"),
        (Goal(name="a", value=1.3, must=1.2, aim=1.0), "goal a value 1.3 must 1.2 aim 1 short"),
        (Goal(name="a", value=900, must=1000, aim=2000, better="higher"), "goal a value 900 must 1000 aim 2000 short"),
        (Goal(name="a", value=1000, must=1000, aim=2000, better="higher"), "goal a value 1000 must 1000 aim 2000 ok"),
    ],
)
def test_goal_says_what_must_hold(goal: Goal, line: str) -> None:
    """One line a goal, in a fixed shape."""
    assert goal.line() == line


@pytest.mark.parametrize(("value", "status"), [(1.0, 0), (2.0, 1)])
def test_runner_fails_when_a_goal_is_short(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], value: float, status: int
) -> None:
    """The exit status is for scripts, the lines are for people."""
    monkeypatch.setattr(runner, "benches", lambda: ["a"])
    monkeypatch.setattr(runner, "goals", lambda name: [Goal(name=name, value=value, must=1.0, aim=0.5)])
    assert runner.main(["a"]) == status
    assert capsys.readouterr().out.startswith("goal a value")


def test_unknown_bench_is_refused_by_name() -> None:
    """A typing mistake must not look like a green run."""
    with pytest.raises(SystemExit, match="2"):
        runner.main(["no_such_bench"])
