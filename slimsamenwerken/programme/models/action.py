"""Actions, what is told about them, and how one goes on in another."""

from collections.abc import Iterable

from django.core.validators import MinLengthValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from slimsamenwerken.core.clocks import (
    DatedFact,
    Identity,
    PeriodFact,
    first_day_field,
    longer,
    pick_index,
    precision_field,
)
from slimsamenwerken.core.constraints import unique_known
from slimsamenwerken.core.precision import render_date
from slimsamenwerken.history.tracking import tracked
from slimsamenwerken.programme.models.codes import (
    DECLARABLE,
    ActionKind,
    ClosureKind,
    RelationKind,
    StatusCode,
    SuccessionKind,
)
from slimsamenwerken.programme.models.domains import ActionLine
from slimsamenwerken.programme.models.search import search_vector, vector_index

CODE = r"^(\d\.\d\.\d{2}|P\d)$"


@tracked()
class Action(Identity):
    code = models.CharField(
        _("code"),
        max_length=10,
        unique=True,
        validators=[RegexValidator(CODE, _("Give a code such as 1.2.04 or P1."))],
        error_messages={"unique": _("This code exists already.")},
    )

    class Meta:
        ordering = ["code"]
        verbose_name = _("action")
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=CODE),
                name="programme_action_code",
                violation_error_message=_("Give a code such as 1.2.04 or P1."),
            )
        ]

    def __str__(self) -> str:
        return self.code


