"""Who may log in, for which organisation, in which role."""

from datetime import date
from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Func, Prefetch, Q, Value
from django.db.models.functions import Least, Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from slimsamenwerken.accounts.roles import GIVEN
from slimsamenwerken.history.tracking import tracked


class UserQuerySet(models.QuerySet["User"]):
    def for_list(self, *, on: date) -> Self:
        """With `roles_today`: the memberships that hold on the day."""
        held = Membership.objects.holding(on=on).for_list()
        return self.prefetch_related(Prefetch("memberships", queryset=held, to_attr="roles_today"))


class UserManager(BaseUserManager["User"]):
    """Makes users by e-mail address; a user without a password cannot log in."""

    def get_queryset(self) -> UserQuerySet:
        return UserQuerySet(self.model, using=self._db)

    def for_list(self, *, on: date) -> UserQuerySet:
        return self.get_queryset().for_list(on=on)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


@tracked(exclude=("password", "last_login"))
class User(AbstractBaseUser, PermissionsMixin):
    """A person who logs in with an e-mail address; rights come from memberships."""

    public_id = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    email = models.EmailField(
        _("e-mail address"),
        unique=True,
        error_messages={"unique": _("There is already a user with this e-mail address.")},
    )
    name = models.CharField(_("name"), max_length=150, blank=True)
    is_active = models.BooleanField(_("may log in"), default=True)
    is_staff = models.BooleanField(_("may use the support tooling"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    # Part of what a session is checked against: counting up ends every session of this person.
    sessions_ended_count = models.PositiveIntegerField(default=0, db_default=0, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        ordering = ["email"]
        verbose_name = _("user")
        constraints = [
            # allauth looks an address up in lower case; any other could never sign in.
            models.CheckConstraint(
                condition=Q(email=Lower("email")),
                name="accounts_user_email_lower",
                violation_error_message=_("Write the e-mail address in lower case."),
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def _get_session_auth_hash(self, secret: Any = None) -> str:
        return salted_hmac(
            "slimsamenwerken.accounts.session",
            f"{self.password}:{self.sessions_ended_count}",
            secret=secret,
            algorithm="sha256",
        ).hexdigest()


class OrganisationKind(models.TextChoices):
    GOVERNMENT = "government", _("government")
    LOCAL_AUTHORITY = "local_authority", _("local authority")
    COMPANY = "company", _("company")
    ASSOCIATION = "association", _("association")
    EDUCATION = "education", _("education")
    KNOWLEDGE = "knowledge", _("knowledge institution")


@tracked()
class Organisation(models.Model):
    """Who logs in; an actor of the programme may point at it."""

    public_id = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    slug = models.SlugField(
        _("short name"),
        max_length=80,
        unique=True,
        error_messages={"unique": _("This short name exists already.")},
    )
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=16, choices=OrganisationKind.choices)

    class Meta:
        ordering = ["name"]
        verbose_name = _("organisation")

    def __str__(self) -> str:
        return self.name


def _period_range() -> Func:
    """Both ends inclusive. An inverted period shrinks to a day, so that its own rule can speak.

    LEAST passes over an empty end, so that such a period stays open.
    """
    start = Least("since", "until")
    return Func(start, F("until"), Value("[]"), function="daterange", output_field=DateRangeField())


class MembershipQuerySet(models.QuerySet["Membership"]):
    def holding(self, *, on: date) -> Self:
        return self.filter(Q(until__isnull=True) | Q(until__gte=on), since__lte=on)

    def for_list(self) -> Self:
        return self.select_related("organisation").order_by("organisation__name", "role", "id")


@tracked()
class Membership(models.Model):
    """A user's role in an organisation, from `since` until and including `until`."""

    public_id = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(
        _("role"),
        max_length=20,
        choices=GIVEN,
        error_messages={"invalid_choice": _("Nobody can be given this role.")},
    )
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["user", "organisation", "role"]
        verbose_name = _("membership")
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=[code for code, _label in GIVEN]),
                name="accounts_membership_role",
                violation_error_message=_("Nobody can be given this role."),
            ),
            ExclusionConstraint(
                name="accounts_membership_once",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("organisation", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (_period_range(), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("This person has this role there already."),
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="accounts_membership_period",
                violation_error_message=_("The end date lies before the start date."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.role} {self.organisation}"

    def phase(self, *, on: date) -> str:
        """ "coming", "held" or "ended"."""
        if self.since > on:
            return "coming"
        return "ended" if self.until is not None and self.until < on else "held"


class OpenSession(models.Model):
    """A browser in which someone is signed in; its row goes when the session is tidied away.

    Holds no address and no more of the browser than its family.
    """

    public_id = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="open_sessions")
    session_key = models.CharField(_("session key"), max_length=40, unique=True)
    browser = models.CharField(_("browser"), max_length=40, blank=True)
    signed_in_at = models.DateTimeField(_("signed in at"))
    seen_at = models.DateTimeField(_("last seen at"))

    class Meta:
        ordering = ["-seen_at", "id"]
        verbose_name = _("open session")

    def __str__(self) -> str:
        return f"{self.user_id}: {self.browser}"
