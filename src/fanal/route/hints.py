"""Which offences a category may turn out to be: an order for a screen and for areas of expertise, never a qualification."""

from collections.abc import Mapping

from fanal.words.lists import Category

_C = Category
_ORIGIN = (
    "FR-1881-24-HAINE-ORIGINE",
    "FR-1881-33-INJURE-ORIGINE",
    "FR-1881-32-DIFF-ORIGINE",
    "FR-CP-R625-7",
    "FR-CP-R625-8",
    "FR-CP-R625-8-1",
)
_PERSON = (
    "FR-1881-24-HAINE-SEXE-OS-IG-HANDICAP",
    "FR-1881-33-INJURE-SEXE-OS-IG-HANDICAP",
    "FR-1881-32-DIFF-SEXE-OS-IG-HANDICAP",
    "FR-CP-R625-7",
    "FR-CP-R625-8",
    "FR-CP-R625-8-1",
)
_CRIMES = ("FR-1881-24-APOLOGIE", "FR-1881-24BIS-CONTESTATION", "FR-CP-211-2")
HINTS: Mapping[Category, tuple[str, ...]] = {
    _C.DANGER: ("FR-CP-223-1-1", "FR-CP-223-13", "FR-CP-222-17", "FR-CP-222-18", "FR-CP-223-14"),
    _C.TERRORISM: ("FR-CP-421-2-5", "FR-CP-421-2-5-1", "FR-1881-24-APOLOGIE"),
    _C.THREAT: (
        "FR-CP-222-17",
        "FR-CP-222-18",
        "FR-1881-24-PROV-CRIME",
        "FR-CP-433-3",
        "FR-CP-433-3-1",
        "FR-CP-412-8",
        "FR-CP-431-6",
        "FR-CP-322-14",
    ),
    _C.RACISM: (*_ORIGIN, *_CRIMES),
    _C.ANTISEMITISM: (*_ORIGIN, *_CRIMES),
    _C.RELIGION: _ORIGIN,
    _C.LGBT: (*_PERSON, "FR-CP-225-4-13"),
    _C.SEXISM: (*_PERSON, "FR-CP-222-33", "FR-CP-222-33-1-1"),
    _C.DISABILITY: _PERSON,
    _C.HARASSMENT: (
        "FR-CP-222-33-2-2",
        "FR-CP-222-33-2-3",
        "FR-1881-33-INJURE-PARTICULIER",
        "FR-1881-32-DIFF-PARTICULIER",
        "FR-CP-222-16",
        "FR-CP-222-33",
        "FR-CP-431-1",
    ),
    _C.PRIVACY: ("FR-CP-223-1-1", "FR-CP-226-1", "FR-CP-226-4-1", "FR-CP-226-8", "FR-1881-39QUINQUIES"),
    _C.SEXUAL_IMAGES: ("FR-CP-226-2-1", "FR-CP-226-8-1", "FR-CP-312-10", "FR-CP-226-3-1"),
    _C.CHILD_ABUSE: ("FR-CP-227-23", "FR-CP-227-22-1", "FR-CP-227-24"),
    _C.OTHER: (),
}


def categories_of(offence: str) -> tuple[Category, ...]:
    """The categories under which this offence is offered first."""
    return tuple(each for each, codes in HINTS.items() if offence in codes)
