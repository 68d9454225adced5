"""The demo: organisations, accounts and a few mild notices that the project wrote itself, and its stand-in platform.

Everything is invented. The egress guard lets the hub fetch the stand-in's own address and nothing else.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings

from fanal.words.lists import Category, Channel, OrgKind, Role
from fanal_hub import standin
from fanal_hub.ledger import write
from fanal_hub.ledger.models import NoticeRow
from fanal_hub.people import enrol
from fanal_hub.people.models import Organisation, Person
from fanal_hub.stations import door

PASSWORD = "fanal-demo-2026"  # noqa: S105  (printed at every start of the demo)
EVERYTHING = (Role.ADMIN, Role.ANALYST, Role.NOTIFIER, Role.READER)
ACCOUNTS = (
    ("association@demo.example", "Camille (association)", "vigie-demo", EVERYTHING),
    ("seconde@demo.example", "Sacha (association, seconde personne)", "vigie-demo", (Role.ANALYST,)),
    ("plateforme@demo.example", "Noa (plateforme)", "plateforme-fictive", EVERYTHING),
    ("autorite@demo.example", "Alix (autorité)", "bureau-demo", EVERYTHING),
    ("auditeur@demo.example", "Lou (auditeur)", "observatoire-demo", (Role.ADMIN, Role.READER)),
)


def standin_host() -> str:
    """Where the stand-in platform answers: a name under .localhost and a port of its own."""
    return f"standin.localhost:{settings.FANAL_STANDIN_PORT}"


def seed(now: datetime) -> None:
    """Make the demo's organisations, accounts and notices, unless they are there (safe to do at every start)."""
    if not Organisation.objects.exists():
        write.run(lambda: _people(now))
    if not is_here():
        return  # a hub of somebody's own, started without FANAL_DEMO=0
    shut = Person.objects.filter(email__in=[email for email, *_ in ACCOUNTS], is_active=False)
    if shut.exists():
        write.run(lambda: shut.update(is_active=True))
    if not NoticeRow.objects.exists():
        _notices()


def is_here() -> bool:
    """True for a hub that the demo was made in; never for one that others set up, restored or carried over."""
    return Person.objects.filter(email__in=[email for email, *_ in ACCOUNTS]).exists()


def close() -> None:
    """Shut the demo's accounts when the hub is started without it: their password is known to everybody."""
    accounts = Person.objects.filter(email__in=[email for email, *_ in ACCOUNTS], is_active=True)
    if accounts.exists():
        write.run(lambda: accounts.update(is_active=False))


def _people(now: datetime) -> None:
    made = {each.ref: each for each in _organisations(now)}
    for each in made.values():
        each.save()
    for email, name, where, roles in ACCOUNTS:
        person = enrol.person(email, name, PASSWORD)
        person.save()
        enrol.member(person, made[where], roles).save()


def _organisations(now: datetime) -> list[Organisation]:
    return [
        enrol.organisation(
            "Vigie Démo",
            OrgKind.ASSOCIATION,
            now,
            is_default=True,
            email="contact@vigie-demo.example",
            about_fr="Association fictive : haine en ligne, harcèlement. Elle traite les signalements de cette démonstration.",
            about_en="Invented association: online hate, harassment. It handles the notices of this demo.",
            policy={"good_faith": True},
        ),
        enrol.organisation(
            "Bureau Démo",
            OrgKind.AUTHORITY,
            now,
            email="bureau@demo.example",
            about_fr="Autorité fictive : menaces, personnes en danger.",
            about_en="Invented authority: threats, people in danger.",
        ),
        enrol.organisation(
            "Plateforme fictive",
            OrgKind.PLATFORM,
            now,
            platform="standin",
            takes_public=False,
            email="moderation@standin.example",
        ),
        enrol.organisation("Observatoire Démo", OrgKind.AUDITOR, now, takes_public=False),
    ]


def _notices() -> None:
    handler = Organisation.objects.get(ref="vigie-demo")
    for given in _given():
        door.receive(given, door.Entry(handler=handler, channel=Channel.FORM))


