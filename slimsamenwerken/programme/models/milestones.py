"""Milestones: what should be ready, when it was planned, what came of it."""

from collections.abc import Iterable
from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from slimsamenwerken.core.clocks import (
    DatedFact,
    Identity,
    first_day_field,
    longer,
    pick_index,
    precision_field,
)
from slimsamenwerken.core.constraints import unique_known
from slimsamenwerken.core.precision import render_date, render_date_short
from slimsamenwerken.history.tracking import tracked
from slimsamenwerken.programme.models.action import Action
from slimsamenwerken.programme.models.actors import Actor
from slimsamenwerken.programme.models.codes import OutcomeKind


@tracked()
class Milestone(Identity):
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="milestones")
    code = models.CharField(_("code"), max_length=20)

    class Meta:
        ordering = ["action", "code"]
        verbose_name = _("milestone")
        constraints = [
            models.UniqueConstraint(
                fields=["action", "code"],
                name="programme_milestone_code",
                violation_error_message=_("This milestone code exists already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.action.code}-{self.code}"


class MilestoneFact(DatedFact):
    """What the versions, plans and outcomes of a milestone share."""

    milestone: models.ForeignKey[Any, Any]

    class Meta(DatedFact.Meta):
        abstract = True

    def identities(self) -> Iterable[Identity]:
        return (self.milestone, self.milestone.action)


class MilestoneVersion(MilestoneFact):
    subject_fields = ("milestone",)
    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="versions")
    title = models.CharField(_("title"), max_length=200)
    done_when = models.TextField(_("done when"), blank=True)
    owner = models.ForeignKey(
        Actor,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="milestones",
        verbose_name=_("owner"),
    )
    is_final = models.BooleanField(_("final milestone"), default=False)

    class Meta(MilestoneFact.Meta):
        verbose_name = _("version of a milestone")
        indexes = [pick_index("milestone", name="programme_milestonever_pick")]
        constraints = [
            *DatedFact.Meta.constraints,
            unique_known(
                "milestone",
                "valid_on",
                name="programme_milestoneversion_one_per_day",
                sentence=_("There is already a version from this date."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


def replanning(name: str) -> models.CheckConstraint:
    """The first plan is free; every later one says why and who decided."""
    return models.CheckConstraint(
        condition=Q(number=1) | (longer("reason", 10) & longer("decided_by", 1)),
        name=name,
        violation_error_message=_("Give the reason and who decided."),
    )


class MilestonePlan(MilestoneFact):
    """A planned day; number 1 is the first known one, `original_unknown` says it moved before."""

    subject_fields = ("milestone",)
    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="plans")
    number = models.PositiveSmallIntegerField(_("number"), validators=[MinValueValidator(1)])
    due_on = models.DateField(_("due date"))
    due_on_precision = precision_field()
    due_on_from = first_day_field()
    decided_by = models.CharField(_("decided by"), max_length=200, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    original_unknown = models.BooleanField(_("original date not stated"), default=False)

    class Meta(MilestoneFact.Meta):
        verbose_name = _("plan of a milestone")
        indexes = [pick_index("milestone", name="programme_milestoneplan_pick")]
        constraints = [
            *DatedFact.Meta.constraints,
            unique_known(
                "milestone",
                "number",
                name="programme_milestoneplan_number",
                sentence=_("This plan number exists already."),
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1),
                name="programme_milestoneplan_number_from_one",
                violation_error_message=_("Plans are numbered from 1."),
            ),
            replanning("programme_milestoneplan_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.milestone} {self.due_on_text}"

    @property
    def due_on_text(self) -> str:
        return render_date(self.due_on, self.due_on_precision, self.due_on_from)

    @property
    def due_on_short(self) -> str:
        return render_date_short(self.due_on, self.due_on_precision, self.due_on_from)


class BrusselsDay(Func):
    """The local day of a moment; immutable because the zone is named."""

    template = "((%(expressions)s AT TIME ZONE 'Europe/Brussels')::date)"
    output_field = models.DateField()


class MilestoneOutcome(MilestoneFact):
    subject_fields = ("milestone",)
    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="outcomes")
    kind = models.CharField(_("outcome"), max_length=8, choices=OutcomeKind.choices)
    statement = models.TextField(_("statement"), blank=True)
    evidence_url = models.URLField(_("evidence"), blank=True)

    class Meta(MilestoneFact.Meta):
        verbose_name = _("outcome of a milestone")
        indexes = [pick_index("milestone", name="programme_milestoneout_pick")]
        constraints = [
            *DatedFact.Meta.constraints,
            unique_known(
                "milestone",
                name="programme_milestoneoutcome_one",
                sentence=_("This milestone has an outcome already."),
            ),
            models.CheckConstraint(
                condition=Q(valid_on__lte=BrusselsDay(F("recorded_at"))),
                name="programme_milestoneoutcome_not_future",
                violation_error_message=_("The date of the outcome lies in the future."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.milestone} {self.kind}"
