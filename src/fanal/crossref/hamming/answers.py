"""Knows how the answers to many queries are kept together, and how those of several shards become one. It searches nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fanal.crossref.hamming.codes import Ids
from fanal.words.errors import CodeError
from fanal.words.say import message


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What m queries found: query i owns ids[limits[i] : limits[i + 1]], nearest first, equal distances by id.

    `limits` int64 (m + 1), `ids` int64, `distances` uint16 in bits. An id given for several codes is told for each.
    """

    limits: NDArray[np.int64]
    ids: Ids
    distances: NDArray[np.uint16]

    def __len__(self) -> int:
        """How many queries were asked."""
        return len(self.limits) - 1

    def of(self, query: int) -> tuple[Ids, NDArray[np.uint16]]:
        """The ids and distances of one query, by its number from 0."""
        part = slice(int(self.limits[query]), int(self.limits[query + 1]))
        return self.ids[part], self.distances[part]

    def pairs(self, query: int, most: int = 0) -> list[tuple[int, int]]:
        """The same as plain (id, distance) pairs, the nearest first; `most`: so many of them, 0 for all."""
        ids, distances = self.of(query)
        end = most or len(ids)
        return list(zip(ids[:end].tolist(), distances[:end].tolist(), strict=True))


def ordered(asked: int, queries: NDArray[np.int64], ids: Ids, distances: NDArray[np.uint16]) -> Answers:
    """Answers from one line a hit in any order."""
    order = np.lexsort((ids, distances, queries))
    limits = np.zeros(asked + 1, dtype=np.int64)
    np.cumsum(np.bincount(queries, minlength=asked), out=limits[1:])
    return Answers(limits=limits, ids=ids[order], distances=distances[order])


def union(answers: Sequence[Answers]) -> Answers:
    """The answers of several shards to the same queries: exactly those of one index of all their codes."""
    asked = {len(each) for each in answers}
    if len(asked) != 1:
        raise CodeError(message("code_shards", found=", ".join(str(each) for each in sorted(asked)) or "0"))
    numbers = [np.repeat(np.arange(len(each)), np.diff(each.limits)) for each in answers]
    return ordered(
        asked.pop(),
        np.concatenate(numbers),
        np.concatenate([each.ids for each in answers]),
        np.concatenate([each.distances for each in answers]),
    )
