"""What an authority's file is made of: what it takes and what it leaves to others. It holds no authority."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from fanal.words.lists import RecipientKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What would be put before an authority: is it public, an emergency, and which heading of PHAROS ("" for none)."""

    public: bool
    emergency: bool = False
    heading: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """One authority, whole: adding one is adding one file that sets PLUG to this."""

    code: str
    kind: RecipientKind
    title: Mapping[str, str]
    takes: Callable[[Offer], bool]
    examples: tuple[tuple[Offer, bool], ...]
    url: str = ""
    phone: str = ""
    has_form: bool = False