class ActionVersion(DatedFact):
    subject_fields = ("action",)
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="versions")
    kind = models.CharField(
        _("kind"), max_length=13, choices=ActionKind.choices, default=ActionKind.ACTION
    )
    line = models.ForeignKey(
        ActionLine,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="action_versions",
        verbose_name=_("action line"),
    )
    title = models.CharField(_("title"), max_length=120)
    summary = models.CharField(_("summary"), max_length=500, blank=True)
    description = models.TextField(_("description"), blank=True)
    starts_on = models.DateField(_("start"), null=True, blank=True)
    starts_on_precision = precision_field()
    starts_on_from = first_day_field()
    ends_on = models.DateField(_("end"), null=True, blank=True)
    ends_on_precision = precision_field()
    ends_on_from = first_day_field()
    is_continuous = models.BooleanField(_("continuous"), default=False)
    is_public = models.BooleanField(_("public"), default=True)
    search = search_vector(A=("title",), B=("summary",), C=("description",))

    class Meta(DatedFact.Meta):
        verbose_name = _("version of an action")
        indexes = [
            vector_index("programme_actionversion_search"),
            pick_index("action", name="programme_actionversion_pick"),
        ]
        constraints = [
            *DatedFact.Meta.constraints,
            unique_known(
                "action",
                "valid_on",
                name="programme_actionversion_one_per_day",
                sentence=_("There is already a version from this date."),
            ),
            models.CheckConstraint(
                condition=Q(kind=ActionKind.LEVER_PROJECT, line__isnull=True)
                | (~Q(kind=ActionKind.LEVER_PROJECT) & Q(line__isnull=False)),
                name="programme_actionversion_line",
                violation_error_message=_("An action belongs to exactly one action line."),
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=Coalesce("starts_on_from", "starts_on")),
                name="programme_actionversion_period",
                violation_error_message=_("The end date lies before the start date."),
            ),
            models.CheckConstraint(
                condition=Q(is_continuous=False) | Q(ends_on__isnull=True),
                name="programme_actionversion_continuous",
                violation_error_message=_("A continuous action has no end date."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def identities(self) -> Iterable[Identity]:
        return (self.action,)

    @property
    def starts_on_text(self) -> str:
        return render_date(self.starts_on, self.starts_on_precision, self.starts_on_from)

    @property
    def ends_on_text(self) -> str:
        return render_date(self.ends_on, self.ends_on_precision, self.ends_on_from)


class ActionClosure(DatedFact):
    subject_fields = ("action",)
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="closures")
    kind = models.CharField(_("kind"), max_length=9, choices=ClosureKind.choices)
    statement = models.TextField(
        _("statement"),
        validators=[
            MinLengthValidator(20, _("Describe what was achieved, or why the action stops."))
        ],
    )
    evidence_url = models.URLField(_("evidence"), blank=True)

    class Meta(DatedFact.Meta):
        verbose_name = _("closure of an action")
        indexes = [pick_index("action", name="programme_actionclosure_pick")]
        constraints = [
            *DatedFact.Meta.constraints,
            unique_known(
                "action",
                name="programme_actionclosure_one",
                sentence=_("This action is closed already."),
            ),
            models.CheckConstraint(
                condition=longer("statement", 20),
                name="programme_actionclosure_statement",
                violation_error_message=_("Describe what was achieved, or why the action stops."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.kind}"

    def identities(self) -> Iterable[Identity]:
        return (self.action,)


class ActionSuccession(DatedFact):
    """An action or a whole line goes on in an action (doorstart)."""

    from_action = models.ForeignKey(
        Action,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="successions",
        verbose_name=_("from action"),
    )
    from_line = models.ForeignKey(
        ActionLine,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="successions",
        verbose_name=_("from action line"),
    )
    to_action = models.ForeignKey(
        Action,
        on_delete=models.PROTECT,
        related_name="predecessions",
        verbose_name=_("to action"),
    )
    kind = models.CharField(_("kind"), max_length=12, choices=SuccessionKind.choices)
    closes_predecessor = models.BooleanField(_("closes the predecessor"), default=False)

    class Meta(DatedFact.Meta):
        verbose_name = _("succession of an action")
        constraints = [
            *DatedFact.Meta.constraints,
            models.CheckConstraint(
                condition=Q(from_action__isnull=True, from_line__isnull=False)
                | Q(from_action__isnull=False, from_line__isnull=True),
                name="programme_actionsuccession_one_from",
                violation_error_message=_("Choose an action or an action line."),
            ),
            models.CheckConstraint(
                condition=Q(from_action__isnull=True) | ~Q(from_action=F("to_action")),
                name="programme_actionsuccession_not_itself",
                violation_error_message=_("This succession makes a circle."),
            ),
            unique_known(
                "from_action",
                "from_line",
                "to_action",
                name="programme_actionsuccession_once",
                sentence=_("This succession exists already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_action or self.from_line} → {self.to_action}"

    def identities(self) -> Iterable[Identity]:
        start: Identity | None = self.from_action or self.from_line
        return (start, self.to_action) if start else (self.to_action,)


class ActionRelation(PeriodFact):
    from_action = models.ForeignKey(
        Action, on_delete=models.PROTECT, related_name="relations", verbose_name=_("from action")
    )
    to_action = models.ForeignKey(
        Action, on_delete=models.PROTECT, related_name="relations_to", verbose_name=_("to action")
    )
    kind = models.CharField(_("kind"), max_length=9, choices=RelationKind.choices)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta(PeriodFact.Meta):
        verbose_name = _("relation between actions")
        constraints = [
            *PeriodFact.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(from_action=F("to_action")),
                name="programme_actionrelation_not_itself",
                violation_error_message=_("An action cannot refer to itself."),
            ),
            unique_known(
                "from_action",
                "to_action",
                "kind",
                "since",
                name="programme_actionrelation_once",
                sentence=_("This relation exists already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_action} {self.kind} {self.to_action}"

    def identities(self) -> Iterable[Identity]:
        return (self.from_action, self.to_action)


class StatusUpdate(DatedFact):
    """A dated text about an action, with or without a declared status. Every row counts."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="updates")
    body = models.TextField(
        _("text"),
        max_length=4000,
        validators=[MinLengthValidator(20, _("Write at least 20 characters."))],
    )
    declared_status = models.CharField(
        _("declared status"), max_length=13, choices=DECLARABLE, blank=True
    )
    computed_status = models.CharField(
        max_length=13, choices=StatusCode.choices, blank=True, editable=False
    )
    deviation_reason = models.TextField(_("reason of the deviation"), blank=True)
    is_public = models.BooleanField(_("public"), default=True)
    search = search_vector(B=("body",))

    class Meta(DatedFact.Meta):
        verbose_name = _("status update")
        indexes = [
            vector_index("programme_statusupdate_search"),
            pick_index("action", name="programme_statusupdate_pick"),
        ]
        constraints = [
            *DatedFact.Meta.constraints,
            models.CheckConstraint(
                condition=longer("body", 20) & ~longer("body", 4001),
                name="programme_statusupdate_body",
                violation_error_message=_("Write between 20 and 4,000 characters."),
            ),
            models.CheckConstraint(
                condition=Q(declared_status="")
                | Q(computed_status="")
                | Q(declared_status=F("computed_status"))
                | longer("deviation_reason", 1),
                name="programme_statusupdate_deviation",
                violation_error_message=_("Explain why your status differs from the computed one."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.valid_on_text}"

    def identities(self) -> Iterable[Identity]:
        return (self.action,)
