"""The Merkle tree of RFC 6962 and RFC 9162: hashes, roots, proofs and their verification. It knows nothing of what a leaf says.

`Tree` keeps only the frontier (a root after each append); `ProvingTree` keeps every complete subtree (64 bytes a leaf) and proves any
leaf at any size in logarithmic time. Functions named `verify_*` raise ProofError and return nothing.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256

from fanal.words.errors import MisuseError, ProofError
from fanal.words.say import message

HASH_BYTES = 32
EMPTY_ROOT = sha256(b"").digest()  # RFC 6962 section 2.1


def leaf_hash(leaf: bytes) -> bytes:
    """The hash of a leaf (RFC 6962 section 2.1)."""
    return sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of a node over its two children (RFC 6962 section 2.1)."""
    return sha256(b"\x01" + left + right).digest()


class Tree:
    """A tree that grows by one leaf hash at a time and knows its root; it cannot prove."""

    __slots__ = ("frontier", "size")

    def __init__(self, size: int = 0, frontier: Iterable[bytes] = ()) -> None:
        """A tree as it was left: its size and the roots of its complete subtrees, largest first."""
        self.size = size
        self.frontier = list(frontier)
        if size < 0 or len(self.frontier) != size.bit_count():
            raise MisuseError(f"a tree of {size} leaves has a frontier of {size.bit_count()} hashes")

    def append(self, leaf: bytes) -> None:
        """Add one leaf hash."""
        odd = self.size
        while odd & 1:
            leaf = sha256(b"\x01" + self.frontier.pop() + leaf).digest()
            odd >>= 1
        self.frontier.append(leaf)
        self.size += 1

    def root(self) -> bytes:
        """The root over all leaves so far."""
        if not self.frontier:
            return EMPTY_ROOT
        found = self.frontier[-1]
        for left in reversed(self.frontier[:-1]):
            found = node_hash(left, found)
        return found


