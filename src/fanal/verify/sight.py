"""One look at the source becomes a sighting. It reads what was fetched; it fetches nothing and never says who removed.

The rules, in order; the first that holds decides. To call something gone is to speak of somebody's act: when in doubt,
the answer is "unreachable" or "login_wall", which claim nothing.
(1) no answer at all: unreachable          (2) 451: blocked here (RFC 7725)        (3) 404, 410: gone (RFC 9110, 15.5)
(4) 401, 403, 407: login wall              (5) any other status than 200: unreachable
(6) redirected to a login page: login wall (7) redirected elsewhere: unreachable
(8) the reported words are on the page: up (9) a marker of the platform: deleted by its author, gone, login wall
(10) hardly a word on the page: unreachable (11) else up
(12) up, then held against the last clear sighting: back, changed or up
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from fanal.text.fold import fold_key
from fanal.verify.page import page_digest, visible_text
from fanal.words.errors import MisuseError
from fanal.words.lists import SightingState as State

LEAST_KNOWN = 15  # folded characters of the reported text below which finding it proves nothing
LEAST_WORDS = 3  # on a page, to say that it shows something
_SEEN = frozenset({State.UP, State.CHANGED, State.BACK})
_UNSEEN = frozenset({State.GONE, State.AUTHOR_DELETED, State.BLOCKED_HERE})
_LOGIN_PATHS = (
    "login",
    "signin",
    "sign_in",
    "log-in",
    "sign-in",
    "checkpoint",
    "connexion",
    "authwall",
    "accounts/login",
)
_BY_STATUS = {
    451: (State.BLOCKED_HERE, "status_451"),
    404: (State.GONE, "status_404"),
    410: (State.GONE, "status_410"),
    401: (State.LOGIN_WALL, "status_login"),
    403: (State.LOGIN_WALL, "status_refused_to_us"),
    407: (State.LOGIN_WALL, "status_login"),
    429: (State.UNREACHABLE, "status_too_many"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What one fetch brought back, when and from where; `error` is the code of what prevented it."""

    asked_url: str
    final_url: str
    status: int | None
    fetched_at: datetime
    seen_from: str  # a country code, or "hub"
    headers: Mapping[str, str] = field(default_factory=dict)
    body_start: str = ""
    error: str = ""

    def __post_init__(self) -> None:
        if self.fetched_at.tzinfo is None:
            raise MisuseError("fetched_at must be aware")


@dataclass(frozen=True, slots=True, kw_only=True)
class Markers:
    """Words by which a platform's pages say what happened, taken from its plug; `hosts` are its own, with their aliases."""

    login: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    author_deleted: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """What we saw at the source: state, the codes of the reasons, when and from where; digest of the page when it was up."""

    state: State
    reasons: tuple[str, ...]
    seen_at: datetime
    seen_from: str
    digest: str = ""

    @property
    def is_clear(self) -> bool:
        """Did we see for ourselves? Unreachable pages and login walls say nothing about the target."""
        return self.state in _SEEN or self.state in _UNSEEN


def classify(
    fetched: Fetched,
    markers: Markers,
    *,
    history: Sequence[Sighting] = (),
    known_text: str = "",
    salt: bytes = b"",
) -> Sighting:
    """The sighting that a fetched page amounts to, given earlier ones (oldest first) and the text that was reported."""
    # (1) to (7)
    state, reason = _by_status(fetched) or _by_redirect(fetched, markers) or (State.UP, "")
    if state is not State.UP:
        return _sighting(fetched, state, (reason,))
    # (8) to (11)
    state, reason = _by_words(visible_text(fetched.body_start), markers, known_text)
    if state is not State.UP:
        return _sighting(fetched, state, (reason,))
    # (12)
    digest = page_digest(fetched.body_start, salt)
    before = next((each for each in reversed(history) if each.is_clear), None)
    state, more = _since(before, digest)
    return _sighting(fetched, state, (reason, *more), digest)


def _by_status(fetched: Fetched) -> tuple[State, str] | None:
    if fetched.status is None:
        return State.UNREACHABLE, "no_response"
    if fetched.status == 200:
        return None
    return _BY_STATUS.get(fetched.status) or (
        State.UNREACHABLE,
        "status_server_error" if fetched.status >= 500 else "status_unexpected",
    )


def _by_redirect(fetched: Fetched, markers: Markers) -> tuple[State, str] | None:
    asked, final = urlsplit(fetched.asked_url), urlsplit(fetched.final_url or fetched.asked_url)
    if (asked.netloc, asked.path) == (final.netloc, final.path):
        return None
    # (6) only if we did not ask for that page ourselves
    steps = [step.lower() for step in final.path.split("/") if step]
    if any(step.split(".")[0] in _LOGIN_PATHS for step in steps) and final.path != asked.path:
        return State.LOGIN_WALL, "redirect_login"
    # (7) another site, or the front page instead of the page asked for
    is_elsewhere = not _same_site(asked.hostname or "", final.hostname or "", markers.hosts)
    is_front = not steps and asked.path.strip("/") != ""
    return (State.UNREACHABLE, "redirect_elsewhere") if is_elsewhere or is_front else None


def _same_site(asked: str, final: str, hosts: tuple[str, ...]) -> bool:
    if any(final == host or final.endswith(f".{host}") for host in hosts):
        return True
    return _bare(asked) == _bare(final)


def _bare(host: str) -> str:
    for mobile in ("www.", "m.", "mobile."):
        host = host.removeprefix(mobile)
    return host


def _by_words(seen: str, markers: Markers, known_text: str) -> tuple[State, str]:
    page, known = fold_key(seen), fold_key(known_text)
    # (8) before the markers: an author can write "this content is no longer available" in the post itself
    if len(known) >= LEAST_KNOWN and known in page:
        return State.UP, "known_text_seen"
    # (9) the author's own deletion first: it must never pass for a platform's act
    for state, reason, words in (
        (State.AUTHOR_DELETED, "marker_author_deleted", markers.author_deleted),
        (State.GONE, "marker_gone", markers.gone),
        (State.LOGIN_WALL, "marker_login", markers.login),
    ):
        if any(marker and marker in page for marker in map(fold_key, words)):
            return state, reason
    # (10) a shell without content proves nothing: many platforms send the same one for any address
    if len(seen.split()) < LEAST_WORDS:
        return State.UNREACHABLE, "page_empty"
    return State.UP, "known_text_not_seen" if len(known) >= LEAST_KNOWN else "page_answers"


def _since(before: Sighting | None, digest: str) -> tuple[State, tuple[str, ...]]:
    if before is None:
        return State.UP, ()
    if before.state in _UNSEEN:
        return State.BACK, ("was_gone",)
    if before.digest and before.digest != digest:
        return State.CHANGED, ("page_differs",)
    return State.UP, ()


def _sighting(fetched: Fetched, state: State, reasons: tuple[str, ...], digest: str = "") -> Sighting:
    return Sighting(
        state=state, reasons=reasons, seen_at=fetched.fetched_at, seen_from=fetched.seen_from, digest=digest
    )
