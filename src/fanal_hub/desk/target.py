"""The page of one target: its whole text, who reported it and how, what is kept of it, and what a person can do with it."""

from datetime import UTC, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _

from fanal import flow
from fanal.notice.states import CaseNow, TargetNow
from fanal.words.lists import NotifierKind
from fanal_hub.desk import shown
from fanal_hub.desk.case import found
from fanal_hub.desk.guard import HANDLERS, READS, seated
from fanal_hub.desk.kept import kept_of
from fanal_hub.desk.story_words import label
from fanal_hub.ledger.links import GIVEN
from fanal_hub.ledger.models import MentionContent
from fanal_hub.ledger.read import cases, links, notices
from fanal_hub.people.desk import Seat
from fanal_hub.stations import notifier
from fanal_hub.stations.judge import Hand

MOST_MENTIONS = 50


def target_of(case: CaseNow, target_id: str) -> TargetNow:
    """The target of a case, or 404."""
    found_target = case.target(target_id)
    if found_target is None:
        raise Http404(target_id)
    return found_target


@seated(*READS, kinds=HANDLERS)
def target(request: HttpRequest, seat: Seat, hand: Hand, ref: str, target_id: str) -> HttpResponse:
    """The page."""
    now = found(seat, ref)
    here = target_of(now, target_id)
    content = cases.contents(ref).get(target_id)
    mentions = cases.mentions_of([target_id]).get(target_id, [])
    context = {
        "case": now,
        "target": here,
        "title": shown.numbered(now)[target_id],
        "text": content.text if content else "",
        "address": content.url if content else "",
        "account": content.account if content else "",
        "platform": flow.platform_title(here.platform, shown.lang()),
        "facts": shown.facts(here, content),
        "mentions": [_mention(each) for each in mentions[:MOST_MENTIONS]],
        "mentions_more": max(0, len(mentions) - MOST_MENTIONS),
        "kept": kept_of(now, target_id),
        "note": cases.note_of(ref, target_id),
        "may_detach": seat.may_analyse and len(here.mentions) > 1,
        "may_see_identity": seat.may_analyse or seat.may_administer,
        "now": datetime.now(UTC),
    }
    return render(request, "desk/target.html", context)


def _mention(row: MentionContent) -> dict[str, Any]:
    notice = notices.notice_for(row.handler, row.notice)
    return {
        "id": f"{row.notice}/{row.n}",
        "notice": row.notice,
        "n": row.n,
        "kind": label(NotifierKind, notice.notifier_kind) if notice else "",
        "at": shown.on(notice.received_at) if notice else "",
        "address": row.address,
        "via": _via(row),
        "text": row.text,
        "files": [_testimony(row.notice, each) for each in notifier.testimony(row.notice)],
        "identity": reverse("desk:identity", args=[row.notice]),
    }


def _via(row: MentionContent) -> dict[str, str]:
    """Where a short link leads, and by whom that is known."""
    link = links.of_mention(row)
    if link is None:
        return {}
    words = _("Short link. A list given to this hub on %(day)s says that it leads to:")
    if link.way != GIVEN:
        words = _("Short link. This hub followed it on %(day)s to:")
    return {"url": link.leads_to, "words": words % {"day": shown.day(link.at)}}


def _testimony(notice: str, facts: dict[str, str]) -> dict[str, Any]:
    """A file that the notifier added: sealed with the notice, shown like evidence."""
    href = reverse("desk:notice_file", args=[notice, facts["file"]])
    return {"name": facts["name"], "href": href, "is_image": facts["type"].startswith("image/")}


urls = [path("cases/<str:ref>/targets/<str:target_id>", target, name="target")]
