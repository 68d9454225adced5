"""Mail replies: matched or not, sealed and never believed; named after what arrives in real mailboxes."""

from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as looking
from hypothesis import strategies as st

from fanal.notice.states import ReferralNow
from fanal.words.lists import ReferralState
from fanal_hub.courier.keys import answer_secret
from fanal_hub.ledger.models import ClaimRow, VaultRow
from fanal_hub.ledger.read import referrals
from fanal_hub.people.models import Organisation
from fanal_hub.stations import mailroom
from fanal_hub.stations.dispatch import answer_link
from fanal_hub.stations.mailroom import take_reply
from tests.hub.courier.journeys import Way, again
from tests.hub.courier.knobs import Settings
from tests.hubkit import World


@pytest.fixture
def way(world: World, sos: Organisation, settings: Settings, tmp_path: Path) -> Way:
    """An association that writes to a platform by e-mail; letters stay in the outbox."""
    settings.HOME = tmp_path
    settings.FANAL_MAIL_FROM = "fanal@hub.example"
    made = Way(world, sos)
    made.by_mail()
    return made


@pytest.fixture
def referral(way: Way) -> ReferralNow:
    """A referral that left by e-mail."""
    return way.referred()


def _mail(body: str = "We removed it.", **headers: str) -> EmailMessage:
    made = EmailMessage()
    for name, value in {"From": "Desk <desk@platform.example>", "To": "fanal@hub.example", **headers}.items():
        made[name.replace("_", "-")] = value
    made.set_content(body)
    return made


def _claims(way: Way) -> list[Any]:
    return [referrals.claim_text(each) for each in referrals.claims(way.sos.ref)]


@pytest.mark.parametrize(
    "headers",
    [
        {"To": "fanal+{ref}@hub.example"},
        {"To": "Fanal <FANAL+{lower}@hub.example>, other@x.example"},
        {"Cc": "fanal+{ref}@hub.example"},
        {"Delivered_To": "fanal+{ref}@hub.example"},
        {"X_Original_To": "fanal+{ref}@hub.example"},
        {"Subject": "RE: Transmission {ref} : Retirer"},
        {"Subject": "Fwd: [ticket 12] {lower}"},
    ],
)
def test_reply_is_matched(way: Way, referral: ReferralNow, headers: dict[str, str]) -> None:
    """By the address, or the reference in the subject; the referral itself does not move."""
    filled = {name: value.format(ref=referral.ref, lower=referral.ref.lower()) for name, value in headers.items()}
    made = take_reply(_mail(**filled).as_bytes())
    assert (made.verdict, made.referral) == ("waiting", referral.ref)
    (said,) = _claims(way)
    assert said["text"].strip() == "We removed it."
    assert said["sender"] == "Desk <desk@platform.example>"
    assert again(referral.ref).state == ReferralState.SENT


@pytest.mark.parametrize("name", ["In_Reply_To", "References"])
def test_reply_is_matched_by_the_letter_it_answers(way: Way, referral: ReferralNow, tmp_path: Path, name: str) -> None:
    """By the Message-ID that only this hub could make."""
    letter = (tmp_path / "outbox" / f"send={referral.ref}.eml").read_text()
    identity = letter.split("Message-ID:")[1].split(">")[0].strip() + ">"
    assert take_reply(_mail(**{name: identity}).as_bytes()).referral == referral.ref
    forged = identity.replace(referral.ref, "R-0000-0000")
    assert take_reply(_mail(**{name: forged}).as_bytes()).verdict == "unmatched"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Subject": "hello"},
        {"Subject": "R-0000-0000"},
        {"To": "fanal+R-0000-0000@hub.example"},
        {"To": "somebody+{ref}@hub.example"},
        {"In_Reply_To": "<abc@elsewhere.example>"},
    ],
)
def test_mail_about_nothing_we_know(way: Way, referral: ReferralNow, headers: dict[str, str]) -> None:
    """Told as such, and nothing is kept."""
    before = VaultRow.objects.count()
    made = take_reply(_mail(**{name: value.format(ref=referral.ref) for name, value in headers.items()}).as_bytes())
    assert (made.verdict, bool(made)) == ("unmatched", False)
    assert VaultRow.objects.count() == before


def test_referral_that_never_left_has_no_reply(way: Way) -> None:
    """A reference that was guessed or leaked before it was sent."""
    case = way.case_of(way.notice("https://t.me/lanterne/12"))
    way.qualify(case)
    way.world.settle("dispatch")
    (prepared,) = referrals.outbox(way.sos.ref, ("prepared",))
    assert take_reply(_mail(Subject=prepared.ref).as_bytes()).verdict == "unmatched"


def test_same_mail_twice_is_one_claim(way: Way, referral: ReferralNow) -> None:
    """A mail server may deliver twice."""
    raw = _mail(Subject=referral.ref, Message_ID="<1@platform.example>").as_bytes()
    assert [take_reply(raw).verdict for _ in range(3)] == ["waiting", "again", "again"]
    assert ClaimRow.objects.count() == 1


