"""The Merkle tree against the vectors of Certificate Transparency, against its own definition, and under attack."""

from collections.abc import Callable
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanal.prove.merkle import (
    EMPTY_ROOT,
    ProvingTree,
    Tree,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    root,
    verify_consistency,
    verify_inclusion,
)
from fanal.words.errors import MisuseError, ProofError

# The test vectors of the Certificate Transparency reference implementation (merkle_tree_test, RFC 6962).
LEAVES = [bytes.fromhex(each) for each in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657")]
LEAVES.append(bytes.fromhex("606162636465666768696a6b6c6d6e6f"))
HASHES = [leaf_hash(each) for each in LEAVES]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
A = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
B = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
C = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
D = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
E = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
F = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
PATHS = [(0, 1, []), (0, 8, [A, B, C]), (5, 8, [D, E, ROOTS[4]]), (2, 3, [ROOTS[2]]), (1, 5, [ROOTS[1], B, D])]
GROWTHS = [(1, 1, []), (1, 8, [A, B, C]), (6, 8, [F, E, ROOTS[4]]), (2, 5, [B, D])]


@pytest.mark.parametrize("size", range(9))
def test_roots_are_those_of_certificate_transparency(size: int) -> None:
    tree = Tree()
    for each in HASHES[:size]:
        tree.append(each)
    assert ROOTS[size] == tree.root().hex() == root(HASHES[:size]).hex() == ProvingTree(HASHES).root(size).hex()


@pytest.mark.parametrize(("index", "size", "path"), PATHS)
def test_audit_paths_are_those_of_certificate_transparency(index: int, size: int, path: list[str]) -> None:
    assert [each.hex() for each in inclusion_proof(HASHES[:size], index)] == path
    verify_inclusion(HASHES[index], index, size, [bytes.fromhex(each) for each in path], bytes.fromhex(ROOTS[size]))


@pytest.mark.parametrize(("old", "new", "path"), GROWTHS)
def test_consistency_proofs_are_those_of_certificate_transparency(old: int, new: int, path: list[str]) -> None:
    assert [each.hex() for each in consistency_proof(HASHES[:new], old)] == path
    proof = [bytes.fromhex(each) for each in path]
    verify_consistency(old, new, proof, bytes.fromhex(ROOTS[old]), bytes.fromhex(ROOTS[new]))


def defined(hashes: list[bytes]) -> bytes:
    """MTH of RFC 6962 section 2.1, word for word."""
    if not hashes:
        return sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    half = 1
    while half * 2 < len(hashes):
        half *= 2
    return sha256(b"\x01" + defined(hashes[:half]) + defined(hashes[half:])).digest()


def hashes_of(size: int) -> list[bytes]:
    return [leaf_hash(str(each).encode()) for each in range(size)]


SIZES = st.integers(1, 130)


@given(SIZES)
def test_every_tree_agrees_with_the_definition(size: int) -> None:
    hashes = hashes_of(size)
    assert defined(hashes) == root(hashes) == ProvingTree(hashes).root()


@given(SIZES, st.data())
def test_a_proof_at_any_earlier_size_verifies(size: int, data: st.DataObject) -> None:
    hashes, then = hashes_of(size), data.draw(st.integers(1, size))
    index = data.draw(st.integers(0, then - 1))
    proof = ProvingTree(hashes).inclusion_proof(index, then)
    verify_inclusion(hashes[index], index, then, proof, defined(hashes[:then]))


@given(SIZES, st.data())
def test_every_growth_is_consistent(size: int, data: st.DataObject) -> None:
    hashes, old = hashes_of(size), data.draw(st.integers(0, size))
    verify_consistency(old, size, consistency_proof(hashes, old), defined(hashes[:old]), defined(hashes))


@given(SIZES, st.integers(0, 60))
def test_a_tree_restored_from_its_frontier_grows_the_same(size: int, more: int) -> None:
    whole, first = Tree(), Tree()
    for each in hashes_of(size):
        first.append(each)
    restored = Tree(first.size, first.frontier)
    for each in hashes_of(more):
        restored.append(each)
    for each in hashes_of(size) + hashes_of(more):
        whole.append(each)
    assert restored.root() == whole.root()


def bent(raw: bytes) -> bytes:
    return bytes([raw[0] ^ 1]) + raw[1:]


Inclusion = tuple[bytes, int, int, list[bytes], bytes]
INCLUSION_ATTACKS: dict[str, Callable[[Inclusion], Inclusion]] = {
    "another leaf": lambda it: (bent(it[0]), *it[1:]),
    "the next place": lambda it: (it[0], it[1] + 1, *it[2:]),
    "the place before": lambda it: (it[0], it[1] - 1, *it[2:]),
    "a place outside": lambda it: (it[0], it[1] + 2 * it[2], *it[2:]),
    "another root": lambda it: (*it[:4], bent(it[4])),
    "the root as a leaf": lambda it: (it[4], 0, it[2], it[3], it[4]),
    "a longer path": lambda it: (*it[:3], [*it[3], it[4]], it[4]),
    "a shorter path": lambda it: (*it[:3], it[3][:-1], it[4]),
    "a short hash": lambda it: (*it[:3], [it[3][0][:31], *it[3][1:]], it[4]),
    "a bent path": lambda it: (*it[:3], [*it[3][:-1], bent(it[3][-1])], it[4]),
    "no leaves at all": lambda it: (it[0], it[1], 0, it[3], it[4]),
}


@pytest.mark.parametrize("attack", INCLUSION_ATTACKS)
@given(size=st.integers(2, 130), data=st.data())
def test_a_forged_inclusion_is_refused(attack: str, size: int, data: st.DataObject) -> None:
    hashes, index = hashes_of(size), data.draw(st.integers(0, size - 1))
    honest = (hashes[index], index, size, inclusion_proof(hashes, index), root(hashes))
    with pytest.raises(ProofError):
        verify_inclusion(*INCLUSION_ATTACKS[attack](honest))


Growth = tuple[int, int, list[bytes], bytes, bytes]
GROWTH_ATTACKS: dict[str, Callable[[Growth], Growth]] = {
    "another old root": lambda it: (*it[:3], bent(it[3]), it[4]),
    "another new root": lambda it: (*it[:4], bent(it[4])),
    "no proof": lambda it: (it[0], it[1], [], it[3], it[4]),
    "a longer proof": lambda it: (it[0], it[1], [*it[2], it[4]], it[3], it[4]),
    "a shorter proof": lambda it: (it[0], it[1], it[2][:-1], it[3], it[4]),
    "a bent proof": lambda it: (it[0], it[1], [*it[2][:-1], bent(it[2][-1])], it[3], it[4]),
    "a log that shrank": lambda it: (it[1], it[0], it[2], it[4], it[3]),
    "said to be the same log": lambda it: (it[1], it[1], [], it[3], it[4]),
    "said to be new": lambda it: (0, it[1], [], it[3], it[4]),
    "a negative size": lambda it: (-1, it[1], it[2], it[3], it[4]),
}


@pytest.mark.parametrize("attack", GROWTH_ATTACKS)
@given(size=st.integers(2, 130), data=st.data())
def test_a_rewritten_log_is_refused(attack: str, size: int, data: st.DataObject) -> None:
    hashes, old = hashes_of(size), data.draw(st.integers(1, size - 1))
    honest = (old, size, consistency_proof(hashes, old), root(hashes[:old]), root(hashes))
    with pytest.raises(ProofError):
        verify_consistency(*GROWTH_ATTACKS[attack](honest))


@given(st.integers(2, 64), st.data())
def test_a_log_with_one_old_leaf_changed_has_no_proof_of_growth(size: int, data: st.DataObject) -> None:
    hashes, old = hashes_of(size), data.draw(st.integers(1, size - 1))
    changed = [*hashes]
    changed[data.draw(st.integers(0, old - 1))] = leaf_hash(b"rewritten")
    with pytest.raises(ProofError):
        verify_consistency(old, size, consistency_proof(changed, old), root(hashes[:old]), root(changed))


def test_a_node_is_never_taken_for_a_leaf() -> None:
    assert leaf_hash(HASHES[0] + HASHES[1]) != node_hash(HASHES[0], HASHES[1])


@pytest.mark.parametrize("ask", [lambda t: t.inclusion_proof(8), lambda t: t.inclusion_proof(-1), lambda t: t.root(9)])
def test_asking_for_what_the_tree_never_had_is_the_programmers_fault(ask: Callable[[ProvingTree], object]) -> None:
    with pytest.raises(MisuseError):
        ask(ProvingTree(HASHES))


def test_a_frontier_of_another_size_is_the_programmers_fault() -> None:
    with pytest.raises(MisuseError):
        Tree(3, [EMPTY_ROOT])
