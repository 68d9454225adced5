"""An organisation joins the hub, with its first administrator. It sets no password: the administrator does, by a one-time link."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError

from fanal import flow
from fanal.words.errors import RefusedError
from fanal.words.lists import OrgKind, Role
from fanal.words.say import Message, message
from fanal_hub.ledger import write
from fanal_hub.people import enrol, invite
from fanal_hub.people.models import Member, Organisation, Person

HANDLERS = (OrgKind.ASSOCIATION, OrgKind.AUTHORITY)
ROLES = {
    OrgKind.ASSOCIATION: (Role.ADMIN, Role.ANALYST, Role.NOTIFIER),
    OrgKind.AUTHORITY: (Role.ADMIN, Role.ANALYST, Role.NOTIFIER),
    OrgKind.PLATFORM: (Role.ADMIN, Role.ANALYST),
    OrgKind.AUDITOR: (Role.ADMIN, Role.READER),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked for."""

    name: str
    kind: OrgKind
    email: str
    admin: str
    lang: str = "fr"
    platform: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """What is there now; no link for somebody who has a password already."""

    organisation: Organisation
    person: Person
    link: str = ""


def platforms() -> tuple[str, ...]:
    """The platforms that an organisation may answer for."""
    return tuple(sorted({each.platform for each in flow.recipients() if each.platform}))


def add(wanted: Wanted, at: datetime) -> Joined:
    """Both in one transaction, or RefusedError with everything that is wrong."""
    try:
        where, who = write.run(lambda: _save(wanted, at))
    except IntegrityError:  # another process was quicker with the same name or address
        raise RefusedError(_taken(wanted)) from None
    return Joined(organisation=where, person=who, link=invite.link(who) if invite.is_waiting(who) else "")


def _save(wanted: Wanted, at: datetime) -> tuple[Organisation, Person]:
    if wrong := [*_wrong_words(wanted), *_wrong_here(wanted)]:
        raise RefusedError(*wrong)
    is_handler = wanted.kind in HANDLERS
    more = {"lang": wanted.lang, "email": wanted.email, "platform": wanted.platform}
    is_first = not Organisation.objects.exists()
    where = enrol.organisation(
        wanted.name.strip(), wanted.kind, at, takes_public=is_handler, is_default=is_first, **more
    )
    where.save(force_insert=True)  # never over another organisation
    who = Person.objects.filter(email__iexact=wanted.admin).first()
    if who is None:
        who = enrol.person(wanted.admin, wanted.admin.partition("@")[0], None, wanted.lang)
        who.save(force_insert=True)
    enrol.member(who, where, ROLES[wanted.kind]).save()
    return where, who


def _wrong_words(wanted: Wanted) -> list[Message]:
    name = wanted.name.strip()
    wrong = []
    if not name or len(name) > 200 or not name.isprintable():
        wrong.append(message("organisation_no_name", at="name"))
    for field, email in (("email", wanted.email), ("admin", wanted.admin)):
        try:
            validate_email(email)
        except ValidationError:
            wrong.append(message("organisation_bad_email", at=field, email=email))
    return wrong


def _wrong_here(wanted: Wanted) -> list[Message]:
    wrong = [_taken(wanted)] if Organisation.objects.filter(ref=enrol.slug(wanted.name)).exists() else []
    if wanted.kind not in HANDLERS and not Organisation.objects.exists():
        wrong.append(message("organisation_first", at="kind"))
    if Person.objects.filter(email__iexact=wanted.admin, is_active=False).exists():
        wrong.append(message("organisation_deactivated", at="admin", email=wanted.admin))
    return wrong + _wrong_platform(wanted)


def _wrong_platform(wanted: Wanted) -> list[Message]:
    if wanted.kind != OrgKind.PLATFORM:
        return [message("organisation_no_platform", at="platform")] if wanted.platform else []
    if wanted.platform not in platforms():
        return [message("organisation_which_platform", at="platform", known=", ".join(platforms()))]
    held = Organisation.objects.filter(kind=OrgKind.PLATFORM, platform=wanted.platform).first()
    if held is None:
        return []
    return [message("organisation_platform_taken", at="platform", name=held.name, platform=wanted.platform)]


def _taken(wanted: Wanted) -> Message:
    return message("organisation_taken", at="name", name=wanted.name, ref=enrol.slug(wanted.name))


def waiting(where: Organisation) -> list[Person]:
    """The administrators who were invited and have not chosen a password yet."""
    rows = Member.objects.filter(organisation=where).select_related("person").order_by("pk")
    return [each.person for each in rows if Role.ADMIN in each.roles and invite.is_waiting(each.person)]


def link_again(ref: str) -> list[tuple[Person, str]]:
    """New links for those who wait; the earlier ones end. Nobody who has a password can be reached in this way."""

    def draw() -> list[Person]:
        where = Organisation.objects.filter(ref=ref).first()
        if where is None:
            raise RefusedError(message("organisation_unknown", at="organisation", ref=ref))
        found = waiting(where)
        if not found:
            raise RefusedError(message("organisation_nobody_waits", at="organisation", ref=ref))
        for who in found:
            invite.draw(who)
            who.save(update_fields=["password"])
        return found

    return [(who, invite.link(who)) for who in write.run(draw)]


def settle_in(ref: str, token: str, name: str, password: str) -> Person | None:
    """Set name and password of the invited; None when the link has ended meanwhile."""
    made = enrol.person("", name, password)  # hashed before the writer is held

    def save() -> Person | None:
        who = invite.invited(ref, token)
        if who is not None:
            who.name, who.password = name, made.password
            who.save(update_fields=["name", "password"])
        return who

    return write.run(save)
