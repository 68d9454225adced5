"""The priority of a notice, from facts and rules: 0 to 100, with every reason and its points. It never decides and never hides a reason."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fanal.analyse.rules import CATEGORY_REASON, MOST, PriorityRules
from fanal.languages import LANGUAGES, all_frames
from fanal.notice.events import Row
from fanal.notice.facts import Mention, Notice
from fanal.text.find import words
from fanal.text.quotes import quotes_and_denounces
from fanal.words.lists import NotifierKind, TargetKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """A priority and its reasons; their points add up to it."""

    priority: int
    reasons: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What the handler's memory says of these mentions, beside how often they were reported."""

    brigade: bool = False  # concerted notices are among them: `earlier` leaves those out, and the reason says so
    qualified: int = 0  # targets of the same account that a person qualified; what was set aside never counts


NOTHING = Past()
Scored = Iterator[tuple[str, int]]
_FRAMES = all_frames()
_STANDING = {
    NotifierKind.AUTHORITY: "standing_authority",
    NotifierKind.TRUSTED_FLAGGER: "standing_trusted_flagger",
    NotifierKind.VICTIM: "standing_victim",
    NotifierKind.ASSOCIATION: "standing_association",
}
_REACH = {
    TargetKind.HASHTAG: "reach_hashtag",
    TargetKind.GROUP: "reach_group",
    TargetKind.ACCOUNT: "reach_account",
}
# What the words of a quotation can set off by themselves; a notifier who says "counter-speech" clears any category.
_QUOTABLE = ("category_hate", "category_harassment")


def analyse(
    notice: Notice, mentions: Sequence[Mention], earlier: int, rules: PriorityRules, past: Past = NOTHING
) -> Analysis:
    """The priority of these mentions of a notice; `earlier` is how often the most repeated of them was reported before.

    Notices that are a brigade are not among the `earlier` ones: whoever counts them would let a mob order the queue.
    Without mentions (a person set all their targets aside) nothing counts, danger excepted.
    """
    first = [(code, rules.of(code)) for code in _first(notice)]
    others = list(_others(notice, mentions, (earlier, past), rules)) if mentions else [("only_set_aside", 0)]
    excess = sum(points for _, points in others) - rules.most_without_danger
    if excess > 0:
        others.append(("capped", -excess))
    excess = sum(points for _, points in (*first, *others)) - MOST
    if excess > 0:
        others.append(("capped", -excess))
    return _added((*first, *others))


def _added(scored: Sequence[tuple[str, int]]) -> Analysis:
    sums: dict[str, int] = {}
    for code, points in scored:
        sums[code] = sums.get(code, 0) + points
    reasons: tuple[Row, ...] = tuple({"code": code, "points": points} for code, points in sums.items())
    return Analysis(priority=sum(sums.values()), reasons=reasons)


def _first(notice: Notice) -> Iterator[str]:
    if notice.danger:
        yield "danger"
    if notice.exposed_person:
        yield "exposed_person"


def calm(kept: int, reasons: Sequence[Row]) -> Analysis:
    """The priority of a case that a brigade reports: what the other notices make of it, and why it is not more."""
    return Analysis(priority=kept, reasons=(*reasons, {"code": "brigade", "points": 0}))


def _others(notice: Notice, mentions: Sequence[Mention], before: tuple[int, Past], rules: PriorityRules) -> Scored:
    earlier, past = before
    yield from _content(notice, mentions, rules)
    if rules.repeated(earlier):
        yield "repeated", rules.repeated(earlier)
    if past.brigade:
        yield "brigade", 0
    # Not against who quotes in order to denounce: `reported_before` finds nothing there.
    if past.qualified and not notice.counter_speech:
        yield "account_qualified", rules.of("account_qualified")
    reach = {_REACH[each.kind] for each in mentions if each.kind in _REACH}
    if reach:
        widest = max(sorted(reach), key=rules.of)
        yield widest, rules.of(widest)
    standing = _STANDING.get(notice.notifier.kind)
    if standing:
        yield standing, rules.of(standing)


def _content(notice: Notice, mentions: Sequence[Mention], rules: PriorityRules) -> Scored:
    """What it is said to be and what its words say, less what counter-speech takes away: never below nothing."""
    category = CATEGORY_REASON.get(notice.category)
    scored = [(category, rules.of(category))] if category else []
    scored += [(code, rules.of(code)) for code in _terms(mentions)]
    yield from scored
    said = sum(points for _, points in scored)
    if notice.counter_speech:
        yield "counter_speech_said", -said
    elif category in _QUOTABLE and _all_denounce(mentions):
        yield "counter_speech_seen", -said


def _terms(mentions: Sequence[Mention]) -> Iterator[str]:
    texts = [f" {' '.join(words(each.text))} " for each in mentions if each.text]
    for code, terms in _TERMS.items():
        if any(term in text for text in texts for term in terms):
            yield code


def _all_denounce(mentions: Sequence[Mention]) -> bool:
    texts = [each.text for each in mentions if each.text]
    return bool(texts) and all(quotes_and_denounces(text, _FRAMES) for text in texts)


def _folded(terms: Sequence[str]) -> tuple[str, ...]:
    plain = (" ".join(words(term)) for term in terms)
    return tuple(dict.fromkeys(f" {each} " for each in plain if each))


# Folded once, for every language: whole words, with a space on each side.
_TERMS = {
    "term_danger": _folded([term for each in LANGUAGES.values() for term in each.danger_terms]),
    "term_threat": _folded([term for each in LANGUAGES.values() for term in each.threat_terms]),
}
