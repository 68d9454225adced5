"""Made-up films and pictures as files, for tests and benches. It asserts nothing."""

import io

import av
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from tests.core.fingerprints.pictures import photo

Pixels = NDArray[np.uint8]


def film(
    seconds: int,
    *,
    shape: str = "mp4",
    codec: str = "libx264",
    size: tuple[int, int] = (96, 128),
    rate: int = 10,
    first: int = 0,
) -> bytes:
    """A film that shows another made-up photograph every second."""
    out = io.BytesIO()
    with av.open(out, "w", format=shape) as made:
        stream = made.add_stream(codec, rate=rate)
        assert isinstance(stream, av.VideoStream)
        stream.height, stream.width = size
        stream.pix_fmt = "yuv420p"
        for second in range(seconds):
            shown = av.VideoFrame.from_ndarray(photo(first + second, *size), format="rgb24")
            for _ in range(rate):
                shown.pts = None
                made.mux(stream.encode(shown))
        made.mux(stream.encode())
    return out.getvalue()


def saved(picture: Pixels, shape: str, **how: object) -> bytes:
    """A picture as a file of one format."""
    out = io.BytesIO()
    Image.fromarray(picture).save(out, shape, **how)
    return out.getvalue()


def animated(seeds: list[int], shape: str = "GIF", each_ms: int = 1000) -> bytes:
    """An animated picture that shows one made-up photograph after the other."""
    first, *others = [Image.fromarray(photo(seed, 96, 128)) for seed in seeds]
    out = io.BytesIO()
    first.save(out, shape, save_all=True, append_images=others, duration=each_ms, loop=0)
    return out.getvalue()
