"""Leetchi, money pots: its addresses and its notice path; it knows no other platform."""

from fanal.platforms.base import BY_LAW, NoticeForm, Platform, Rule, by_rules

HOME = "https://www.leetchi.com"
LANG = r"(?:[a-z]{2}(?:-[a-z]{2})?/)?"
POT = r"(?P<c>[^/\s]{2,200})"

target = by_rules(
    Rule(
        path=rf"{LANG}cagnotte/(?P<n>\d+)/(?P<c>\w+)",
        kind="page",
        id="{n}/{c}",
        url=HOME + "/fr/Cagnotte/{n}/{c}",
        folded=("c",),
    ),
    Rule(
        path=rf"{LANG}(?:c|fundraising)/{POT}(?:/.*)?",
        kind="page",
        id="{c}",
        url=HOME + "/c/{c}",
        folded=("c",),
    ),
    Rule(
        path=rf"{LANG}(?:profile|profil|user|u)/{POT}",
        kind="account",
        id="{c}",
        url=HOME + "/profile/{c}",
        account="{c}",
        folded=("c",),
    ),
)

PLUG = Platform(
    code="leetchi",
    title={"fr": "Leetchi", "en": "Leetchi"},
    hosts=("leetchi.com",),
    short_hosts=("lchi.fr",),
    tracking=frozenset({"source", "share", "locale", "ref"}),
    target=target,
    examples=(
        (
            "https://www.leetchi.com/c/un-phare-pour-tous-1234567?utm_source=copylink",
            "leetchi:page:un-phare-pour-tous-1234567",
        ),
        ("https://www.leetchi.com/fr/c/un-phare-pour-tous-1234567", "leetchi:page:un-phare-pour-tous-1234567"),
        ("leetchi.com/c/Un-Phare-Pour-Tous-1234567/", "leetchi:page:un-phare-pour-tous-1234567"),
        (
            "https://www.leetchi.com/fr/Cagnotte/1234567/abcd0123",
            "leetchi:page:1234567/abcd0123",
        ),
        ("https://m.leetchi.com/en/c/ABcd12EF", "leetchi:page:abcd12ef"),
        ("https://www.leetchi.com/profile/la-lanterne", "leetchi:account:la-lanterne"),
    ),
    notice_form=NoticeForm(url=None, confidence="C", fields=BY_LAW),
    login_markers=("/login", "/connexion"),
    gone_markers=(
        "Cette cagnotte est clôturée",
        "Cette cagnotte n’existe pas",
        "This fundraiser is closed",
        "Page introuvable",
    ),
)
