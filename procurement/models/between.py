"""Criteria beside one another, and beside those of other systems."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from procurement.models.codes import CrosswalkRelation, CrosswalkScheme, RelationKind
from procurement.models.criteria import Criterion
from slimsamenwerken.history.tracking import tracked


@tracked()
class CriterionRelation(models.Model):
    """`conflicts_with` holds both ways and is stored once, from the lower to the higher row."""

    ACYCLIC: ClassVar = (RelationKind.SUPERSEDES_IN_LEVEL, RelationKind.REQUIRES)
    from_criterion = models.ForeignKey(
        Criterion, on_delete=models.PROTECT, related_name="relations", verbose_name=_("criterion")
    )
    to_criterion = models.ForeignKey(
        Criterion, on_delete=models.PROTECT, related_name="related", verbose_name=_("other one")
    )
    kind = models.CharField(_("kind"), max_length=19, choices=RelationKind.choices)

    class Meta:
        ordering = ["from_criterion", "kind", "to_criterion"]
        verbose_name = _("relation between criteria")
        constraints = [
            models.UniqueConstraint(
                fields=["from_criterion", "to_criterion", "kind"],
                name="procurement_criterionrelation_once",
                violation_error_message=_("This relation exists already."),
            ),
            models.CheckConstraint(
                condition=~Q(from_criterion=F("to_criterion")),
                name="procurement_criterionrelation_itself",
                violation_error_message=_("A criterion has no relation with itself."),
            ),
            models.CheckConstraint(
                condition=~Q(kind=RelationKind.CONFLICTS_WITH)
                | Q(from_criterion__lt=F("to_criterion")),
                name="procurement_criterionrelation_stored_once",
                violation_error_message=_("Store this the other way round: it holds both ways."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_criterion} {self.kind} {self.to_criterion}"


@tracked()
class Crosswalk(models.Model):
    """The number of a criterion elsewhere. `external_id` holds document, part, level and number,
    because the numbering of the EU starts anew in each."""

    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="crosswalks")
    scheme = models.CharField(_("system"), max_length=6, choices=CrosswalkScheme.choices)
    external_id = models.CharField(_("number there"), max_length=120)
    external_version = models.CharField(_("version there"), max_length=60, blank=True)
    title = models.CharField(_("title there"), max_length=200, blank=True)
    relation = models.CharField(_("relation"), max_length=8, choices=CrosswalkRelation.choices)
    checked_on = models.DateField(_("checked on"), null=True, blank=True)

    class Meta:
        ordering = ["criterion", "scheme", "external_id"]
        verbose_name = _("crosswalk")
        constraints = [
            models.UniqueConstraint(
                fields=["criterion", "scheme", "external_id"],
                name="procurement_crosswalk_once",
                violation_error_message=_("This line of the crosswalk exists already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.criterion} {self.scheme} {self.external_id}"


@tracked()
class Synonym(models.Model):
    """Words that mean the same to a buyer, but share no stem (hergebruikt, tweedehands)."""

    word = models.CharField(_("word"), max_length=60)
    also = models.CharField(_("finds also"), max_length=60)

    class Meta:
        ordering = ["word", "also"]
        verbose_name = _("synonym")
        constraints = [
            models.UniqueConstraint(
                fields=["word", "also"],
                name="procurement_synonym_once",
                violation_error_message=_("This synonym exists already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.word} → {self.also}"
