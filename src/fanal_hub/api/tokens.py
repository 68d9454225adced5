"""Bearer tokens at the door of the API: who calls, with which role, from which kind of organisation. It reads only."""

import time
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.http import HttpRequest
from ninja.security import HttpBearer

from fanal.words.lists import OrgKind, Role
from fanal_hub.api.problems import ProblemError
from fanal_hub.ledger.write import WRITER
from fanal_hub.people import enrol
from fanal_hub.people.models import ApiToken, Organisation
from fanal_hub.stations.judge import Hand

HANDLERS = (OrgKind.ASSOCIATION, OrgKind.AUTHORITY)  # who has cases
RECIPIENTS = (OrgKind.PLATFORM, OrgKind.AUTHORITY)  # who is asked
ANYBODY = tuple(OrgKind)
SENDERS = (Role.NOTIFIER, Role.ANALYST)
READERS = (Role.ANALYST, Role.READER)


class Bearer(HttpBearer):
    """A token of an organisation (RFC 6750), with one of these roles, of one of these kinds of organisation."""

    def __init__(self, roles: Sequence[Role], kinds: Sequence[OrgKind]) -> None:
        super().__init__()
        self.roles, self.kinds = tuple(roles), tuple(kinds)

    def __call__(self, request: HttpRequest) -> Any:
        """The token's row, or a problem: 401 without a living token, 403 with one that may not do this."""
        scheme, _, secret = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        if scheme.lower() != "bearer" or not secret.strip():
            raise ProblemError("token_missing", headers={"WWW-Authenticate": 'Bearer realm="fanal"'})
        return self.authenticate(request, secret.strip())

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken:
        """The row of a living token that may do this."""
        row = _living(token, datetime.now(UTC))
        if row is None:
            raise ProblemError(
                "token_refused", headers={"WWW-Authenticate": 'Bearer realm="fanal", error="invalid_token"'}
            )
        if row.organisation.kind not in self.kinds:
            raise ProblemError("kind_not_served", {"kinds": ", ".join(self.kinds)})
        if not set(row.scopes) & set(self.roles):
            raise ProblemError("role_missing", {"roles": ", ".join(self.roles)})
        return row


_known: dict[str, tuple[object, float, ApiToken]] = {}
MOST_KNOWN = 1_000
KEPT = 1.0  # seconds: another process may have revoked it meanwhile


def _living(secret: str, at: datetime) -> ApiToken | None:
    """The living token. A row that was read is good until this process writes some configuration, or another may have."""
    digest, state = enrol.token_digest(secret), (connection.settings_dict["NAME"], WRITER.changes)
    kept, now = _known.get(digest), time.monotonic()
    if (
        kept
        and kept[0] == state
        and kept[2].expires_at > at
        and (connection.vendor == "sqlite" or now - kept[1] < KEPT)
    ):
        return kept[2]
    row = enrol.token_of(secret, at)
    if row is not None:
        if len(_known) >= MOST_KNOWN:
            _known.clear()
        _known[digest] = (state, now, row)
    return row


def organisation_of(request: HttpRequest) -> Organisation:
    """The organisation that calls."""
    token: ApiToken = request.auth  # type: ignore[attr-defined]
    return token.organisation


def owner_of(request: HttpRequest) -> str:
    """Whose idempotency keys these are, and who is known to have sent a notice."""
    return f"org:{organisation_of(request).ref}"


def hand_of(request: HttpRequest) -> Hand:
    """Who acts: the organisation, and the token as its opaque name."""
    token: ApiToken = request.auth  # type: ignore[attr-defined]
    return Hand(organisation=token.organisation, by=f"token-{token.pk}")
