"""From what a person gave to one complete `Notice` (DSA Art. 16(2)): it reads and refuses, it never judges nor guesses."""

from fanal.harmonise.answers import read_answers
from fanal.harmonise.door import Door
from fanal.harmonise.labels import has_form, notice_form, platform_title, platforms
from fanal.harmonise.receive import receive
from fanal.harmonise.received import received_event
from fanal.harmonise.rows import COLUMNS, from_row, unread_columns

__all__ = [
    "COLUMNS",
    "Door",
    "from_row",
    "has_form",
    "notice_form",
    "platform_title",
    "platforms",
    "read_answers",
    "receive",
    "received_event",
    "unread_columns",
]
