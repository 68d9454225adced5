"""Letters leave by a real mail server on loopback, or stay in the outbox; each refusal has its code."""

from dataclasses import replace
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from fanal_hub.courier import post
from fanal_hub.courier.post import Letter, UndeliveredError
from tests.hub.courier.knobs import Settings
from tests.hub.courier.sink import Sink, listening, self_signed

LETTER = Letter(
    to="moderation@platform.example",
    subject="Saisine R-7K3M-2Q9D : retirer",
    body="Bonjour,\n\nÀ retirer : https://example.org/été\n.\nFin.\n",
    key="send:R-7K3M-2Q9D",
    sender="SOS Écoute",
    reply_to="fanal+R-7K3M-2Q9D@hub.example",
)


@pytest.fixture
def sink() -> Sink:
    """Where the letters arrive."""
    return Sink()


@pytest.fixture(autouse=True)
def _from(settings: Settings, tmp_path: Path) -> None:
    settings.FANAL_MAIL_FROM = "fanal@hub.example"
    settings.HOME = tmp_path


def _undelivered(letter: Letter) -> str:
    with pytest.raises(UndeliveredError) as refused:
        post.deliver(letter)
    return refused.value.code


def test_letter_arrives_whole(settings: Settings, sink: Sink) -> None:
    """Accents, a line with a single dot, and only the headers of a letter."""
    with listening(sink) as port:
        settings.FANAL_MAIL = f"smtp://127.0.0.1:{port}"
        post.deliver(LETTER)
    got = sink.taken[0]
    assert got.get_content().replace("\r\n", "\n") == LETTER.body
    assert got["Subject"] == LETTER.subject
    assert got["From"] == "SOS Écoute <fanal@hub.example>"
    assert got["Reply-To"] == LETTER.reply_to
    assert got["Auto-Submitted"] == "auto-generated"
    assert got["Content-Language"] == "fr"
    assert set(got.keys()) <= {
        *("From", "To", "Subject", "Message-ID", "Reply-To", "Auto-Submitted", "Content-Language"),
        *("MIME-Version", "Content-Type", "Content-Transfer-Encoding", "X-Peer", "X-MailFrom", "X-RcptTo"),
    }


def test_starttls_is_used_when_it_is_offered(settings: Settings, sink: Sink, tmp_path: Path) -> None:
    """This machine's own mail server may have a certificate of its own making."""
    with listening(sink, tls_context=self_signed(tmp_path)) as port:
        settings.FANAL_MAIL = f"smtp://127.0.0.1:{port}"
        post.deliver(LETTER)
    assert sink.encrypted == [True]


def test_smtps(settings: Settings, sink: Sink, tmp_path: Path) -> None:
    """TLS from the first byte."""
    with listening(sink, ssl_context=self_signed(tmp_path)) as port:
        settings.FANAL_MAIL = f"smtps://127.0.0.1:{port}"
        post.deliver(LETTER)
    assert len(sink.taken) == 1


def test_certificate_of_nobody_is_refused_elsewhere(settings: Settings, sink: Sink, tmp_path: Path) -> None:
    """Away from this machine the certificate must be right (0.0.0.0 reaches us, and is not called loopback)."""
    with listening(sink, tls_context=self_signed(tmp_path)) as port:
        settings.FANAL_MAIL = f"smtp://0.0.0.0:{port}"
        assert _undelivered(LETTER) == "unreachable"
    assert sink.taken == []


@pytest.mark.parametrize(("password", "taken"), [("right%20%2F%20password", 1), ("wrong", 0)])
def test_credentials(settings: Settings, sink: Sink, password: str, taken: int) -> None:
    """They are decoded; wrong ones are our own fault, so the letter waits."""
    with listening(sink, auth_require_tls=False) as port:
        settings.FANAL_MAIL = f"smtp://fan%40al:{password}@127.0.0.1:{port}"
        if taken:
            post.deliver(LETTER)
        else:
            assert _undelivered(LETTER) == "unreachable"
    assert sink.logins[0].login == b"fan@al"
    assert len(sink.taken) == taken


