"""Who does what on a domain, a line or an action, and when."""

from collections.abc import Iterable

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Case, F, Func, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from slimsamenwerken.core.clocks import Identity, PeriodFact
from slimsamenwerken.programme.models.action import Action
from slimsamenwerken.programme.models.actors import Actor
from slimsamenwerken.programme.models.codes import Role
from slimsamenwerken.programme.models.domains import ActionDomain, ActionLine, one_place


class DateRange(Func):
    function = "daterange"
    output_field = DateRangeField()


def period_range() -> Case:
    """The period as a range, both ends inclusive; an inverted period gives no range.

    Without the guard `daterange` raises an error of its own before the period constraint can
    speak its sentence.
    """
    return Case(
        When(
            Q(since__isnull=True) | Q(until__isnull=True) | Q(since__lte=F("until")),
            then=DateRange("since", "until", Value("[]")),
        ),
        default=None,
        output_field=DateRangeField(),
    )


class Participation(PeriodFact):
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="participations")
    domain = models.ForeignKey(
        ActionDomain, on_delete=models.PROTECT, null=True, blank=True, related_name="participations"
    )
    line = models.ForeignKey(
        ActionLine, on_delete=models.PROTECT, null=True, blank=True, related_name="participations"
    )
    action = models.ForeignKey(
        Action, on_delete=models.PROTECT, null=True, blank=True, related_name="participations"
    )
    role = models.CharField(_("role"), max_length=12, choices=Role.choices)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta(PeriodFact.Meta):
        verbose_name = _("participation")
        constraints = [
            *PeriodFact.Meta.constraints,
            one_place("programme_participation_one_place"),
            ExclusionConstraint(
                name="programme_participation_no_overlap",
                expressions=[
                    ("actor", RangeOperators.EQUAL),
                    (Coalesce("domain", Value(0)), RangeOperators.EQUAL),
                    (Coalesce("line", Value(0)), RangeOperators.EQUAL),
                    (Coalesce("action", Value(0)), RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (period_range(), RangeOperators.OVERLAPS),
                ],
                condition=Q(withdrawn_at__isnull=True),
                violation_error_message=_("This actor has that role already in this period."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.actor} {self.role} {self.target}"

    @property
    def target(self) -> Identity | None:
        return self.action or self.line or self.domain

    def identities(self) -> Iterable[Identity]:
        return (self.target, self.actor) if self.target else (self.actor,)
