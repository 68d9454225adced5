"""A first register of recipients: every platform and every authority that has a file, none with an account or an address yet."""

from fanal.authorities import AUTHORITIES
from fanal.notice.facts import Recipient
from fanal.platforms import PLATFORMS, NoticeForm
from fanal.platforms.base import form_fields
from fanal.words.lists import RecipientKind


def recipients() -> tuple[Recipient, ...]:
    """What a handler starts with; an organisation with an account, or its own addition, takes the place of an entry."""
    hosts = (
        Recipient(
            code=code,
            kind=RecipientKind.PLATFORM,
            title=plug.title,
            platform=code,
            has_form=plug.notice_form.url is not None,
        )
        for code, plug in PLATFORMS.items()
        if not plug.demo
    )
    authorities = (
        Recipient(code=code, kind=plug.kind, title=plug.title, has_form=plug.has_form)
        for code, plug in AUTHORITIES.items()
    )
    return (*hosts, *authorities)


def other_form(recipient: str) -> NoticeForm:
    """How a recipient that is no platform takes a referral by hand: its own page when its file names one, else by letter."""
    plug = AUTHORITIES.get(recipient)
    url = plug.url if plug else ""
    fields = form_fields("location", "reasons", "law", "excerpt", "name", "email")
    return NoticeForm(url=url or None, confidence="B" if url else "C", fields=fields)


def phone_of(recipient: str) -> str:
    """The number to call first; empty when the recipient is not called."""
    plug = AUTHORITIES.get(recipient)
    return plug.phone if plug else ""
