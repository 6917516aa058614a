"""Indicators, their targets and measurements."""

from collections.abc import Iterable
from decimal import Decimal

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Abs
from django.db.models.lookups import LessThanOrEqual
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from slimsamenwerken.core.clocks import (
    DatedFact,
    Identity,
    PeriodFact,
    first_day_field,
    pick_index,
    precision_field,
)
from slimsamenwerken.core.constraints import unique_known
from slimsamenwerken.core.precision import render_date, render_date_short
from slimsamenwerken.history.tracking import tracked
from slimsamenwerken.programme.metrics import metrics
from slimsamenwerken.programme.models.action import Action
from slimsamenwerken.programme.models.codes import (
    Aggregation,
    DimensionAggregation,
    Direction,
    Frequency,
    Level,
    Qualifier,
)
from slimsamenwerken.programme.models.milestones import replanning
from slimsamenwerken.programme.models.participations import period_range
from slimsamenwerken.programme.models.search import search_vector, vector_index


def amount(label: str | Promise, **options: object) -> "models.DecimalField[object, object]":
    """A number of at most 20 digits, never a float."""
    return models.DecimalField(label, max_digits=20, decimal_places=6, **options)  # type: ignore[arg-type]


@tracked()
class Indicator(Identity):
    code = models.CharField(
        _("code"),
        max_length=20,
        unique=True,
        error_messages={"unique": _("This code exists already.")},
    )

    class Meta:
        ordering = ["code"]
        verbose_name = _("indicator")

    def __str__(self) -> str:
        return self.code


