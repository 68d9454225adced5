"""Nearly the same fingerprint: memory and SQL answer alike, see what was committed before, and keep nothing that was erased."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from django.conf import settings
from django.db import connection

from fanal.crossref.hamming import words
from fanal.notice.events import CaseOpened, CasePurged, EvidenceAdded, TargetAttached
from fanal.words.errors import CodeError, MisuseError
from fanal.words.lists import Category
from fanal_hub.courier.keys import new_ref
from fanal_hub.ledger import sequence, write
from fanal_hub.ledger.models import ChunkRow, EventRow, FingerprintRow
from fanal_hub.ledger.nearby import fingerprints, forget, near, resident, snapshot
from fanal_hub.ledger.nearby.numbers import number_of, target_of
from fanal_hub.ledger.plan import Plan
from fanal_hub.ledger.read import streams
from tests.hub.courier.knobs import Settings

NOW = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
RADII = (0, 3, 15, 16, 31, 32, 64, 256)


@pytest.fixture(autouse=True)
def _home(database: object, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """A folder of its own; memories are small, and saved all the same."""
    Settings(monkeypatch).HOME = tmp_path
    monkeypatch.setattr(resident, "LEAST_SAVED", 1)
    yield
    for each in resident._residents.values():
        each.wait()
    resident._residents.clear()


@pytest.fixture(params=["memory", "sql"])
def mode(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Each way of answering in turn."""
    Settings(monkeypatch).FANAL_INDEX = request.param
    return str(request.param)


def code(number: int, *flipped: int) -> bytes:
    """A code drawn from a number, with some bits flipped."""
    drawn = int.from_bytes(np.random.default_rng(number).bytes(32), "big")
    return (drawn ^ sum(1 << each for each in flipped)).to_bytes(32, "big")


def attached(handler: str, codes: dict[str, list[bytes]], kind: str = "pdq", case: str = "") -> str:
    """A case whose targets carry fingerprints, written as triage does; its reference."""
    ref = case or new_ref("C")
    opened = CaseOpened(
        case=ref,
        handler=handler,
        category=str(Category.RACISM),
        purpose="p",
        legal_basis="l",
        expires_at=NOW + timedelta(days=9),
        occurred_at=NOW,
    )
    stand = streams.stand(f"case:{ref}")
    new = [
        TargetAttached(
            case=ref, target=each, notice=new_ref("N"), n=1, platform="x", kind="post", why="new", occurred_at=NOW
        )
        for each in codes
    ]
    effects = [
        fingerprints(handler, each, [(kind, one, place, 0) for place, one in enumerate(found)])
        for each, found in codes.items()
    ]
    events = [*([] if case else [opened]), *new]
    write.submit(Plan(events=events, stands={f"case:{ref}": stand}, beside=effects))
    return ref


def targets(count: int) -> list[str]:
    """References of targets."""
    return [new_ref("T") for _ in range(count)]


def apart(one: bytes, other: bytes) -> int:
    """Differing bits."""
    return (int.from_bytes(one, "big") ^ int.from_bytes(other, "big")).bit_count()


def test_every_target_within_the_radius_is_told_once_and_nearest_first(mode: str) -> None:
    """Against a comparison with every code: random codes, families, equal codes, targets with several codes."""
    chance = np.random.default_rng(5)
    codes = [code(n % 30, *chance.permutation(256)[: chance.integers(0, 70)].tolist()) for n in range(150)]
    names = targets(60)
    carried: dict[str, list[bytes]] = {}
    for each in codes + codes[:20]:
        carried.setdefault(names[int(chance.integers(0, 60))], []).append(each)
    cut = dict(list(carried.items())[:40])
    attached("sos", cut)
    asked = [*codes[:3], code(0), code(999)]
    assert near("sos", "pdq", asked[:1], 31)
    attached("sos", {each: found for each, found in carried.items() if each not in cut})
    for radius in RADII:
        expected = []
        for query in asked:
            least = {each: min(apart(query, one) for one in found) for each, found in carried.items()}
            within = [pair for pair in least.items() if pair[1] <= radius]
            expected.append(sorted(within, key=lambda pair: (pair[1], pair[0])))
        assert near("sos", "pdq", asked, radius) == expected


