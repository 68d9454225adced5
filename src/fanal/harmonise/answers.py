"""A recipient's answers out of JSON or a form, one per target; every fault at once. What the law asks of them is checked elsewhere."""

from collections.abc import Mapping, Sequence
from typing import Any

from fanal.harmonise import fields
from fanal.harmonise.fields import Faults
from fanal.notice.facts import MOST_SHORT, MOST_TEXT, TargetAnswer
from fanal.notice.states import ReferralNow
from fanal.words.errors import RefusedError
from fanal.words.lists import AnswerKind, Measure

_FREE = ("facts", "legal_ground", "contractual_ground", "redress", "question")
_KNOWN = frozenset(("target", "kind", "measure", "territory", "automated", *_FREE))


def read_answers(given: Sequence[Mapping[str, Any]], referral: ReferralNow) -> list[TargetAnswer]:
    """The answers, in order; RefusedError with every message, each at "answers.0.facts" and the like."""
    faults = Faults()
    if not isinstance(given, list | tuple) or not given:
        faults.add("answers_missing", "answers")
        raise RefusedError.of(faults.found)
    if len(given) > len(referral.targets):
        faults.add("answers_too_many", "answers", size=len(given), most=len(referral.targets))
        raise RefusedError.of(faults.found)
    found = [_answer(each, f"answers.{n}", faults) for n, each in enumerate(given)]
    if faults.found:
        raise RefusedError.of(faults.found)
    return found


def _answer(value: Any, at: str, faults: Faults) -> TargetAnswer:
    given = fields.mapping(value, at, faults)
    fields.only(given, _KNOWN, f"{at}.", faults)
    kind = fields.choice(given.get("kind"), f"{at}.kind", AnswerKind, faults)
    if given.get("kind") in (None, ""):
        faults.add("answer_kind_missing", f"{at}.kind", known=", ".join(AnswerKind))
    measure = fields.choice(given.get("measure"), f"{at}.measure", Measure, faults)
    texts = {name: fields.text(given.get(name), f"{at}.{name}", MOST_TEXT, faults) for name in _FREE}
    return TargetAnswer(
        target=fields.line(given.get("target"), f"{at}.target", MOST_SHORT, faults),
        kind=kind or AnswerKind.ASKED_BACK,
        measure=measure or Measure.NONE,
        territory=fields.line(given.get("territory"), f"{at}.territory", MOST_SHORT, faults),
        automated=fields.yes_no(given.get("automated"), f"{at}.automated", faults),
        **texts,
    )
