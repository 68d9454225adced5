"""The elements of a notice, numbered as in DSA Art. 16(2): each missing one is refused with its own message, all at once."""

import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import islice
from typing import Any

from fanal.harmonise import fields
from fanal.harmonise.door import Door
from fanal.harmonise.fields import Faults
from fanal.harmonise.targets import read_targets
from fanal.notice.facts import MOST_SHORT, MOST_TEXT, Notice, Notifier
from fanal.words.errors import IncompleteNoticeError, MisuseError
from fanal.words.lists import Category, Consent, NotifierKind
from fanal.words.say import LANGS

LEAST_LETTERS = 10  # of the reasons: our own rule for "sufficiently substantiated"
_SAID = ("danger", "exposed_person", "counter_speech", "good_faith")
_FIELDS = frozenset(("targets", "reasons", "category", "notifier", "lang", "reference", "handler", *_SAID))
_NOTIFIER = frozenset(("kind", "name", "email", "consents"))
_EMAIL = re.compile(r"[^\s@,;<>\"()\[\]\\]{1,64}@[^\s@,;<>\"()\[\]\\]{1,190}\.[^\s@,;<>\"()\[\]\\.\d]{2,24}")
# Whose word weighs more in the queue: only an account that was checked may say so.
_STANDING = (NotifierKind.TRUSTED_FLAGGER, NotifierKind.AUTHORITY)


def receive(given: Mapping[str, Any], door: Door) -> Notice:
    """One complete notice from what was given (DSA Art. 16(2)); IncompleteNoticeError says everything that is missing."""
    if door.received_at.tzinfo is None:
        raise MisuseError("the door's clock has no time zone")
    faults = Faults()
    given = fields.mapping(given, "", faults)
    fields.only(given, _FIELDS, "", faults)
    # (0) what it is said to be: it decides which exception applies
    category = _category(given.get("category"), faults)
    # (1) Art. 16(2)(a): the reasons why it is alleged to be illegal
    reasons = _reasons(given.get("reasons"), faults)
    # (2) Art. 16(2)(b): the exact electronic location, as often as there are targets
    mentions, asides = read_targets(given.get("targets"), door, category, faults)
    # (3) Art. 16(2)(c): name and e-mail, unless the offences of Directive 2011/93, Arts. 3 to 7 are concerned
    notifier = _notifier(given.get("notifier"), door, category, faults)
    # (4) Art. 16(2)(d): good faith, that the statements are accurate and complete
    good_faith = _good_faith(given.get("good_faith"), door, faults)
    notice = Notice(
        ref=door.ref,
        handler=door.handler,
        channel=door.channel,
        category=category or Category.OTHER,
        notifier=notifier,
        mentions=mentions,
        reasons="\n".join((reasons, *asides)),
        good_faith=good_faith,
        received_at=door.received_at,
        danger=fields.yes_no(given.get("danger"), "danger", faults) or category == Category.DANGER,
        exposed_person=fields.yes_no(given.get("exposed_person"), "exposed_person", faults),
        counter_speech=fields.yes_no(given.get("counter_speech"), "counter_speech", faults),
        lang=_lang(given.get("lang"), door, faults),
        source_ref=fields.line(given.get("reference"), "reference", MOST_SHORT, faults),
    )
    if faults.found:
        raise IncompleteNoticeError.of(faults.found)
    return notice


def _category(value: Any, faults: Faults) -> Category | None:
    if value is None or value == "":
        faults.add("category_missing", "category", known=", ".join(Category))
    return fields.choice(value, "category", Category, faults)


def _reasons(value: Any, faults: Faults) -> str:
    before = len(faults.found)
    reasons = fields.text(value, "reasons", MOST_TEXT, faults)
    letters = sum(1 for _ in islice(filter(str.isalpha, reasons), LEAST_LETTERS))
    if letters < LEAST_LETTERS and len(faults.found) == before:
        code = "reasons_missing" if not reasons else "reasons_too_short"
        faults.add(code, "reasons", least=LEAST_LETTERS)
    return reasons


def _notifier(value: Any, door: Door, category: Category | None, faults: Faults) -> Notifier:
    given = fields.mapping(value, "notifier", faults)
    fields.only(given, _NOTIFIER, "notifier.", faults)
    known = door.notifier
    kind = fields.choice(given.get("kind"), "notifier.kind", NotifierKind, faults)
    if kind in _STANDING and (known is None or known.kind != kind):
        faults.add("standing_unproven", "notifier.kind", kind=kind.label(door.lang))
    name = fields.line(given.get("name"), "notifier.name", MOST_SHORT, faults)
    email = _email(given.get("email"), faults)
    if known is None and category != Category.CHILD_ABUSE:
        _identity_given(given, faults)
    consents = _consents(given.get("consents"), faults)
    if known is None:
        return Notifier(kind=kind or NotifierKind.CITIZEN, name=name or None, email=email or None, consents=consents)
    return replace(
        known,
        kind=kind or known.kind,
        name=name or known.name,
        email=email or known.email,
        consents=consents or known.consents,
    )


def _identity_given(given: Mapping[str, Any], faults: Faults) -> None:
    for part in ("name", "email"):
        value = given.get(part)
        if value is None or (isinstance(value, str) and not value.strip()):
            faults.add(f"notifier_{part}_missing", f"notifier.{part}")


def _email(value: Any, faults: Faults) -> str:
    before = len(faults.found)
    email = fields.line(value, "notifier.email", MOST_SHORT, faults)
    if email and not _EMAIL.fullmatch(email) and len(faults.found) == before:
        faults.add("email_unreadable", "notifier.email", found=fields.shown(email))
        return ""
    return email


def _consents(value: Any, faults: Faults) -> tuple[Consent, ...]:
    if value is None:
        return ()
    if not isinstance(value, list | tuple) or len(value) > 2 * len(Consent):
        faults.add("not_list", "notifier.consents", known=", ".join(Consent))
        return ()
    read = (fields.choice(each, f"notifier.consents.{n}", Consent, faults) for n, each in enumerate(value))
    found = {each for each in read if each is not None}
    return tuple(each for each in Consent if each in found)


def _good_faith(value: Any, door: Door, faults: Faults) -> bool:
    before = len(faults.found)
    declared = fields.yes_no(value, "good_faith", faults) or door.good_faith
    if not declared and len(faults.found) == before:
        faults.add("good_faith_missing", "good_faith")
    return declared


def _lang(value: Any, door: Door, faults: Faults) -> str:
    lang = fields.line(value, "lang", MOST_SHORT, faults).lower()
    if lang and lang not in LANGS:
        faults.add("not_in_list", "lang", found=fields.shown(lang), known=", ".join(LANGS))
    return lang or door.lang
