"""Makes an export for somebody who asks through the web: in a file without a name, one at a time. Never with identities."""

import tempfile
import threading
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import IO

from django.conf import settings

from fanal_hub.ledger.write import BusyError
from fanal_hub.stations.carry.pack import pack
from fanal_hub.stations.carry.traced import remember

_making = threading.Lock()


def spooled(organisation: str, by: str) -> IO[bytes]:
    """The export, to be read and closed: it vanishes then. BusyError while this process makes another one."""
    if not _making.acquire(blocking=False):
        raise BusyError
    at = datetime.now(UTC)
    try:
        with ExitStack() as stack:
            # Not sent as it is read: a slow line would hold the reading of the database open for as long.
            out = stack.enter_context(tempfile.TemporaryFile(prefix="export-", dir=settings.HOME))
            made = pack(organisation, out, at)
            out.seek(0)
            said = {"at": at.isoformat(), "organisation": organisation, "by": by, "manifest": made.manifest}
            remember({**said, "identities": False, "why": ""})
            stack.pop_all()
            return out
    finally:
        _making.release()
