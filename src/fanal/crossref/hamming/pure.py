"""Knows how to search codes that nobody keeps: one scan over what is given. It holds nothing between two calls."""

import numpy as np

from fanal.crossref.hamming.answers import Answers, ordered
from fanal.crossref.hamming.codes import Ids, Words, checked, checked_ids, checked_radius, columns
from fanal.crossref.hamming.kernels import Kernels, kernels


def scanned(codes: Words, ids: Ids, queries: Words, radius: int, *, loops: Kernels | None = None) -> Answers:
    """All ids within `radius` bits of each query (m, 4), among codes (n, 4): the answers of an index, without one.

    Large memories are given in pieces, and `union` makes one answer of the pieces.
    """
    by_word = columns(checked(codes))
    known, asked = checked_ids(ids, len(codes)), np.array(checked(queries), order="C")
    hits = (loops or kernels()).scan(by_word, len(codes), asked, checked_radius(radius))
    return ordered(len(asked), hits.queries, known[hits.rows], hits.distances)
