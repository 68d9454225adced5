"""The rules of the queue as an organisation may edit them: points per reason, and what each is called. They never judge."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from fanal.words.errors import RefusedError
from fanal.words.lists import Category
from fanal.words.say import message, say

MOST = 100

# Danger to life or a named person exposed comes first: each alone outweighs all that is not.
_FIRST: Mapping[str, int] = {"danger": 62, "exposed_person": 60}
_OTHERS: Mapping[str, int] = {
    "category_child_abuse": 45,
    "category_terrorism": 40,
    "category_threat": 34,
    "category_sexual_images": 30,
    "category_hate": 24,
    "category_privacy": 18,
    "category_harassment": 14,
    "category_other": 4,
    "term_danger": 8,
    "term_threat": 8,
    "standing_authority": 10,
    "standing_trusted_flagger": 9,
    "standing_victim": 6,
    "standing_association": 3,
    "account_qualified": 12,
    "reach_hashtag": 5,
    "reach_group": 4,
    "reach_account": 3,
}
DEFAULT_POINTS: Mapping[str, int] = {**_FIRST, **_OTHERS}
DEFAULT_STEPS: tuple[tuple[int, int], ...] = ((1, 3), (3, 6), (10, 9), (30, 12), (100, 15), (1000, 18))

CATEGORY_REASON: Mapping[Category, str] = {
    Category.TERRORISM: "category_terrorism",
    Category.THREAT: "category_threat",
    Category.RACISM: "category_hate",
    Category.ANTISEMITISM: "category_hate",
    Category.RELIGION: "category_hate",
    Category.LGBT: "category_hate",
    Category.SEXISM: "category_hate",
    Category.DISABILITY: "category_hate",
    Category.HARASSMENT: "category_harassment",
    Category.PRIVACY: "category_privacy",
    Category.SEXUAL_IMAGES: "category_sexual_images",
    Category.CHILD_ABUSE: "category_child_abuse",
    Category.OTHER: "category_other",
}
# Not points of their own: they explain points that are taken away, or that nothing was counted.
ADJUSTMENTS = ("counter_speech_said", "counter_speech_seen", "capped", "repeated", "brigade", "only_set_aside")
REASONS: tuple[str, ...] = (*DEFAULT_POINTS, *ADJUSTMENTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class PriorityRules:
    """Points per reason code; `steps` are (earlier notices, points): repetition counts less and less.

    `most_without_danger` keeps danger first: whatever else adds up stays below it.
    """

    points: Mapping[str, int] = field(default_factory=lambda: dict(DEFAULT_POINTS))
    steps: tuple[tuple[int, int], ...] = DEFAULT_STEPS
    most_without_danger: int = 59

    def __post_init__(self) -> None:
        unknown = sorted(self.points.keys() - DEFAULT_POINTS.keys())
        if unknown:
            raise RefusedError(message("rule_unknown", at="points", codes=", ".join(unknown)))
        numbers = (*self.points.values(), *(points for _, points in self.steps))
        if any(not 0 <= each <= MOST for each in numbers):
            raise RefusedError(message("rule_out_of_range", at="points", most=MOST))
        if self.most_without_danger >= min(self.of(code) for code in _FIRST):
            raise RefusedError(message("rule_danger_first", at="most_without_danger"))

    def of(self, code: str) -> int:
        """The points of a reason; those that were not edited keep their default."""
        return self.points.get(code, DEFAULT_POINTS.get(code, 0))

    def repeated(self, earlier: int) -> int:
        """The points for so many earlier notices: the highest step that was reached."""
        return max((points for least, points in self.steps if earlier >= least), default=0)


def reason_text(code: str, lang: str) -> str:
    """What a reason is called on the screen; a code of an older version is shown as it is."""
    known = REASONS if code in REASONS else ()
    return say(message(f"reason_{code}"), lang) if known else code
