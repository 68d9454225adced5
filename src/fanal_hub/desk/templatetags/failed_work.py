"""How much work failed that the seat may see: for the navigation, which names it only then."""

from typing import Any

from django import template

from fanal_hub.desk.jobs import count

register = template.Library()


@register.simple_tag
def failed_work(seat: Any) -> int:
    """How much was given up and waits for an administrator."""
    return count(seat) if seat else 0
