"""Tags of the inbox: another organisation's target, and what a sighting says beside an answer. They decide nothing."""

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from fanal_hub.desk.story_words import VERDICTS, code_words
from fanal_hub.desk.templatetags.fanal_ui import icon
from fanal_hub.desk.templatetags.look_time import time_left

register = template.Library()


@register.simple_tag
def hoped_for(at: datetime, now: datetime) -> SafeString:
    """Time left of the sender's own target: never shown as a deadline of law."""
    left, local = time_left(at, now), timezone.localtime(at)
    return format_html(
        '<span class="time {} own">{}<time datetime="{}" title="{}">{}</time></span> <small class="muted">{}</small>',
        left.state,
        icon("target" if left.state == "ok" else left.icon),
        local.isoformat(timespec="minutes"),
        date_format(local, _("j M Y, H:i T")),
        left.words,
        _("the sender's target, not a legal deadline"),
    )


@register.simple_tag
def verdict(code: str) -> str:
    """What was seen, held against what was said."""
    return code_words(VERDICTS, code)
