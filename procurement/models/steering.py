"""The steering group: who sits in it, when it met, and what it decided."""

from typing import Final

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from procurement.models.codes import DecisionOutcome
from slimsamenwerken.core.clocks import Identity, longer
from slimsamenwerken.history.tracking import tracked
from slimsamenwerken.programme.models import Actor

DECISION_NUMBER: Final = r"^D-\d{4}-\d{2}-\d+$"


@tracked()
class SteeringGroup(Identity):
    slug = models.SlugField(_("short name"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=160)
    note = models.CharField(_("note"), max_length=300, blank=True)
    cadence_months = models.SmallIntegerField(_("meets every … months"), default=2)

    class Meta:
        ordering = ["name"]
        verbose_name = _("steering group")
        constraints = [
            models.CheckConstraint(
                condition=Q(cadence_months__gte=1),
                name="procurement_steeringgroup_cadence",
                violation_error_message=_("A cadence is at least one month."),
            )
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class SteeringMember(models.Model):
    """An organisation in the group, from a day until a day; empty is open."""

    group = models.ForeignKey(SteeringGroup, on_delete=models.PROTECT, related_name="members")
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="steering")
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        ordering = ["group", "actor"]
        verbose_name = _("member of a steering group")
        constraints = [
            models.UniqueConstraint(
                fields=["group", "actor", "since"],
                nulls_distinct=False,
                name="procurement_steeringmember_once",
                violation_error_message=_("This organisation is in the group already."),
            ),
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(until__gte=F("since")),
                name="procurement_steeringmember_period",
                violation_error_message=_("The end date lies before the start date."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group} {self.actor}"


@tracked()
class SteeringMeeting(Identity):
    """`attendees` and `internal_notes` are for members only; `closed_at` fixes the minutes."""

    group = models.ForeignKey(SteeringGroup, on_delete=models.PROTECT, related_name="meetings")
    held_on = models.DateField(_("date"))
    attendees = models.TextField(_("present"), blank=True)
    minutes = models.TextField(_("minutes"), blank=True)
    internal_notes = models.TextField(_("internal notes"), blank=True)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-held_on"]
        verbose_name = _("meeting")
        constraints = [
            models.UniqueConstraint(
                fields=["group", "held_on"],
                name="procurement_steeringmeeting_once",
                violation_error_message=_("There is a meeting on this day already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.group} {self.held_on:%Y-%m-%d}"


@tracked()
class Decision(models.Model):
    """Numbered when the minutes are closed, and never changed: a correction is a new decision."""

    meeting = models.ForeignKey(SteeringMeeting, on_delete=models.PROTECT, related_name="decisions")
    number = models.CharField(
        _("number"), max_length=16, unique=True, validators=[RegexValidator(DECISION_NUMBER)]
    )
    subject = models.CharField(_("subject"), max_length=200)
    outcome = models.CharField(_("outcome"), max_length=21, choices=DecisionOutcome.choices)
    public_text = models.TextField(_("what is decided"))
    corrects = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="corrections",
        verbose_name=_("corrects"),
    )

    class Meta:
        ordering = ["number"]
        verbose_name = _("decision")
        constraints = [
            models.CheckConstraint(
                condition=Q(number__regex=DECISION_NUMBER),
                name="procurement_decision_number_form",
                violation_error_message=_("A decision is numbered as D-2026-03-1."),
            ),
            models.CheckConstraint(
                condition=longer("public_text", 1),
                name="procurement_decision_text",
                violation_error_message=_("Say what is decided."),
            ),
        ]

    def __str__(self) -> str:
        return self.number