def _given() -> list[dict[str, Any]]:
    post = f"http://{standin_host()}/@{{}}/post/{{}}".format
    citizen = {"kind": "citizen", "name": "Dominique Exemple", "email": "dominique@exemple.example"}
    victim = {"kind": "victim", "name": "Charlie Exemple", "email": "charlie@exemple.example"}
    return [
        _one(
            post("grincheux", 1),
            Category.RACISM,
            "Ce message appelle à chasser les habitants de Syldavie de la ville en raison de leur origine.",
            text="Les gens de Syldavie n'ont rien à faire ici, chassons-les tous du marché.",
            notifier=citizen,
        ),
        _one(
            post("grincheux", 1) + "?utm_source=partage",
            Category.RACISM,
            "Même message, reçu par un groupe de voisins : il vise les Syldaves et les gens ont peur d’aller au marché.",
            notifier={**citizen, "name": "Claude Modèle", "email": "claude@exemple.example"},
        ),
        _one(
            post("meneur", 2),
            Category.HARASSMENT,
            "Ce compte demande à ses abonnés d’écrire en masse à Charlie pour se moquer de lui, tous les soirs.",
            text="Ce soir 20 h, on écrit tous à Charlie, cent messages chacun.",
            notifier=victim,
        ),
        _one(
            post("voisine", 3),
            Category.RACISM,
            "Elle cite le message contre les Syldaves pour le dénoncer ; je le signale par prudence.",
            text="On m'a écrit « chassons-les tous du marché ». Voilà où nous en sommes, c'est honteux.",
            notifier=citizen,
            counter_speech=True,
        ),
        _one(
            post("anonyme", 4),
            Category.THREAT,
            "Il annonce attendre le maire de Syldavie devant chez lui demain matin, avec le nom de la rue.",
            text="Demain 7 h, rue des Lilas, le maire va comprendre. Venez nombreux.",
            notifier=citizen,
            danger=True,
        ),
        *_on_real_platforms(citizen),
    ]


def _on_real_platforms(citizen: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Invented addresses of platforms that exist: the demo's egress never looks there."""
    return [
        _one(
            "https://www.youtube.com/watch?v=dEm0Fanal01&lc=UgDemoFanalCommentaire01&si=abc",
            Category.SEXISM,
            "Commentaire qui insulte la présentatrice parce qu’elle est une femme.",
            text="Les femmes devraient se taire et laisser la météo aux hommes.",
            notifier=citizen,
        ),
        _one(  # a disguised copy: its case shows the link with the first one
            "https://bsky.app/profile/copieur.bsky.social/post/3kdemofanal2b",
            Category.RACISM,
            "Le même message contre les Syldaves circule ici, avec des lettres changées.",
            text="À faire tourner : les gens de Syldav1e n'ont rien à faire ici, chass0ns-les tous du marché !!!",
            notifier=citizen,
        ),
    ]


def _one(address: str, category: Category, reasons: str, *, notifier: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    target = {"address": address}
    if "text" in more:
        target["text"] = more.pop("text")
    return {
        "targets": [target],
        "category": str(category),
        "reasons": reasons,
        "good_faith": True,
        "notifier": {**notifier, "consents": ["platform"]},
        "lang": "fr",
        **more,
    }


def start_standin() -> Any:
    """Start the stand-in platform on its own loopback port."""
    return standin.start(settings.FANAL_STANDIN_PORT, settings.HOME)


def welcome() -> str:
    """What is printed at the start: the address, the accounts and what to try first."""
    lines = ["", f"  Fanal   {settings.FANAL_URL}", f"          data / données : {settings.HOME}", ""]
    if settings.FANAL_DEMO and not is_here():
        lines += ["  This hub is not the demonstration: start it with FANAL_DEMO=0."]
        lines += ["  Ce serveur n’est pas la démonstration : démarrez-le avec FANAL_DEMO=0.", ""]
    elif settings.FANAL_DEMO:
        lines += [f"  Stand-in platform / plateforme fictive   http://{standin_host()}/", ""]
        lines += ["  Demo accounts / comptes de démonstration      password / mot de passe : " + PASSWORD]
        lines += [f"    {email:28} {name}" for email, name, _, _ in ACCOUNTS]
        lines += ["", *_TRY]
    elif not Organisation.objects.exists():
        code = enrol.first_run_code(settings.SECRET_KEY)
        lines += [
            f"  First run / premier démarrage :  {settings.FANAL_URL}/desk/first-run",
            f"  Set-up code / code d’installation :  {code}",
        ]
    return "\n".join([*lines, "  Ctrl-C stops it. / Ctrl-C pour arrêter.", ""])


_TRY = (
    "  To try first / à essayer d’abord :",
    "    1. /report                  report a post of the stand-in platform / signalez une de ses publications",
    "    2. /desk  association@…     qualify it, prepare and send / qualifiez, puis transmettez",
    "    3. /desk  plateforme@…      answer “removed” / répondez « retiré »",
    "    4. the stand-in’s own page  remove the post / retirez la publication",
    "    5. the notice’s own page    the sighting agrees, the notifier is told / le constat concorde, le déclarant est informé",
    "",
)
