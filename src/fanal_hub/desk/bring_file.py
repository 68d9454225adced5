"""Importing a file of notices from the desk: all of it is read before the first row is taken. The refused rows can be downloaded."""

import tempfile
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext_lazy

from fanal import flow
from fanal.words.errors import RefusedError
from fanal.words.lists import Role
from fanal.words.say import message
from fanal_hub.desk import said, shown
from fanal_hub.desk.guard import HANDLERS, seated
from fanal_hub.desk.send import tabs
from fanal_hub.desk.sheet import sheet
from fanal_hub.ledger import vault, write
from fanal_hub.ledger.plan import Plan
from fanal_hub.ledger.read.notices import sealed
from fanal_hub.people.desk import Seat
from fanal_hub.people.models import Organisation
from fanal_hub.stations import rows
from fanal_hub.stations.judge import Hand

MOST_FILE = 10 * 1024 * 1024
MOST_UNPACKED = 40 * 1024 * 1024
MOST_ROWS = 10_000
MOST_SHOWN = 200  # refusals on the page; the download has all of them
KEPT = "import"  # kind of the vault record


class ImportForm(forms.Form):
    """A file, and the standing declaration for its rows."""

    file = forms.FileField(
        label=gettext_lazy("The file"),
        allow_empty_file=True,
        help_text=gettext_lazy(
            "CSV or JSONL, or either compressed (.gz); 10 MB and 10,000 rows at most. One row is one notice about one target."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.jsonl,.ndjson,.gz"}),
        error_messages={"required": gettext_lazy("Choose a file")},
    )
    good_faith = forms.BooleanField(
        label=gettext_lazy("My organisation believes in good faith that these rows are accurate and complete"),
        help_text=gettext_lazy("DSA Art. 16(2)(d), for every row. A notice known to be false is punished by law."),
        error_messages={"required": gettext_lazy("Confirm that your organisation is in good faith")},
    )


@seated(Role.NOTIFIER, Role.ANALYST, kinds=HANDLERS)
def bring(request: HttpRequest, seat: Seat, hand: Hand) -> HttpResponse:
    """The form; after it, the page of what became of the rows."""
    if request.method != "POST":
        return _page(request, ImportForm(initial={"good_faith": bool(seat.organisation.policy.get("good_faith"))}))
    form = ImportForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            _keep(seat.organisation, _brought(form.cleaned_data["file"], seat.organisation))
            return redirect("desk:imported")
        except RefusedError as error:
            said.into(form, error)
    return _page(request, form)


def _page(request: HttpRequest, form: ImportForm) -> HttpResponse:
    context = {
        "form": form,
        "tabs": tabs("import"),
        "columns": [(name, ", ".join(each)) for name, each in flow.COLUMNS.items()],
    }
    return render(request, "desk/import.html", context, status=422 if form.errors else 200)


def _brought(given: "UploadedFile[Any]", sender: Organisation) -> dict[str, Any]:
    """Read the whole file, then take its rows; RefusedError and nothing taken when it cannot be read."""
    if (given.size or 0) > MOST_FILE:
        raise RefusedError(message("testimony_too_large", at="file", most=MOST_FILE // 1024 // 1024))
    name = Path(given.name or "")
    endings = "".join(each for each in name.suffixes[-2:] if each.lower() in {*rows.KINDS, ".gz"}).lower()
    with tempfile.TemporaryDirectory(prefix="fanal-import-") as folder:
        place = Path(folder) / f"rows{endings}"
        place.write_bytes(b"".join(given.chunks()))
        _readable(place)
        summary = rows.Summary()
        entry = rows.entry_of(sender, rows.digest_of(place), lang=shown.lang(), redirects={})
        for chunk in rows.chunks_of(place, MOST_UNPACKED):
            rows.take(chunk, rows.by_door(entry), summary, shown.lang())
        rows.remember(place, sender.ref, summary)
    kept = "".join(char for char in name.name if char.isprintable())[-100:]
    return {
        "file": kept,
        "at": datetime.now(UTC).isoformat(),
        "rows": summary.rows,
        "taken": summary.taken,
        "again": summary.again,
        "refused": summary.refused,
        "refusals": summary.refusals,
    }


def _readable(place: Path) -> None:
    """Every row can be read, there is one at least, and they are not too many: nothing is half taken."""
    count = 0
    for count, _row in enumerate(rows.rows_of(place, MOST_UNPACKED), 1):
        if count > MOST_ROWS:
            raise RefusedError(message("rows_too_many", at="file", most=MOST_ROWS))
    if count == 0:
        raise RefusedError(message("rows_none", at="file"))


def _about(organisation: str) -> str:
    return f"import:{organisation}"


def _keep(sender: Organisation, made: dict[str, Any]) -> None:
    """Seal what became of the rows (refusals quote them) in the place of the import before."""
    sealer = vault.Sealer(f"o-{sha256(sender.ref.encode()).hexdigest()[:24]}")
    about = _about(sender.ref)
    sealer.add(about=about, kind=KEPT, value=made, at=datetime.now(UTC))

    def forget(tx: Any) -> None:
        tx.run("DELETE FROM ledger_vaultrow WHERE about = %s AND kind = %s", [about, KEPT])

    write.submit(Plan(beside=[forget, *sealer.effects]))


def _last(sender: Organisation) -> dict[str, Any]:
    found = [vault.open_json(each) for each in sealed(_about(sender.ref), KEPT)[-1:]]
    if not found or not found[0]:
        raise Http404
    made: dict[str, Any] = found[0]
    return made


@seated(Role.NOTIFIER, Role.ANALYST, kinds=HANDLERS)
def imported(request: HttpRequest, seat: Seat, hand: Hand) -> HttpResponse:
    """What became of the rows of the last file."""
    made = _last(seat.organisation)
    more = max(0, len(made["refusals"]) - MOST_SHOWN)
    context = {
        "made": made,
        "at": datetime.fromisoformat(made["at"]),
        "refusals": made["refusals"][:MOST_SHOWN],
        "more": more,
    }
    return render(request, "desk/imported.html", context)


@seated(Role.NOTIFIER, Role.ANALYST, kinds=HANDLERS)
def refusals(request: HttpRequest, seat: Seat, hand: Hand) -> HttpResponse:
    """The refused rows of the last file, for a spreadsheet."""
    made = _last(seat.organisation)
    return sheet("refused.csv", ("row", "field", "reason"), made["refusals"])


urls = [
    path("import", bring, name="import"),
    path("import/last", imported, name="imported"),
    path("import/last/refused.csv", refusals, name="refusals"),
]
