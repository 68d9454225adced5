"""The exact keys by which the memory is searched (DESIGN section 5). Near-duplicates are not here: `similar` says when texts are.

A fingerprint's matches are one more relation, of strength `fingerprint`: they never attach alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from fanal.notice.facts import Mention, Notice
from fanal.platforms import canonical
from fanal.text.find import find_hashtags, find_links
from fanal.text.fold import fold_key
from fanal.words.errors import AddressError
from fanal.words.lists import TargetKind

LEAST_FOLDED = 12  # folded characters below which two equal texts say nothing ("va mourir" is everywhere)
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


def keys(notice: Notice) -> Keys:
    """All that triage has to know of the past of this notice."""
    each = [mention_keys(mention) for mention in notice.mentions]
    return Keys(
        canonical=_once(key for one in each for key in one.canonical),
        accounts=_once(key for one in each for key in one.accounts),
        hashtags=_once(key for one in each for key in one.hashtags),
        links=_once(key for one in each for key in one.links),
        folded=_once(key for one in each for key in one.folded),
    )


def mention_keys(mention: Mention) -> Keys:
    """The keys of one mention: its place, its author, and what its text points to."""
    folded = fold_key(mention.text)
    own_tag = (mention.canonical.rpartition(":")[2],) if mention.kind == TargetKind.HASHTAG else ()
    account = f"{mention.platform}:{mention.account.casefold()}" if mention.account and mention.platform else ""
    return Keys(
        canonical=_once((mention.canonical,)),
        accounts=_once((account,)),
        hashtags=_once((*own_tag, *find_hashtags(mention.text)[:MOST_HASHTAGS])),
        links=_once(_place(link) for link in find_links(mention.text)[:MOST_LINKS]),
        folded=_once((folded if len(folded) >= LEAST_FOLDED else "",)),
    )


def _place(link: str) -> str:
    try:
        return canonical(link).canonical
    except AddressError:
        return ""  # not an address that anyone can open: no key


def _once(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each for each in found if each))
