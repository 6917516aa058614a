"""Which reports there are, what is in them, and when they are made."""

from collections.abc import Iterable
from datetime import time

from django.core.exceptions import ValidationError
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
    if not isinstance(value, list) or not all(sections.get(str(key)) for key in value):
        raise ValidationError(_("Unknown section."))


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


@tracked()
class ReportSchedule(models.Model):
    """Makes one run per period; the run day is `offset_days` after the end of the period."""

    definition = models.ForeignKey(
        ReportDefinition, on_delete=models.PROTECT, related_name="schedules"
    )
    cadence = models.CharField(_("cadence"), max_length=9, choices=Cadence.choices)
    offset_days = models.PositiveSmallIntegerField(_("days after the period"), default=60)
    local_time = models.TimeField(_("local time"), default=time(6, 0))
    auto_publish = models.BooleanField(_("publish at once"), default=False)
    active = models.BooleanField(_("active"), default=True)
    first_period = models.CharField(_("first period"), max_length=7)

    class Meta:
        ordering = ["definition", "cadence"]
        verbose_name = _("report schedule")
        constraints = [
            models.UniqueConstraint(
                fields=["definition", "cadence"],
                condition=Q(active=True),
                name="reports_schedule_one_active",
                violation_error_message=_("This schedule exists already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.definition} {self.cadence}"
