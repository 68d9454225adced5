"""The reasons of sightings and comparisons as messages for a person. It knows the codes, it invents none."""

from collections.abc import Iterable

from fanal.words.say import Message, message


def why(reasons: Iterable[str]) -> tuple[Message, ...]:
    """One message for each reason code of a Sighting or a Comparison."""
    return tuple(message(f"verify_{code}") for code in reasons)
