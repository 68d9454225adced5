"""What a notice has in common with what is known: keys, the one sameness that attaches alone, and relations that only suggest.

Beside that: many notices as groups, waves and brigades, and how a content spread.
"""

from fanal.crossref.before import Before, reported_before
from fanal.crossref.brigade import BrigadeRules, Reported, Triaged, brigade, brigaded, brigades, with_history
from fanal.crossref.confirm import confirm, moved_by, refuse, undo
from fanal.crossref.groups import Between, Group, Grouping, Shared, group
from fanal.crossref.keys import Keys, denounces, exact_keys, forget_texts, keys, mention_keys, radius_of
from fanal.crossref.likeness import Likeness, likeness
from fanal.crossref.match import MOST_RELATIONS, Brigaded, Known, Match, Memory, Relation, match
from fanal.crossref.place import Names, Opening, Placement, detach, place
from fanal.crossref.relate import Compared, Tie, compared, reasons, relate
from fanal.crossref.targets import Entry, Target, targets_of
from fanal.crossref.timeline import Naming, Timeline, naming, timeline
from fanal.crossref.waves import Posting, Wave, WaveRules, aimed_at, common_key, waves

__all__ = [
    "MOST_RELATIONS",
    "Before",
    "Between",
    "BrigadeRules",
    "Brigaded",
    "Compared",
    "Entry",
    "Group",
    "Grouping",
    "Keys",
    "Known",
    "Likeness",
    "Match",
    "Memory",
    "Names",
    "Naming",
    "Opening",
    "Placement",
    "Posting",
    "Relation",
    "Reported",
    "Shared",
    "Target",
    "Tie",
    "Timeline",
    "Triaged",
    "Wave",
    "WaveRules",
    "aimed_at",
    "brigade",
    "brigaded",
    "brigades",
    "common_key",
    "compared",
    "confirm",
    "denounces",
    "detach",
    "exact_keys",
    "forget_texts",
    "group",
    "keys",
    "likeness",
    "match",
    "mention_keys",
    "moved_by",
    "naming",
    "place",
    "radius_of",
    "reasons",
    "refuse",
    "relate",
    "reported_before",
    "targets_of",
    "timeline",
    "undo",
    "waves",
    "with_history",
]
