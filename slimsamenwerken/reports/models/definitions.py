"""Which reports there are, what is in them, and when they are made."""

from collections.abc import Iterable
from datetime import time

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from slimsamenwerken.core.clocks import DatedFact, Identity
from slimsamenwerken.core.constraints import unique_known
from slimsamenwerken.history.tracking import tracked
from slimsamenwerken.reports.blocks import sections


class Audience(models.TextChoices):
    PUBLIC = "public", _("public")
    INTERNAL = "internal", _("internal")


class Cadence(models.TextChoices):
    QUARTER = "quarter", _("quarterly")
    HALF_YEAR = "half_year", _("half-yearly")
    YEAR = "year", _("yearly")


@tracked()
class ReportDefinition(Identity):
    key = models.SlugField(
        _("key"),
        max_length=40,
        unique=True,
        error_messages={"unique": _("This key exists already.")},
    )

    class Meta:
        ordering = ["key"]
        verbose_name = _("report definition")

    def __str__(self) -> str:
        return self.key


def known_sections(value: object) -> None:
    """Sections that exist, each once; an empty list makes an empty report."""
    if not isinstance(value, list) or not all(sections.get(str(key)) for key in value):
        raise ValidationError(_("Unknown section."))
    if not value or len(set(value)) != len(value):
        raise ValidationError(_("Choose at least one section, and each section once."))


class ReportDefinitionVersion(DatedFact):
    subject_fields = ("definition",)
    definition = models.ForeignKey(
        ReportDefinition, on_delete=models.PROTECT, related_name="versions"
    )
    title = models.CharField(_("title"), max_length=120)
    audience = models.CharField(
        _("audience"), max_length=8, choices=Audience.choices, default=Audience.PUBLIC
    )
    sections = models.JSONField(_("sections"), default=list, validators=[known_sections])

    class Meta(DatedFact.Meta):
        verbose_name = _("version of a report definition")
        constraints = [
            *DatedFact.Meta.constraints,
            unique_known(
                "definition",
                "valid_on",
                name="reports_definitionversion_one_per_day",
                sentence=_("There is already a version from this date."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def identities(self) -> Iterable[Identity]:
        return (self.definition,)


# Days after the last day of the period: the 15th of the next month, 15 August and 15 February,
# 1 March (a 29 February in between does not count; see periods.due_at). To check with OVAM.
DEFAULT_OFFSETS = {Cadence.QUARTER: 15, Cadence.HALF_YEAR: 46, Cadence.YEAR: 60}


@tracked()
class ReportSchedule(Identity):
    """Makes one run per period; the run day is `offset_days` after the end of the period."""

    definition = models.ForeignKey(
        ReportDefinition, on_delete=models.PROTECT, related_name="schedules"
    )
    cadence = models.CharField(_("cadence"), max_length=9, choices=Cadence.choices)
    offset_days = models.PositiveSmallIntegerField(
        _("days after the period"),
        default=DEFAULT_OFFSETS[Cadence.YEAR],
        validators=[MaxValueValidator(366, _("Choose at most 366 days."))],
    )
    local_time = models.TimeField(_("local time"), default=time(6, 0))
    auto_publish = models.BooleanField(_("publish at once"), default=False)
    active = models.BooleanField(_("active"), default=True)
    first_period = models.CharField(_("first period"), max_length=7)

    class Meta:
        ordering = ["definition", "cadence", "id"]
        verbose_name = _("report schedule")
        constraints = [
            models.UniqueConstraint(
                fields=["definition", "cadence"],
                condition=Q(active=True),
                name="reports_schedule_one_active",
                violation_error_message=_("This schedule exists already."),
            ),
            models.CheckConstraint(
                condition=Q(offset_days__lte=366),
                name="reports_schedule_offset",
                violation_error_message=_("Choose at most 366 days."),
            ),
            models.CheckConstraint(
                condition=Q(cadence="quarter", first_period__regex=r"^20\d\d-K[1-4]$")
                | Q(cadence="half_year", first_period__regex=r"^20\d\d-H[12]$")
                | Q(cadence="year", first_period__regex=r"^20\d\d$"),
                name="reports_schedule_first_period",
                violation_error_message=_(
                    "Write the first period as 2026, 2026-H1 or 2026-K1, as the cadence asks."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.definition} {self.cadence}"
