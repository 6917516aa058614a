"""What can be written on the programme; the operations judge it, these only read it."""

from datetime import date
from typing import Any, ClassVar

from django.db.models import BooleanField
from django.utils.translation import gettext as _
from rest_framework import serializers

from slimsamenwerken.api.serializing import Given, GivenModel
from slimsamenwerken.core.precision import last_day_of
from slimsamenwerken.programme.api import words
from slimsamenwerken.programme.models import (
    ActionClosure,
    ActionLine,
    ActionVersion,
    Actor,
    ActorVersion,
    IndicatorVersion,
    Measurement,
    MilestoneOutcome,
    MilestonePlan,
    MilestoneVersion,
    Participation,
    StatusUpdate,
    Target,
)

VAGUE = ("valid_on", "due_on", "starts_on", "ends_on", "since", "until")
DATED = ("valid_on", "valid_on_precision", "basis", "derived")
# What a thing is called holds from today on, unless said otherwise.
TODAY: dict[str, Any] = {"valid_on": {"required": False}}


class RowInput(GivenModel):
    """Columns of one fact or version. A vague date becomes the last day of its period.

    `clears`: null empties a field, as in a merge patch; elsewhere what is empty is left out.
    """

    clears: ClassVar[bool] = False

    def build_standard_field(self, field_name: str, model_field: Any) -> Any:
        """What may be empty is left out, or cleared with null; there is no empty code."""
        kind, options = super().build_standard_field(field_name, model_field)
        if field_name.endswith("_precision"):
            options["choices"] = words.ENTERED_PRECISION
        if "choices" in options:
            options.pop("allow_blank", None)
        if model_field.blank and not isinstance(model_field, BooleanField):
            options["allow_null"] = True
        return kind, options

    def get_fields(self) -> dict[str, Any]:
        fields: dict[str, Any] = super().get_fields()
        for field in fields.values() if not self.clears else ():
            field.allow_null = False
        return fields

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        columns = {field.name: field for field in self.Meta.model._meta.concrete_fields}  # type: ignore[attr-defined]
        for name in [name for name, value in attrs.items() if value is None]:
            if not columns[name].null:
                attrs[name] = columns[name].get_default() or ""
        for name in VAGUE:
            day, precision = attrs.get(name), attrs.get(f"{name}_precision")
            if isinstance(day, date) and precision:
                attrs[name] = last_day_of(day, precision)
        return attrs


class UpdateInput(RowInput):
    class Meta:
        model = StatusUpdate
        fields = (*DATED, "body", "declared_status", "deviation_reason", "is_public")


class ClosureInput(RowInput):
    class Meta:
        model = ActionClosure
        fields = (*DATED, "kind", "statement", "evidence_url")


class MeasurementInput(RowInput):
    dims = serializers.DictField(
        child=serializers.CharField(max_length=100), required=False, help_text="Welk deel."
    )

    class Meta:
        model = Measurement
        fields = (
            *DATED, "value", "numerator", "denominator", "qualifier", "period_start",
            "is_baseline", "dims", "source", "method_note", "series_break",
        )  # fmt: skip


class TargetInput(RowInput):
    class Meta:
        model = Target
        fields = (
            *DATED, "series", "due_on", "due_on_precision", "value", "upper", "decided_by",
            "reason",
        )  # fmt: skip


class PlanInput(RowInput):
    class Meta:
        model = MilestonePlan
        fields = (
            *DATED, "due_on", "due_on_precision", "decided_by", "reason", "original_unknown",
        )  # fmt: skip


class OutcomeInput(RowInput):
    class Meta:
        model = MilestoneOutcome
        fields = (*DATED, "kind", "statement", "evidence_url")


class KnownThing(serializers.UUIDField):
    """The id of another thing; one that cannot be seen is as one that does not exist."""

    def __init__(self, model: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.model = model

    def to_internal_value(self, data: Any) -> Any:
        public_id = super().to_internal_value(data)
        found = self.model.objects.filter(public_id=public_id).first()
        if found is None:
            raise serializers.ValidationError(_("There is no such thing."), "does_not_exist")
        return found


class ParticipationInput(RowInput):
    actor_id = KnownThing(Actor, source="actor")

    class Meta:
        model = Participation
        fields = (
            "actor_id", "role", "since", "since_precision", "until", "until_precision", "note",
            "basis", "derived",
        )  # fmt: skip


class ReasonInput(Given):
    """Why a row is withdrawn."""

    reason = serializers.CharField(min_length=5, max_length=2000)


class ActionInput(RowInput):
    clears = True
    line_id = KnownThing(ActionLine, source="line", required=False, allow_null=True)

    class Meta:
        extra_kwargs = TODAY
        model = ActionVersion
        fields = (
            "valid_on", "kind", "line_id", "title", "summary", "description", "starts_on",
            "starts_on_precision", "ends_on", "ends_on_precision", "is_continuous", "is_public",
        )  # fmt: skip


class ActorInput(RowInput):
    clears = True

    class Meta:
        extra_kwargs = TODAY
        model = ActorVersion
        fields = (
            "valid_on", "name", "abbreviation", "kind", "is_group", "website",
            "enterprise_number",
        )  # fmt: skip


class MilestoneInput(RowInput):
    clears = True
    owner_id = KnownThing(Actor, source="owner", required=False, allow_null=True)

    class Meta:
        extra_kwargs = TODAY
        model = MilestoneVersion
        fields = ("valid_on", "title", "done_when", "owner_id", "is_final")


class IndicatorInput(RowInput):
    clears = True

    class Meta:
        extra_kwargs = TODAY
        model = IndicatorVersion
        fields = (
            "valid_on", "title", "definition", "unit", "decimals", "level", "direction",
            "aggregation", "dimension_aggregation", "frequency", "source_metric", "live_from",
            "tolerance",
        )  # fmt: skip
