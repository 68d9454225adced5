"""What letters say and do not say, in both languages; sent by the stations, read from the outbox."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from django.urls import reverse

from fanal.notice.facts import Recipient
from fanal.words.lists import Category, ReferralState
from fanal_hub.courier.keys import answer_secret, follow_token, secret_digest
from fanal_hub.courier.letters import follow_link, referral_letter
from fanal_hub.ledger.read import referrals, streams
from fanal_hub.people.models import Organisation
from fanal_hub.stations import dispatch, watch
from fanal_hub.stations.dispatch import answer_link
from tests.hub.courier.journeys import POST, TEXT, Way, again
from tests.hub.courier.knobs import Settings
from tests.hub.courier.sink import Sink, listening
from tests.hubkit import World
from tools.messages import compile_all


@pytest.fixture(scope="session", autouse=True)
def french() -> None:
    """The French texts are compiled, as they are when the hub starts."""
    compile_all()


@pytest.fixture
def way(world: World, sos: Organisation, settings: Settings, tmp_path: Path) -> Way:
    """A hub whose letters stay in the outbox."""
    settings.HOME = tmp_path
    settings.FANAL_MAIL_FROM = "fanal@hub.example"
    return Way(world, sos)


def _letters(home: Path) -> dict[str, tuple[str, str, str]]:
    """(to, subject, text) of each letter in the outbox, by the name of its file."""
    found = {}
    for place in sorted((home / "outbox").glob("*.eml")):
        message = message_from_bytes(place.read_bytes(), policy=policy.default)
        found[place.stem] = (str(message["To"]), str(message["Subject"]), message.get_content())
    return found


def test_referral_by_mail_says_who_asks_what_and_why(way: Way, tmp_path: Path) -> None:
    """Both languages for a platform; the clock that is ours is called ours; nothing of the notifier."""
    way.by_mail()
    referral = way.referred()
    assert (referral.state, referral.way) == (ReferralState.SENT, "email")
    to, subject, text = _letters(tmp_path)[f"send={referral.ref}"]
    assert (to, subject) == ("moderation@platform.example", f"Transmission {referral.ref} : Retirer")
    for said in (
        POST,
        "SOS Test",
        "contact@sos.example",
        "Appel à la haine.",
        f"/a/{answer_secret(referral.ref)}",
        "Ce délai est le nôtre, ce n’est pas un délai légal",
        "This is our target, not a legal deadline",
        "Retirer",
        "Remove",
        "16(2)(d)",
    ):
        assert said in text
    assert text.count(POST) == 2
    for hidden in ("Dominique", "citizen.example", TEXT):
        assert hidden not in text
    raw = (tmp_path / "outbox" / f"send={referral.ref}.eml").read_text()
    assert f"Reply-To: fanal+{referral.ref}@hub.example" in raw
    assert "citizen" not in raw


def test_link_of_the_letter_opens_the_referral(way: Way) -> None:
    """And no other one; it is kept as a digest."""
    way.by_mail()
    referral = way.referred()
    digest = secret_digest(answer_secret(referral.ref))
    assert referrals.linked(digest, datetime.now(UTC)) == referral.ref
    assert referrals.linked(secret_digest(answer_secret("R-0000-0000")), datetime.now(UTC)) is None


@pytest.mark.parametrize(("lang", "said"), [("fr", "vous demande"), ("en", "asks:")])
def test_publisher_is_written_to_in_one_language(way: Way, lang: str, said: str) -> None:
    """The handler's; only a platform's desk gets both."""
    referral = way.referred()
    publisher = Recipient(code="p", kind="publisher", title={"fr": "P", "en": "P"}, email="p@publisher.example")
    way.sos.lang = lang
    text = referral_letter(referral, way.sos, publisher, "https://hub.example/a/1").body
    assert said in text
    assert text.count(POST) == 1
    assert "----------" not in text


@pytest.mark.parametrize(("lang", "said"), [("fr", "a bien reçu votre signalement"), ("en", "received your notice")])
def test_receipt_of_a_notice(way: Way, tmp_path: Path, lang: str, said: str) -> None:
    """In the notifier's language, with the follow-up page, and without a word of what was reported."""
    ref = way.notice(lang=lang)
    way.world.settle("tell")
    to, subject, text = _letters(tmp_path)[f"told={ref}=received"]
    assert to == "dominique@citizen.example"
    assert ref in subject
    assert said in text
    assert follow_link(ref) in text
    for hidden in (TEXT, POST, "x.com", "grincheux", "112"):
        assert hidden not in text


