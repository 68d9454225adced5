"""Bad input: each gets a 4xx and a problem that says what to do next, in both languages, and nothing is half written."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps

from fanal_hub.api.pages import opaque
from tests.hub.api.callers import ADDRESS, Answer, Caller, Hub, expired_token, judgement, notice, removal

CYRILLIC_A = "\u0430"
RIGHT_TO_LEFT = "\u202e"
FUTURE = (datetime.now(UTC) + timedelta(days=3)).isoformat()


def rows_written() -> dict[str, int]:
    """How many rows each table of the ledger holds."""
    return {each.__name__: each._default_manager.count() for each in apps.get_app_config("ledger").get_models()}


def assert_problem(answer: Answer, status: int) -> None:
    """Problem details (RFC 9457) that name the fault, and what to do next, in both languages."""
    assert answer.status == status, answer.body
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.body["status"] == status
    assert answer.body["type"].startswith("/docs/problems#")
    assert answer.body["title"]
    assert answer.body["detail"]
    assert answer.body["errors"]
    for each in answer.body["errors"]:
        assert set(each) == {"code", "at", "message", "fr", "en"}
        assert each["fr"]
        assert each["en"]
        assert each["message"] in (each["fr"], each["en"])


def refused_unwritten(act: Callable[[], Answer], status: int) -> Answer:
    """The refusal; nothing was written meanwhile."""
    before = rows_written()
    answer = act()
    assert_problem(answer, status)
    assert rows_written() == before
    return answer


UNREADABLE: list[tuple[str, bytes, int, str]] = [
    ("nothing at all", b"", 415, "not_json"),
    ("broken JSON", b'{"targets": [', 400, "bad_json"),
    ("two values", b"{} {}", 400, "bad_json"),
    ("raw null byte", b'{"reasons": "a\x00b"}', 400, "bad_json"),
    ("not UTF-8", b'{"reasons": "\xff\xfe"}', 400, "bad_json"),
    ("UTF-16", json.dumps({"reasons": "x"}).encode("utf-16"), 400, "bad_json"),
    ("byte order mark", b"\xef\xbb\xbf{}", 400, "bad_json"),
    ("NaN", b'{"reasons": NaN}', 400, "bad_json"),
    ("the same name twice", b'{"reasons": "a", "reasons": "b"}', 400, "bad_json"),
    ("a number of 10,000 digits", b'{"danger": ' + b"9" * 10_000 + b"}", 400, "bad_json"),
    ("50 levels", b'{"targets": ' + b"[" * 50 + b"]" * 50 + b"}", 400, "too_deep"),
    ("100,000 levels", b"[" * 100_000 + b"]" * 100_000, 400, "too_deep"),
    ("100,000 open objects", b'{"a":' * 100_000, 400, "too_deep"),
    ("13 MB", b'"' + b"a" * (13 * 1024 * 1024) + b'"', 413, "too_large"),
    ("a list", b"[]", 422, "not_fields"),
    ("a word", b'"notice"', 422, "not_fields"),
    ("null", b"null", 422, "not_fields"),
]


@pytest.mark.parametrize("path", ["/notices", "/notices/batch"])
@pytest.mark.parametrize(
    ("raw", "status", "code"), [each[1:] for each in UNREADABLE], ids=[each[0] for each in UNREADABLE]
)
def test_unreadable_body_is_refused(hub: Hub, path: str, raw: bytes, status: int, code: str) -> None:
    """What is no JSON object is refused before anybody reads its meaning."""
    sos = hub.caller(hub.sos)
    content_type = "application/json" if raw else "text/plain"
    assert code in [each for _, each in refused_unwritten(lambda: sos.raw(path, raw, content_type), status).codes]


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "application/xml", "text/json"]
)
def test_other_content_type_is_refused(hub: Hub, content_type: str) -> None:
    """JSON says that it is JSON."""
    sos = hub.caller(hub.sos)
    raw = json.dumps(notice()).encode()
    assert refused_unwritten(lambda: sos.raw("/notices", raw, content_type), 415).codes == [("", "not_json")]


def test_compressed_body_is_refused(hub: Hub) -> None:
    """A body is never inflated: no bomb can go off."""
    sos = hub.caller(hub.sos)
    refused_unwritten(lambda: sos.raw("/notices", b"\x1f\x8b", **{"Content-Encoding": "gzip"}), 415)


def _target(**more: Any) -> dict[str, Any]:
    return {"targets": [{"address": ADDRESS, **more}]}


REFUSED: list[tuple[str, dict[str, Any], tuple[str, str]]] = [
    ("10 MB text", {"reasons": "a" * 10 * 1024 * 1024}, ("reasons", "too_long")),
    ("null character", {"reasons": "une raison \0 suffisante"}, ("reasons", "nul_byte")),
    ("half a character", {"reasons": "une raison \ud83d suffisante"}, ("reasons", "half_character")),
    ("no reasons", {"reasons": " \n "}, ("reasons", "reasons_missing")),
    ("no targets", {"targets": []}, ("targets", "targets_missing")),
    ("10,000 targets", {"targets": [{"address": ADDRESS}] * 10_000}, ("targets", "targets_too_many")),
    ("targets is a word", {"targets": "https://x.com"}, ("targets", "targets_missing")),
    ("target is a word", {"targets": ["https://x.com/a/status/1"]}, ("targets.0", "not_fields")),
    ("naive date", _target(posted_at="2026-01-31T14:05:00"), ("targets.0.posted_at", "date_naive")),
    ("future date", _target(posted_at=FUTURE), ("targets.0.posted_at", "date_future")),
    ("year 0001", _target(posted_at="0001-01-01T00:00:00+23:59"), ("targets.0.posted_at", "date_unreadable")),
    ("date is a number", _target(posted_at=1767225600), ("targets.0.posted_at", "date_unreadable")),
    (
        "unknown platform",
        {"targets": [{"account": "@a", "platform": "myspace"}]},
        ("targets.0.platform", "platform_unknown"),
    ),
    ("unknown kind", _target(kind="podcast"), ("targets.0.kind", "not_in_list")),
    ("address is a number", {"targets": [{"address": 12}]}, ("targets.0.address", "not_text")),
    ("address is huge", {"targets": [{"address": "https://x.com/" + "a" * 5_000}]}, ("targets.0.address", "too_long")),
    ("unknown category", {"category": "bad"}, ("category", "not_in_list")),
    ("category is a list", {"category": ["racism"]}, ("category", "not_in_list")),
    ("danger is a word", {"danger": "yes"}, ("danger", "not_yes_no")),
    ("danger is a huge number", {"danger": 10**4000}, ("danger", "not_yes_no")),
    ("no good faith", {"good_faith": None}, ("good_faith", "good_faith_missing")),
    ("standing of another", {"notifier": {"kind": "authority"}}, ("notifier.kind", "standing_unproven")),
    ("unreadable e-mail", {"notifier": {"email": "nobody"}}, ("notifier.email", "email_unreadable")),
    ("unknown field", {"offence": "x"}, ("offence", "unknown_field")),
    ("unknown handler", {"handler": "personne"}, ("handler", "handler_unknown")),
    ("handler is a platform", {"handler": "plateforme-test"}, ("handler", "handler_unknown")),
    ("handler takes no notices", {"handler": "police-test"}, ("handler", "handler_unknown")),
    ("handler is a list", {"handler": ["sos-test"]}, ("handler", "handler_unknown")),
]


@pytest.mark.parametrize(("change", "fault"), [each[1:] for each in REFUSED], ids=[each[0] for each in REFUSED])
def test_incomplete_notice_is_refused(hub: Hub, change: dict[str, Any], fault: tuple[str, str]) -> None:
    """Each fault at its field; the same row is refused in a batch, and harms no neighbour."""
    sos = hub.caller(hub.sos)
    answer = refused_unwritten(lambda: sos.post("/notices", notice() | change), 422)
    if len(json.dumps(change)) < 1_000_000:
        assert fault in answer.codes


def test_infinite_number_is_refused(hub: Hub) -> None:
    """A number beyond every number is still no yes or no."""
    sos = hub.caller(hub.sos)
    raw = json.dumps(notice(danger=12)).replace("12}", "1e400}").encode()
    assert refused_unwritten(lambda: sos.raw("/notices", raw), 422).codes == [("danger", "not_yes_no")]


TRICKS = [
    ("script", "javascript:alert(1)"),
    ("script in disguise", " JaVaScRiPt\t:alert(1)"),
    ("embedded bytes", "data:text/html;base64,PHNjcmlwdD4="),
    ("a file of ours", "file:///etc/passwd"),
    ("no host", "https://"),
    ("a word", "hier soir"),
    ("control characters in the host", "https://x.com\r\nHost: evil.example/"),
]


@pytest.mark.parametrize("address", [each[1] for each in TRICKS], ids=[each[0] for each in TRICKS])
def test_address_that_is_none_is_refused(hub: Hub, address: str) -> None:
    """Only an address that can be read as one is taken; nothing is guessed."""
    sos = hub.caller(hub.sos)
    answer = refused_unwritten(lambda: sos.post("/notices", notice(address)), 422)
    assert [at for at, _ in answer.codes] == ["targets.0.address"]


def test_homograph_of_a_platform_is_not_the_platform(hub: Hub) -> None:
    """A Cyrillic letter in the host makes another site: taken as a page of that host, never as the platform's."""
    sos = hub.caller(hub.sos)
    sent = sos.post("/notices", notice(f"https://f{CYRILLIC_A}cebook.com/someone/posts/123"))
    if sent.status == 422:
        assert_problem(sent, 422)
        return
    hub.settle()
    target = sos.get(f"/notices/{sent.body['ref']}").body["targets"][0]
    assert target["platform"] == "web"
    assert "xn--" in target["url"]


