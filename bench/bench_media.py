"""How fast pictures and films are read: PDQ beside the compiled reference, and a film beside nothing but its decoding."""

import io
import json
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from functools import partial

import av
import numpy as np
import pdqhash  # type: ignore[import-untyped]

from bench.measure import Act, Goal, compared
from fanal.fingerprints import image
from fanal_hub.courier import decode
from tests.core.fingerprints.pictures import Pixels, photo
from tests.films import film

SIZES = ((512, 512), (768, 1024), (1500, 2000))
SECONDS = 30
BEFORE = 5  # seconds of the shorter film: what the longer one takes above it is what grows


def run() -> Iterable[Goal]:
    """The goals of pictures and films."""
    worst, farthest = float("inf"), 0
    for rows, columns in SIZES:
        pictures = [photo(seed, rows, columns) for seed in range(3)]
        farthest = max(farthest, *(_apart(each) for each in pictures))
        found = compared(partial(_theirs, pictures), partial(_ours, pictures), clock=_work)
        print(f"pictures of {rows} x {columns}: {found.ratio:.1f} times pdqhash's rate (spread {found.spread:.2f})")
        worst = min(worst, found.ratio)
    yield Goal(name="pdq_rate_vs_pdqhash", value=worst, must=0.5, aim=1.0, better="higher")
    yield Goal(name="pdq_bits_from_pdqhash", value=farthest, must=2, aim=0)
    yield from _films()


def _films() -> Iterable[Goal]:
    long, short = (film(each, size=(720, 1280), rate=25) for each in (SECONDS, BEFORE))
    found = compared(lambda: _decoded(long), lambda: list(decode.fingerprints_of(long)), rounds=3, clock=_work)
    print(
        f"film of {SECONDS} s, 1280 x 720, {len(long) // 1000} kB: {found.ratio:.2f} of the rate of decoding every frame"
    )
    print(
        f"  {SECONDS * 25 / min(found.second):.0f} frames/s read, {SECONDS * 25 / min(found.first):.0f} frames/s decoded"
    )
    yield Goal(name="film_rate_vs_decoding_all", value=found.ratio, must=0.8, aim=1.0, better="higher")
    peaks = [_peak(each) for each in (short, long)]
    print(f"film: peak memory of its process {peaks[0]:.0f} MB for {BEFORE} s, {peaks[1]:.0f} MB for {SECONDS} s")
    yield Goal(name="film_peak_megabytes", value=peaks[1], must=400, aim=200)
    yield Goal(name="film_memory_growth", value=peaks[1] / peaks[0], must=1.2, aim=1.05)


def _work(act: Act) -> float:
    """Seconds of every processor that it used: a library's threads count as work, not as speed."""
    begin = time.process_time()
    act()
    return time.process_time() - begin


def _theirs(pictures: Sequence[Pixels]) -> None:
    for each in pictures:
        pdqhash.compute(each)


def _ours(pictures: Sequence[Pixels]) -> None:
    for each in pictures:
        image.pdq(each)


def _apart(picture: Pixels) -> int:
    bits, _ = pdqhash.compute(picture)
    theirs = np.packbits(bits.astype(np.uint8)).tobytes()
    return (int.from_bytes(theirs) ^ int.from_bytes(image.pdq(picture).code)).bit_count()


def _decoded(content: bytes) -> int:
    """Every frame of a film, decoded and let go: what the library alone needs."""
    with av.open(io.BytesIO(content), "r") as opened:
        opened.streams.video[0].thread_type = "NONE"
        return sum(1 for _ in opened.decode(opened.streams.video[0]))


def _peak(content: bytes) -> float:
    """Megabytes that the process which reads a film held at the most."""
    asked = (
        "import json, re, sys; from fanal_hub.courier import decode;"
        "n = len(list(decode.fingerprints_of(sys.stdin.buffer.read())));"
        "print(json.dumps([n, int(re.search('VmHWM:.*?([0-9]+)', open('/proc/self/status').read())[1])]))"
    )
    done = subprocess.run([sys.executable, "-I", "-c", asked], input=content, capture_output=True, check=True)
    marks, kilobytes = json.loads(done.stdout)
    if not marks:
        raise RuntimeError("the film has no mark")
    return float(kilobytes) / 1000
