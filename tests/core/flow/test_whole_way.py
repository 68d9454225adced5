"""A notice's whole way through the core. The real notices go through the hub: tests/stories/test_real_notices.py."""

from typing import Any

import pytest

from fanal import flow
from fanal.notice.lifecycle import apply
from fanal.words.lists import SightingState
from tests.core.flow.journey import (
    NOW,
    answered,
    door,
    one_referral,
    open_case,
    publisher,
    removed,
)


def test_a_notice_travels_the_whole_way() -> None:
    case, referral = one_referral()
    referral = answered(referral, removed())
    events = flow.sight(
        case, (referral,), "T-1", flow.Seen(state=SightingState.GONE, reasons=("status_404",), seen_from="FR"), NOW
    )
    case, referral = flow.after(case, events), flow.after(referral, events)
    case = flow.after(case, flow.settle(case, (referral,), NOW))
    assert (case.state, case.outcome) == ("settled", "removed")
    again = flow.after(case, flow.reopen(case, by="m-1", why="new_elements", now=NOW))
    assert (again.state, again.reopened) == ("open", 1)


def test_what_a_notifier_can_still_do() -> None:
    about = flow.received_event(flow.receive(_row(), door()), subject="s", content="c", mention_digests=["d"])
    now: Any = apply(None, about)
    assert flow.after(now, flow.withdraw_notice(now, NOW)).state == "withdrawn"
    assert flow.told("N-1", "received", "mail", "k-1", NOW)[0].stream == "notice:N-1"


def _row() -> dict[str, Any]:
    return flow.from_row({"url": "https://x.com/a/status/1", "categorie": "racisme", "texte": "un texte"})


def test_events_of_other_streams_change_nothing() -> None:
    case, referral = one_referral()
    assert flow.after(case, flow.acknowledge(referral, by="p", way="hub", now=NOW)) == case


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_screens_find_a_name_for_everything(lang: str) -> None:
    for code in flow.platforms():
        assert flow.platform_title(code, lang)
        form = flow.notice_form(code)
        assert form is not None
        assert flow.has_form(code) is (form.url is not None)
        assert flow.markers(code).hosts or code in ("web", "mastodon")
    for offence in flow.offences("racism"):
        assert flow.offence_label(offence.code, lang) == offence.label[lang]
        assert flow.offence_basis(offence.code) == offence.basis
        assert flow.clock_label(offence.limitation_clock, lang) != offence.limitation_clock
        assert flow.clock_basis(offence.limitation_clock)
    assert {each.platform for each in flow.recipients()} == {*flow.platforms(), ""}
    assert publisher().code not in {each.code for each in flow.recipients()}


def test_a_code_of_an_older_version_is_shown_as_it_is() -> None:
    assert (
        flow.platform_title("gone", "fr")
        == flow.offence_label("gone", "fr")
        == flow.clock_label("gone", "en")
        == "gone"
    )
    assert (flow.notice_form("gone"), flow.offence_basis("gone"), flow.clock_basis("gone")) == (None, "", "")
    assert flow.markers("gone") == flow.Markers()
    assert flow.why_text("of_old", "fr") == "of_old"


def test_a_case_of_many_targets_is_one_case() -> None:
    case = open_case(*({"address": f"https://x.com/a/status/{n}"} for n in range(1, 41)))
    assert len(case.targets) == 40
