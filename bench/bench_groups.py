"""Groups, waves and brigades of the real notices, held against the developers' half of the truth; and how fast the command is."""

import contextlib
import io
import os
import statistics
from collections.abc import Iterable
from pathlib import Path

from bench.groups_figures import figures, rows_of
from bench.measure import Goal, seconds
from fanal import cli

FOLDER = Path(os.environ.get("FANAL_SHARED", "../shared")) / "data" / "notices-fr"
ROUNDS = 3
# name, must, aim, which way is good
GOALS = (
    ("same_target_precision", 1.0, 1.0, "higher"),
    ("same_target_recall", 0.97, 0.99, "higher"),
    ("any_link_precision", 0.97, 0.99, "higher"),
    ("any_link_recall", 0.93, 0.97, "higher"),
    ("counter_speech_attached", 0, 0, "lower"),
    ("brigade_found", 1.0, 1.0, "higher"),
    ("others_called_brigade", 0, 0, "lower"),
    ("brigade_raised", 0, 0, "lower"),
)


def run() -> Iterable[Goal]:
    """The goals, then the pace for information."""
    if not FOLDER.is_dir():
        print(f"groups: {FOLDER} is not there; nothing measured")
        return
    found = figures(FOLDER)
    for name, must, aim, better in GOALS:
        yield Goal(name=name, value=found[name], must=must, aim=aim, better="higher" if better == "higher" else "lower")
    took = statistics.median(seconds(_command) for _ in range(ROUNDS))
    size = len(rows_of(FOLDER))
    print(f"groups: {found['brigade_called']:.0f} notices are called concerted")
    print(f"groups: fanal crossref --waves, {size} notices in {took:.1f} s: {size / took:.0f} notices/s")


def _command() -> None:
    with contextlib.redirect_stdout(io.StringIO()):
        cli.main(
            ["crossref", str(FOLDER / "notices.jsonl.gz"), "--redirects", str(FOLDER / "redirects.csv"), "--waves"]
        )
