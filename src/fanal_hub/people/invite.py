"""One-time links by which a new administrator chooses a password: signed, kept nowhere, dead once a password is set."""

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.tokens import PasswordResetTokenGenerator

from fanal_hub.people.models import Person

DAYS = settings.PASSWORD_RESET_TIMEOUT // 86_400


class _Invitations(PasswordResetTokenGenerator):
    """Signs the person and the present password hash: whatever sets a password ends the link."""

    key_salt = "fanal_hub.people.invite"


_SIGNED = _Invitations()


def is_waiting(who: Person) -> bool:
    """True for somebody who was invited and has not chosen a password: nobody can sign in as them."""
    return who.is_active and not who.has_usable_password()


def draw(who: Person) -> None:
    """Set a password that opens nothing; every earlier link of the person ends with it. The caller saves."""
    who.password = make_password(None)


def link(who: Person) -> str:
    """The address to hand over. Whoever holds it can become this person, until a password is chosen."""
    return f"{settings.FANAL_URL}/desk/welcome/{who.ref}/{_SIGNED.make_token(who)}"


def invited(ref: str, token: str) -> Person | None:
    """Who was invited by this link, while it holds."""
    who = Person.objects.filter(ref=ref).first()
    return who if who is not None and is_waiting(who) and _SIGNED.check_token(who, token) else None
