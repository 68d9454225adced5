"""A table as CSV that no spreadsheet runs as a formula. It chooses no rows."""

import csv
import io
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "|", "%")  # what spreadsheets take for a formula, or for a command


def sheet(name: str, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """A download; a text that begins like a formula gets an apostrophe in front."""
    written = io.StringIO()
    out = csv.writer(written)
    out.writerow(heads)
    out.writerows([safe(each) for each in row] for row in rows)
    response = HttpResponse(written.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def safe(value: object) -> object:
    """A cell that is only read."""
    if not isinstance(value, str):
        return value
    return f"'{value}" if value.lstrip().startswith(_FORMULA) or value[:1] in _FORMULA else value
