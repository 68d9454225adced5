"""Agreements to match with each other: a person's steps, each held against the core's table and kept for ever. It matches nothing."""

import re
from collections.abc import Callable
from datetime import datetime

from django.db import IntegrityError
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
        known = read.agreement(mine, other)
        elsewhere.take(known.standing, Step(act=what, by=mine, person=hand.by, at=at))
        number = len(known.steps) + 1
        step = AgreementStep(one=one, other=two, number=number, act=str(what), by=mine, person=hand.by, at=at)
        step.save(force_insert=True)
        ElsewhereRow.objects.filter(Q(asker=one, answerer=two) | Q(asker=two, answerer=one)).delete()

    try:
        write.run(work)
    except IntegrityError:  # another process was quicker with the same step's number
        raise MoveError(message("agreement_moved", at="agreement")) from None
