"""The tag of a chart of hours: columns of one SVG with title and description, and the same numbers as a table."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.text import slugify

register = template.Library()
HEIGHT = 96


@register.inclusion_tag("desk/parts/time_chart.html")
def time_chart(chart: Mapping[str, Any]) -> dict[str, Any]:
    """A chart of `operation_charts`: a column an hour; an hour of which nothing is known has none."""
    bars, top = chart["bars"], chart["top"] or 1
    step = 100 / max(1, len(bars))
    columns = []
    for place, bar in enumerate(bars):
        tall = 0 if not bar["value"] else max(2, round(HEIGHT * bar["value"] / top))
        columns.append(
            {
                **bar,
                "x": f"{place * step + step * 0.1:.2f}%",
                "middle": f"{place * step + step / 2:.2f}%",
                "width": f"{step * 0.8:.2f}%",
                "y": HEIGHT - tall + 20,
                "tall": tall,
                "named": place % 6 == 0,
            }
        )
    return {**chart, "columns": columns, "id": f"chart-{slugify(chart['title'])}", "floor": HEIGHT + 20}