def test_password_never_leaves_in_the_clear(settings: Settings, sink: Sink) -> None:
    """Without TLS, towards another machine."""
    with listening(sink, auth_require_tls=False) as port:
        settings.FANAL_MAIL = f"smtp://fanal:secret@0.0.0.0:{port}"
        assert _undelivered(LETTER) == "unreachable"
    assert (sink.logins, sink.taken) == ([], [])


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("550 no such user", "no_address"),
        ("550 5.1.1 no such user", "no_address"),
        ("553 name not allowed", "no_address"),
        ("550 5.7.1 blocked by policy", "refused"),
        ("552 5.2.2 mailbox full", "refused"),
        ("450 4.2.1 busy", "unreachable"),
        ("451 try again later", "unreachable"),
    ],
)
def test_mailbox_that_is_refused(settings: Settings, sink: Sink, said: str, code: str) -> None:
    """4yz: later; 5yz: never; and among those, nobody lives there (RFC 5321, 4.2; RFC 3463)."""
    sink.says[LETTER.to] = said
    with listening(sink) as port:
        settings.FANAL_MAIL = f"smtp://127.0.0.1:{port}"
        assert _undelivered(LETTER) == code


@pytest.mark.parametrize(("said", "code"), [("554 spam", "refused"), ("452 no space", "unreachable")])
def test_letter_that_is_refused(settings: Settings, sink: Sink, said: str, code: str) -> None:
    """After its text was read."""
    sink.body_says = said
    with listening(sink) as port:
        settings.FANAL_MAIL = f"smtp://127.0.0.1:{port}"
        assert _undelivered(LETTER) == code


def test_no_server(settings: Settings) -> None:
    """Nobody listens."""
    settings.FANAL_MAIL = "smtp://127.0.0.1:9"
    assert _undelivered(LETTER) == "unreachable"


@pytest.mark.parametrize(
    "to",
    [
        "",
        "nobody",
        "@example.org",
        "a b@example.org",
        "a@example.org, b@example.org",
        "a@example.org\nBcc: b@example.org",
        "a@example.org\r\nSubject: other",
        "<a@example.org>",
        "é@example.org",
        "a@-example.org",
    ],
)
def test_address_that_is_none(to: str) -> None:
    """Nothing is handed over, and no header can be smuggled in."""
    assert _undelivered(replace(LETTER, to=to)) == "no_address"


def test_headers_cannot_be_broken() -> None:
    """A subject or a name with a line break stays one line."""
    made = post.written(replace(LETTER, subject="one\r\nBcc: x@example.org", sender="two\nlines"))
    assert made["Subject"] == "one Bcc: x@example.org"
    assert "Bcc" not in made


def test_same_key_same_file(tmp_path: Path) -> None:
    """The outbox holds one file a key, for its owner alone; the last writing counts."""
    post.deliver(LETTER)
    post.deliver(replace(LETTER, body="again\n"))
    (place,) = (tmp_path / "outbox").iterdir()
    assert place.name == "send=R-7K3M-2Q9D.eml"
    assert place.stat().st_mode & 0o777 == 0o600
    found = message_from_bytes(place.read_bytes(), policy=policy.default)
    assert found["To"] == LETTER.to
    assert found.get_content().strip() == "again"


def test_message_id_is_the_key_and_only_ours() -> None:
    """The same key, the same Message-ID; another hub's, or one with another key put in, tells nothing."""
    made = post.written(LETTER)["Message-ID"]
    assert made == post.written(replace(LETTER, body="again"))["Message-ID"]
    assert f"Message-ID: {made}".encode() in post.written(LETTER).as_bytes()
    assert post.of_message_id(made) == LETTER.key
    assert post.of_message_id(made.replace("7K3M", "0000")) == ""
    assert post.of_message_id(made.replace("@", "@x")) == ""
    assert post.of_message_id("") == ""
    assert post.of_message_id("<a@b> <c@d>") == ""
