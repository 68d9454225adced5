"""Runs the measured goals: each `bench/bench_<name>.py` has `run() -> Iterable[Goal]`. It measures nothing itself."""

import argparse
import importlib
import pkgutil
import sys
from collections.abc import Iterable

import bench
from bench.measure import Goal


def benches() -> list[str]:
    """The names that `make bench ARGS=` knows."""
    return sorted(
        m.name.removeprefix("bench_") for m in pkgutil.iter_modules(bench.__path__) if m.name.startswith("bench_")
    )


def goals(name: str) -> Iterable[Goal]:
    """The goals of one bench, measured now."""
    run = importlib.import_module(f"bench.bench_{name}").run
    measured: Iterable[Goal] = run()
    return measured


def main(arguments: list[str] | None = None) -> int:
    """Print one line a goal; 1 when what must hold does not."""
    known = benches()
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", help=f"among: {', '.join(known) or 'none yet'}")
    chosen = parser.parse_args(arguments).names
    unknown = sorted(set(chosen) - set(known))
    if unknown:
        parser.error(f"no bench is called {', '.join(unknown)}; there are: {', '.join(known) or 'none yet'}")
    short = 0
    for name in chosen or known:
        for goal in goals(name):
            print(goal.line(), flush=True)
            short += not goal.is_met
    return int(short > 0)


if __name__ == "__main__":
    sys.exit(main())