class IndicatorVersion(DatedFact):
    subject_fields = ("indicator",)
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="versions")
    title = models.CharField(_("title"), max_length=200)
    definition = models.TextField(_("definition"), blank=True)
    unit = models.CharField(_("unit"), max_length=30, blank=True)
    decimals = models.PositiveSmallIntegerField(
        _("decimals"), default=0, validators=[MaxValueValidator(6)]
    )
    level = models.CharField(_("level"), max_length=8, choices=Level.choices)
    direction = models.CharField(
        _("direction"), max_length=8, choices=Direction.choices, blank=True
    )
    aggregation = models.CharField(_("aggregation"), max_length=10, choices=Aggregation.choices)
    dimension_aggregation = models.CharField(
        _("aggregation over dimensions"),
        max_length=8,
        choices=DimensionAggregation.choices,
        default=DimensionAggregation.NONE,
    )
    frequency = models.CharField(
        _("frequency"), max_length=9, choices=Frequency.choices, blank=True
    )
    source_metric = models.CharField(_("metric"), max_length=80, blank=True)
    live_from = models.DateField(_("live from"), null=True, blank=True)
    tolerance = amount(_("tolerance"), null=True, blank=True, validators=[MinValueValidator(0)])
    search = search_vector(A=("title",), B=("definition",))

    class Meta(DatedFact.Meta):
        verbose_name = _("version of an indicator")
        indexes = [
            pick_index("indicator", name="programme_indicatorver_pick"),
            models.Index(
                fields=["indicator"],
                condition=~Q(source_metric=""),
                name="programme_indicatorver_live",
            ),
            vector_index("programme_indicatorver_search"),
        ]
        constraints = [
            *DatedFact.Meta.constraints,
            unique_known(
                "indicator",
                "valid_on",
                name="programme_indicatorversion_one_per_day",
                sentence=_("There is already a version from this date."),
            ),
            models.CheckConstraint(
                condition=~Q(unit="%") | Q(level=Level.CONTEXT) | Q(aggregation=Aggregation.RATIO),
                name="programme_indicatorversion_ratio",
                violation_error_message=_("A ratio needs a numerator and a denominator."),
            ),
            models.CheckConstraint(
                condition=Q(decimals__lte=6),
                name="programme_indicatorversion_decimals",
                violation_error_message=_("At most 6 decimals."),
            ),
            models.CheckConstraint(
                condition=Q(source_metric="", live_from__isnull=True)
                | (~Q(source_metric="") & Q(live_from__isnull=False)),
                name="programme_indicatorversion_live",
                violation_error_message=_("Unknown metric."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """The registry of metrics lies in code, so the database cannot know its keys."""
        if self.source_metric and metrics.get(self.source_metric) is None:
            raise ValidationError({"source_metric": _("Unknown metric.")})

    def identities(self) -> Iterable[Identity]:
        return (self.indicator,)


class ActionIndicator(PeriodFact):
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="action_indicators")
    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, related_name="action_indicators"
    )

    class Meta(PeriodFact.Meta):
        verbose_name = _("indicator of an action")
        constraints = [
            *PeriodFact.Meta.constraints,
            ExclusionConstraint(
                name="programme_actionindicator_no_overlap",
                expressions=[
                    ("action", RangeOperators.EQUAL),
                    ("indicator", RangeOperators.EQUAL),
                    (period_range(), RangeOperators.OVERLAPS),
                ],
                condition=Q(withdrawn_at__isnull=True),
                violation_error_message=_("This indicator belongs to this action already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.indicator}"

    def identities(self) -> Iterable[Identity]:
        return (self.action, self.indicator)


class Target(DatedFact):
    """A value to reach by a day; `series` holds one goal together through its re-plannings."""

    subject_fields = ("indicator", "series")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="targets")
    series = models.PositiveSmallIntegerField(_("series"), default=1)
    number = models.PositiveSmallIntegerField(_("number"), validators=[MinValueValidator(1)])
    due_on = models.DateField(_("due date"))
    due_on_precision = precision_field()
    due_on_from = first_day_field()
    value = amount(_("target"))
    upper = amount(_("upper bound"), null=True, blank=True)
    decided_by = models.CharField(_("decided by"), max_length=200, blank=True)
    reason = models.TextField(_("reason"), blank=True)

    class Meta(DatedFact.Meta):
        verbose_name = _("target")
        indexes = [pick_index("indicator", "series", name="programme_target_pick")]
        constraints = [
            *DatedFact.Meta.constraints,
            unique_known(
                "indicator",
                "series",
                "number",
                name="programme_target_number",
                sentence=_("This plan number exists already."),
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1),
                name="programme_target_number_from_one",
                violation_error_message=_("Plans are numbered from 1."),
            ),
            models.CheckConstraint(
                condition=Q(upper__isnull=True) | Q(upper__gte=F("value")),
                name="programme_target_band",
                violation_error_message=_("The upper bound lies under the lower bound."),
            ),
            replanning("programme_target_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.value} {self.due_on_text}"

    def identities(self) -> Iterable[Identity]:
        return (self.indicator,)

    @property
    def due_on_text(self) -> str:
        return render_date(self.due_on, self.due_on_precision, self.due_on_from)

    @property
    def due_on_short(self) -> str:
        return render_date_short(self.due_on, self.due_on_precision, self.due_on_from)


class Measurement(DatedFact):
    """A value on a day; null is never 0. `dims` names a part ({} is the whole)."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="measurements")
    period_start = models.DateField(_("start of the period"), null=True, blank=True)
    value = amount(_("value"))
    numerator = amount(_("numerator"), null=True, blank=True)
    denominator = amount(_("denominator"), null=True, blank=True)
    qualifier = models.CharField(
        _("qualifier"), max_length=1, choices=Qualifier.choices, default=Qualifier.EXACT
    )
    is_baseline = models.BooleanField(_("baseline"), default=False)
    dims = models.JSONField(_("dimensions"), default=dict, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    method_note = models.TextField(_("method"), blank=True)
    series_break = models.BooleanField(_("series break"), default=False)

    class Meta(DatedFact.Meta):
        verbose_name = _("measurement")
        indexes = [
            models.Index(
                fields=["indicator"],
                condition=Q(is_baseline=True),
                name="programme_measurement_baseline",
            ),
            pick_index("indicator", name="programme_measurement_pick"),
        ]
        constraints = [
            *DatedFact.Meta.constraints,
            unique_known(
                "indicator",
                "valid_on",
                "dims",
                "source",
                name="programme_measurement_once",
                sentence=_("There is a measurement for this date already. Correct that one."),
            ),
            models.CheckConstraint(
                condition=Q(denominator__isnull=True) | Q(denominator__gt=0),
                name="programme_measurement_denominator",
                violation_error_message=_("The denominator must be greater than zero."),
            ),
            models.CheckConstraint(
                condition=Q(numerator__isnull=True, denominator__isnull=True)
                | Q(numerator__isnull=False, denominator__isnull=False),
                name="programme_measurement_both_parts",
                violation_error_message=_("Give both the numerator and the denominator."),
            ),
            models.CheckConstraint(
                condition=Q(numerator__isnull=True)
                | Q(denominator__isnull=True)
                | Q(denominator=0)
                | Q(
                    LessThanOrEqual(
                        Abs(F("value") * F("denominator") - F("numerator") * Value(100)),
                        F("denominator") * Value(Decimal("0.05")),
                    )
                )
                | Q(
                    LessThanOrEqual(
                        Abs(F("value") * F("denominator") - F("numerator")),
                        F("denominator") * Value(Decimal("0.0005")),
                    )
                ),
                name="programme_measurement_parts_agree",
                violation_error_message=_(
                    "The value does not agree with numerator and denominator."
                ),
            ),
            models.CheckConstraint(
                condition=Q(period_start__isnull=True) | Q(period_start__lte=F("valid_on")),
                name="programme_measurement_period",
                violation_error_message=_("The end date lies before the start date."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.valid_on_text}: {self.value}"

    def identities(self) -> Iterable[Identity]:
        return (self.indicator,)
