"""The people and settings of an export: accounts without a password of old, tokens that no longer open anything."""

import secrets
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.core.management.color import no_style
from django.db import connection

from fanal.prove.stamp import moment_of
from fanal.words.lists import Role
from fanal_hub.people.models import ApiToken, Member, Organisation, Person, RecipientRow, SavedTemplate
from fanal_hub.stations.carry.unpack import Source


def first_passwords(source: Source) -> dict[str, str]:
    """A first password for each administrator who is new here, by address; the others get theirs from them."""
    rows = [row for _, row in source.rows("truth/members.jsonl") if Role.ADMIN in row["roles"] and row["active"]]
    known = set(Person.objects.filter(ref__in=[row["ref"] for row in rows]).values_list("ref", flat=True))
    return {row["email"]: secrets.token_urlsafe(12) for row in rows if row["ref"] not in known}


def settle(source: Source, passwords: dict[str, str]) -> None:
    """Write the rows, in the writer's transaction."""
    [(_, given)] = source.rows("truth/organisation.jsonl")
    taken = Organisation.objects.filter(is_default=True).exists()
    where = Organisation(**{**given, "created_at": moment_of(given["created_at"])})
    where.is_default = where.is_default and not taken  # one organisation of a hub takes the notices of the undecided
    where.save(force_insert=True)
    for _, row in source.rows("truth/members.jsonl"):
        who = Person.objects.filter(ref=row["ref"]).first()
        if who is None:
            said = {name: row[name] for name in ("ref", "email", "name", "lang")}
            password = make_password(passwords.get(row["email"]))  # of nothing: an account that no password opens
            who = Person(**said, is_active=row["active"], password=password)
            who.save(force_insert=True)
        Member(person=who, organisation=where, roles=row["roles"]).save()
    _recipients(source, where)
    for _, row in source.rows("truth/templates.jsonl"):
        SavedTemplate(organisation=where, **row).save()
    _tokens(source, where)


def _recipients(source: Source, where: Organisation) -> None:
    for _, row in source.rows("truth/recipients.jsonl"):
        known = Organisation.objects.filter(
            ref=row["organisation"]
        ).first()  # an account of the old hub may be none here
        RecipientRow(**{**row, "handler": where, "organisation": known}).save()


def _tokens(source: Source, where: Organisation) -> None:
    """Events name tokens by number: the number must not come to mean another token, and who made it is a judge."""
    for _, row in source.rows("truth/tokens.jsonl"):
        if ApiToken.objects.filter(pk=row["number"]).exists():
            continue
        ApiToken(
            pk=row["number"],
            organisation=where,
            name=row["name"],
            prefix="",
            digest=secrets.token_hex(32),
            scopes=row["roles"],
            created_at=moment_of(row["created_at"]),
            expires_at=moment_of(row["expires_at"]),
            revoked_at=_moment(row["revoked_at"]) or moment_of(str(source.manifest["made_at"])),
            by=row["by"],
        ).save(force_insert=True)
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), [ApiToken]):
            cursor.execute(sql)


def _moment(text: str | None) -> datetime | None:
    return None if text is None else moment_of(text)