def test_text_that_turns_the_reading_is_straightened_and_noted(hub: Hub) -> None:
    """Right-to-left overrides are taken out of the text, and the receipt's answer says so."""
    sos = hub.caller(hub.sos)
    sent = sos.post("/notices", notice(ADDRESS, targets=[{"address": ADDRESS, "text": f"a{RIGHT_TO_LEFT}b"}]))
    assert sent.status == 201
    assert sent.body["notes"] == [{"target": 1, "codes": ["direction_removed"]}]


def test_all_faults_are_said_at_once(hub: Hub) -> None:
    """Nobody should have to send five times to learn of five faults."""
    sos = hub.caller(hub.sos)
    wrong = {"targets": [{"address": "javascript:1"}, {}], "reasons": "", "danger": "x", "handler": "nobody"}
    answer = refused_unwritten(lambda: sos.post("/notices", wrong), 422)
    assert {at for at, _ in answer.codes} >= {
        "category",
        "reasons",
        "targets.0.address",
        "targets.1.address",
        "danger",
        "handler",
    }


def test_language_follows_the_reader(hub: Hub) -> None:
    """French by default, English when asked for; both are always there."""
    french = hub.caller(hub.sos).post("/notices", notice(reasons=""))
    english = hub.caller(hub.sos, **{"Accept-Language": "en-GB,en;q=0.8"}).post("/notices", notice(reasons=""))
    assert french.body["errors"][0]["message"] == french.body["errors"][0]["fr"]
    assert english.body["errors"][0]["message"] == english.body["errors"][0]["en"]
    assert french.body["title"] != english.body["title"]


