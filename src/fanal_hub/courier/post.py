"""Letters by e-mail: SMTP where a server is named, else a file in the outbox. It writes no text and chooses no reader."""

import re
import smtplib
import ssl
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from fanal_hub.courier.keys import keyed_digest

SECONDS = 15
OUTBOX = "outbox"
_PORTS = {"smtp": 25, "smtps": 465}
_LETTER = SMTP.clone(max_line_length=200)  # a Message-ID on a line of its own is lawful, and lost by some readers
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
# 550, 551, 553: the mailbox is not there (RFC 5321, 4.2.3); 5.1.x says so in the enhanced codes (RFC 3463).
_NO_MAILBOX = frozenset({550, 551, 553})


class UndeliveredError(Exception):
    """A letter could not be handed over; `code`: no_address, refused (it will not pass), unreachable (try again).

    `everyone`: no letter to anybody leaves now, because the mail server itself cannot be reached or refuses us.
    """

    def __init__(self, code: str, *, everyone: bool = False) -> None:
        super().__init__(code)
        self.code, self.everyone = code, everyone


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One letter to one reader. `key` makes it one letter: the same key, the same Message-ID and the same file."""

    to: str
    subject: str
    body: str
    key: str
    sender: str = ""  # the name beside the hub's address
    reply_to: str = ""
    lang: str = "fr"

    @property
    def message_id(self) -> str:
        """The Message-ID: the key in the clear, and a digest that only this hub can make."""
        return f"<{_slug(self.key)}.{keyed_digest(f'letter:{self.key}')[:20]}@{settings.HUB['name']}>"


def deliver(letter: Letter) -> None:
    """Hand one letter over, or raise UndeliveredError."""
    message = written(letter)
    if settings.FANAL_MAIL:
        _by_smtp(message, urlsplit(settings.FANAL_MAIL))
    else:
        _to_outbox(letter, message)


def greeted() -> str:
    """Why the mail server does not take us (the kind of trouble); empty when it does. Nothing is sent."""
    try:
        with _opened(urlsplit(settings.FANAL_MAIL)):
            return ""
    except smtplib.SMTPResponseException as error:
        return f"{type(error).__name__} {error.smtp_code}"
    except (smtplib.SMTPException, OSError, UndeliveredError) as error:
        return type(error).__name__


def written(letter: Letter) -> EmailMessage:
    """The letter as a message (RFC 5322); it carries no header but its own, and says that a machine sent it (RFC 3834)."""
    message = EmailMessage(policy=_LETTER)
    message["From"] = _address(settings.FANAL_MAIL_FROM, letter.sender)
    message["To"] = _address(letter.to)
    message["Subject"] = _line(letter.subject)
    message["Message-ID"] = letter.message_id
    if letter.reply_to:
        message["Reply-To"] = _address(letter.reply_to)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.body, cte="quoted-printable")
    message["Content-Language"] = letter.lang
    return message


def of_message_id(message_id: str) -> str:
    """The key (as in the Message-ID) of a letter of this hub, or empty when this hub did not make it."""
    found = re.fullmatch(r"\s*<?([^<>@\s]+)\.([0-9a-f]{20})@([^<>@\s]+?)>?\s*", message_id)
    if found is None or found[3] != settings.HUB["name"]:
        return ""
    key = found[1].replace("=", ":")
    return key if keyed_digest(f"letter:{key}")[:20] == found[2] else ""


def plus(tag: str) -> str:
    """The hub's address with a tag, so that a reply says what it is about (RFC 5233)."""
    local, _, domain = settings.FANAL_MAIL_FROM.rpartition("@")
    return f"{local}+{tag}@{domain}"


def _slug(key: str) -> str:
    return re.sub(r"[^A-Za-z0-9._=-]", "_", key.replace(":", "="))


def _line(text: str) -> str:
    return " ".join(text.split())


def _address(text: str, name: str = "") -> Address:
    local, _, domain = text.strip().rpartition("@")
    try:
        plain = f"{local}@{domain.encode('idna').decode('ascii')}"
        if not plain.endswith("@localhost"):
            validate_email(plain)
        return Address(display_name=_line(name), addr_spec=plain)
    except (ValidationError, UnicodeError, ValueError):
        raise UndeliveredError("no_address") from None


def _to_outbox(letter: Letter, message: EmailMessage) -> None:
    folder = Path(settings.HOME) / OUTBOX
    folder.mkdir(mode=0o700, exist_ok=True)
    place = folder / f"{_slug(letter.key)}.eml"
    beside = place.with_suffix(".new")
    beside.write_bytes(message.as_bytes())
    beside.chmod(0o600)
    beside.replace(place)


def burn(refs: Sequence[str]) -> None:
    """Destroy the letters of the outbox that speak of these references; their names say so."""
    for place in (Path(settings.HOME) / OUTBOX).glob("*.eml"):
        if any(ref in place.name for ref in refs):
            place.unlink(missing_ok=True)


# --- SMTP -----------------------------------------------------------------------------------------------------------
def _by_smtp(message: EmailMessage, server: SplitResult) -> None:
    try:
        line = _opened(server)
    except (smtplib.SMTPException, OSError) as error:  # our server, or our own settings: no reader is to blame
        raise UndeliveredError("unreachable", everyone=True) from error
    try:
        with line:
            line.send_message(message)
    except smtplib.SMTPRecipientsRefused as error:
        status, said = next(iter(error.recipients.values()))
        raise UndeliveredError(_code(status, said, to_mailbox=True)) from error
    except smtplib.SMTPResponseException as error:
        raise UndeliveredError(_code(error.smtp_code, error.smtp_error)) from error
    except (smtplib.SMTPException, OSError) as error:
        raise UndeliveredError("unreachable") from error


def _code(status: int, said: bytes | str, *, to_mailbox: bool = False) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    if status < 500:  # 4yz: not now (RFC 5321, 4.2.1)
        return "unreachable"
    enhanced = re.match(r"5\.(\d+)\.", text)
    if to_mailbox and (enhanced[1] == "1" if enhanced else status in _NO_MAILBOX):
        return "no_address"
    return "refused"


def _opened(server: SplitResult) -> smtplib.SMTP:
    host, port = server.hostname or "localhost", server.port or _PORTS.get(server.scheme, 25)
    if server.scheme == "smtps":
        line: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=SECONDS, context=_tls(host))
    else:
        line = smtplib.SMTP(host, port, timeout=SECONDS)
    with ExitStack() as on_failure:
        on_failure.callback(line.close)
        line.ehlo()
        if server.scheme != "smtps" and line.has_extn("starttls"):
            line.starttls(context=_tls(host))
            line.ehlo()
        if server.username:
            _sign_in(line, server)
        on_failure.pop_all()
    return line


def _sign_in(line: smtplib.SMTP, server: SplitResult) -> None:
    if not isinstance(line.sock, ssl.SSLSocket) and server.hostname not in _LOOPBACK:
        raise UndeliveredError("unreachable", everyone=True)  # never a password in the clear
    line.login(unquote(server.username or ""), unquote(server.password or ""))


def _tls(host: str) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if host in _LOOPBACK:  # the mail server of this very machine: its certificate names another host
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context
