"""Assisted dispatch: the text that is ready to paste, in the order of the platform's own form, and what was pasted."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from fanal import flow
from fanal.words.lists import DeliveryGrade, ReferralState
from fanal_hub.courier.forms import MOST_EXCERPT, assisted, pasted, seal_pasted
from fanal_hub.ledger.models import VaultRow
from fanal_hub.ledger.read import cases
from fanal_hub.people.models import Organisation
from fanal_hub.stations import dispatch
from tests.hub.courier.journeys import POST, TEXT, Way
from tests.hub.courier.knobs import Settings
from tests.hubkit import World


@pytest.fixture
def way(world: World, sos: Organisation, settings: Settings, tmp_path: Path) -> Way:
    """An association that knows no address of any platform."""
    settings.HOME = tmp_path
    return Way(world, sos)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_fields_follow_the_platforms_order(way: Way, lang: str) -> None:
    """With our labels in the reader's language, the handler as notifier, and the law by its article."""
    referral = way.referred()
    assert referral.state == ReferralState.PREPARED  # nobody was reached: a person must send it
    form = assisted(referral, way.sos, lang=lang)
    official = flow.notice_form("x")
    assert official is not None
    assert (form.url, form.confidence) == (official.url, official.confidence)
    assert [each.code for each in form.fields] == [code for code, _, _ in official.fields]
    assert [each.label for each in form.fields] == [en if lang == "en" else fr for _, fr, en in official.fields]
    texts = {each.code: each.text for each in form.fields}
    assert texts["location"] == POST
    assert texts["name"] == "SOS Test"
    assert texts["reasons"] == "Appel à la haine."
    assert texts["excerpt"] == TEXT
    assert "24" in texts["law"]
    assert "16(2)(d)" in texts["good_faith"]
    assert not any("Dominique" in each.text for each in form.fields)


def test_recipient_without_a_form_gets_the_laws_elements(way: Way) -> None:
    """A prosecutor, a publisher: no address is claimed, and the fields are those of DSA Art. 16(2)."""
    form = assisted(replace(way.referred(), platform="", recipient="nobody"), way.sos)
    assert form.url is None
    assert form.confidence == "C"
    assert {"location", "reasons", "name", "email"} <= {each.code for each in form.fields}


def test_long_text_is_cut_for_a_form(way: Way) -> None:
    """Forms refuse long fields; the cut shows."""
    referral = way.referred()
    contents = cases.contents(referral.case)
    for each in contents.values():
        each.text = "a" * 5_000
    form = assisted(referral, way.sos, contents)
    excerpt = next(each.text for each in form.fields if each.code == "excerpt")
    assert len(excerpt) == MOST_EXCERPT
    assert excerpt.endswith("…")


def test_what_was_pasted_is_sealed_with_the_sending(way: Way) -> None:
    """Grades say no more than is known: sent, then the platform's own reference."""
    referral = way.referred()
    form = assisted(referral, way.sos)
    digest, effects = seal_pasted(referral, form.fields, way.hand.by, datetime.now(UTC))
    assert len(digest) == 64
    assert pasted(referral.ref) == []
    now = dispatch.sent_by_hand(replace(way.hand, beside=tuple(effects)), referral.ref)
    assert (now.state, now.grade) == (ReferralState.SENT, DeliveryGrade.SENT)
    assert pasted(referral.ref) == list(form.fields)
    assert all(POST.encode() not in bytes(each.sealed) for each in VaultRow.objects.all())
    assert dispatch.note_reference(way.hand, referral.ref, "T-123").grade == DeliveryGrade.FORM_NOTED
