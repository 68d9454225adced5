"""What the hub knows of a notice before reading it: by which door, for whom, when, and who vouches for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from fanal.notice.facts import Notifier
from fanal.words.lists import Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """The circumstances of receipt. `notifier` and `good_faith` are an organisation's own, standing for its notices."""

    handler: str
    channel: Channel
    ref: str
    received_at: datetime
    lang: str = "fr"
    notifier: Notifier | None = None
    good_faith: bool = False
    redirects: Mapping[str, str] = field(default_factory=dict)  # short links whose end is already known
