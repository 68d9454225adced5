"""What platforms are called and how they take notices, from their files. It reads no notice."""

from collections.abc import Mapping

from fanal.platforms import PLATFORMS, NoticeForm
from fanal.words.say import Text


def platforms() -> Mapping[str, Text]:
    """Every platform that is known, with its name; the stand-in of the demonstration is in no list."""
    return {code: plug.title for code, plug in PLATFORMS.items() if not plug.demo}


def platform_title(code: str, lang: str) -> str:
    """What the platform is called; an unknown code is shown as it is."""
    plug = PLATFORMS.get(code)
    return plug.title.get(lang, plug.title["fr"]) if plug else code


def notice_form(platform: str) -> NoticeForm | None:
    """The platform's own path for notices of illegal content, for assisted dispatch."""
    plug = PLATFORMS.get(platform)
    return plug.notice_form if plug else None


def has_form(platform: str) -> bool:
    """Is the address of its notice form known?"""
    form = notice_form(platform)
    return form is not None and form.url is not None
