"""The stations of this hub, in the order of a notice's way."""

from fanal_hub.stations import (
    backup,
    dispatch,
    elsewhere,
    links,
    mailbox,
    mark,
    purge,
    sample,
    seal,
    tally,
    tell,
    triage,
    watch,
    waves,
)
from fanal_hub.stations.loop import Station

_AT_WORK: tuple[Station, ...] = (
    Station(name=triage.NAME, kinds=triage.KINDS, handle=triage.handle),
    Station(name=dispatch.NAME, kinds=dispatch.KINDS, handle=dispatch.handle),
    mark.STATION,
    watch.STATION,
    watch.LOOK,
    watch.CLOCK,
    tell.STATION,
    mailbox.STATION,
    seal.STATION,
    tally.STATION,
    waves.STATION,
    elsewhere.STATION,
    *links.STATIONS,
    purge.STATION,
    backup.STATION,
)
STATIONS: tuple[Station, ...] = (*_AT_WORK, sample.sampling(_AT_WORK))
