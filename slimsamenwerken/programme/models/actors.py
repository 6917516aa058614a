"""Organisations, networks and groups that appear in the programme; never user accounts."""

from collections.abc import Iterable

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Cast, Mod, Substr
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from slimsamenwerken.core.clocks import DatedFact, Identity, pick_index
from slimsamenwerken.core.constraints import unique_known
from slimsamenwerken.history.tracking import tracked
from slimsamenwerken.programme.models.codes import ActorKind, ActorSuccessionKind
from slimsamenwerken.programme.models.search import search_vector, vector_index


@tracked()
class Actor(Identity):
    slug = models.SlugField(
        _("short name"),
        max_length=80,
        unique=True,
        error_messages={"unique": _("This short name exists already.")},
    )
    organisation = models.ForeignKey(
        "accounts.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="actors",
        verbose_name=_("organisation that may log in for it"),
    )

    class Meta:
        ordering = ["slug"]
        verbose_name = _("actor")

    def __str__(self) -> str:
        return self.slug


def _enterprise_number_holds() -> Q:
    """Last two digits = 97 minus the remainder of the first eight by 97."""
    number = models.BigIntegerField()
    head = Cast(Substr("enterprise_number", 1, 8), number)
    tail = Cast(Substr("enterprise_number", 9, 2), number)
    return Q(enterprise_number="") | (
        Q(enterprise_number__regex=r"^[01]\d{9}$") & Q(Exact(Mod(head, 97) + tail, 97))
    )


class ActorVersion(DatedFact):
    subject_fields = ("actor",)
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="versions")
    name = models.CharField(_("name"), max_length=200)
    abbreviation = models.CharField(_("abbreviation"), max_length=20, blank=True)
    kind = models.CharField(_("kind"), max_length=16, choices=ActorKind.choices)
    is_group = models.BooleanField(_("group, not a partner"), default=False)
    website = models.URLField(_("website"), blank=True)
    enterprise_number = models.CharField(
        _("enterprise number"),
        max_length=10,
        blank=True,
        validators=[RegexValidator(r"^[01]\d{9}$", _("An enterprise number has 10 digits."))],
    )
    search = search_vector(A=("name", "abbreviation"))

    class Meta(DatedFact.Meta):
        verbose_name = _("version of an actor")
        indexes = [
            vector_index("programme_actorversion_search"),
            pick_index("actor", name="programme_actorversion_pick"),
        ]
        constraints = [
            *DatedFact.Meta.constraints,
            unique_known(
                "actor",
                "valid_on",
                name="programme_actorversion_one_per_day",
                sentence=_("There is already a name from this date."),
            ),
            models.CheckConstraint(
                condition=_enterprise_number_holds(),
                name="programme_actorversion_enterprise_number",
                violation_error_message=_("This enterprise number is not correct."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def identities(self) -> Iterable[Identity]:
        return (self.actor,)

    @property
    def short_name(self) -> str:
        return self.abbreviation or self.name


class ActorSuccession(DatedFact):
    """One actor went on as another on a day."""

    from_actor = models.ForeignKey(
        Actor, on_delete=models.PROTECT, related_name="successions", verbose_name=_("from actor")
    )
    to_actor = models.ForeignKey(
        Actor, on_delete=models.PROTECT, related_name="predecessions", verbose_name=_("to actor")
    )
    kind = models.CharField(_("kind"), max_length=8, choices=ActorSuccessionKind.choices)
    source = models.CharField(_("source"), max_length=300, blank=True)

    class Meta(DatedFact.Meta):
        verbose_name = _("succession of an actor")
        constraints = [
            *DatedFact.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(from_actor=F("to_actor")),
                name="programme_actorsuccession_not_itself",
                violation_error_message=_("An actor cannot succeed itself."),
            ),
            unique_known(
                "from_actor",
                "to_actor",
                name="programme_actorsuccession_once",
                sentence=_("This succession exists already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_actor} → {self.to_actor}"

    def identities(self) -> Iterable[Identity]:
        return (self.from_actor, self.to_actor)
