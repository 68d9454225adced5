"""Exact search of 256-bit fingerprints within a Hamming radius, for every kind of fingerprint alike (DESIGN section 5).

It knows codes and numbers; whose memory is searched, and what a match means, stands elsewhere.
"""

from fanal.crossref.hamming.answers import Answers, union
from fanal.crossref.hamming.codes import as_bytes, words
from fanal.crossref.hamming.index import Index
from fanal.crossref.hamming.kernels import kernels
from fanal.crossref.hamming.pure import scanned

__all__ = ["Answers", "Index", "as_bytes", "kernels", "scanned", "union", "words"]
