"""The keys by which the memory is searched (DESIGN section 5): exact ones, and fingerprints for those who look nearby.

It searches nothing. A fingerprint's matches are relations of strength `fingerprint`: they never attach alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from fanal.crossref.likeness import LEAST_FOLDED, forget_wordings
from fanal.crossref.similar import radii
from fanal.fingerprints import FINGERPRINTS
from fanal.languages import all_frames
from fanal.notice.facts import Mention, Notice
from fanal.platforms import canonical
from fanal.text.find import find_hashtags, find_links
from fanal.text.fold import fold_key
from fanal.text.quotes import quoted_words, quotes_and_denounces
from fanal.words.errors import AddressError
from fanal.words.lists import TargetKind

_FRAMES = all_frames()
MOST_LINKS = 20  # of one text
MOST_HASHTAGS = 30  # of one text: no platform shows more, and each is a question to the memory


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """What to look up, one list per kind, each key once."""

    canonical: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()  # "platform:account"
    hashtags: tuple[str, ...] = ()
    links: tuple[str, ...] = ()  # canonical addresses found in the text
    folded: tuple[str, ...] = ()  # whole folded texts
    codes: Mapping[str, tuple[bytes, ...]] = field(default_factory=dict)  # kind of fingerprint -> 256-bit codes
    texts: tuple[str, ...] = ()  # the texts themselves, so that the difference can be shown
    quotes: bool = False  # one of the texts quotes in order to denounce


def keys(notice: Notice) -> Keys:
    """All that triage has to know of the past of this notice."""
    each = [mention_keys(mention) for mention in notice.mentions]
    return Keys(
        canonical=_once(key for one in each for key in one.canonical),
        accounts=_once(key for one in each for key in one.accounts),
        hashtags=_once(key for one in each for key in one.hashtags),
        links=_once(key for one in each for key in one.links),
        folded=_once(key for one in each for key in one.folded),
        codes=_codes_of(each),
        texts=_once(key for one in each for key in one.texts),
        quotes=any(one.quotes for one in each),
    )


@lru_cache(maxsize=128)  # triage asks for those of a notice three times
def mention_keys(mention: Mention) -> Keys:
    """The keys of one mention: its place, its author, what its text points to, and the codes of its wording."""
    exact = exact_keys(mention)
    return replace(exact, codes=_codes(mention.text, exact.quotes) if exact.folded else {})


def forget_texts() -> None:
    """Let go of everything that was said in the mentions asked about: a hub that erases a text must not keep it here."""
    mention_keys.cache_clear()
    forget_wordings()


def exact_keys(mention: Mention) -> Keys:
    """The same without the codes, for those who make the codes of many texts at once."""
    folded = fold_key(mention.text)
    quotes = denounces(mention.text)
    own_tag = (mention.canonical.rpartition(":")[2],) if mention.kind == TargetKind.HASHTAG else ()
    account = f"{mention.platform}:{mention.account.casefold()}" if mention.account and mention.platform else ""
    return Keys(
        canonical=_once((mention.canonical,)),
        accounts=_once((account,)),
        hashtags=_once((*own_tag, *find_hashtags(mention.text)[:MOST_HASHTAGS])),
        links=_once(_place(link) for link in find_links(mention.text)[:MOST_LINKS]),
        folded=_once((folded if len(folded) >= LEAST_FOLDED else "",)),
        texts=_once((mention.text,)),
        quotes=quotes,
    )


def denounces(text: str) -> bool:
    """Does a text quote in order to denounce?"""
    return bool(quotes_and_denounces(text, _FRAMES))


def radius_of(kind: str) -> int:
    """Within how many bits codes of a kind of fingerprint are candidates."""
    return FINGERPRINTS[kind].radius


def _codes(text: str, quotes: bool) -> dict[str, tuple[bytes, ...]]:
    """The codes of a text, those that `similar.radii` has a use for; of one that denounces, also those of the quoted words."""
    texts = _once((text, quoted_words(text) if quotes else ""))
    used = {each: radii(len(fold_key(each))) for each in texts}
    kinds = [kind for kind, plug in FINGERPRINTS.items() if plug.medium == "text"]
    return {kind: _codes_as(kind, [each for each in texts if kind in used[each]]) for kind in kinds}


def _codes_as(kind: str, texts: Iterable[str]) -> tuple[bytes, ...]:
    found = (FINGERPRINTS[kind].code_of(each) for each in texts)
    return tuple(dict.fromkeys(code for code in found if code is not None))


def _codes_of(each: Sequence[Keys]) -> dict[str, tuple[bytes, ...]]:
    kinds = dict.fromkeys(kind for one in each for kind in one.codes)
    return {kind: tuple(dict.fromkeys(code for one in each for code in one.codes.get(kind, ()))) for kind in kinds}


def _place(link: str) -> str:
    try:
        return canonical(link).canonical
    except AddressError:
        return ""  # not an address that anyone can open: no key


def _once(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each for each in found if each))
