"""The main job on real input: every notice of the folder goes through the door and all stations, and the sums agree."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(os.environ.get("FANAL_SHARED", "../shared")) / "data" / "notices-fr"


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.skipif(not FOLDER.is_dir(), reason="the real notices are not beside the checkout")
def test_every_real_notice_goes_the_whole_way() -> None:
    command = [sys.executable, "-m", "bench.whole_way", str(FOLDER)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    print(ran.stdout)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    found = dict(line.rsplit(maxsplit=1) for line in ran.stdout.splitlines() if line and not line.startswith(" "))
    figures = {name.strip(): float(value) for name, value in found.items()}
    assert figures["rows"] == figures["taken"] == figures["in a case"] == 3648
    assert figures["refused"] == 0
    assert figures["sent"] == figures["referrals"] > 2000
    assert figures["settled or dismissed"] + figures["back to a person"] == figures["cases"]
    assert 0 < figures["back to a person"] <= figures["contradicted"]
    assert figures["replay differences"] == 0
    assert figures["events under the seal"] >= figures["events"] - 1
    assert figures["same target: precision"] == 1.0
    assert figures["same target: recall"] >= 0.93
