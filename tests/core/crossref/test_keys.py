"""Keys of a text that was written to be expensive: each key is a question to the memory, so there are never many."""

import pytest

from fanal.crossref import mention_keys
from fanal.crossref.keys import MOST_HASHTAGS, MOST_LINKS
from fanal.notice.facts import MOST_TEXT, Mention
from fanal.words.lists import TargetKind


@pytest.mark.parametrize(
    ("piece", "most"), [("#mot{} ", MOST_HASHTAGS), ("https://mot{}.example/ ", MOST_LINKS), ("@nom{} ", 0)]
)
def test_text_full_of_signs_asks_few_questions(piece: str, most: int) -> None:
    text = "".join(piece.format(n) for n in range(4_000))[:MOST_TEXT]
    mention = Mention(n=1, address="", platform="x", kind=TargetKind.POST, canonical="x:post:1", url="", text=text)
    made = mention_keys(mention)
    assert len(made.hashtags) + len(made.links) == most
    assert made.hashtags[:1] == (("mot0",) if piece.startswith("#") else ())
