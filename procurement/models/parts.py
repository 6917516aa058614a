"""What belongs to one version of a criterion, and is fixed with it."""

from decimal import Decimal
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from procurement.models.codes import Confidence, DataType, Operator, ScoringMethod
from procurement.models.criteria import CriterionVersion
from procurement.models.sources import EvidenceType, LegalBasis, Source
from slimsamenwerken.history.tracking import tracked


def exact(name: str | Promise) -> "models.DecimalField[Decimal | None, Decimal | None]":
    """A number as it was typed, with room for what nobody foresees; may be empty."""
    label: Any = name
    return models.DecimalField(label, null=True, blank=True, max_digits=14, decimal_places=4)


@tracked()
class Requirement(models.Model):
    """One thing that can be checked; `unit` is a code of UN/ECE Recommendation 20.

    Groups are alternatives; the requirements inside one hold together. `value` of a yes or no is
    1 or 0; `upper` is there for "between", `options` for "one of".
    """

    version = models.ForeignKey(
        CriterionVersion, on_delete=models.PROTECT, related_name="requirements"
    )
    group = models.PositiveSmallIntegerField(_("alternative"), default=1)
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    key = models.CharField(
        _("key"), max_length=60, validators=[RegexValidator(r"^[a-z][a-z0-9_]*$")]
    )
    label = models.CharField(_("label"), max_length=200)
    data_type = models.CharField(_("sort"), max_length=7, choices=DataType.choices)
    operator = models.CharField(_("comparison"), max_length=7, choices=Operator.choices)
    value = exact(_("value"))
    upper = exact(_("upper value"))
    options = ArrayField(
        models.CharField(max_length=80), default=list, blank=True, verbose_name=_("options")
    )
    unit = models.CharField(_("unit code"), max_length=8, blank=True)
    unit_label = models.CharField(_("unit"), max_length=40, blank=True)
    period = models.CharField(_("period"), max_length=80, blank=True)
    test_standard = models.CharField(_("test standard"), max_length=120, blank=True)
    figure_confidence = models.CharField(
        _("confidence of the figure"), max_length=9, choices=Confidence.choices, blank=True
    )

    class Meta:
        ordering = ["version", "group", "order"]
        verbose_name = _("requirement")
        constraints = [
            models.UniqueConstraint(
                fields=["version", "group", "key"],
                name="procurement_requirement_key",
                violation_error_message=_("This key exists already in this alternative."),
            ),
            models.CheckConstraint(
                condition=(
                    Q(data_type=DataType.BOOLEAN, operator=Operator.EQ, value__in=[0, 1])
                    | (
                        Q(data_type=DataType.NUMBER, value__isnull=False)
                        & ~Q(operator=Operator.IN)
                        & Q(figure_confidence__in=Confidence.values)
                    )
                    | (
                        Q(data_type=DataType.CHOICE, operator=Operator.IN, value__isnull=True)
                        & ~Q(options=[])
                    )
                ),
                name="procurement_requirement_value",
                violation_error_message=_(
                    "A number needs a value and its confidence, a choice its options, a yes or no 1 or 0."
                ),
            ),
            models.CheckConstraint(
                condition=Q(operator=Operator.BETWEEN, upper__gte=F("value"))
                | (~Q(operator=Operator.BETWEEN) & Q(upper__isnull=True)),
                name="procurement_requirement_between",
                violation_error_message=_("“Between” needs a lower and an upper value."),
            ),
        ]

    def __str__(self) -> str:
        return self.label


@tracked()
class VersionEvidence(models.Model):
    version = models.ForeignKey(CriterionVersion, on_delete=models.PROTECT, related_name="evidence")
    evidence = models.ForeignKey(EvidenceType, on_delete=models.PROTECT, related_name="uses")

    class Meta:
        ordering = ["version", "id"]
        verbose_name = _("proof of a version")
        constraints = [
            models.UniqueConstraint(
                fields=["version", "evidence"],
                name="procurement_versionevidence_once",
                violation_error_message=_("This proof is there already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.evidence}"


@tracked()
class VersionLegalBasis(models.Model):
    version = models.ForeignKey(CriterionVersion, on_delete=models.PROTECT, related_name="legal")
    legal_basis = models.ForeignKey(LegalBasis, on_delete=models.PROTECT, related_name="uses")

    class Meta:
        ordering = ["version", "id"]
        verbose_name = _("legal ground of a version")
        constraints = [
            models.UniqueConstraint(
                fields=["version", "legal_basis"],
                name="procurement_versionlegalbasis_once",
                violation_error_message=_("This legal ground is there already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.legal_basis}"


@tracked()
class VersionSource(models.Model):
    """Where in the source the version comes from, and how far its figures were read there."""

    version = models.ForeignKey(CriterionVersion, on_delete=models.PROTECT, related_name="sources")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="uses")
    locator = models.CharField(_("place in the source"), max_length=120, blank=True)
    figure_confidence = models.CharField(
        _("confidence"), max_length=9, choices=Confidence.choices, blank=True
    )
    read_on = models.DateField(_("read on"), null=True, blank=True)

    class Meta:
        ordering = ["version", "id"]
        verbose_name = _("source of a version")
        constraints = [
            models.UniqueConstraint(
                fields=["version", "source", "locator"],
                name="procurement_versionsource_once",
                violation_error_message=_("This source is there already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.source}"


@tracked()
class ScoringHint(models.Model):
    """How points may be given. `lower_is_better` turns the direction; `steps` are pairs of a value
    and its points; weights are shares of 100."""

    version = models.OneToOneField(
        CriterionVersion, on_delete=models.PROTECT, related_name="scoring"
    )
    method = models.CharField(_("method"), max_length=14, choices=ScoringMethod.choices)
    lower_is_better = models.BooleanField(_("lower is better"), default=False)
    low = exact(_("no points at"))
    high = exact(_("all points at"))
    steps = models.JSONField(_("steps"), default=list, blank=True)
    max_points = exact(_("points at most"))
    min_score = exact(_("points at least"))
    weight_min = exact(_("weight from"))
    weight_max = exact(_("weight to"))
    unit_label = models.CharField(_("unit"), max_length=40, blank=True)
    worked_example = models.TextField(_("worked example"), blank=True)
    figure_confidence = models.CharField(
        _("confidence of the figures"), max_length=9, choices=Confidence.choices, blank=True
    )

    class Meta:
        ordering = ["version"]
        verbose_name = _("scoring hint")
        constraints = [
            models.CheckConstraint(
                condition=~Q(method=ScoringMethod.LINEAR_BETWEEN)
                | Q(low__isnull=False, high__isnull=False) & ~Q(low=F("high")),
                name="procurement_scoringhint_linear",
                violation_error_message=_("Between which two values do the points run?"),
            ),
            models.CheckConstraint(
                condition=~Q(method=ScoringMethod.POINTS_SCALE) | ~Q(steps=[]),
                name="procurement_scoringhint_steps",
                violation_error_message=_("Give the steps."),
            ),
            models.CheckConstraint(
                condition=Q(weight_min__isnull=True)
                | Q(weight_max__isnull=True)
                | Q(weight_max__gte=F("weight_min")),
                name="procurement_scoringhint_weights",
                violation_error_message=_("The highest weight lies below the lowest."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.method}"
