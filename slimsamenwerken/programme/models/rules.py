"""Thresholds and status labels, with the day from which they hold."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from slimsamenwerken.core.clocks import DatedFact
from slimsamenwerken.core.constraints import unique_known
from slimsamenwerken.programme.thresholds import check_labels, check_thresholds


def valid_thresholds(value: object) -> None:
    if not check_thresholds(value):
        raise ValidationError(_("These thresholds are not valid."))


def valid_labels(value: object) -> None:
    if not check_labels(value):
        raise ValidationError(_("These labels are not valid."))


class RuleSet(DatedFact):
    """One row counts per day, for the whole programme; the defaults hold before the first."""

    subject_fields = ("scope",)
    scope = models.CharField(max_length=10, default="programme", editable=False)
    thresholds = models.JSONField(
        _("thresholds"), default=dict, blank=True, validators=[valid_thresholds]
    )
    labels = models.JSONField(
        _("status labels"), default=dict, blank=True, validators=[valid_labels]
    )
    decided_by = models.CharField(_("decided by"), max_length=200)

    class Meta(DatedFact.Meta):
        verbose_name = _("rule set")
        constraints = [
            *DatedFact.Meta.constraints,
            unique_known(
                "scope",
                "valid_on",
                name="programme_ruleset_one_per_day",
                sentence=_("There is already a rule set from this date."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scope} {self.valid_on}"
