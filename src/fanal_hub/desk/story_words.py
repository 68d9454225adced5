"""One sentence for every kind of event, French and English by the catalogue. It tells what happened, and judges nothing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from fanal import flow
from fanal.words import lists
from fanal_hub.desk.shown import category, lang, on

Names = Callable[[str], str]  # an opaque name to words: persons, stations, recipients


@dataclass(frozen=True, slots=True)
class Told:
    """What happened, in words; `{n}` stands for how many alike happened together."""

    title: str
    text: str = ""
    tone: str = ""


Tell = Callable[[Any, Names, int], Told]

# Codes that people choose from when they act: they go into events, so they are codes and never prose.
REOPENED: Mapping[str, Promise] = {
    "new_facts": gettext_lazy("new facts are known"),
    "mistake": gettext_lazy("the first judgement was mistaken"),
    "contest": gettext_lazy("somebody concerned contests it"),
    "target_back": gettext_lazy("the target is back online"),
    "contradicted": gettext_lazy("what was seen contradicts an answer"),
    "reported_again": gettext_lazy("it was reported again"),
    "posted_again": gettext_lazy("the same account posted the same content again"),
    "danger": gettext_lazy("a notice says that somebody is in danger"),
}
WITHDRAWN: Mapping[str, Promise] = {
    "mistake": gettext_lazy("it was sent by mistake"),
    "wrong_recipient": gettext_lazy("it was put before the wrong recipient"),
    "settled_otherwise": gettext_lazy("the matter was settled otherwise"),
    "contest": gettext_lazy("somebody concerned contests it with good reason"),
}
CONTESTED: Mapping[str, Promise] = {
    "still_up": gettext_lazy("the target is still online"),
    "no_reasons": gettext_lazy("no reasons are given"),
    "wrong_ground": gettext_lazy("the ground given does not hold"),
    "incomplete": gettext_lazy("not everything was answered"),
}
PURPOSES: Mapping[str, Promise] = {
    "contact": gettext_lazy("to contact the notifier about this case"),
    "transmit": gettext_lazy("to pass the identity on, as the notifier agreed"),
    "support": gettext_lazy("to help a victim"),
    "court": gettext_lazy("at the request of a court or of the police"),
    "access": gettext_lazy("to answer a request of access or erasure"),
}
WHY_READ: Mapping[str, Promise] = {
    **PURPOSES,
    "export": gettext_lazy("to export everything that the organisation owns"),
}
UNDELIVERABLE: Mapping[str, Promise] = {
    "no_recipient": gettext_lazy("the recipient is no longer in the register"),
    "no_address": gettext_lazy("the recipient's address does not exist"),
    "unreachable": gettext_lazy("the recipient's server could not be reached; it is tried again"),
    "refused": gettext_lazy("the recipient's server refused it"),
    "outbox": gettext_lazy("no mail server is set: the letter waits in the outbox for a person to send it"),
}
VERDICTS: Mapping[str, Promise] = {
    "agrees": gettext_lazy("what is seen agrees with the answer"),
    "contradicted": gettext_lazy("what is seen contradicts the answer"),
    "silent_removal": gettext_lazy("the target disappeared without an answer"),
    "unknown": gettext_lazy("what is seen neither confirms nor contradicts the answer"),
}


def code_words(table: Mapping[str, Promise], code: str) -> str:
    """The words of a code; one of an older version is shown as it is."""
    return str(table.get(code, code))


def label(words: type[lists.Word], code: str) -> str:
    """The label of a code of the closed lists; one of an older version is shown as it is."""
    return words(code).label(lang()) if code in words._value2member_map_ else code


def _targets(n: int) -> str:
    return ngettext("%(n)s target", "%(n)s targets", n) % {"n": n}


def _received(e: Any, names: Names, n: int) -> Told:
    said = {"kind": label(lists.NotifierKind, e.notifier_kind), "channel": label(lists.Channel, e.channel)}
    text = _("%(category)s. %(targets)s.") % {"category": category(e.category), "targets": _targets(len(e.mentions))}
    danger = _("The notifier says that somebody is in danger now.") if e.danger else ""
    title = _("Notice %(ref)s received") % {"ref": e.notice}
    return Told(title, f"{said['kind']}, {said['channel'].lower()}. {text} {danger}".strip(), "bad" if e.danger else "")


def _opened(e: Any, names: Names, n: int) -> Told:
    said = {"purpose": e.purpose, "basis": e.legal_basis, "until": on(e.expires_at)}
    return Told(_("Case opened"), _("Purpose: %(purpose)s. Legal basis: %(basis)s. Kept until %(until)s.") % said)


def _attached(e: Any, names: Names, n: int) -> Told:
    why = {"new": _("New in this case."), "canonical": _("Same page for sure: already in this case.")}
    words = ngettext("%(n)s target attached, of notice %(ref)s", "%(n)s targets attached, of notice %(ref)s", n)
    return Told(words % {"n": n, "ref": e.notice}, why.get(e.why, _("Attached by a person.")))


def _relation(e: Any, names: Names, n: int) -> Told:
    said = {"relation": label(lists.RelationKind, e.relation), "case": e.other_case}
    words = ngettext("A link is suggested: %(relation)s", "%(n)s links are suggested: %(relation)s", n)
    one = _("With case %(case)s. A suggestion: nothing was merged.") % said
    return Told(words % {"n": n, **said}, one if n == 1 else _("Suggestions: nothing was merged."))


def _related(words: str, tone: str = "") -> Tell:
    def tell(e: Any, names: Names, n: int) -> Told:
        said = {"who": names(e.by), "relation": label(lists.RelationKind, e.relation), "case": e.other_case}
        return Told(_(words) % said, tone=tone)

    return tell


def _prioritised(e: Any, names: Names, n: int) -> Told:
    why = [flow.reason_text(str(each["code"]), lang()) for each in e.reasons]
    return Told(_("Priority: %(points)s out of 100") % {"points": e.priority}, " ; ".join(why))


def _evidence(e: Any, names: Names, n: int) -> Told:
    said = {"n": n, "kind": label(lists.EvidenceKind, e.evidence).lower(), "who": names(e.by)}
    words = ngettext("Evidence sealed for a target: %(kind)s", "Evidence sealed for %(n)s targets: %(kind)s", n)
    return Told(words % said, _("By %(who)s.") % said)


def _qualified(e: Any, names: Names, n: int) -> Told:
    asks = ", ".join(label(lists.Ask, each).lower() for each in e.asks)
    offences = " ; ".join(flow.offence_label(each, lang()) for each in e.offences)
    words = ngettext("%(n)s target qualified by %(who)s", "%(n)s targets qualified by %(who)s", n)
    return Told(
        words % {"n": n, "who": names(e.by)},
        _("%(offences)s. To ask: %(asks)s.") % {"offences": offences, "asks": asks},
        "ok",
    )


def _set_aside(e: Any, names: Names, n: int) -> Told:
    words = ngettext("%(n)s target set aside by %(who)s", "%(n)s targets set aside by %(who)s", n)
    return Told(words % {"n": n, "who": names(e.by)}, label(lists.SetAsideReason, e.reason))


def _fingerprinted(e: Any, names: Names, n: int) -> Told:
    return Told(_("A sealed file was read: its like can be found"), _("Nothing of it leaves by this."))


def _fingerprint_shared(e: Any, names: Names, n: int) -> Told:
    words = ngettext("A fingerprint was published by %(who)s", "%(n)s fingerprints were published by %(who)s", n)
    return Told(
        words % {"n": n, "who": names(e.by)}, _("Subscribers get the fingerprint alone, under an opaque number.")
    )


def _fingerprint_withdrawn(e: Any, names: Names, n: int) -> Told:
    words = ngettext("A published fingerprint was taken back", "%(n)s published fingerprints were taken back", n)
    return Told(words % {"n": n}, label(lists.WithdrawnWhy, e.why))


def _fed_back(e: Any, names: Names, n: int) -> Told:
    said = {"who": names(e.subscriber), "said": label(lists.MatchFeedback, e.feedback)}
    title = _("A subscriber answers on a published fingerprint: %(said)s") % said
    tone = {"disputed": "warn", "confirmed": "ok"}.get(e.feedback, "")
    return Told(title, _("Subscriber: %(who)s.") % said, tone)


def _sighted(e: Any, names: Names, n: int) -> Told:
    said = {"state": label(lists.SightingState, e.state), "from": names(e.seen_from), "n": n}
    words = ngettext("Looked at the source: %(state)s", "Looked at %(n)s sources: %(state)s", n)
    tone = {"gone": "ok", "author_deleted": "ok", "up": "warn", "back": "bad", "changed": "warn"}
    return Told(words % said, _("Seen from: %(from)s.") % said, tone.get(e.state, ""))


def _prepared(e: Any, names: Names, n: int) -> Told:
    said = {
        "ref": e.referral,
        "ask": label(lists.Ask, e.ask),
        "who": names(e.recipient),
        "law": flow.lane_label(e.lane, lang()),
    }
    text = _("%(law)s. To %(who)s, about %(targets)s.") % {**said, "targets": _targets(len(e.targets))}
    return Told(_("Referral %(ref)s prepared: %(ask)s") % said, text)


def _sent(e: Any, names: Names, n: int) -> Told:
    way = label(lists.DeliveryWay, e.way)
    by_law = _("Deadline fixed by law: %(at)s.") % {"at": on(e.due_at)} if e.due_at else ""
    own = _("Our own target: %(at)s.") % {"at": on(e.target_at)} if e.target_at else ""
    return Told(_("Referral %(ref)s sent") % {"ref": e.referral}, f"{way}. {by_law} {own}".strip())


def _answered_target(e: Any, names: Names, n: int) -> Told:
    said = {"answer": label(lists.AnswerKind, e.answer), "measure": label(lists.Measure, e.measure), "n": n}
    words = ngettext("Answer for %(n)s target: %(answer)s", "Answer for %(n)s targets: %(answer)s", n)
    automated = _("By automated means.") if e.automated else ""
    tone = "bad" if e.answer == "refused" else "ok"
    text = f"{said['measure']}. {automated}".strip() if e.answer == "decided" else ""
    return Told(words % said, text, tone)


def _outcome(title: str) -> Tell:
    """A sentence that ends with how the matter ended."""

    def tell(e: Any, names: Names, n: int) -> Told:
        tone = {"refused": "bad", "contradicted": "bad", "unanswered": "bad", "partial": "warn"}
        said = {"ref": getattr(e, "referral", ""), "outcome": label(lists.Outcome, e.outcome)}
        return Told(_(title) % said, "", tone.get(e.outcome, "ok"))

    return tell


def _plain(title: str, text: str = "", tone: str = "") -> Tell:
    """A sentence that names the reference, and perhaps who acted."""

    def tell(e: Any, names: Names, n: int) -> Told:
        ref = getattr(e, "referral", getattr(e, "notice", getattr(e, "to_case", "")))
        said = {"ref": ref, "who": names(getattr(e, "by", "")), "n": n}
        return Told(_(title) % said, _(text) % said if text else "", tone)

    return tell


def _because(title: str, table: Mapping[str, Promise], tone: str = "") -> Tell:
    """A sentence with a reason out of a table of codes."""

    def tell(e: Any, names: Names, n: int) -> Told:
        why = str(getattr(e, "why", "") or getattr(e, "purpose", ""))
        said = {"ref": getattr(e, "referral", getattr(e, "notice", "")), "who": names(getattr(e, "by", ""))}
        return Told(_(title) % said, code_words(table, why), tone)

    return tell


def _verified(e: Any, names: Names, n: int) -> Told:
    tone = {"agrees": "ok", "contradicted": "bad", "silent_removal": "warn"}
    said = {"ref": e.referral, "state": label(lists.SightingState, e.state)}
    text = f"{code_words(VERDICTS, e.verdict)} ({said['state'].lower()})."
    return Told(_("Held against the answer to %(ref)s") % said, text[:1].upper() + text[1:], tone.get(e.verdict, ""))


def _passed(e: Any, names: Names, n: int) -> Told:
    said = {"ref": e.referral, "clock": flow.clock_label(e.clock, lang())}
    if e.standing == "law":
        return Told(_("Deadline of %(ref)s passed") % said, said["clock"], "bad")
    return Told(_("Our own target for %(ref)s passed") % said, _("No legal deadline: %(clock)s.") % said, "warn")


def _noop(text: str) -> str:
    """Marks a text for the catalogue; it is translated when it is told."""
    return text


def _delivery(e: Any, names: Names, n: int) -> Told:
    said = {"ref": e.referral, "grade": label(lists.DeliveryGrade, e.grade), "who": names(e.by)}
    return Told(_("Delivery of %(ref)s: %(grade)s") % said, _("By %(who)s.") % said)


def _told(e: Any, names: Names, n: int) -> Told:
    if e.way == "outbox":
        waits = _("A letter to the notifier of %(ref)s waits in the outbox") % {"ref": e.notice}
        return Told(waits, _("No mail server is set: the notifier reads it on the follow-up page."))
    return Told(_("The notifier of %(ref)s was told what happened") % {"ref": e.notice})


SENTENCES: Mapping[str, Tell] = {
    "notice_received": _received,
    "notice_triaged": _plain(_noop("Notice %(ref)s analysed and put into its case")),
    "notice_rejected": lambda e, names, n: Told(
        _("Notice %(ref)s goes no further") % {"ref": e.notice}, label(lists.RejectReason, e.reason)
    ),
    "notice_withdrawn": _plain(_noop("Notice %(ref)s taken back by its notifier")),
    "notifier_told": _told,
    "identity_read": _because(_noop("%(who)s read who the notifier of %(ref)s is"), WHY_READ, "warn"),
    "notice_erased": _plain(_noop("Contents and identity of %(ref)s destroyed")),
    "case_opened": _opened,
    "target_attached": _attached,
    "target_detached": lambda e, names, n: Told(
        _("%(who)s moved a mention to case %(ref)s") % {"who": names(e.by), "ref": e.to_case}, tone="warn"
    ),
    "relation_noted": _relation,
    "relation_confirmed": _related(_noop("%(who)s confirmed a link with case %(case)s: %(relation)s"), "ok"),
    "relation_refused": _related(_noop("%(who)s refused a link with case %(case)s: %(relation)s")),
    "relation_undone": _related(_noop("%(who)s took back what was said of a link with case %(case)s: %(relation)s")),
    "case_prioritised": _prioritised,
    "evidence_added": _evidence,
    "evidence_fingerprinted": _fingerprinted,
    "fingerprint_shared": _fingerprint_shared,
    "fingerprint_withdrawn": _fingerprint_withdrawn,
    "match_fed_back": _fed_back,
    "target_qualified": _qualified,
    "target_set_aside": _set_aside,
    "case_dismissed": _plain(_noop("Case closed without action: every target was set aside")),
    "case_referred": _plain(_noop("The referrals of this qualification were prepared")),
    "case_settled": _outcome(_noop("Case settled: %(outcome)s")),
    "case_reopened": _because(_noop("Case opened again"), REOPENED, "warn"),
    "target_sighted": _sighted,
    "contest_received": _plain(_noop("Somebody concerned contests what was done"), tone="bad"),
    "hold_placed": _plain(_noop("Litigation hold placed by %(who)s: the case does not expire meanwhile"), tone="warn"),
    "hold_lifted": _plain(_noop("Litigation hold lifted by %(who)s: the expiry runs again")),
    "case_purged": _plain(_noop("The case reached its term: contents destroyed, the record stays")),
    "referral_prepared": _prepared,
    "referral_approved": _plain(_noop("Referral %(ref)s approved by a second person, %(who)s"), tone="ok"),
    "referral_sent": _sent,
    "referral_undeliverable": _because(_noop("Referral %(ref)s could not be delivered"), UNDELIVERABLE, "bad"),
    "delivery_noted": _delivery,
    "referral_acknowledged": _plain(_noop("Receipt of %(ref)s confirmed by the recipient"), tone="ok"),
    "target_answered": _answered_target,
    "referral_answered": _outcome(_noop("Referral %(ref)s answered in full: %(outcome)s")),
    "referral_asked_back": _plain(_noop("The recipient of %(ref)s asks a question"), tone="warn"),
    "target_verified": _verified,
    "referral_verified": _outcome(_noop("Referral %(ref)s checked at the source: %(outcome)s")),
    "referral_contested": _because(_noop("%(who)s contests the answer to %(ref)s"), CONTESTED, "warn"),
    "referral_closed": _outcome(_noop("Referral %(ref)s closed: %(outcome)s")),
    "referral_withdrawn": _because(_noop("%(who)s took referral %(ref)s back"), WITHDRAWN, "warn"),
    "deadline_passed": _passed,
    "referral_reminded": _plain(_noop("A reminder left for %(ref)s")),
    "checkpoint_published": _plain(_noop("The head of the log was signed")),
}
