"""The kernels that the tests of the Hamming engine compare, compiled once and kept for the next run."""

import numba
import pytest

from fanal.crossref.hamming import compiled, kernels
from fanal.crossref.hamming.kernels import Kernels


@pytest.fixture(scope="session")
def numba_kernels(pytestconfig: pytest.Config) -> Kernels:
    """Compiled code is kept beside pytest's own notes: only the first run of a machine waits for the compiler."""
    numba.config.CACHE_DIR = str(pytestconfig.cache.mkdir("numba"))
    for loop in compiled.LOOPS:
        loop.enable_caching()
    return kernels("numba")


@pytest.fixture(scope="session", params=["numpy", "numba"])
def loops(request: pytest.FixtureRequest) -> Kernels:
    """Each set of kernels in turn."""
    if request.param == "numba":
        return request.getfixturevalue("numba_kernels")
    return kernels("numpy")