def test_no_memory_looks_into_another(mode: str) -> None:
    """Another organisation, another kind: not the same memory, and an unknown one is empty."""
    [one, other] = targets(2)
    attached("sos", {one: [code(1)]})
    attached("police", {other: [code(1)]})
    assert near("sos", "pdq", [code(1)], 0) == [[(one, 0)]]
    assert near("police", "pdq", [code(1)], 0) == [[(other, 0)]]
    assert near("sos", "text", [code(1)], 256) == [[]]
    assert near("nobody", "pdq", [code(1), code(2)], 64) == [[], []]
    assert near("sos", "pdq", [], 31) == []


def test_what_comes_later_to_a_known_target_is_found_too(mode: str) -> None:
    [one] = targets(1)
    ref = attached("sos", {one: [code(1)]})
    assert near("sos", "pdq", [code(2)], 31) == [[]]
    added = EvidenceAdded(case=ref, target=one, evidence="v-1", digest="00", by="p-1", occurred_at=NOW)
    stand = {f"case:{ref}": streams.stand(f"case:{ref}")}
    again = [("pdq", code(2), 40, 90), ("pdq", code(2), 40, 90), ("pdq", code(1), 0, 0)]
    write.submit(Plan(events=[added], stands=stand, beside=[fingerprints("sos", one, again)]))
    assert near("sos", "pdq", [code(2), code(1)], 31) == [[(one, 0)], [(one, 0)]]
    assert FingerprintRow.objects.count() == 2


def purged(ref: str, gone: list[str]) -> None:
    """What the purge writes, as far as fingerprints go."""
    stand = {f"case:{ref}": streams.stand(f"case:{ref}")}
    event = CasePurged(case=ref, occurred_at=NOW + timedelta(days=10))
    write.submit(Plan(events=[event], stands=stand, beside=[forget(each) for each in gone]))


def written() -> bytes:
    """All that the snapshots hold."""
    return b"".join(place.read_bytes() for place in (settings.HOME / "nearby").rglob("*.npy"))


def test_erased_target_is_told_no_more_and_leaves_memory_and_disk(mode: str) -> None:
    [one, two, three] = targets(3)
    ref = attached("sos", {one: [code(1)], two: [code(2, 1)]})
    attached("sos", {three: [code(1, 7), code(2)]})
    assert [each for each, _ in near("sos", "pdq", [code(1)], 31)[0]] == [one, three]
    purged(ref, [one, two])
    assert near("sos", "pdq", [code(1), code(2)], 31) == [[(three, 1)], [(three, 0)]]
    assert near("sos", "pdq", [code(1)], 64) == [[(three, 1)]]
    held = resident.of("sos", "pdq")
    held.wait()
    if mode == "memory":
        assert held._index is not None
        assert not held._index.holds(np.array([number_of(one), number_of(two)]))
        assert len(held._index) == 2
    else:
        assert {bytes(each) for each in ChunkRow.objects.values_list("code", flat=True)} == {code(1, 7), code(2)}
    assert (words([code(1, 7)]).tobytes()[8:16] in written()) == (mode == "memory")
    assert words([code(2, 1)]).tobytes()[24:] not in written()  # of a target that is gone


def test_code_that_another_target_still_carries_keeps_its_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    Settings(monkeypatch).FANAL_INDEX = "sql"
    [one, two] = targets(2)
    ref = attached("sos", {one: [code(1)]})
    attached("sos", {two: [code(1)]})
    purged(ref, [one])
    assert near("sos", "pdq", [code(1)], 31) == [[(two, 0)]]
    assert ChunkRow.objects.count() == 16


def test_hub_that_changes_to_sql_writes_the_chunks_that_are_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    [one, two, three] = targets(3)
    attached("sos", {one: [code(1)]})
    assert ChunkRow.objects.count() == 0
    Settings(monkeypatch).FANAL_INDEX = "sql"
    assert near("sos", "pdq", [code(1, 4)], 31) == [[(one, 1)]]
    attached("sos", {two: [code(1, 4)]})
    assert ChunkRow.objects.count() == 17 + 15
    Settings(monkeypatch).FANAL_INDEX = "memory"
    attached("sos", {three: [code(1, 4, 200)]})
    Settings(monkeypatch).FANAL_INDEX = "sql"
    assert near("sos", "pdq", [code(1, 4)], 31) == [
        sorted([(two, 0), (one, 1), (three, 1)], key=lambda e: (e[1], e[0]))
    ]


def _again() -> resident.Resident:
    """Another process: nothing in memory."""
    resident._residents.clear()
    return resident.of("sos", "pdq")


