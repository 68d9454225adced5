"""The components of the screens, one tag each (`docs/look.md` shows them). They show what they are given and decide nothing."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.template import Context
from django.template.loader import get_template
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import get_language, gettext

from fanal.words import lists
from fanal.words.lists import Word
from fanal_hub.desk.templatetags.look_charts import Row, chart, points
from fanal_hub.desk.templatetags.look_fields import error_links, field_parts
from fanal_hub.desk.templatetags.look_time import time_left as measure_time_left
from fanal_hub.desk.templatetags.look_words import ICON_OF_TONE, PRIORITIES, shown_state

register = template.Library()
Parts = dict[str, Any]
TONES = {"success": "ok", "warning": "warn", "error": "bad", "info": "info", "debug": "info"}
LANGUAGES = (("fr", "Français", "FR"), ("en", "English", "EN"))


# ---- The mark and the icons ----


@register.inclusion_tag("fanal/lantern.html")
def lantern() -> Parts:
    """The mark, drawn inline."""
    return {}


@register.simple_tag
def icon(name: str) -> SafeString:
    """A decorative icon of the sprite; words must stand beside it."""
    return format_html('<svg class="icon" aria-hidden="true" focusable="false"><use href="#i-{}"/></svg>', name)


# ---- Shells ----


@register.inclusion_tag("fanal/parts/language_switch.html", takes_context=True)
def language_switch(context: Context) -> Parts:
    """French or English, by a form that needs no script; absent when the hub has no such address."""
    request = context.get("request")
    try:
        action = reverse("set_language")
    except NoReverseMatch:
        action = ""
    here = request.get_full_path() if request else "/"
    return {"action": action, "next": here, "languages": LANGUAGES, "current": get_language()}


@register.inclusion_tag("fanal/parts/nav_link.html", takes_context=True)
def nav_link(context: Context, href: str, label: str, icon: str = "list", count: int | None = None) -> Parts:
    """An entry of the desk's navigation; current when the page's address begins with it."""
    request = context.get("request")
    current = bool(request and request.path.startswith(href))
    return {"href": href, "label": label, "icon": icon, "count": count, "current": current}


@register.simple_block_tag
def user_menu(content: str, name: str) -> SafeString:
    """A menu that opens without a script; its content is links and buttons of class `plain`."""
    return _render("user_menu", {"content": content, "name": name})


@register.inclusion_tag("fanal/parts/back_link.html")
def back_link(href: str, label: str = "") -> Parts:
    """One step back."""
    return {"href": href, "label": label or gettext("Back")}


@register.inclusion_tag("fanal/parts/crumbs.html")
def crumbs(*pairs: str) -> Parts:
    """Label, address, label, address… and the label of this page last."""
    labels, addresses = pairs[::2], [*pairs[1::2], ""]
    return {"crumbs": list(zip(labels, addresses, strict=False))}


@register.inclusion_tag("fanal/parts/tabs.html")
def tabs(entries: Iterable[Mapping[str, Any]], label: str = "") -> Parts:
    """Links that look like tabs; each entry has label, href, and may have count and current."""
    full = [{"count": None, "current": False, **one} for one in entries]
    return {"tabs": full, "label": label or gettext("Parts of this page")}


@register.inclusion_tag("fanal/parts/pager.html")
def pager(previous: str = "", next: str = "", shown: str = "") -> Parts:  # noqa: A002
    """Previous and next by cursor; `shown` says what is on the page."""
    return {"previous": previous, "next": next, "shown": shown}


@register.inclusion_tag("fanal/parts/steps.html")
def steps(labels: Sequence[str], current: int) -> Parts:
    """Where we are among the questions; `current` counts from 1."""
    css = ["done" if at < current else "here" if at == current else "" for at in range(1, len(labels) + 1)]
    said = {"n": current, "total": len(labels), "label": labels[current - 1]}
    words = gettext("Step %(n)s of %(total)s: %(label)s") % said
    return {"steps": [{"label": one, "css": how} for one, how in zip(labels, css, strict=True)], "words": words}


@register.inclusion_tag("fanal/parts/progress.html")
def progress(value: int, most: int, label: str) -> Parts:
    """How much of a long work is done."""
    words = gettext("%(value)s of %(most)s") % {"value": value, "most": most}
    return {"value": str(value), "most": str(most), "label": label, "words": words, "id": f"progress-{slugify(label)}"}


# ---- Banners, errors, fields ----


@register.inclusion_tag("fanal/parts/danger.html")
def danger(slim: bool = False) -> Parts:
    """The numbers to call first: 17, 112, 3018 (France); `slim` is one line for the top of a page."""
    return {"slim": slim}


@register.simple_block_tag
def banner(content: str, tone: str = "info", title: str = "") -> SafeString:
    """A notice on the page: success, info, warning or error (Django's message levels)."""
    css = TONES.get(tone, tone)
    role = "alert" if css == "bad" else "status"
    parts = {"content": content, "tone": css, "title": title, "role": role, "icon": ICON_OF_TONE.get(css, "info")}
    return _render("banner", parts)


@register.inclusion_tag("fanal/parts/error_summary.html")
def error_summary(*forms: BaseForm) -> Parts:
    """All errors of the forms on top of the page, each a link to its field."""
    return {"errors": error_links(forms)}


@register.simple_tag
def error_prefix(*forms: BaseForm) -> str:
    """Say in the title of the page that something is to correct, for those who hear it first."""
    return f"{gettext('Error:')} " if any(form.errors for form in forms) else ""


@register.inclusion_tag("fanal/parts/field.html")
def field(bound: BoundField, hint: str = "", big: bool = False, width: str = "") -> Parts:
    """A form field with its label, hint and error, in that order; `big` when it is the page's one question."""
    return field_parts(bound, hint, big=big, width=str(width))


@register.inclusion_tag("fanal/parts/filter_bar.html")
def filter_bar(form: BaseForm, action: str = "") -> Parts:
    """The fields of a form in one row, sent by GET so that a filtered list has an address."""
    return {"form": form, "fields": list(form), "action": action}


# ---- Badges and time ----


@register.simple_tag
def badge(tone: str, label: str, icon: str = "") -> SafeString:
    """A word with an icon and a tone: ok, warn, bad, info, quiet."""
    return _badge(f"t-{tone}", icon or ICON_OF_TONE.get(tone, "dot"), label)


@register.simple_tag
def state(kind: str, code: str) -> SafeString:
    """The badge of a state: kind is notice, case, referral, target, answer, sighting, outcome or delivery."""
    shown = shown_state(kind, code)
    return _badge(f"t-{shown.tone}", shown.icon, str(shown.label))


@register.filter
def word(code: str, kind: str) -> str:
    """The label of a code of the closed lists: `{{ ask|word:"Ask" }}`."""
    words: type[Word] = getattr(lists, kind)
    return words(code).label(get_language() or "fr")


@register.inclusion_tag("fanal/parts/priority.html")
def priority(level: str, reasons: Iterable[str] = ()) -> Parts:
    """The priority (danger, high, normal, low) that unfolds to its reasons."""
    shown = PRIORITIES[level]
    css = "p-danger" if level == "danger" else f"t-{shown.tone}"
    return {"css": css, "icon": shown.icon, "label": shown.label, "reasons": list(reasons)}


@register.inclusion_tag("fanal/parts/time_left.html")
def time_left(due_at: datetime, now: datetime | None = None, target: bool = False) -> Parts:
    """Time left in words, with an icon; `target` when it is the user's own target and no legal deadline."""
    left = measure_time_left(due_at, now or timezone.now())
    shown = "target" if target and left.state == "ok" else left.icon
    return {"state": left.state, "icon": shown, "words": left.words, "target": target, **_when(due_at)}


@register.inclusion_tag("fanal/parts/clocks.html")
def clocks(entries: Iterable[Mapping[str, Any]], now: datetime | None = None) -> Parts:
    """Clocks beside a story: label, due_at or unknown (words), and may have target and arithmetic (lines)."""
    empty = {"due_at": None, "unknown": "", "target": False, "arithmetic": ()}
    return {"clocks": [{**empty, **one} for one in entries], "now": now}


# ---- What a case page shows ----


@register.inclusion_tag("fanal/parts/story.html")
def story(entries: Iterable[Mapping[str, Any]]) -> Parts:
    """The history as a story: at, title, and may have text, quote, tone (ok, warn, bad, lit), href and link."""
    empty = {"text": "", "quote": "", "tone": "", "href": "", "link": ""}
    return {"entries": [{**empty, **one, **_when(one["at"])} for one in entries]}


@register.inclusion_tag("fanal/parts/summary_list.html")
def summary_list(rows: Iterable[Sequence[Any]]) -> Parts:
    """Key and value, and may have an address and the words of its link: (key, value[, href, link])."""
    names = ("key", "value", "href", "link")
    return {"rows": [dict(zip(names, (*row, "", ""), strict=False)) for row in rows]}


@register.simple_block_tag
def veil(content: str, label: str = "") -> SafeString:
    """A passage hidden until asked for, from eyes and from screen readers alike, without a script."""
    return _render("veil", {"content": content, "label": label or gettext("Show the passage")})


@register.inclusion_tag("fanal/parts/blurred_image.html")
def blurred_image(src: str, alt: str = "", width: int | None = None, height: int | None = None) -> Parts:
    """An image blurred until asked for."""
    return {"src": src, "alt": alt or gettext("Image that was reported"), "width": width, "height": height}


@register.simple_block_tag
def target_card(content: str, target: Mapping[str, Any]) -> SafeString:
    """A target: title, and may have address, id, state, excerpt, image, alt, facts (rows); the content is its actions."""
    empty = {"address": "", "id": "", "state": "", "excerpt": "", "image": "", "alt": "", "facts": ()}
    return _render("target_card", {"target": {**empty, **target}, "content": content})


@register.inclusion_tag("fanal/parts/copies.html")
def copies(entries: Iterable[Mapping[str, Any]], name: str = "targets") -> Parts:
    """A grid to confirm near copies together: value, title; may have context, difference, image, excerpt, checked."""
    empty = {"context": "", "difference": "", "image": "", "alt": "", "excerpt": "", "checked": False}
    return {"copies": [{**empty, **one} for one in entries], "name": name}


# ---- Receipt, copying, empty, landing ----


@register.inclusion_tag("fanal/parts/receipt_number.html")
def receipt_number(number: str, note: str = "", label: str = "") -> Parts:
    """The number to keep."""
    return {"number": number, "note": note, "label": label or gettext("Your receipt number")}


@register.inclusion_tag("fanal/parts/copy_block.html")
def copy_block(text: str, label: str, id: str = "") -> Parts:  # noqa: A002
    """Text ready to paste; without a script, one click selects it all."""
    return {"text": text, "label": label, "id": id or f"copy-{slugify(label)}"}


@register.inclusion_tag("fanal/parts/empty_state.html")
def empty_state(title: str, text: str = "", href: str = "", action: str = "") -> Parts:
    """Nothing here, and what to do next."""
    return {"title": title, "text": text, "href": href, "action": action}


@register.inclusion_tag("fanal/parts/landing_card.html")
def landing_card(href: str, title: str, text: str, icon: str = "next") -> Parts:
    """A door of the landing page; put them in `<ul class="cards">`."""
    return {"href": href, "title": title, "text": text, "icon": icon}


# ---- Tables and figures ----


@register.inclusion_tag("fanal/parts/keyboard.html")
def keyboard() -> Parts:
    """The keys of the queue, shown where the script is there to answer them."""
    return {}


@register.inclusion_tag("fanal/parts/th.html", takes_context=True)
def th(context: Context, label: str, sort: str = "", css: str = "") -> Parts:
    """A column's head; `sort` makes it a link to `?sort=key` or, when already sorted so, to `?sort=-key`."""
    request = context.get("request")
    parts: Parts = {"label": label, "css": css, "href": "", "direction": "", "icon": "sort"}
    if not sort or request is None:
        return parts
    asked = request.GET.copy()
    now = asked.get("sort", "").removeprefix("-") == sort and asked.get("sort", "")
    if now:
        descending = now.startswith("-")
        parts |= {"direction": "descending" if descending else "ascending", "icon": "down" if descending else "up"}
    asked.pop("cursor", None)
    asked["sort"] = f"-{sort}" if now == sort else sort
    return parts | {"href": f"?{asked.urlencode()}"}


@register.inclusion_tag("fanal/parts/figure.html")
def figure(shown: Mapping[str, Any]) -> Parts:
    """A number that unfolds: value, label, definition, numerator, denominator, and may have between (words)."""
    return {"between": "", **shown}


@register.inclusion_tag("fanal/parts/bar_chart.html")
def bar_chart(
    rows: Iterable[Row], title: str, desc: str, unit: str = "", axis: str = "", most: float | None = None
) -> Parts:  # noqa: E501, PLR0913
    """Bars in SVG with title, description and a table; a row is (label, value[, low, high]) or a mapping of them."""
    drawn = chart(rows, unit=unit, most=most)
    shared = {"title": title, "desc": desc, "id": f"chart-{slugify(title)}"}
    named = {"axis": axis or gettext("Name"), "unit_name": unit or gettext("Number")}
    return {**shared, **named, **{key: getattr(drawn, key) for key in ("bars", "ticks", "floor", "height", "spans")}}


@register.inclusion_tag("fanal/parts/sparkline.html")
def sparkline(values: Sequence[float], title: str) -> Parts:
    """A small line for a table cell; the title says in words what it shows."""
    return {"points": points(values), "title": title}


def _badge(css: str, icon_name: str, label: str) -> SafeString:
    return format_html('<span class="badge {}">{}{}</span>', css, icon(icon_name), label)


def _when(at: datetime) -> dict[str, str]:
    local = timezone.localtime(at)
    return {"iso": local.isoformat(timespec="minutes"), "on": date_format(local, gettext("j M Y, H:i T"))}


def _render(part: str, parts: Parts) -> SafeString:
    return SafeString(get_template(f"fanal/parts/{part}.html").render(parts))
