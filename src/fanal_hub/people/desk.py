"""Who sits at the desk for a request: the person, the organisation chosen, the roles. It reads, and never writes."""

from dataclasses import dataclass

from django.http import HttpRequest

from fanal.words.lists import OrgKind, Role
from fanal_hub.people.models import Member, Organisation, Person

HANDLERS = frozenset((OrgKind.ASSOCIATION, OrgKind.AUTHORITY))


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """A person at work in one organisation."""

    person: Person
    organisation: Organisation
    roles: frozenset[str]
    others: tuple[Organisation, ...] = ()

    def may(self, *roles: str) -> bool:
        """True when the person has one of these roles here."""
        return bool(self.roles & set(roles))

    @property
    def kind(self) -> OrgKind:
        """The organisation's kind."""
        return OrgKind(self.organisation.kind)

    @property
    def may_analyse(self) -> bool:
        """For templates: may qualify cases (not a platform)."""
        return self.may(Role.ANALYST) and self.kind != OrgKind.PLATFORM

    @property
    def reads_cases(self) -> bool:
        """For templates: may open the organisation's cases (associations and authorities have cases)."""
        return self.kind in HANDLERS and self.may(Role.ANALYST, Role.READER, Role.ADMIN)

    @property
    def may_administer(self) -> bool:
        """For templates: may change members, tokens and recipients."""
        return self.may(Role.ADMIN)

    @property
    def may_notify(self) -> bool:
        """For templates: may send notices."""
        return self.may(Role.NOTIFIER, Role.ANALYST) and self.kind != OrgKind.PLATFORM

    @property
    def answers(self) -> bool:
        """For templates: the organisation receives referrals on this hub (platforms and authorities)."""
        return self.kind in {OrgKind.PLATFORM, OrgKind.AUTHORITY}


def seat_of(request: HttpRequest) -> Seat | None:
    """The seat of a logged-in person; the organisation is the session's choice, else the first membership."""
    if not hasattr(request, "fanal_seat"):
        request.fanal_seat = _find(request)  # type: ignore[attr-defined]
    seat: Seat | None = request.fanal_seat  # type: ignore[attr-defined]
    return seat


def _find(request: HttpRequest) -> Seat | None:
    person = getattr(request, "user", None)
    if not isinstance(person, Person) or not person.is_active:
        return None
    memberships = list(Member.objects.filter(person=person).select_related("organisation").order_by("id"))
    if not memberships:
        return None
    wanted = request.session.get("organisation")
    chosen = next((each for each in memberships if each.organisation_id == wanted), memberships[0])
    return Seat(
        person=person,
        organisation=chosen.organisation,
        roles=frozenset(chosen.roles),
        others=tuple(each.organisation for each in memberships if each is not chosen),
    )
