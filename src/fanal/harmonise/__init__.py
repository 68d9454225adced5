"""From what a person gave to one complete `Notice` (DSA Art. 16(2)): it reads and refuses, it never judges nor guesses."""

from fanal.harmonise.answers import read_answers
from fanal.harmonise.door import Door
from fanal.harmonise.labels import has_form, notice_form, platform_title, platforms
from fanal.harmonise.receive import receive
from fanal.harmonise.received import received_event
from fanal.harmonise.rows import COLUMNS, from_row, unread_columns
from fanal.harmonise.short import LinkEnd, given_link, link_wait, may_be_asked, resolve_link, unresolved_links

__all__ = [
    "COLUMNS",
    "Door",
    "LinkEnd",
    "from_row",
    "given_link",
    "has_form",
    "link_wait",
    "may_be_asked",
    "notice_form",
    "platform_title",
    "platforms",
    "read_answers",
    "receive",
    "received_event",
    "resolve_link",
    "unread_columns",
    "unresolved_links",
]
