"""Search within one's own cases: words, address, account, hashtag; a reference jumps to its page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse

from fanal import flow
from fanal_hub.courier.keys import clean_ref
from fanal_hub.desk import shown
from fanal_hub.desk.guard import HANDLERS, READS, seated
from fanal_hub.ledger.read import cases, notices, referrals
from fanal_hub.people.desk import Seat
from fanal_hub.stations.judge import Hand

MOST = 50
LONGEST = 500  # characters of a question


@seated(*READS, kinds=HANDLERS)
def search(request: HttpRequest, seat: Seat, hand: Hand) -> HttpResponse:
    """The search page."""
    asked = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST]
    here = jump(seat.organisation.ref, asked)
    if here:
        return redirect(here)
    hits = cases.search(seat.organisation.ref, asked, MOST + 1)
    rows = [
        {
            "title": f"{shown.kind(each.kind)} · {flow.platform_title(each.platform, shown.lang())}",
            "href": reverse("desk:target", args=[each.case, each.target]),
            "case": each.case,
            "account": each.account,
            "address": each.url,
            "excerpt": each.text[:240],
        }
        for each in hits[:MOST]
    ]
    return render(request, "desk/search.html", {"q": asked, "rows": rows, "more": len(hits) > MOST, "most": MOST})


def jump(handler: str, asked: str) -> str:
    """The page of a reference of this handler: N- (its case), C-, R-; empty for anything else."""
    ref = clean_ref(asked) if len(asked) <= 20 else ""
    if ref.startswith("C-") and cases.case_for(handler, ref):
        return reverse("desk:case", args=[ref])
    if ref.startswith("R-") and referrals.sent_by(handler, ref):
        return reverse("desk:referral", args=[ref])
    notice = notices.notice_for(handler, ref) if ref.startswith("N-") else None
    mine = [each for each in notice.cases if cases.case_for(handler, each)] if notice else []
    return reverse("desk:case", args=[mine[0]]) if mine else ""


urls = [path("search", search, name="search")]
