"""Notices a second through the whole way, on the real notices when they are beside the checkout."""

import os
from collections.abc import Iterable
from pathlib import Path

from bench.measure import Goal
from bench.whole_way import Story


def run() -> Iterable[Goal]:
    """Print the figures of the whole file (`make story` is the same on any folder): recall is meant over all of it."""
    folder = Path(os.environ.get("FANAL_SHARED", "../shared")) / "data" / "notices-fr"
    if not folder.is_dir():
        print(f"whole: {folder} is not there; nothing measured")
        return
    found = Story(folder).run()
    for line in found.lines():
        print(f"whole: {line}")
    yield Goal(name="same_target_precision", value=found.precision, must=1, aim=1, better="higher")
    yield Goal(name="same_target_recall", value=found.recall, must=0.93, aim=0.97, better="higher")