BATCHES: list[tuple[str, dict[str, Any], tuple[str, str]]] = [
    ("no list", {}, ("notices", "notices_missing")),
    ("an empty list", {"notices": []}, ("notices", "notices_missing")),
    ("a word", {"notices": "x"}, ("notices", "notices_missing")),
    ("1,001 notices", {"notices": [{}] * 1_001}, ("notices", "notices_too_many")),
    ("unknown field", {"notices": [{}], "who": "x"}, ("who", "unknown_field")),
    ("unknown handler", {"notices": [{}], "handler": "x"}, ("handler", "handler_unknown")),
]


@pytest.mark.parametrize(("body", "fault"), [each[1:] for each in BATCHES], ids=[each[0] for each in BATCHES])
def test_batch_of_the_wrong_shape_is_refused(hub: Hub, body: dict[str, Any], fault: tuple[str, str]) -> None:
    """The batch as a whole, before any row."""
    sos = hub.caller(hub.sos)
    assert fault in refused_unwritten(lambda: sos.post("/notices/batch", body), 422).codes


@pytest.mark.parametrize("row", [None, 12, "x", [], {}, {"handler": "sos-test"}, notice("javascript:1")])
def test_row_that_is_refused_harms_no_neighbour(hub: Hub, row: Any) -> None:
    """Its neighbours are taken, and it gets its own reasons."""
    sos = hub.caller(hub.sos)
    rows = [notice(), row, notice("https://x.com/someone/status/22")]
    answer = sos.post("/notices/batch", {"notices": rows})
    assert (answer.status, answer.body["taken"], answer.body["refused"]) == (200, 2, 1)
    assert [each["verdict"] for each in answer.body["verdicts"]] == ["taken", "refused", "taken"]
    assert all(each["fr"] and each["en"] for each in answer.body["verdicts"][1]["errors"])
    assert answer.body["verdicts"][1]["errors"]


