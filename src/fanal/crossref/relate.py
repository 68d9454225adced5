"""Which relations hold between two targets, how strongly, and on what evidence. It attaches nothing and knows no case.

Whoever quotes in order to denounce is tied to what is quoted by `quotes` alone: whatever words they share are not theirs.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from fanal.crossref.keys import Keys, exact_keys
from fanal.crossref.likeness import Likeness, likeness
from fanal.crossref.similar import SLIP
from fanal.fingerprints import FINGERPRINTS
from fanal.fingerprints.text_light import PLUG as LIGHT_KIND
from fanal.notice.facts import Mention
from fanal.text.fold import SHORT, fold_key
from fanal.text.quotes import quoted_words
from fanal.words.lists import RelationKind, Strength, TargetKind
from fanal.words.say import Message, message

_K, _S = RelationKind, Strength
LIGHT = LIGHT_KIND.code
UNSURE = (TargetKind.SHORT_LINK, TargetKind.MESSAGE)  # their address does not say which thing online they are


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What is compared of one target; `text` may be missing where only its keys are known."""

    canonical: str = ""
    is_sure: bool = True  # the address names one thing online, and not a link that leads somewhere
    accounts: tuple[str, ...] = ()  # "platform:account", each name the author goes by
    text: str = ""
    folded: str = ""
    hashtags: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    denounces: bool = False  # quotes in order to denounce


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """One relation between two targets, with its evidence as codes."""

    kind: RelationKind
    strength: Strength
    evidence: tuple[str, ...]


def compared(mention: Mention, keys: Keys | None = None) -> Compared:
    """One mention as what can be held beside others."""
    found = keys or exact_keys(mention)
    return Compared(
        canonical=mention.canonical,
        is_sure=bool(mention.canonical) and mention.kind not in UNSURE,
        accounts=found.accounts,
        text=mention.text,
        folded=next(iter(found.folded), ""),
        hashtags=found.hashtags,
        links=found.links,
        denounces=found.quotes,
    )


def relate(
    one: Compared,
    other: Compared,
    near: Mapping[str, int] | None = None,
    common: frozenset[str] = frozenset(),
) -> tuple[Tie, ...]:
    """Every relation that holds, the strongest first; nothing when it is the same page, which needs no suggestion.

    `near` is the distance in bits per kind of fingerprint, where it is within its radius; `common` are keys that match too much.
    """
    if one.canonical and one.canonical == other.canonical:
        return ()
    ties = [*_by_text(one, other, near or {}, common), *_by_keys(one, other, common)]
    if any(each.kind == _K.SAME_ITEM_LIKELY for each in ties):
        ties = [each for each in ties if each.kind not in (_K.SAME_TEXT, _K.SAME_ACCOUNT)]
    return tuple(sorted(ties, key=lambda each: _ORDER[each.kind]))


_ORDER = {kind: place for place, kind in enumerate(RelationKind)}


def _by_text(one: Compared, other: Compared, near: Mapping[str, int], common: frozenset[str]) -> Iterator[Tie]:
    alike = _equal(one, other, common) or _near(one, other, near)
    if alike is None:
        yield from _quotation(one, other)
    elif one.denounces != other.denounces:
        yield Tie(kind=_K.QUOTES, strength=_S.FINGERPRINT, evidence=("quotes", *alike.evidence))
    else:
        yield Tie(kind=alike.kind, strength=alike.strength, evidence=alike.evidence)
        if alike.kind == _K.SAME_TEXT and _same_account(one, other, common):
            yield Tie(kind=_K.SAME_ITEM_LIKELY, strength=_S.NORMAL, evidence=("same_account", "same_text"))


def _equal(one: Compared, other: Compared, common: frozenset[str]) -> Likeness | None:
    if one.folded and one.folded == other.folded and one.folded not in common:
        return Likeness(kind=_K.SAME_TEXT, strength=_S.NORMAL, evidence=("same_text",))
    return None


def _near(one: Compared, other: Compared, near: Mapping[str, int]) -> Likeness | None:
    """What lies within the radius of its kind: media are the same content, texts are read before anything is said."""
    media = [kind for kind in near if kind in FINGERPRINTS and FINGERPRINTS[kind].medium != "text"]
    if media:
        return Likeness(kind=_K.SAME_CONTENT, strength=_S.FINGERPRINT, evidence=tuple(f"near_{each}" for each in media))
    if not near or (one.folded and one.folded == other.folded):
        return None
    if one.text and other.text:
        return likeness(one.text, other.text) or _slip(one, other, near)
    # Without both texts nobody can see whether a word was exchanged: similar, until somebody reads them.
    return Likeness(kind=_K.SIMILAR_TEXT, strength=_S.FINGERPRINT, evidence=("near_text",))


def _slip(one: Compared, other: Compared, near: Mapping[str, int]) -> Likeness | None:
    """Short texts may differ by a slip of the keyboard, or by the word that matters: shown, and never the same."""
    is_short = min(len(one.folded), len(other.folded)) < SHORT
    if not is_short or near.get(LIGHT, SLIP + 1) > SLIP:
        return None
    return Likeness(kind=_K.SIMILAR_TEXT, strength=_S.FINGERPRINT, evidence=("near_text", "respelt"))


def _quotation(one: Compared, other: Compared) -> Iterator[Tie]:
    """Does one of them quote the other's words, to denounce them?"""
    for who, whom in ((one, other), (other, one)):
        if who.denounces and not whom.denounces and who.text and whom.folded:
            words = quoted_words(who.text)
            if fold_key(words) == whom.folded or (whom.text and likeness(words, whom.text)):
                yield Tie(kind=_K.QUOTES, strength=_S.FINGERPRINT, evidence=("quotes",))


def _by_keys(one: Compared, other: Compared, common: frozenset[str]) -> Iterator[Tie]:
    if _same_account(one, other, common):
        yield Tie(kind=_K.SAME_ACCOUNT, strength=_S.NORMAL, evidence=("same_account",))
    if (frozenset(one.hashtags) & frozenset(other.hashtags)) - common:
        yield Tie(kind=_K.SAME_HASHTAG, strength=_S.NORMAL, evidence=("same_hashtag",))
    if (frozenset(one.links) & frozenset(other.links)) - common:
        yield Tie(kind=_K.SAME_LINK, strength=_S.NORMAL, evidence=("same_link",))


def _same_account(one: Compared, other: Compared, common: frozenset[str]) -> bool:
    return bool((frozenset(one.accounts) & frozenset(other.accounts)) - common)


def reasons(tie: Tie) -> tuple[Message, ...]:
    """The relation and its evidence, in words."""
    return (message(f"relation_{tie.kind}"), *(message(f"evidence_{each}") for each in tie.evidence))
