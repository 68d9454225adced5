"""What a notice has in common with what is known: keys, the one sameness that attaches alone, and relations that only suggest."""

from fanal.crossref.confirm import confirm, moved_by, refuse, undo
from fanal.crossref.keys import Keys, keys, mention_keys
from fanal.crossref.match import MOST_RELATIONS, Known, Match, Memory, Relation, match
from fanal.crossref.place import Names, Opening, Placement, detach, place

__all__ = [
    "MOST_RELATIONS",
    "Keys",
    "Known",
    "Match",
    "Memory",
    "Names",
    "Opening",
    "Placement",
    "Relation",
    "confirm",
    "detach",
    "keys",
    "match",
    "mention_keys",
    "moved_by",
    "place",
    "refuse",
    "undo",
]
