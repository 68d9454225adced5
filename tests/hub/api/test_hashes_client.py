"""The client of hash lists that Meta publishes, as it is, against a hub that is served: fetches, matches, withdrawals, feedback."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from fanal.words.lists import WithdrawnWhy
from fanal_hub.courier import decode
from fanal_hub.ledger.models_shared import SharedHashRow
from fanal_hub.stations import sharing
from tests.core.fingerprints.pictures import photo
from tests.films import saved
from tests.hub.api.callers import Hub
from tests.hub.api.hash_list import PICTURES, List
from tests.hub.desk.served import served


@pytest.fixture
def shared_list(hub: Hub) -> List:
    return List(hub)


class Tx:
    """Meta's client of hash lists, as it is published, with a home of its own."""

    def __init__(self, home: Path, keys: sharing.NewSubscriber, hub: str) -> None:
        self.home = home
        self.env = {
            "PATH": os.environ["PATH"],
            "HOME": str(home),
            "TX_STATEDIR": str(home / "state"),
            "TX_STOPNCII_KEYS": f"{keys.first_key},{keys.second_key},{hub}/api/v1/hashes",
            "OPENBLAS_NUM_THREADS": "1",
        }

    def __call__(self, *arguments: str) -> str:
        command = [str(Path(sys.executable).parent / "threatexchange"), *arguments]
        done = subprocess.run(command, env=self.env, cwd=self.home, capture_output=True, text=True, check=False)
        assert done.returncode == 0, (arguments, done.stdout, done.stderr)
        return done.stdout + done.stderr


@pytest.fixture
def tx(shared_list: List, tmp_path: Path) -> Iterator[Tx]:
    with served() as hub:
        yield Tx(tmp_path, shared_list.keys, hub)


@pytest.mark.slow
@pytest.mark.one_engine("sqlite")
def test_the_usual_client_fetches_matches_and_hears_of_a_withdrawal(shared_list: List, tx: Tx, tmp_path: Path) -> None:
    shared_list.publish()
    worse, other = tmp_path / "worse.jpg", tmp_path / "other.jpg"
    worse.write_bytes(saved(photo(1, 200, 260)[::2, ::2], "JPEG", quality=40))
    other.write_bytes(saved(photo(7, 200, 260), "JPEG"))
    tx("config", "collab", "edit", "stop_ncii", "--create", "sos", "--enable")
    assert "Building index for pdq with 2 signals" in tx("fetch")
    assert "POSITIVE_CLASS" in tx("match", "photo", str(worse))
    assert "pdq" not in tx("match", "photo", str(other))

    [row] = [each for each in SharedHashRow.objects.all() if bytes(each.code).hex() == code_of(PICTURES[0])]
    sharing.withdraw(shared_list.hand, row.id, WithdrawnWhy.MISTAKE)
    tx("fetch")
    # This client keeps what is withdrawn (an upstream fault: it looks for the state in the hash itself), but reads our
    # disagreement with it; begun again, it gets nothing of it any more.
    assert "DISPUTED -1 -sos-test" in tx("match", "photo", str(worse))
    tx("fetch", "--clear")
    tx("fetch")
    assert "pdq" not in tx("match", "photo", str(worse))


def code_of(picture: bytes) -> str:
    [mark] = decode.fingerprints_of(picture)
    return mark.code.hex()


SAYS = """
import sys
from threatexchange.exchanges.clients.stopncii.api import *
first, second, hub, code = sys.argv[1:]
client = StopNCIIAPI(second, first, {StopNCIIEndpoint.SubmitFeedback: first}, base_url_override=hub + "/api/v1/hashes")
client.submit_feedback(StopNCIISignalType.ImagePDQ, code, StopNCIICSPFeedbackValue.NotBlocked, {"not this one"})
[record] = [each for page in client.fetch_hashes_iter() for each in page.hashRecords if each.hashValue == code]
print(record.hashStatus.value, [each.feedbackValue.value for each in record.CSPFeedbacks])
"""


@pytest.mark.slow
@pytest.mark.one_engine("sqlite")
def test_feedback_by_the_usual_client_comes_into_the_case(shared_list: List) -> None:
    shared_list.publish()
    keys, code = shared_list.keys, code_of(PICTURES[0])
    with served() as hub:
        command = [sys.executable, "-I", "-c", SAYS, keys.first_key, keys.second_key, hub, code]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout == "Active ['Blocked', 'NotBlocked']\n", done.stderr
    assert shared_list.story()[-1] == "match_fed_back"
