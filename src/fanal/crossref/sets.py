"""Disjoint sets of places: what was joined belongs together. It knows not why."""

from collections.abc import Iterable


class Sets:
    """Places 0 to size - 1, each in a set of its own at first; a set is known by its first place."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))

    def of(self, place: int) -> int:
        """The first place of its set."""
        while self._parent[place] != place:
            self._parent[place] = place = self._parent[self._parent[place]]
        return place

    def join(self, one: int, other: int) -> bool:
        """Put two sets together; False when they were one already."""
        first, second = sorted((self.of(one), self.of(other)))
        self._parent[second] = first
        return first != second

    def join_all(self, places: Iterable[int]) -> None:
        """Put the sets of all these places together."""
        first: int | None = None
        for place in places:
            first = place if first is None else first
            self.join(first, place)

    def all(self) -> list[list[int]]:
        """The sets, each in order, in the order of their first places."""
        found: dict[int, list[int]] = {}
        for place in range(len(self._parent)):
            found.setdefault(self.of(place), []).append(place)
        return list(found.values())
