"""The Hamming engine against its peers at ten million codes: one thread, side by side, every answer compared with faiss flat."""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit

from bench import crossref_codes as made
from bench import crossref_peers as peers
from bench.measure import Goal, compared, seconds
from fanal.crossref.hamming import Answers, Index, kernels, union, words
from fanal.crossref.hamming.codes import Words
from fanal.crossref.hamming.kernels import prefix_words

SIZE = 10_000_000
SMALL = SIZE // 10
CURVE = (SIZE // 100, SIZE // 10, SIZE)
IMAGES, TEXTS = 31, 64  # the radii of the two kinds
SINGLE = 6  # queries asked one by one in a round
BATCH = 1_000
OF_BATCH = 200  # that faiss flat is timed on: it takes one query after the other, so a fifth takes a fifth


@dataclass(frozen=True)
class Field:
    """Everybody's index of the same codes, and the queries in everybody's shape."""

    fast: Index
    plain: Index
    flat: Any
    multi: Any
    words: Words
    rows: peers.Rows

    def ours(self, index: Index, radius: int) -> Callable[[], object]:
        """A few queries, one by one."""
        return lambda: [index.search(each, radius) for each in self.words[:SINGLE]]

    def theirs(self, index: Any, radius: int) -> Callable[[], object]:
        """The same queries, one by one."""
        return lambda: [peers.asked(index, self.rows[n : n + 1], radius) for n in range(SINGLE)]


def run() -> Iterable[Goal]:
    """All goals of the engine; the largest index is built once and serves them all."""
    loops = kernels("numba")
    print(
        f"crossref: {SIZE:,} codes of 256 bits, one thread; peer HMA = faiss MultiHash {peers.MAPS}x{256 // peers.MAPS}"
    )
    _warm()
    yield from _built()
    yield from _worst()
    for size in CURVE[:-1]:
        _curve(_field(made.uniform(size)), size)
    codes = made.uniform(SIZE)
    start = time.perf_counter()
    fast = Index(codes, np.arange(SIZE, dtype=np.int64), loops=loops)
    print(f"crossref: built in {time.perf_counter() - start:.1f} s, {fast.nbytes / SIZE:.0f} B a code")
    _sharded(codes, fast)
    field = _field(codes, fast)
    del codes
    _recalled(field)
    _curve(field, SIZE)
    yield from _single(field)
    yield from _batch(field)
    yield from _streamed(field)


def _warm() -> None:
    """The compiler has its turn before any clock runs."""
    codes = made.uniform(50_000)
    index = Index(codes, np.arange(50_000, dtype=np.int64), loops=kernels("numba"))
    index.add(codes[:2], np.arange(2, dtype=np.int64))
    for radius in (15, TEXTS):
        index.search(codes[0], radius)


def _field(codes: Words, fast: Index | None = None) -> Field:
    ids = np.arange(len(codes), dtype=np.int64)
    fast = fast or Index(codes, ids, loops=kernels("numba"))
    rows = made.as_rows(codes)
    flat, before, start = peers.flat(rows), peers.resident(), time.perf_counter()
    multi = peers.multi(rows)
    spent, more = time.perf_counter() - start, peers.resident() - before
    if len(codes) == SIZE:  # of smaller ones the resident memory says little
        print(
            f"crossref: {len(codes):,} codes: HMA's faiss index alone is built in {spent:.1f} s and takes {more / len(codes):.0f} B"
            f" a code, ours {fast.nbytes / len(codes):.0f} B"
        )
    queries = made.queries(BATCH)
    plain = Index.of(fast.arrays(), loops=kernels("numpy"))
    return Field(fast=fast, plain=plain, flat=flat, multi=multi, words=queries, rows=made.as_rows(queries))


def _same(first: Answers, second: Answers, what: str) -> None:
    pairs = ((first.limits, second.limits), (first.ids, second.ids), (first.distances, second.distances))
    if not all(np.array_equal(a, b) for a, b in pairs):
        raise RuntimeError(f"crossref: {what} differ: {len(first.ids)} and {len(second.ids)} found")


def _recalled(field: Field) -> None:
    """Recall 1.0 and nothing too much, for every way of searching, on queries with and without neighbours."""
    for radius, count in ((IMAGES, 40), (TEXTS, 20), (47, 10), (15, 10)):
        truth = peers.asked(field.flat, field.rows[:count], radius)
        for name, index in (("Numba", field.fast), ("NumPy", field.plain)):
            _same(index.search_many(field.words[:count], radius), truth, f"{name} and faiss flat at radius {radius}")
        if radius <= IMAGES:
            _same(peers.asked(field.multi, field.rows[:count], radius), truth, f"HMA and faiss flat at radius {radius}")
        print(
            f"crossref: recall 1.0 at radius {radius}: {len(truth.ids)} found by {count} queries, the same as faiss flat"
        )


def _sharded(codes: Words, whole: Index) -> None:
    """Two shards, each built and asked alone, give by union what one index gives."""
    queries, ids = made.queries(BATCH), np.arange(len(codes), dtype=np.int64)
    for radius, count in ((IMAGES, BATCH), (TEXTS, 20)):
        parts = []
        for half in (slice(0, None, 2), slice(1, None, 2)):
            shard = Index(codes[half], ids[half].copy(), loops=kernels("numba"))
            parts.append(shard.search_many(queries[:count], radius))
            del shard
        _same(union(parts), whole.search_many(queries[:count], radius), f"two shards and one index at radius {radius}")
        print(
            f"crossref: two shards of {len(codes) // 2:,} are by union one index of all at radius {radius}, {count} queries"
        )


def _curve(field: Field, size: int) -> None:
    """One line of the growth curve: milliseconds a query, one by one."""
    shown = []
    for radius in (IMAGES, TEXTS):
        acts = {"Numba": field.ours(field.fast, radius), "NumPy": field.ours(field.plain, radius)}
        acts["faiss flat"] = field.theirs(field.flat, radius)
        if radius <= IMAGES:
            acts["HMA"] = field.theirs(field.multi, radius)
        times = [
            f"{name} {sorted(seconds(act) for _ in range(3))[1] / SINGLE * 1000:.3f}" for name, act in acts.items()
        ]
        shown.append(f"radius {radius}: " + ", ".join(times))
    print(f"crossref: growth {size:>10,} codes, ms a query, {'; '.join(shown)}")


def _single(field: Field) -> Iterator[Goal]:
    table = (
        ("r31_numba_vs_flat", field.fast, field.flat, IMAGES, (8.0, 15.0)),
        ("r31_numba_vs_hma", field.fast, field.multi, IMAGES, (25.0, 50.0)),
        ("r31_numpy_vs_flat", field.plain, field.flat, IMAGES, (2.0, 3.0)),
        ("r31_numpy_vs_hma", field.plain, field.multi, IMAGES, (6.0, 10.0)),
        ("r64_numba_vs_flat", field.fast, field.flat, TEXTS, (1.5, 2.0)),
    )
    for name, ours, theirs, radius, (must, aim) in table:
        ratio = compared(field.theirs(theirs, radius), field.ours(ours, radius)).ratio
        yield Goal(name=f"crossref_{name}", value=ratio, must=must, aim=aim, better="higher")


def _batch(field: Field) -> Iterator[Goal]:
    def ours() -> object:
        return field.fast.search_many(field.words, IMAGES)

    def theirs() -> object:
        return peers.asked(field.flat, field.rows[:OF_BATCH], IMAGES)

    ratio = compared(theirs, ours, rounds=3).ratio * BATCH / OF_BATCH
    yield Goal(name="crossref_batch_vs_flat", value=ratio, must=4, aim=12, better="higher")


@njit(nogil=True)
def _sum(numbers: Any) -> Any:
    total = np.uint64(0)
    for place in range(numbers.size):  # counted by place, the compiler reads eight at once
        total += numbers[place]
    return total


def _streamed(field: Field) -> Iterator[Goal]:
    """What the prefix scan reads at the radius of texts, and how near it comes to reading and doing nothing else."""
    columns, query = field.fast.arrays()["columns"], field.words[1:2]
    size, loops = columns.shape[1], kernels("numba")
    read = prefix_words(TEXTS)
    numbers = columns.reshape(-1)[: read * size]
    partial = sum(np.bitwise_count(columns[word] ^ query[0, word]).astype(np.uint16) for word in range(read))
    bytes_read = 8 * read + 8 * float(np.count_nonzero(partial <= TEXTS)) / size
    del partial
    side = compared(lambda: _sum(numbers), lambda: loops.scan(columns, size, query, TEXTS), rounds=7)
    rate = numbers.nbytes / sorted(side.first)[3] / 1e9
    flat = compared(
        lambda: peers.asked(field.flat, field.rows[1:2], TEXTS), lambda: loops.scan(columns, size, query, TEXTS)
    )
    print(
        f"crossref: streaming {rate:.1f} GB/s; the prefix scan alone is {flat.ratio:.1f}x faiss flat at radius {TEXTS}"
    )
    yield Goal(name="crossref_r64_bytes_a_code", value=round(bytes_read, 2), must=24, aim=24)
    yield Goal(name="crossref_r64_share_of_stream", value=side.ratio, must=0.8, aim=0.9, better="higher")


def _worst() -> Iterator[Goal]:
    """Codes that fill the buckets: the way chosen must not be worse than the scan that was always there."""
    size = SIZE * 2 // 5
    worst = 0.0
    shapes = {
        f"{size // 40:,} equal codes": made.equal(size, size // 40),
        "bits set once in 4": made.biased(size, 2),
        "bits set once in 8": made.biased(size, 3),
    }
    for name, codes in shapes.items():
        index = Index(codes, np.arange(size, dtype=np.int64), loops=kernels("numba"))
        kept = {each: array for each, array in index.arrays().items() if each not in ("starts", "rows", "checks")}
        scan = Index.of(kept, loops=kernels("numba"))
        for radius in (IMAGES, 47, TEXTS):
            asked = codes[:: size // 3][:3].copy()
            _same(index.search_many(asked, radius), scan.search_many(asked, radius), f"{name} at radius {radius}")
            ratio = compared(_one_by_one(index, asked, radius), _one_by_one(scan, asked, radius)).ratio
            print(f"crossref: {name}, radius {radius}: {ratio:.2f} times the prefix scan")
            worst = max(worst, ratio)
    yield Goal(name="crossref_worst_vs_scan", value=worst, must=1.3, aim=1.1)


def _one_by_one(index: Index, queries: Words, radius: int) -> Callable[[], object]:
    return lambda: [index.search(each, radius) for each in queries]


def _built() -> Iterator[Goal]:
    """HMA's index as it is, at a tenth of the size: its Python side does not fit the memory at ten million."""
    codes = made.uniform(SMALL)
    rows, ids = made.as_rows(codes), np.arange(SMALL, dtype=np.int64)
    hexes = [each.tobytes().hex() for each in rows]
    for line in peers.others(rows, made.as_rows(made.queries(2))):
        print(f"crossref: for information, {SMALL:,} codes, {line}")
    loops = kernels("numba")

    def ours() -> Index:
        return Index(words([bytes.fromhex(each) for each in hexes]), ids, loops=loops)

    before = peers.resident()
    theirs = peers.hma(hexes)
    held = peers.resident() - before
    index = ours()
    share = index.nbytes / held
    print(
        f"crossref: {SMALL:,} codes from hex: HMA's PDQIndex takes {held / SMALL:.0f} B a code, ours {index.nbytes / SMALL:.0f} B"
    )
    inserts = compared(lambda: theirs.add(hexes[0], 0), lambda: _inserted(index, codes, 1_000), rounds=3)
    batch = seconds(lambda: index.add(codes[:100_000], ids[:100_000])) / 100_000
    print(
        f"crossref: an insert takes us {inserts.second[1] / 1_000 * 1e6:.2f} us alone, {batch * 1e6:.3f} us in a batch"
    )
    build = compared(lambda: peers.hma(hexes), ours, rounds=3).ratio
    yield Goal(name="crossref_build_vs_hma", value=build, must=10, aim=10, better="higher")
    yield Goal(name="crossref_memory_of_hma", value=share, must=0.5, aim=0.5)
    yield Goal(name="crossref_insert_vs_hma", value=inserts.ratio * 1_000, must=1000, aim=1000, better="higher")


def _inserted(index: Index, codes: Words, count: int) -> None:
    for place in range(count):
        index.add(codes[place : place + 1], ONE)


ONE = np.zeros(1, dtype=np.int64)