class ProvingTree:
    """A tree that keeps all its complete subtrees, so that it can prove any leaf at any size it has had."""

    __slots__ = ("_levels", "size")

    def __init__(self, hashes: Iterable[bytes] = ()) -> None:
        """A tree over these leaf hashes, in order."""
        self._levels: list[bytearray] = [bytearray()]
        self.size = 0
        for each in hashes:
            self.append(each)

    def append(self, leaf: bytes) -> None:
        """Add one leaf hash."""
        if len(leaf) != HASH_BYTES:
            raise MisuseError("a leaf hash has 32 bytes")
        level, place = 0, self.size
        self._levels[0] += leaf
        while place & 1:
            leaf = node_hash(bytes(self._levels[level][-64:-32]), leaf)
            level, place = level + 1, place >> 1
            if level == len(self._levels):
                self._levels.append(bytearray())
            self._levels[level] += leaf
        self.size += 1

    def root(self, size: int | None = None) -> bytes:
        """The root over the first `size` leaves (all of them by default)."""
        wanted = self.size if size is None else self._had(size)
        return self._over(0, wanted) if wanted else EMPTY_ROOT

    def inclusion_proof(self, index: int, size: int | None = None) -> list[bytes]:
        """The audit path of a leaf in the tree of `size` leaves (RFC 9162 section 2.1.3.1)."""
        wanted = self.size if size is None else self._had(size)
        if not 0 <= index < wanted:
            raise MisuseError(f"leaf {index} is not in a tree of {wanted}")
        return self._path(index, 0, wanted)

    def consistency_proof(self, old: int, size: int | None = None) -> list[bytes]:
        """The proof that the tree of `size` leaves grew from the one of `old` leaves (RFC 9162 section 2.1.4.1)."""
        wanted = self.size if size is None else self._had(size)
        if not 0 <= old <= wanted:
            raise MisuseError(f"a tree of {wanted} leaves never had {old}")
        return self._subproof(old, 0, wanted, True) if old else []

    def _had(self, size: int) -> int:
        if not 0 <= size <= self.size:
            raise MisuseError(f"a tree of {self.size} leaves never had {size}")
        return size

    def _over(self, start: int, end: int) -> bytes:
        width = end - start
        if width & (width - 1) == 0:  # complete, and aligned because every split is at a power of two
            place = (start // width) * HASH_BYTES
            return bytes(self._levels[width.bit_length() - 1][place : place + HASH_BYTES])
        middle = start + _split(width)
        return node_hash(self._over(start, middle), self._over(middle, end))

    def _path(self, index: int, start: int, end: int) -> list[bytes]:
        if end - start == 1:
            return []
        middle = start + _split(end - start)
        if index < middle:
            return [*self._path(index, start, middle), self._over(middle, end)]
        return [*self._path(index, middle, end), self._over(start, middle)]

    def _subproof(self, old: int, start: int, end: int, whole: bool) -> list[bytes]:
        if old == end:
            return [] if whole else [self._over(start, end)]
        middle = start + _split(end - start)
        if old <= middle:
            return [*self._subproof(old, start, middle, whole), self._over(middle, end)]
        return [*self._subproof(old, middle, end, False), self._over(start, middle)]


def root(hashes: Iterable[bytes]) -> bytes:
    """The root over these leaf hashes (RFC 6962 section 2.1)."""
    tree = Tree()
    for each in hashes:
        tree.append(each)
    return tree.root()


def inclusion_proof(hashes: Iterable[bytes], index: int) -> list[bytes]:
    """The audit path of one of these leaf hashes (RFC 9162 section 2.1.3.1)."""
    return ProvingTree(hashes).inclusion_proof(index)


def consistency_proof(hashes: Iterable[bytes], old: int) -> list[bytes]:
    """The proof that these leaf hashes begin with the `old` first ones (RFC 9162 section 2.1.4.1)."""
    return ProvingTree(hashes).consistency_proof(old)


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """Refuse unless the leaf hash stands at `index` under this root of `size` leaves (RFC 9162 section 2.1.3.2)."""
    _refuse_bad_hashes([leaf, root, *proof])
    # (1) the index is inside the tree
    if not 0 <= index < size:
        raise ProofError(message("prove_index_outside", index=index, size=size))
    # (2) to (4) climb from the leaf; `place` and `last` are fn and sn of the RFC
    place, last, climbed = index, size - 1, leaf
    for each in proof:
        if last == 0:
            raise ProofError(message("prove_path_length"))
        if place & 1 or place == last:
            climbed = node_hash(each, climbed)
            place, last = _past_left_edge(place, last)
        else:
            climbed = node_hash(climbed, each)
        place, last = place >> 1, last >> 1
    # (5) the whole path was needed, and it ends at the root
    if last != 0:
        raise ProofError(message("prove_path_length"))
    _refuse_other_root(root, climbed)


def verify_consistency(old: int, new: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes) -> None:
    """Refuse unless the log of `new` leaves only added to the log of `old` leaves (RFC 9162 section 2.1.4.2)."""
    _refuse_bad_hashes([old_root, new_root, *proof])
    if not 0 <= old <= new:
        raise ProofError(message("prove_log_shrank", old=old, new=new))
    if old in (0, new):
        if proof:
            raise ProofError(message("prove_path_length"))
        _refuse_other_root(old_root, new_root if old else EMPTY_ROOT)
        return
    # (1) and (2): a complete old tree is its own first hash
    path = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    if not path:
        raise ProofError(message("prove_path_length"))
    # (3) to (6): climb both trees at once
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    old_climbed, new_climbed = _climb_both(path, place, last)
    # (7) both roots must come out
    _refuse_other_root(old_root, old_climbed)
    _refuse_other_root(new_root, new_climbed)


def _climb_both(path: Sequence[bytes], place: int, last: int) -> tuple[bytes, bytes]:
    older = newer = path[0]
    for each in path[1:]:
        if last == 0:
            raise ProofError(message("prove_path_length"))
        if place & 1 or place == last:
            older, newer = node_hash(each, older), node_hash(each, newer)
            place, last = _past_left_edge(place, last)
        else:
            newer = node_hash(newer, each)
        place, last = place >> 1, last >> 1
    if last != 0:
        raise ProofError(message("prove_path_length"))
    return older, newer


def _past_left_edge(place: int, last: int) -> tuple[int, int]:
    while place and not place & 1:
        place, last = place >> 1, last >> 1
    return place, last


def _split(width: int) -> int:
    """The largest power of two below the width."""
    return 1 << (width - 1).bit_length() - 1


def _refuse_bad_hashes(hashes: Sequence[bytes]) -> None:
    if any(len(each) != HASH_BYTES for each in hashes):
        raise ProofError(message("prove_hash_length"))


def _refuse_other_root(expected: bytes, found: bytes) -> None:
    if expected != found:
        raise ProofError(message("prove_wrong_root", expected=expected.hex(), found=found.hex()))