JUDGED_WRONG: list[tuple[str, Any, int]] = [
    ("nothing", {}, 422),
    ("no list", {"judgements": "x"}, 422),
    ("no group", {"judgements": ["x"]}, 422),
    ("too many", {"judgements": [{}] * 50}, 422),
    ("both", {"judgements": [{"offences": ["x"], "asks": ["remove"], "set_aside": "legal"}]}, 422),
    ("unknown ask", {"judgements": [{"offences": ["x"], "asks": ["burn"]}]}, 422),
    ("unknown reason", {"judgements": [{"set_aside": "boring"}]}, 422),
    ("numbers", {"judgements": [{"target": 1, "offences": [1], "asks": 2, "note": 3}]}, 422),
    ("null character", {"judgements": [{"target": "T\0", "set_aside": "legal"}]}, 422),
    ("long note", {"judgements": [{"set_aside": "legal", "note": "a" * 20_001}]}, 422),
    ("unknown field", {"judgements": [{"set_aside": "legal", "why": "x"}]}, 422),
    ("unknown target", {"judgements": [{"target": "T-0000-0000", "set_aside": "legal"}]}, 409),
    ("refer is a word", {"judgements": [{"set_aside": "legal"}], "refer": "yes"}, 422),
]


@pytest.mark.parametrize(
    ("body", "status"), [each[1:] for each in JUDGED_WRONG], ids=[each[0] for each in JUDGED_WRONG]
)
def test_judgement_of_the_wrong_shape_is_refused(hub: Hub, body: Any, status: int) -> None:
    """Nothing is judged by halves."""
    case, sos = hub.case(), hub.caller(hub.sos)
    refused_unwritten(lambda: sos.post(f"/cases/{case['ref']}/qualify", body), status)


def test_judgement_whose_referral_is_refused_is_not_written(hub: Hub) -> None:
    """Qualified and referred in one request: without evidence the referral is refused, and the judgement with it."""
    case, sos = hub.case(), hub.caller(hub.sos)
    body = judgement(case, refer=True, evidence_reason=None)
    answer = refused_unwritten(lambda: sos.post(f"/cases/{case['ref']}/qualify", body), 409)
    assert "route_no_evidence" in [code for _, code in answer.codes]


def test_step_that_comes_too_early_is_refused(hub: Hub) -> None:
    """Nothing is referred before it is judged."""
    case, sos = hub.case(), hub.caller(hub.sos)
    refused_unwritten(lambda: sos.post(f"/cases/{case['ref']}/refer"), 409)


ANSWERED_WRONG: list[tuple[str, Any, int]] = [
    ("nothing", {}, 422),
    ("no list", {"answers": {}}, 422),
    ("no group", {"answers": [7]}, 422),
    ("no kind", {"answers": [{"target": "x"}]}, 422),
    ("unknown field", {"answers": [{"kind": "refused", "mood": "good"}]}, 422),
    ("unknown target", {"answers": [{"target": "T-0000-0000", "kind": "refused", "facts": "x"}]}, 409),
    ("null character", {"answers": [{"target": "\0", "kind": "refused"}]}, 422),
    ("beside", {"answers": [], "note": 1}, 422),
]


@pytest.mark.parametrize(
    ("body", "status"), [each[1:] for each in ANSWERED_WRONG], ids=[each[0] for each in ANSWERED_WRONG]
)
def test_answer_of_the_wrong_shape_is_refused(hub: Hub, body: Any, status: int) -> None:
    """Nothing is answered by halves."""
    referral, host = hub.referral(), hub.caller(hub.host)
    refused_unwritten(lambda: host.post(f"/referrals/{referral['ref']}/answer", body), status)


