"""Questions about organisations: policies, recipients, who may be chosen. Configuration, not events."""

from datetime import timedelta

from fanal import flow
from fanal.notice.facts import Recipient
from fanal_hub.people.models import Organisation, RecipientRow


def organisation(ref: str) -> Organisation | None:
    """The organisation of that reference."""
    return Organisation.objects.filter(ref=ref).first()


def public_handlers() -> list[Organisation]:
    """The organisations that may be chosen on the public form, the default first."""
    rows = Organisation.objects.filter(takes_public=True).exclude(kind__in=("platform", "auditor"))
    return list(rows.order_by("-is_default", "name"))


def policy_of(handler: Organisation) -> flow.HandlerPolicy:
    """The handler's purpose, legal basis, term, own targets and priority rules."""
    return flow.policy(
        purpose=handler.purpose,
        legal_basis=handler.legal_basis,
        keep=timedelta(days=handler.keep_days),
        points=handler.policy.get("points", {}),
        targets={code: timedelta(seconds=value) for code, value in handler.policy.get("targets", {}).items()},
    )


def recipients_for(handler: str) -> tuple[Recipient, ...]:
    """Everybody a handler can put a referral before: platforms with an account here, its own additions, the plugs'.

    A platform with an account here, or one that the handler completed, replaces its plug's entry.
    """
    own = [_of_row(each) for each in RecipientRow.objects.filter(handler=handler)]
    covered = {each.platform for each in own if each.platform}
    accounts = Organisation.objects.filter(kind="platform").exclude(platform="").exclude(platform__in=covered)
    on_hub = [_of_account(each) for each in accounts.order_by("ref")]
    covered |= {each.platform for each in on_hub}
    codes = {each.code for each in own}
    plugs = [each for each in flow.recipients() if each.code not in codes and each.platform not in covered]
    return (*own, *on_hub, *plugs)


def recipient_for(handler: str, code: str) -> Recipient | None:
    """The recipient of that code, as this handler knows it."""
    return next((each for each in recipients_for(handler) if each.code == code), None)


def _of_account(row: Organisation) -> Recipient:
    return Recipient(
        code=f"org:{row.ref}",
        kind="platform" if row.kind == "platform" else "police",
        title={"fr": row.name, "en": row.name},
        platform=row.platform,
        organisation=row.ref,
    )


def _of_row(row: RecipientRow) -> Recipient:
    return Recipient(
        code=f"org:{row.organisation_id}" if row.organisation_id else row.code,
        kind=row.kind,
        title={"fr": row.title_fr, "en": row.title_en or row.title_fr},
        platform=row.platform,
        organisation=row.organisation_id or "",
        email=row.email,
        has_form=flow.has_form(row.platform),
    )
