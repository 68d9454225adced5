"""Makes organisations, persons, members and tokens: rows ready to save. The caller saves them through the writer."""

import hashlib
import hmac
import re
import secrets
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password

from fanal.words.lists import OrgKind
from fanal_hub.people.models import ApiToken, Member, Organisation, Person

TOKEN_PREFIX = "fanal_"  # noqa: S105  (a visible prefix, not a secret)


def slug(name: str) -> str:
    """A short public name out of an organisation's name: "SOS Écoute" -> "sos-ecoute"."""
    bare = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", bare).strip("-")[:40] or "organisation"


def organisation(name: str, kind: OrgKind, at: datetime, **more: object) -> Organisation:
    """A new organisation, with the purpose and legal basis that its kind usually states (a lawyer decides)."""
    given: dict[str, object] = {"ref": slug(name), "purpose": PURPOSE[kind], "legal_basis": BASIS[kind], **more}
    return Organisation(name=name, kind=str(kind), created_at=at, **given)


def person(email: str, name: str, password: str | None, lang: str = "fr") -> Person:
    """A new person with a login; without a password nobody can sign in as them yet."""
    made = Person(ref=f"p-{secrets.token_hex(6)}", email=email.lower(), name=name, lang=lang)
    made.password = make_password(password)
    return made


def member(who: Person, where: Organisation, roles: Sequence[str]) -> Member:
    """A membership."""
    return Member(person=who, organisation=where, roles=[str(each) for each in roles])


@dataclass(frozen=True, slots=True)
class NewToken:
    """A token to show once, and the row to keep."""

    secret: str
    row: ApiToken


def api_token(where: Organisation, name: str, roles: Sequence[str], at: datetime, days: int, by: str = "") -> NewToken:
    """A bearer token of 256 random bits; only its SHA-256 is kept."""
    secret = TOKEN_PREFIX + secrets.token_urlsafe(32)
    row = ApiToken(
        organisation=where,
        name=name,
        prefix=secret[:12],
        digest=token_digest(secret),
        scopes=[str(each) for each in roles],
        created_at=at,
        expires_at=at + timedelta(days=days),
        by=by,
    )
    return NewToken(secret, row)


def token_digest(secret: str) -> str:
    """How a token is kept."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def token_of(secret: str, at: datetime) -> ApiToken | None:
    """The living token of a secret. Every API call asks: plain SQL takes half the time of two compiled queries."""
    found = ApiToken.objects.raw("SELECT * FROM people_apitoken WHERE digest = %s", [token_digest(secret)])
    row = next(iter(found), None)
    if row is None or row.revoked_at or row.expires_at <= at:
        return None
    [row.organisation] = Organisation.objects.raw(
        "SELECT * FROM people_organisation WHERE ref = %s", [row.organisation_id]
    )
    return row


def first_run_code(secret: str) -> str:
    """The code that opens the first-run page: printed at the start, kept nowhere."""
    return hmac.new(secret.encode(), b"first-run", hashlib.sha256).hexdigest()[:8]


PURPOSE = {
    OrgKind.ASSOCIATION: "Défense en justice et signalement des contenus illicites relevant de l’objet statutaire",
    OrgKind.AUTHORITY: "Prévention, constatation et poursuite des infractions",
    OrgKind.PLATFORM: "Traitement des notifications reçues",
    OrgKind.AUDITOR: "Mesure du traitement des notifications",
}
BASIS = {
    OrgKind.ASSOCIATION: "RGPD art. 6(1)(f), art. 10 ; loi 78-17 art. 46 (à valider par un juriste)",
    OrgKind.AUTHORITY: "Directive (UE) 2016/680 ; loi 78-17 titre III (à valider par un juriste)",
    OrgKind.PLATFORM: "RGPD art. 6(1)(c) ; règlement (UE) 2022/2065 art. 16",
    OrgKind.AUDITOR: "RGPD art. 6(1)(f) (à valider par un juriste)",
}
