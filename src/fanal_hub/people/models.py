"""Tables of people: organisations, persons, members with roles, API tokens, recipients. Configuration, not events."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import check_password
from django.db import models


class Organisation(models.Model):
    """An organisation of one of the four kinds; `ref` is its public short name and never changes."""

    ref = models.SlugField(max_length=40, primary_key=True)
    kind = models.CharField(max_length=20)  # OrgKind
    name = models.CharField(max_length=200)
    lang = models.CharField(max_length=2, default="fr")
    email = models.EmailField(blank=True)
    trusted_flagger = models.BooleanField(default=False)
    areas = models.JSONField(default=list)  # Category codes of a trusted flagger's designated expertise
    platform = models.CharField(max_length=40, blank=True)  # for kind platform: the plug it answers for
    is_default = models.BooleanField(default=False)  # takes the notices of the public form when none is chosen
    takes_public = models.BooleanField(default=True)  # may be chosen on the public form
    about_fr = models.CharField(max_length=300, blank=True)
    about_en = models.CharField(max_length=300, blank=True)
    purpose = models.CharField(max_length=300, blank=True)
    legal_basis = models.CharField(max_length=300, blank=True)
    keep_days = models.PositiveIntegerField(default=365)
    policy = models.JSONField(default=dict)  # own targets per clock id (seconds), points per priority rule
    created_at = models.DateTimeField()

    def about(self, lang: str) -> str:
        """What the organisation does, for the person who chooses it."""
        return self.about_en if lang == "en" and self.about_en else self.about_fr


class People(BaseUserManager["Person"]):
    """Finds persons by e-mail address."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        """The person of that address, letter case aside."""
        return self.get(email__iexact=username or "")


class Person(AbstractBaseUser):
    """Somebody with a login. What they may do comes from their memberships alone."""

    last_login = None
    ref = models.CharField(max_length=20, unique=True)  # the opaque name that events carry
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    lang = models.CharField(max_length=2, default="fr")
    is_active = models.BooleanField(default=True)
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = People()

    def check_password(self, raw_password: str | None) -> bool:
        """True for the right password; never rewrites the hash (writes pass the one writer)."""
        return check_password(raw_password, self.password)


class Member(models.Model):
    """A person in an organisation, with roles."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="members")
    roles = models.JSONField(default=list)  # Role codes

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "organisation"], name="one_membership")]


class ApiToken(models.Model):
    """A bearer token, kept as a SHA-256 digest of 256 random bits; shown once."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=100)
    prefix = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)  # Role codes
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    by = models.CharField(max_length=20, blank=True)


class RecipientRow(models.Model):
    """A recipient that an organisation added or completed; the built-in ones come from the plugs."""

    handler = models.ForeignKey(Organisation, on_delete=models.CASCADE, null=True, related_name="recipients")
    code = models.CharField(max_length=60)
    kind = models.CharField(max_length=20)  # RecipientKind
    title_fr = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    platform = models.CharField(max_length=40, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, null=True, related_name="+")
    email = models.EmailField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["handler", "code"], name="one_recipient")]


class SavedTemplate(models.Model):
    """A notice template that an organisation keeps: category, reasons, consents."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="templates")
    name = models.CharField(max_length=100)
    category = models.CharField(max_length=40)
    reasons = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="one_template")]


class AgreementStep(models.Model):
    """One step of an agreement of two organisations to match with each other; the steps are its history and its state.

    `one` and `other` are their references in the order of the alphabet; nothing is ever changed or taken away here.
    """

    one = models.CharField(max_length=40)
    other = models.CharField(max_length=40, db_index=True)
    number = models.PositiveIntegerField()  # of the step, from 1: two that were decided at once cannot both stand
    act = models.CharField(max_length=20)  # AgreementAct
    by = models.CharField(max_length=40)  # the organisation whose step it is
    person = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["one", "other", "number"], name="one_agreement_step")]
