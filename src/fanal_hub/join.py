"""`fanal-hub organisation add | link | list`: parse, ask, print. Who may join, and how, is in `stations.joining`."""

import argparse
import sys
from contextlib import suppress
from datetime import UTC, datetime

from fanal.words.errors import RefusedError
from fanal.words.lists import OrgKind, Role
from fanal.words.say import say
from fanal_hub.ledger import write
from fanal_hub.manage import InUseError, alone, migrate
from fanal_hub.people import invite
from fanal_hub.people.models import Organisation
from fanal_hub.stations import joining


def run(args: argparse.Namespace) -> int:
    """The command: 0 done, 2 the call is wrong or the folder is in use."""
    try:
        if args.act == "list":
            with suppress(InUseError), alone():
                migrate()  # a hub that runs has the present schema
            return _list()
        with alone():
            migrate()
            return _add(args) if args.act == "add" else _link(args)
    except InUseError:
        print(_SAID["in_use"][args.lang], file=sys.stderr)
    except RefusedError as error:
        print("\n".join(say(each, args.lang) for each in error.messages), file=sys.stderr)
    finally:
        write.WRITER.stop()
    return 2


def _add(args: argparse.Namespace) -> int:
    wanted = joining.Wanted(
        name=args.name,
        kind=OrgKind(args.kind),
        email=args.email,
        admin=args.admin,
        lang=args.lang,
        platform=args.platform,
    )
    made = joining.add(wanted, datetime.now(UTC))
    print(_SAID["added"][args.lang].format(name=made.organisation.name, ref=made.organisation.ref))
    if made.link:
        _print_link(args, made.person.email, made.link)
    else:
        print(_SAID["known"][args.lang].format(email=made.person.email))
    return 0


def _link(args: argparse.Namespace) -> int:
    for who, link in joining.link_again(args.organisation):
        _print_link(args, who.email, link)
    return 0


def _print_link(args: argparse.Namespace, email: str, link: str) -> None:
    print(_SAID["link"][args.lang].format(email=email, link=link, days=invite.DAYS))


def _list() -> int:
    """One line an organisation, with tabs between; the one that runs the hub is marked."""
    for each in Organisation.objects.order_by("-is_default", "ref").prefetch_related("members"):
        admins = sum(Role.ADMIN in member.roles for member in each.members.all())
        mark = "default" if each.is_default else "-"
        print(f"{each.ref}\t{each.kind}\t{each.name}\t{mark}\t{admins}\t{len(joining.waiting(each))}")
    return 0


_SAID = {
    "in_use": {
        "fr": "Le serveur tourne. Passez par sa page Organisation > Organisations, ou arrêtez-le d’abord.",
        "en": "The hub is running. Use its page Organisation > Organisations, or stop it first.",
    },
    "added": {
        "fr": "« {name} » est ajoutée. Référence : {ref}",
        "en": "“{name}” is added. Reference: {ref}",
    },
    "known": {
        "fr": "{email} a déjà un compte ici : cette personne le garde, et choisit l’organisation dans son menu.",
        "en": "{email} has an account here already: they keep it, and choose the organisation in their menu.",
    },
    "link": {
        "fr": "Lien de {email}, pour choisir son mot de passe : une fois, sous {days} jours, pour elle seule.\n{link}",
        "en": "Link for {email} to choose a password: once, within {days} days, for nobody else.\n{link}",
    },
}
