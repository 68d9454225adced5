"""Made-up photographs for the tests of fingerprints: soft waves, hard shapes, grain, written words. It asserts nothing."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

Pixels = NDArray[np.uint8]


def photo(seed: int, rows: int, columns: int, grain: float = 8.0) -> Pixels:
    """Waves of light, a few plain shapes and grain, in colour."""
    draw = np.random.default_rng(seed)
    down, across = np.mgrid[0:rows, 0:columns]
    made = np.full((rows, columns, 3), 128.0)
    for colour in range(3):
        for _ in range(8):
            a, b = draw.normal(0, 4, 2)
            wave = np.sin(2 * np.pi * (a * down / rows + b * across / columns) + draw.uniform(0, 6))
            made[..., colour] += draw.uniform(5, 40) * wave
    for _ in range(6):
        top, bottom = sorted(draw.integers(0, rows + 1, 2))
        left, right = sorted(draw.integers(0, columns + 1, 2))
        made[top:bottom, left:right] = draw.integers(0, 255, 3)
    made += draw.normal(0, grain, made.shape)
    return made.clip(0, 255).astype(np.uint8)


def written(words: str, rows: int = 240, columns: int = 320) -> Pixels:
    """Words in black on white, as in a screenshot."""
    page = Image.new("RGB", (columns, rows), "white")
    pen = ImageDraw.Draw(page)
    for line in range(8):
        pen.text((10 + 7 * line, 10 + 28 * line), words[line:] * 2, fill="black", font_size=18 + line)
    return np.asarray(page)


def gallery() -> Iterator[tuple[str, Pixels]]:
    """Pictures of every kind and of awkward sizes, with their names."""
    sizes = [
        (5, 5),
        (5, 300),
        (63, 129),
        (64, 64),
        (65, 127),
        (128, 128),
        (200, 300),
        (333, 517),
        (640, 480),
        (48, 900),
    ]
    for seed, (rows, columns) in enumerate(sizes):
        yield f"photo {rows}x{columns}", photo(seed, rows, columns)
    ramp = np.broadcast_to(np.linspace(0, 255, 300)[None, :, None], (200, 300, 3)).astype(np.uint8)
    yield "ramp", ramp
    yield "noise", np.random.default_rng(9).integers(0, 256, (150, 220, 3), dtype=np.uint8)
    yield "words", written("Chassez-les tous du marché")
    board = (np.indices((256, 256)) // 32).sum(axis=0) % 2 * 255
    yield "chessboard", np.repeat(board.astype(np.uint8)[..., None], 3, axis=2)