def test_handler_hears_of_a_reply_and_machines_do_not_talk_for_ever(
    way: Way, referral: ReferralNow, tmp_path: Path
) -> None:
    """An absence notice waits for a person like any reply, and nobody is written to."""
    take_reply(_mail(Subject=referral.ref).as_bytes())
    assert len(list((tmp_path / "outbox").glob("handler=mail=*"))) == 1
    for headers in (
        {"Auto_Submitted": "auto-replied"},
        {"Auto_Submitted": "auto-generated; owner=x"},
        {"Return_Path": "<>"},
        {"Precedence": "bulk"},
    ):
        assert take_reply(_mail("away", Subject=referral.ref, **headers).as_bytes()).automatic
    assert len(list((tmp_path / "outbox").glob("handler=mail=*"))) == 1
    assert [each["automatic"] for each in _claims(way)].count(True) == 4


def test_html_is_read_as_words(way: Way, referral: ReferralNow) -> None:
    """What a browser does not show is left out."""
    made = EmailMessage()
    made["To"] = f"fanal+{referral.ref}@hub.example"
    made.set_content(
        "<html><head><title>no</title><style>p{}</style></head><body><script>alert(1)</script>"
        "<p>We <b>removed</b>&nbsp;it.</p><div>Best &lt;desk&gt;</div><img src=x onerror=alert(1)></body></html>",
        subtype="html",
    )
    take_reply(made.as_bytes())
    assert _claims(way)[0]["text"] == "We removed it.\nBest <desk>"


def test_attachments_are_listed_and_not_kept(way: Way, referral: ReferralNow) -> None:
    """Name and size alone."""
    made = _mail(Subject=referral.ref)
    made.add_attachment(b"secret bytes " * 100, maintype="application", subtype="pdf", filename="motifs\x00 été.pdf")
    take_reply(made.as_bytes())
    (said,) = _claims(way)
    assert said["attachments"] == [{"name": "motifs été.pdf", "bytes": 1300}]
    assert "secret bytes" not in str(said)


def test_quoted_link_is_taken_out(way: Way, referral: ReferralNow) -> None:
    """The reply quotes our letter; the one-time link is the recipient's alone."""
    take_reply(_mail(f"Done.\n> {answer_link(referral.ref)}\n", Subject=referral.ref).as_bytes())
    text = _claims(way)[0]["text"]
    assert answer_secret(referral.ref) not in text
    assert text.startswith("Done.")


def test_nothing_is_in_plain(way: Way, referral: ReferralNow) -> None:
    """The words are sealed under the case's key."""
    take_reply(_mail("very secret words", Subject=referral.ref).as_bytes())
    assert all(b"very secret words" not in bytes(each.sealed) for each in VaultRow.objects.all())


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff\xfe",
        b"Subject: {ref}\r\n\r\n\xff\xfe\x00 words",
        b"Subject: {ref}\r\nContent-Type: text/plain; charset=x-nobody\r\n\r\nw\xe9",
        b'Subject: {ref}\r\nContent-Type: text/plain; charset="\r\n\r\nwords',
        b"Subject: {ref}\r\nContent-Type: multipart/mixed; boundary=\r\n\r\nwords",
        b"Subject: {ref}\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n\r\n--a--",
        b"Subject: {ref}\r\nContent-Type: multipart/alternative; boundary=a\r\n\r\n--a\r\nContent-Type: message/rfc822\r\n\r\nx",
        b"Subject: {ref}\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!!",
        b"Subject: {ref}\r\nContent-Disposition: attachment; filename*=x''%\r\n\r\nx",
        b"Subject: =?x-nobody?q?{ref}?= {ref}\r\nFrom: =?utf-8?b?!!?= <\r\nTo: ,,<>\r\n\r\nx",
        b"From: @\r\nSubject: {ref}\r\nMessage-ID: <\r\nReferences: <<>>\r\n\r\nx",
        b"Subject: {ref}\r\nDate: yesterday\r\nContent-Type: ;;;\r\n\r\nx",
        b"Subject: {ref}\r\nContent-Type: text/html\r\n\r\n<p <![ <a href='",
        b"Subject: {ref}\r\nTo: text/plain<\r\n\r\nx",
        b"Subject: {ref}\r\nCc: =?utf-8?q?@?=\r\nDelivered-To: [\r\n\r\nx",
        b"Subject: {ref}\r\nContent-Type: text/plain; charset=idna\r\n\r\nx\xe9",
        b"Subject: {ref}\r\nContent-Type: text/plain; charset=undefined\r\n\r\nx\xe9",
    ],
)
def test_broken_mail_is_taken_as_it_is(way: Way, referral: ReferralNow, raw: bytes) -> None:
    """Real mail breaks every rule: it is matched or it is not, and nothing falls over."""
    made = take_reply(raw.replace(b"{ref}", referral.ref.encode()))
    assert made.verdict == ("waiting" if b"{ref}" in raw else "unmatched")


@looking(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100)
@given(head=st.binary(max_size=200), body=st.binary(max_size=300))
def test_any_bytes_are_a_mail(way: Way, referral: ReferralNow, head: bytes, body: bytes) -> None:
    """Whatever arrives, an answer comes back."""
    raw = b"Subject: " + referral.ref.encode() + b"\r\n" + head + b"\r\n\r\n" + body
    assert take_reply(raw).verdict in {"waiting", "again", "unmatched"}


def test_mail_that_is_too_large(way: Way, referral: ReferralNow, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even read."""
    monkeypatch.setattr(mailroom, "MOST_MAIL", 1_000)
    assert take_reply(_mail("x" * 2_000, Subject=referral.ref).as_bytes()).verdict == "too_large"
