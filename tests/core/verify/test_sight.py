"""Sightings: what must never be called gone, and what must never be called up."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanal.verify import Fetched, Markers, Sighting, classify, next_look, why
from fanal.verify.page import page_digest, visible_text
from fanal.words.errors import MisuseError
from fanal.words.lists import SightingState as State
from fanal.words.messages.verify import MESSAGES
from fanal.words.say import say

NOW = datetime(2025, 9, 15, 12, tzinfo=UTC)
URL = "https://social.example/post/12"
MARKERS = Markers(
    login=("Connectez-vous pour continuer",),
    gone=("Cette page n'est pas disponible",),
    author_deleted=("supprimé par son auteur",),
    hosts=("social.example", "oldname.example"),
)
TEXT = "Voici le texte qui a été signalé hier"


def page(words: str, title: str = "Une publication") -> str:
    return f"<html><title>{title}</title><body><p>{words}</p></body></html>"


def fetched(status=200, body=page("Voici un contenu public quelconque"), final=URL, asked=URL, error=""):
    return Fetched(
        asked_url=asked, final_url=final, status=status, body_start=body, fetched_at=NOW, seen_from="FR", error=error
    )


def seen(state, digest="", hours=0):
    return Sighting(state=state, reasons=(), seen_at=NOW + timedelta(hours=hours), seen_from="FR", digest=digest)


STATUS_TABLE = [
    (404, State.GONE, "status_404"),
    (410, State.GONE, "status_410"),
    (451, State.BLOCKED_HERE, "status_451"),
    (401, State.LOGIN_WALL, "status_login"),
    (403, State.LOGIN_WALL, "status_refused_to_us"),
    (407, State.LOGIN_WALL, "status_login"),
    (429, State.UNREACHABLE, "status_too_many"),
    (500, State.UNREACHABLE, "status_server_error"),
    (503, State.UNREACHABLE, "status_server_error"),
    (400, State.UNREACHABLE, "status_unexpected"),
    (302, State.UNREACHABLE, "status_unexpected"),
    (204, State.UNREACHABLE, "status_unexpected"),
    (None, State.UNREACHABLE, "no_response"),
    (200, State.UP, "page_answers"),
]


@pytest.mark.parametrize(("status", "state", "reason"), STATUS_TABLE)
def test_status_alone(status, state, reason):
    sighting = classify(fetched(status), MARKERS)
    assert (sighting.state, sighting.reasons) == (state, (reason,))


@pytest.mark.parametrize(
    ("final", "state", "reason"),
    [
        ("https://social.example/login?next=/post/12", State.LOGIN_WALL, "redirect_login"),
        ("https://social.example/accounts/login/", State.LOGIN_WALL, "redirect_login"),
        ("https://social.example/i/flow/login", State.LOGIN_WALL, "redirect_login"),
        ("https://social.example/login.php", State.LOGIN_WALL, "redirect_login"),
        ("https://social.example/", State.UNREACHABLE, "redirect_elsewhere"),
        ("https://parking.example/post/12", State.UNREACHABLE, "redirect_elsewhere"),
        ("https://evilsocial.example/post/12", State.UNREACHABLE, "redirect_elsewhere"),
        ("https://m.social.example/post/12", State.UP, "page_answers"),
        ("https://oldname.example/post/12", State.UP, "page_answers"),
        ("https://social.example/post/12/titre-de-la-page", State.UP, "page_answers"),
    ],
)
def test_a_redirect_is_never_taken_for_a_removal(final, state, reason):
    sighting = classify(fetched(final=final), MARKERS)
    assert (sighting.state, sighting.reasons) == (state, (reason,))


def test_a_reported_login_page_is_not_a_login_wall():
    phishing = "https://bank.example/login"
    assert classify(fetched(asked=phishing, final=phishing + "?a=1"), Markers()).state == State.UP


@pytest.mark.parametrize(
    ("name", "body", "state", "reason"),
    [
        ("marker", page("Désolé, cette page n’est pas disponible."), State.GONE, "marker_gone"),
        ("marker in title", page("", title="Cette page n’est pas disponible"), State.GONE, "marker_gone"),
        (
            "author",
            page("Contenu supprimé par son auteur. Cette page n'est pas disponible"),
            State.AUTHOR_DELETED,
            "marker_author_deleted",
        ),
        ("login", page("Connectez-vous pour continuer"), State.LOGIN_WALL, "marker_login"),
        (
            "marker in a script only",
            page("Un contenu public visible") + "<script>t='Cette page n\\'est pas disponible'</script>",
            State.UP,
            "known_text_not_seen",
        ),
        (
            "marker in a comment only",
            page("Un contenu public visible<!-- Cette page n'est pas disponible -->"),
            State.UP,
            "known_text_not_seen",
        ),
        ("marker written by the author", page(f"{TEXT} Cette page n'est pas disponible"), State.UP, "known_text_seen"),
        ("text disguised by accents", page(TEXT.upper()), State.UP, "known_text_seen"),
        ("text in the summary", f'<meta property="og:description" content="{TEXT}">', State.UP, "known_text_seen"),
        ("shell", '<div id="root"></div><script>app()</script>', State.UNREACHABLE, "page_empty"),
        ("nothing", "", State.UNREACHABLE, "page_empty"),
        ("unclosed script", "<script>" + "a" * 999, State.UNREACHABLE, "page_empty"),
    ],
)
def test_what_the_page_says(name, body, state, reason):
    sighting = classify(fetched(body=body), MARKERS, known_text=TEXT)
    assert (sighting.state, sighting.reasons) == (state, (reason,))


def test_a_short_reported_text_proves_nothing():
    assert (
        classify(fetched(body=page("Non. Cette page n'est pas disponible")), MARKERS, known_text="Non.").state
        == State.GONE
    )


BODY = page("Voici un contenu public quelconque")
DIGEST = page_digest(BODY, b"salt")


@pytest.mark.parametrize(
    ("history", "state", "reasons"),
    [
        ([], State.UP, ("page_answers",)),
        ([seen(State.UP, DIGEST)], State.UP, ("page_answers",)),
        ([seen(State.UP, "other")], State.CHANGED, ("page_answers", "page_differs")),
        ([seen(State.UP)], State.UP, ("page_answers",)),
        ([seen(State.GONE)], State.BACK, ("page_answers", "was_gone")),
        ([seen(State.GONE), seen(State.UNREACHABLE), seen(State.LOGIN_WALL)], State.BACK, ("page_answers", "was_gone")),
        ([seen(State.AUTHOR_DELETED)], State.BACK, ("page_answers", "was_gone")),
        ([seen(State.GONE), seen(State.BACK, DIGEST)], State.UP, ("page_answers",)),
        ([seen(State.UNREACHABLE)], State.UP, ("page_answers",)),
    ],
)
def test_up_is_held_against_the_last_clear_sighting(history, state, reasons):
    sighting = classify(fetched(body=BODY), MARKERS, history=history, salt=b"salt")
    assert (sighting.state, sighting.reasons, sighting.digest) == (state, reasons, DIGEST)


def test_the_digest_ignores_counters_and_scripts_and_needs_the_salt():
    more = page("Voici un contenu public quelconque 12 345 vues").replace("<p>", "<script>x=1</script><p>")
    assert page_digest(more, b"salt") == DIGEST
    assert page_digest(BODY, b"other") != DIGEST
    assert page_digest(page("x", title="Autre"), b"salt") != DIGEST


def test_visible_text_is_what_a_reader_sees():
    assert visible_text("<title>A &amp; B</title><style>c</style><p>d<br>e</p>") == "A & B A & B d e"


@given(
    st.one_of(st.none(), st.integers(100, 599)),
    st.text(max_size=200) | st.text(alphabet='<>/scripta !-meta"=', max_size=200),
    st.text(max_size=30),
)
def test_any_page_gets_a_state_with_a_reason_and_gone_is_never_guessed(status, body, known):
    sighting = classify(fetched(status, body=body), Markers(), known_text=known)
    assert sighting.reasons
    assert all(say(each, lang) for each in why(sighting.reasons) for lang in ("fr", "en"))
    assert (sighting.state == State.GONE) == (status in (404, 410))
    assert bool(sighting.digest) == (sighting.state == State.UP)


@pytest.mark.timeout(10)
@pytest.mark.parametrize(
    "hostile",
    [
        "<script" * 50_000,
        "<!--" * 80_000,
        "<meta " * 50_000,
        "<" * 300_000,
        "<title" * 50_000,
        '<meta content="' * 20_000,
    ],
)
def test_hostile_pages_take_little_time(hostile):
    assert classify(fetched(body=hostile), MARKERS, known_text=TEXT).state in (State.UP, State.UNREACHABLE)


def test_naive_times_are_the_programmers_fault():
    with pytest.raises(MisuseError):
        Fetched(asked_url=URL, final_url=URL, status=200, fetched_at=datetime(2025, 1, 1), seen_from="FR")  # noqa: DTZ001
    with pytest.raises(MisuseError):
        next_look([], datetime(2025, 1, 1), 50)  # noqa: DTZ001


def test_every_message_is_in_both_languages():
    assert all(set(texts) == {"fr", "en"} and all(texts.values()) for texts in MESSAGES.values())


H = timedelta(hours=1)


@pytest.mark.parametrize(
    ("name", "states", "priority", "wait"),
    [
        ("urgent, first", [State.UP], 90, timedelta(minutes=15)),
        ("urgent, second", [State.UP, State.UP], 90, H),
        ("normal, first", [State.UP], 50, 6 * H),
        ("slow, first", [State.UP], 0, 24 * H),
        ("normal, long", [State.UP] * 20, 50, timedelta(days=30)),
        ("just gone", [State.UP, State.UP, State.GONE], 50, 6 * H),
        ("gone twice", [State.UP, State.GONE, State.GONE], 50, 24 * H),
        ("just changed", [State.UP, State.UP, State.CHANGED], 50, 6 * H),
        ("up after changed", [State.UP, State.CHANGED, State.UP], 50, 24 * H),
        ("back", [State.GONE, State.BACK], 50, 6 * H),
        ("failed once", [State.UP, State.UNREACHABLE], 50, timedelta(minutes=30)),
        ("failed twice", [State.UP, State.LOGIN_WALL, State.UNREACHABLE], 50, 2 * H),
        ("a failure between does not restart", [State.UP, State.UNREACHABLE, State.UP], 50, 24 * H),
    ],
)
def test_waits_grow_and_start_again_at_each_change(name, states, priority, wait):
    history = [seen(each, DIGEST if each in (State.UP, State.CHANGED, State.BACK) else "") for each in states]
    assert next_look(history, NOW, priority) == NOW + wait


def test_never_looked_is_looked_at_now():
    assert next_look([], NOW, 0) == NOW


@given(st.lists(st.sampled_from(list(State)), max_size=12), st.integers(0, 100), st.integers(-100, 5000))
def test_the_next_look_is_never_in_the_past_and_never_later_for_a_higher_priority(states, priority, hours):
    history = [seen(each, "d" if each in (State.UP, State.CHANGED, State.BACK) else "") for each in states]
    now = NOW + timedelta(hours=hours)
    assert next_look(history, now, priority) >= now
    assert next_look(history, now, 100) <= next_look(history, now, priority)
