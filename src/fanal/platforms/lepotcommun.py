"""Le Pot commun, money pots: its addresses and its notice path; it knows no other platform."""

from fanal.platforms.base import BY_LAW, NoticeForm, Platform, Rule, by_rules

HOME = "https://www.lepotcommun.fr"

target = by_rules(
    Rule(
        path=r"(?:[a-z]{2}/)?pot/(?P<c>\w{4,40})(?:/.*)?", kind="page", id="{c}", url=HOME + "/pot/{c}", folded=("c",)
    ),
    Rule(
        path=r"(?:[a-z]{2}/)?pot/(?P<s>[\w\-]{4,200})(?:/.*)?",
        kind="page",
        id="{s}",
        url=HOME + "/pot/{s}",
        folded=("s",),
    ),
)

PLUG = Platform(
    code="lepotcommun",
    title={"fr": "Le Pot commun", "en": "Le Pot commun"},
    hosts=("lepotcommun.fr", "lepotcommun.com"),
    tracking=frozenset({"source", "share", "ref"}),
    target=target,
    examples=(
        ("https://www.lepotcommun.fr/pot/a1b2c3d4", "lepotcommun:page:a1b2c3d4"),
        ("lepotcommun.fr/pot/A1B2C3D4?utm_source=mail", "lepotcommun:page:a1b2c3d4"),
        ("https://m.lepotcommun.fr/pot/a1b2c3d4/", "lepotcommun:page:a1b2c3d4"),
        ("http://www.lepotcommun.fr/pot/un-phare-pour-tous", "lepotcommun:page:un-phare-pour-tous"),
        ("https://www.lepotcommun.com/pot/a1b2c3d4#participants", "lepotcommun:page:a1b2c3d4"),
        ("https://www.lepotcommun.fr/aide", "lepotcommun:page:https://www.lepotcommun.fr/aide"),
    ),
    notice_form=NoticeForm(url=None, confidence="C", fields=BY_LAW),
    login_markers=("/login", "/connexion"),
    gone_markers=("Ce pot est clôturé", "Ce pot n’existe pas", "Page introuvable"),
)