def _saved() -> tuple[list[str], str]:
    """Five targets whose memory was sorted and saved, and the case of the first."""
    names = targets(5)
    ref = attached("sos", {names[0]: [code(0)]})
    assert near("sos", "pdq", [code(0)], 0) == [[(names[0], 0)]]
    for number in range(1, 5):
        attached("sos", {names[number]: [code(number)]})
    held = resident.of("sos", "pdq")
    near("sos", "pdq", [code(0)], 0)
    assert held._index is not None
    held._sort(held._index)
    held.wait()
    return names, ref


def test_next_process_starts_from_the_snapshot_and_reads_what_came_since(monkeypatch: pytest.MonkeyPatch) -> None:
    names, _ = _saved()
    [late] = targets(1)
    attached("sos", {late: [code(1, 0)]})
    with monkeypatch.context() as alone:
        alone.setattr(resident.feed, "of_memory", lambda *_: pytest.fail("the snapshot was not used"))
        _again()
        assert near("sos", "pdq", [code(1)], 31) == [[(names[1], 0), (late, 1)]]


@pytest.mark.parametrize(
    "harm", ["no file", "half a file", "not JSON", "other form", "other past", "later than the log"]
)
def test_snapshot_that_cannot_be_believed_is_not_there(harm: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The ledger is the truth: the memory is read from it again."""
    names, _ = _saved()
    [now] = settings.HOME.rglob(snapshot.NOW)
    said = now.read_text()
    if harm in ("no file", "half a file"):
        [place] = settings.HOME.rglob("columns.npy")
        kept = place.read_bytes()[:-8]
        place.unlink()
        if harm == "half a file":
            place.write_bytes(kept)
    else:
        head = EventRow.objects.get(position=streams.head())
        now.write_text(
            {
                "not JSON": "{",
                "other form": said.replace('"form": 1', '"form": 9'),
                "other past": said.replace(head.leaf, "00" * 32),
                "later than the log": said.replace(f'"position": {head.position}', '"position": 9999'),
            }[harm]
        )
        assert now.read_text() != said
    read = []
    whole = resident.feed.of_memory
    monkeypatch.setattr(resident.feed, "of_memory", lambda *each: read.append(each) or whole(*each))
    _again()
    assert near("sos", "pdq", [code(3)], 31) == [[(names[3], 0)]]
    assert read == [("sos", "pdq")]


def test_snapshot_goes_in_the_transaction_that_erases() -> None:
    """No process has to search for it to go."""
    names, ref = _saved()
    assert list(settings.HOME.rglob("*.npy"))
    purged(ref, names[:1])
    assert not list(settings.HOME.rglob("*.npy"))
    _again()
    assert near("sos", "pdq", [code(0)], 31) == [[]]


def test_changes_while_the_memory_is_sorted_are_not_lost() -> None:
    names, ref = _saved()
    held = resident.of("sos", "pdq")
    assert held._index is not None
    noted: list[resident.Change] = []
    held._noted = noted  # as if the sorting had begun
    old, position = held._index, held._position
    [late] = targets(1)
    attached("sos", {late: [code(1, 3)]})
    purged(ref, names[:1])
    assert near("sos", "pdq", [code(1), code(0)], 31) == [[(names[1], 0), (late, 1)], []]
    held._sorted(old, noted, position)
    assert held._index is not old
    assert near("sos", "pdq", [code(1), code(0)], 31) == [[(names[1], 0), (late, 1)], []]
    held.wait()  # what was erased meanwhile is sorted out of memory, and of what is saved
    assert not held._index.holds(np.array([number_of(names[0])]))
    assert words([code(0)]).tobytes()[:8] not in written()
    assert words([code(1)]).tobytes()[:8] in written()


def test_searches_meanwhile_see_all_that_was_committed_before_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """One thread writes and erases, three search, and the memory is sorted all the time."""
    monkeypatch.setattr(resident, "LEAST_WAITING", 1)
    monkeypatch.setattr(resident, "SHARE_WAITING", 1_000)
    known: list[str] = []
    missed: list[set[str]] = []
    ends = threading.Event()

    def search() -> None:
        while not ends.is_set():
            before = set(known)
            found = {each for each, _ in near("sos", "pdq", [code(1)], 31)[0]}
            missed.extend([before - found] if before - found else [])
        connection.close()

    threads = [threading.Thread(target=search) for _ in range(3)]
    for each in threads:
        each.start()
    for turn in range(25):
        [kept, gone] = targets(2)
        ref = attached("sos", {gone: [code(1, turn)]})
        attached("sos", {kept: [code(1, turn, 100)]})
        known.append(kept)
        purged(ref, [gone])
    ends.set()
    for each in threads:
        each.join()
    assert missed == []
    assert [each for each, _ in near("sos", "pdq", [code(1)], 31)[0]] == sorted(known)


def test_so_much_news_that_the_memory_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    names, ref = _saved()
    monkeypatch.setattr(resident.feed, "MOST", 2)
    more = targets(4)
    attached("sos", {each: [code(50 + n)] for n, each in enumerate(more)})
    purged(ref, names[:1])
    assert near("sos", "pdq", [code(50), code(0)], 31) == [[(more[0], 0)], []]


@pytest.mark.one_engine("postgresql")
def test_event_that_has_no_position_yet_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sequencer numbers a moment after COMMIT: a search in between must not miss it, nor one after it."""
    [one, two] = targets(2)
    attached("sos", {one: [code(1)]})
    assert near("sos", "pdq", [code(1)], 31) == [[(one, 0)]]
    monkeypatch.setattr(write.WRITER, "after_commit", None)
    attached("sos", {two: [code(1, 9)]})
    assert EventRow.objects.filter(position__isnull=True).count() == 2
    assert near("sos", "pdq", [code(1)], 31) == [[(one, 0), (two, 1)]]
    sequence.catch_up()
    assert near("sos", "pdq", [code(1)], 31) == [[(one, 0), (two, 1)]]


@pytest.mark.one_engine("postgresql")
def test_target_seen_before_it_had_a_position_and_erased_since_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its first event comes again, numbered, beside its last: it is not new for all that."""
    [one] = targets(1)
    monkeypatch.setattr(write.WRITER, "after_commit", None)
    assert near("sos", "pdq", [code(1)], 31) == [[]]
    ref = attached("sos", {one: [code(1)]})
    assert near("sos", "pdq", [code(1)], 31) == [[(one, 0)]]
    purged(ref, [one])
    sequence.catch_up()
    assert near("sos", "pdq", [code(1)], 31) == [[]]


def test_wrong_codes_and_references_are_refused(mode: str) -> None:
    with pytest.raises(CodeError):
        near("sos", "pdq", [b"short"], 31)
    with pytest.raises(CodeError):
        near("sos", "pdq", [code(1)], 257)
    for name in ("T-", "X-1", "T-7K3M2Q9D", "T-7K3M-2Q9DX", "T-ILOU-0000"):
        with pytest.raises(MisuseError):
            fingerprints("sos", name, [])


@pytest.mark.parametrize(
    "name", ["T-0", "T-00", "T-1", "T-ZZZZ", "T-0000-0", "T-7K3M-2Q9D", "T-0000-0000", "T-ZZZZ-ZZZZ"]
)
def test_reference_is_a_number_and_comes_back(name: str) -> None:
    assert target_of(number_of(name)) == name


def test_a_log_that_was_put_back_is_read_anew() -> None:
    """A replica that was behind took over: what is committed after it must not lie below a position already read."""
    first, second = new_ref("T"), new_ref("T")
    attached("sos", {first: [code(1)]})
    assert near("sos", "pdq", [code(1)], 0) == [[(first, 0)]]
    resident.of("sos", "pdq")._position += 500
    attached("sos", {second: [code(2)]})
    assert near("sos", "pdq", [code(2)], 0) == [[(second, 0)]]


def test_asking_again_and_again_holds_nothing_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """On PostgreSQL an event is read before it has its position, and at every search until then."""
    monkeypatch.setattr(write.WRITER, "after_commit", None)
    near("sos", "pdq", [code(1)], 0)
    target = new_ref("T")
    attached("sos", {target: [code(1)]})
    for _ in range(5):
        assert near("sos", "pdq", [code(1)], 0) == [[(target, 0)]]
    assert len(resident.of("sos", "pdq").near(words([code(1)]), 0)[0]) == 1


def test_the_nearest_alone_are_told_of_a_crowd(mode: str) -> None:
    targets = {new_ref("T"): [code(1, *range(n))] for n in range(12)}
    attached("sos", targets)
    [told] = near("sos", "pdq", [code(1)], 31, 3)
    assert [distance for _, distance in told] == [0, 1, 2]
