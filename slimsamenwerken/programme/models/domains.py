"""The action domain, its action lines, and the facts of the source document."""

from collections.abc import Iterable

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from slimsamenwerken.core.clocks import DatedFact, Fact, Identity, pick_index
from slimsamenwerken.core.constraints import unique_known
from slimsamenwerken.history.tracking import tracked
from slimsamenwerken.programme.models.search import search_vector, vector_index


@tracked()
class ActionDomain(Identity):
    code = models.CharField(
        _("code"),
        max_length=10,
        unique=True,
        error_messages={"unique": _("This code exists already.")},
    )

    class Meta:
        ordering = ["code"]
        verbose_name = _("action domain")

    def __str__(self) -> str:
        return self.code


@tracked()
class ActionLine(Identity):
    code = models.CharField(
        _("code"),
        max_length=10,
        unique=True,
        error_messages={"unique": _("This code exists already.")},
    )
    domain = models.ForeignKey(ActionDomain, on_delete=models.PROTECT, related_name="lines")

    class Meta:
        ordering = ["code"]
        verbose_name = _("action line")

    def __str__(self) -> str:
        return self.code


class ActionDomainVersion(DatedFact):
    subject_fields = ("domain",)
    domain = models.ForeignKey(ActionDomain, on_delete=models.PROTECT, related_name="versions")
    title = models.CharField(_("title"), max_length=250)
    short_label = models.CharField(_("short label"), max_length=60, blank=True)
    intro = models.TextField(_("introduction"), blank=True)

    class Meta(DatedFact.Meta):
        verbose_name = _("version of an action domain")
        indexes = [pick_index("domain", name="programme_domainversion_pick")]
        constraints = [
            *DatedFact.Meta.constraints,
            unique_known(
                "domain",
                "valid_on",
                name="programme_actiondomainversion_one_per_day",
                sentence=_("There is already a version from this date."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def identities(self) -> Iterable[Identity]:
        return (self.domain,)


class ActionLineVersion(DatedFact):
    subject_fields = ("line",)
    line = models.ForeignKey(ActionLine, on_delete=models.PROTECT, related_name="versions")
    title = models.CharField(_("title"), max_length=250)
    short_label = models.CharField(_("short label"), max_length=60)
    intro = models.TextField(_("introduction"), blank=True)

    class Meta(DatedFact.Meta):
        verbose_name = _("version of an action line")
        indexes = [pick_index("line", name="programme_lineversion_pick")]
        constraints = [
            *DatedFact.Meta.constraints,
            unique_known(
                "line",
                "valid_on",
                name="programme_actionlineversion_one_per_day",
                sentence=_("There is already a version from this date."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line.code} {self.short_label}"

    def identities(self) -> Iterable[Identity]:
        return (self.line,)


class SourceFact(DatedFact):
    """One numbered statement of the source document."""

    subject_fields = ("code",)
    code = models.CharField(_("code"), max_length=10)
    text = models.TextField(_("text"))
    source = models.CharField(_("source"), max_length=200)
    date_text = models.CharField(_("date as stated"), max_length=60, blank=True)
    search = search_vector(A=("code", "text"))

    class Meta(DatedFact.Meta):
        ordering = ["code"]
        verbose_name = _("source fact")
        indexes = [vector_index("programme_sourcefact_search")]
        constraints = [
            *DatedFact.Meta.constraints,
            unique_known(
                "code",
                name="programme_sourcefact_code",
                sentence=_("This code exists already."),
            ),
        ]

    def __str__(self) -> str:
        return self.code


def one_place(name: str) -> models.CheckConstraint:
    """Exactly one of domain, line and action is filled in."""
    none = Q(domain__isnull=True, line__isnull=True, action__isnull=True)
    return models.CheckConstraint(
        condition=~none
        & (
            Q(domain__isnull=True, line__isnull=True)
            | Q(domain__isnull=True, action__isnull=True)
            | Q(line__isnull=True, action__isnull=True)
        ),
        name=name,
        violation_error_message=_("Choose one action domain, action line or action."),
    )


class SourceFactPlace(Fact):
    """Where a source fact is shown; `later_place` names the object of an app that will claim it."""

    fact = models.ForeignKey(SourceFact, on_delete=models.PROTECT, related_name="places")
    domain = models.ForeignKey(
        ActionDomain, on_delete=models.PROTECT, null=True, blank=True, related_name="fact_places"
    )
    line = models.ForeignKey(
        ActionLine, on_delete=models.PROTECT, null=True, blank=True, related_name="fact_places"
    )
    action = models.ForeignKey(
        "programme.Action",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="fact_places",
    )
    later_place = models.CharField(_("place in a domain app"), max_length=60, blank=True)

    class Meta(Fact.Meta):
        verbose_name = _("place of a source fact")
        constraints = [
            *Fact.Meta.constraints,
            one_place("programme_sourcefactplace_one_place"),
            unique_known(
                "fact",
                "domain",
                "line",
                "action",
                name="programme_sourcefactplace_once",
                sentence=_("This fact is shown there already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fact} → {self.domain or self.line or self.action}"

    @classmethod
    def counts_on(cls, as_of: object) -> Q:  # noqa: ARG003  a place holds for every day
        return Q()
