"""Short ways to a referral, for the courier's and the watch's tests: what people do, through the rooms they do it in."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings

from fanal.notice.facts import TargetAnswer, Verdict
from fanal.notice.states import CaseNow, ReferralNow
from fanal.words.lists import AnswerKind, Ask, Category, Channel, Measure, OrgKind, ReferralState
from fanal_hub.ledger import write
from fanal_hub.ledger.read import streams
from fanal_hub.people.models import Organisation, RecipientRow
from fanal_hub.stations import dispatch, door, judge
from fanal_hub.stations.judge import Hand
from tests.hubkit import World

POST = "https://x.com/grincheux/status/1000000000000000001"
TEXT = "Les gens de Syldavie n'ont rien à faire ici, chassons-les tous du marché."


@dataclass
class Way:
    """A small hub with one association, and what it has in hand."""

    world: World
    sos: Organisation

    @property
    def hand(self) -> Hand:
        """The association's analyst."""
        return Hand(organisation=self.sos, by="p-analyst")

    def notice(self, *addresses: str, email: str = "dominique@citizen.example", **more: Any) -> str:
        """Report, and triage it; the notice's reference."""
        given = {
            "targets": [{"address": each, "text": TEXT} for each in addresses or (POST,)],
            "category": str(Category.RACISM),
            "reasons": "Ce message appelle à chasser des habitants en raison de leur origine.",
            "good_faith": True,
            "notifier": {"kind": "citizen", "name": "Dominique Exemple", "email": email, "consents": ["platform"]},
            "lang": "fr",
            **more,
        }
        taken = door.receive(given, door.Entry(handler=self.sos, channel=Channel.FORM))
        self.world.settle("triage")
        return taken.ref

    def case_of(self, notice: str) -> CaseNow:
        """The case that a notice went to."""
        now = streams.notice_now(notice)
        assert now is not None
        case = streams.case_now(now.cases[0])
        assert case is not None
        return case

    def qualify(self, case: CaseNow, offence: str = "FR-1881-24-HAINE-ORIGINE", ask: Ask = Ask.REMOVE) -> None:
        """A person judges every target, and refers it."""
        verdicts = [
            Verdict(target=each.id, offences=(offence,), asks=(ask,), note="Appel à la haine.") for each in case.targets
        ]
        judge.judge(self.hand, case.ref, verdicts, evidence_reason="Déjà capturé ailleurs.", refers=True)

    def referred(self, *addresses: str, **more: Any) -> ReferralNow:
        """A notice on its way: prepared, and dispatched when it can be."""
        case = self.case_of(self.notice(*addresses, **more))
        self.qualify(case)
        self.world.settle("dispatch")
        (referral,) = streams.referrals_of(case.ref)
        if (
            referral.state == ReferralState.UNDELIVERABLE and not settings.FANAL_MAIL
        ):  # no mail server: a person posts the letter of the outbox
            return dispatch.sent_by_hand(self.hand, referral.ref)
        return referral

    def by_mail(self, code: str = "x", email: str = "moderation@platform.example") -> None:
        """The association knows an address of the platform."""
        row = RecipientRow(
            handler=self.sos,
            code=code,
            kind="platform",
            title_fr="Plateforme X",
            title_en="Platform X",
            platform=code,
            email=email,
        )
        write.run(row.save)

    def on_hub(self, platform: str = "x") -> Organisation:
        """The platform has an account here."""
        return self.world.organisation("Plateforme ici", OrgKind.PLATFORM, platform=platform)


def removed(target: str) -> TargetAnswer:
    """A statement of reasons (DSA Art. 17) that says the target was removed."""
    return TargetAnswer(
        target=target,
        kind=AnswerKind.DECIDED,
        measure=Measure.REMOVED,
        facts="Contraire à la loi.",
        legal_ground="loi de 1881, article 24",
    )


def again(ref: str) -> ReferralNow:
    """A referral as it stands."""
    now = streams.referral_now(ref)
    assert now is not None
    return now