def test_removal_without_statement_of_reasons_is_refused(hub: Hub) -> None:
    """DSA Art. 17(3): facts and ground, said together."""
    referral, host = hub.referral(), hub.caller(hub.host)
    body = {"answers": [{"target": referral["targets"][0]["id"], "kind": "decided", "measure": "removed"}]}
    answer = refused_unwritten(lambda: host.post(f"/referrals/{referral['ref']}/answer", body), 409)
    assert {code for _, code in answer.codes} == {"answer_facts_missing", "answer_ground_missing"}


LISTS = [
    ("/cases", {"cursor": "x"}, 400, "bad_cursor"),
    ("/cases", {"cursor": "é"}, 400, "bad_cursor"),
    ("/cases", {"cursor": opaque("5_0001-01-01T00:00:00+23:59_C-AAAA-AAAA")}, 400, "bad_cursor"),
    ("/referrals", {"cursor": opaque("9999-12-31T23:59:59-23:59_R-AAAA-AAAA")}, 400, "bad_cursor"),
    ("/cases", {"cursor": "OTlfbm9fQy0wMDAwLTAwMDA"}, 400, "bad_cursor"),
    ("/cases", {"limit": "0"}, 422, "limit_unreadable"),
    ("/cases", {"limit": "9" * 400}, 422, "limit_unreadable"),
    ("/cases", {"limit": "١"}, 422, "limit_unreadable"),
    ("/cases", {"state": "open,gone"}, 422, "not_in_list"),
    ("/cases", {"state": "\0"}, 422, "not_in_list"),
    ("/referrals", {"cursor": "A" * 5_000}, 400, "bad_cursor"),
    ("/referrals", {"box": "spam"}, 422, "not_in_list"),
    ("/referrals", {"box": "inbox"}, 422, "not_in_list"),
    ("/referrals", {"state": "lost"}, 422, "not_in_list"),
]


@pytest.mark.parametrize(("path", "query", "status", "code"), LISTS)
def test_unreadable_question_is_refused(hub: Hub, path: str, query: dict[str, str], status: int, code: str) -> None:
    """Cursors and filters."""
    answer = hub.caller(hub.sos).get(path, **query)
    assert_problem(answer, status)
    assert [each for _, each in answer.codes] == [code]


@pytest.mark.parametrize("key", ["", "é", "a" * 201, "a b", "a\tb"])
def test_unacceptable_idempotency_key_is_refused(hub: Hub, key: str) -> None:
    """A key that could not be kept is said at once."""
    sos = hub.caller(hub.sos)
    raw = json.dumps(notice()).encode()
    refused_unwritten(lambda: sos.raw("/notices", raw, **{"Idempotency-Key": key}), 400)


@pytest.mark.parametrize("token", ["", "fanal_nobody", "é", "a" * 10_000])
def test_token_that_nobody_has_is_refused(hub: Hub, token: str) -> None:
    """401, with what is asked for (RFC 6750)."""
    caller = Caller(Authorization=f"Bearer {token}")
    answer = refused_unwritten(lambda: caller.post("/notices", notice()), 401)
    assert answer.headers["WWW-Authenticate"].startswith("Bearer ")


def test_expired_token_is_refused(hub: Hub) -> None:
    """Its last day has passed."""
    caller = Caller(expired_token(hub.sos))
    answer = refused_unwritten(lambda: caller.post("/notices", notice()), 401)
    assert "invalid_token" in answer.headers["WWW-Authenticate"]


@pytest.mark.parametrize(
    "path", ["/", "/nothing", "/notices/", "/notices/a/b", "/notices/N-0000-0000", "/cases/%00", "/log"]
)
def test_address_that_does_not_exist_is_a_problem(hub: Hub, path: str) -> None:
    """404, with where to look."""
    assert_problem(hub.caller(hub.sos).get(path), 404)


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS"])
@pytest.mark.parametrize("path", ["/notices", "/cases", "/figures", "/openapi.json"])
def test_method_that_does_not_exist_is_a_problem(hub: Hub, method: str, path: str) -> None:
    """405, with those that do."""
    answer = hub.caller(hub.sos).any(method, path)
    assert_problem(answer, 405)
    assert answer.headers["Allow"]


def test_statement_of_reasons_is_kept(hub: Hub) -> None:
    """The table above refuses; this shows that the same call without a fault is taken."""
    referral, host = hub.referral(), hub.caller(hub.host)
    assert host.post(f"/referrals/{referral['ref']}/answer", removal(referral)).status == 200
