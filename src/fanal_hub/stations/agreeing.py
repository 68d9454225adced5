"""Agreements to match with each other: a person's steps, each held against the core's table and kept for ever. It matches nothing."""

import re
from collections.abc import Callable
from datetime import datetime

from django.db.models import Q

from fanal.crossref import elsewhere
from fanal.crossref.elsewhere import Step
from fanal.words.errors import MoveError, RefusedError
from fanal.words.lists import AgreementAct
from fanal.words.say import message
from fanal_hub.ledger import write
from fanal_hub.ledger.models import ElsewhereRow
from fanal_hub.ledger.read import elsewhere as read
from fanal_hub.people.models import AgreementStep
from fanal_hub.stations.judge import Hand


def propose(hand: Hand, other: str, at: datetime) -> None:
    """Propose an agreement to the organisation of that reference. Nothing tells whether there is one: it will see it, or nobody will."""
    mine, wanted = hand.organisation.ref, other.strip().lower()
    if not re.fullmatch(r"[a-z0-9_-]{1,40}", wanted):
        raise RefusedError(message("agreement_reference", at="reference"))
    if wanted == mine:
        raise RefusedError(message("agreement_yourself", at="reference"))

    def allowed() -> None:
        if read.open_proposals(mine) >= elsewhere.MOST_OPEN:
            raise RefusedError(message("agreement_too_many", at="reference", most=elsewhere.MOST_OPEN))

    _write(hand, wanted, AgreementAct.PROPOSED, at, allowed)


def act(hand: Hand, other: str, what: AgreementAct, at: datetime) -> None:
    """Accept, decline, withdraw or revoke; MoveError when the agreement is no longer where the person saw it."""

    def allowed() -> None:
        known = read.kinds([hand.organisation.ref, other])
        fits = len(known) == 2 and elsewhere.may_agree(*known.values())
        if what == AgreementAct.ACCEPTED and not fits:
            raise MoveError(message("agreement_moved", at="agreement"))

    _write(hand, other, what, at, allowed)


def _write(hand: Hand, other: str, what: AgreementAct, at: datetime, allowed: Callable[[], None]) -> None:
    """Decided and written by the one writer; whatever was answered between the two goes with every step."""
    mine = hand.organisation.ref
    one, two = sorted((mine, other))

    def work() -> None:
        allowed()
        elsewhere.take(read.agreement(mine, other).standing, Step(act=what, by=mine, person=hand.by, at=at))
        AgreementStep(one=one, other=two, act=str(what), by=mine, person=hand.by, at=at).save(force_insert=True)
        ElsewhereRow.objects.filter(Q(asker=one, answerer=two) | Q(asker=two, answerer=one)).delete()

    write.run(work)
