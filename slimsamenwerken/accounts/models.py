"""Who may log in, for which organisation, in which role."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    """Makes users by e-mail address; a user without a password cannot log in."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who logs in with an e-mail address; rights come from memberships."""

    public_id = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=150, blank=True)
    is_active = models.BooleanField(_("may log in"), default=True)
    is_staff = models.BooleanField(_("may use the support tooling"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        ordering = ["email"]
        verbose_name = _("user")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="accounts_user_email",
                violation_error_message=_("There is already a user with this e-mail address."),
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email


class OrganisationKind(models.TextChoices):
    GOVERNMENT = "government", _("government")
    LOCAL_AUTHORITY = "local_authority", _("local authority")
    COMPANY = "company", _("company")
    ASSOCIATION = "association", _("association")
    EDUCATION = "education", _("education")
    KNOWLEDGE = "knowledge", _("knowledge institution")


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


class Membership(models.Model):
    """A user's role in an organisation, from `since` until and including `until`."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(_("role"), max_length=20)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        ordering = ["user", "organisation", "role"]
        verbose_name = _("membership")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "role", "since"],
                name="accounts_membership_once",
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