@pytest.mark.parametrize(
    ("category", "danger", "numbers"),
    [
        (Category.CHILD_ABUSE, False, ["119", "17", "112", "3018"]),
        (Category.DANGER, True, ["17", "112", "3018"]),
        (Category.THREAT, True, ["17", "112", "3018"]),
    ],
)
def test_numbers_where_somebody_may_be_in_danger(
    way: Way, tmp_path: Path, category: Category, danger: bool, numbers: list[str]
) -> None:
    """Before anything else that the letter could say."""
    ref = way.notice(category=str(category), danger=danger)
    way.world.settle("tell")
    text = _letters(tmp_path)[f"told={ref}=received"][2]
    assert all(each in text[: text.index(ref)] for each in numbers)


def test_undeliverable_is_said_and_tried_again(way: Way, settings: Settings) -> None:
    """A mailbox that is busy: undeliverable, then sent when the clock wakes it; after six times, a person's turn."""
    sink = Sink()
    sink.says["moderation@platform.example"] = "450 busy"
    way.by_mail()
    with listening(sink) as port:
        settings.FANAL_MAIL = f"smtp://127.0.0.1:{port}"
        referral = way.referred()
        assert referral.state == ReferralState.UNDELIVERABLE
        later = datetime.now(UTC) + timedelta(minutes=16)
        watch.tick(later)
        assert again(referral.ref).state == ReferralState.UNDELIVERABLE
        sink.says.clear()
        watch.tick(later + timedelta(minutes=16))
    assert again(referral.ref).state == ReferralState.SENT
    assert len(sink.taken) == 1


def test_address_that_never_works_is_given_up(way: Way, settings: Settings) -> None:
    """Six tries, then silence."""
    way.by_mail(email="nobody@platform.example")
    sink = Sink()
    sink.says["nobody@platform.example"] = "550 no such user"
    with listening(sink) as port:
        settings.FANAL_MAIL = f"smtp://127.0.0.1:{port}"
        referral = way.referred()
        done = [watch.tick(datetime.now(UTC) + n * timedelta(minutes=20)) for n in range(1, 10)]
    assert again(referral.ref).state == ReferralState.UNDELIVERABLE
    assert done == [1, 1, 1, 1, 1, 1, 0, 0, 0]


def test_links_of_letters_are_pages_of_this_hub(settings: Settings) -> None:
    """The follow-up page and the one-time answer page, as the site names them."""
    settings.FANAL_URL = "https://hub.example"
    token, secret = follow_token("N-7K3M-2Q9D"), answer_secret("R-7K3M-2Q9D")
    assert follow_link("N-7K3M-2Q9D") == f"https://hub.example{reverse('story', args=['N-7K3M-2Q9D', token])}"
    assert answer_link("R-7K3M-2Q9D") == f"https://hub.example{reverse('answer', args=[secret])}"


def test_letter_in_the_outbox_is_not_said_to_be_sent(way: Way, tmp_path: Path) -> None:
    """Without a mail server nothing left: the referral says so, its link is ready, and no clock runs."""
    way.by_mail()
    case = way.case_of(way.notice())
    way.qualify(case)
    way.world.settle("dispatch")
    (referral,) = streams.referrals_of(case.ref)
    assert (referral.state, referral.sent_at, referral.target_at) == (ReferralState.UNDELIVERABLE, None, None)
    assert f"send={referral.ref}" in _letters(tmp_path)
    posted = dispatch.sent_by_hand(way.hand, referral.ref)
    assert (posted.state, posted.way) == (ReferralState.SENT, "email")
