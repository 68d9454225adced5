"""From what a person gave to one complete `Notice` (DSA Art. 16(2)): it reads and refuses, it never judges nor guesses."""

from fanal.harmonise.door import Door
from fanal.harmonise.receive import receive
from fanal.harmonise.received import received_event
from fanal.harmonise.rows import COLUMNS, from_row, unread_columns

__all__ = ["COLUMNS", "Door", "from_row", "receive", "received_event", "unread_columns"]
