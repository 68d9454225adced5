"""Groups, waves and brigades on real input: the figures that must hold against the developers' half of the truth."""

import os
from pathlib import Path

import pytest

from bench.groups_figures import figures

FOLDER = Path(os.environ.get("FANAL_SHARED", "../shared")) / "data" / "notices-fr"


@pytest.mark.skipif(not FOLDER.is_dir(), reason="the real notices are not beside the checkout")
def test_what_belongs_together_on_real_notices() -> None:
    found = figures(FOLDER)
    assert found["same_target_precision"] == 1.0
    assert found["same_target_recall"] >= 0.97
    assert found["any_link_precision"] >= 0.97
    assert found["any_link_recall"] >= 0.93
    assert found["counter_speech_attached"] == 0
    assert found["brigade_found"] == 1.0
    assert found["brigade_called"] == 42  # both brigades of the whole file, and nobody of the surge
    assert found["others_called_brigade"] == 0
    assert found["brigade_raised"] == 0
