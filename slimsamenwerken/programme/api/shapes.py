"""What the endpoints of the programme answer, for the document; the rows are made in `showing`."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from slimsamenwerken.api.serializing import Reference, Shown, Thing
from slimsamenwerken.programme.api import words


def exact(**options: Any) -> serializers.DecimalField:
    """An exact number: at most 20 digits, 6 of them decimals."""
    return serializers.DecimalField(max_digits=20, decimal_places=6, **options)


def optional_date(label: str | None = None) -> serializers.DateField:
    return serializers.DateField(required=False, help_text=label)


def precision() -> serializers.ChoiceField:
    return serializers.ChoiceField(
        words.PRECISION, required=False, help_text=_("How precise the source is; absent: a day.")
    )


class CodeReference(Reference):
    code = serializers.CharField()


class NamedReference(Reference):
    name = serializers.CharField()


class FactShown(Reference):
    """A row that is appended, at most withdrawn, and never edited."""

    recorded_at = serializers.DateTimeField(help_text=_("When the portal knew it."))
    derived = serializers.BooleanField(required=False, help_text=_("Read into the source."))
    basis = serializers.CharField(required=False)
    withdrawn_at = serializers.DateTimeField(required=False)
    withdrawn_reason = serializers.CharField(required=False)


class DatedShown(FactShown):
    valid_on = serializers.DateField(help_text=_("The day from which, or on which, it holds."))
    valid_on_precision = precision()
    valid_on_from = optional_date()


class UpdateShown(DatedShown):
    body = serializers.CharField()
    declared_status = serializers.ChoiceField(words.STATUS, required=False)
    computed_status = serializers.ChoiceField(
        words.STATUS, required=False, help_text=_("As computed when this was written.")
    )
    deviation_reason = serializers.CharField(required=False)
    is_public = serializers.BooleanField()


class ClosureShown(DatedShown):
    kind = serializers.ChoiceField(words.CLOSURE_KIND)
    statement = serializers.CharField()
    evidence_url = serializers.URLField(required=False)


class ParticipationShown(FactShown):
    actor = NamedReference()
    role = serializers.ChoiceField(words.ROLE)
    note = serializers.CharField(required=False)
    since = optional_date()
    since_precision = precision()
    since_from = optional_date()
    until = optional_date()
    until_precision = precision()
    until_from = optional_date()


class PlanShown(DatedShown):
    number = serializers.IntegerField()
    due_on = serializers.DateField()
    due_on_precision = precision()
    due_on_from = optional_date()
    decided_by = serializers.CharField(required=False)
    reason = serializers.CharField(required=False)
    original_unknown = serializers.BooleanField()


class OutcomeShown(DatedShown):
    kind = serializers.ChoiceField(words.OUTCOME_KIND)
    statement = serializers.CharField(required=False)
    evidence_url = serializers.URLField(required=False)


class MeasurementShown(DatedShown):
    value = exact()
    numerator = exact(required=False)
    denominator = exact(required=False)
    qualifier = serializers.ChoiceField(words.QUALIFIER)
    period_start = optional_date()
    is_baseline = serializers.BooleanField()
    dims = serializers.DictField(
        child=serializers.CharField(), required=False, help_text=_("Which part; absent: the whole.")
    )
    source = serializers.CharField(required=False)  # type: ignore[assignment]  # a column's name
    method_note = serializers.CharField(required=False)
    series_break = serializers.BooleanField()


class TargetShown(DatedShown):
    series = serializers.IntegerField()
    number = serializers.IntegerField()
    due_on = serializers.DateField()
    due_on_precision = precision()
    due_on_from = optional_date()
    value = exact()
    upper = exact(required=False)
    decided_by = serializers.CharField(required=False)
    reason = serializers.CharField(required=False)


class StatusShown(Shown):
    declared = serializers.ChoiceField(words.STATUS, required=False)
    computed = serializers.ChoiceField(words.STATUS)
    deviates = serializers.BooleanField()
    declared_label = serializers.CharField(required=False)
    computed_label = serializers.CharField()


class LineShown(Thing):
    code = serializers.CharField()
    title = serializers.CharField()
    short_label = serializers.CharField()
    intro = serializers.CharField(required=False)


class MilestoneShown(Thing):
    action = CodeReference()
    code = serializers.CharField()
    title = serializers.CharField()
    done_when = serializers.CharField(required=False)
    owner = NamedReference(required=False)
    is_final = serializers.BooleanField()
    plans = PlanShown(many=True)
    outcome = OutcomeShown(required=False)


class ActionShown(Thing):
    code = serializers.CharField()
    kind = serializers.ChoiceField(words.ACTION_KIND)
    line = CodeReference(required=False)
    title = serializers.CharField()
    summary = serializers.CharField(required=False)
    description = serializers.CharField(required=False)
    starts_on = optional_date()
    starts_on_precision = precision()
    starts_on_from = optional_date()
    ends_on = optional_date()
    ends_on_precision = precision()
    ends_on_from = optional_date()
    is_continuous = serializers.BooleanField()
    is_public = serializers.BooleanField()
    status = StatusShown(required=False)
    participations = ParticipationShown(many=True, required=False)
    updates = UpdateShown(many=True, required=False)
    closure = ClosureShown(required=False)
    milestones = MilestoneShown(many=True, required=False)
    indicators = CodeReference(many=True, required=False)


class ActorShown(Thing):
    slug = serializers.CharField()
    name = serializers.CharField()
    abbreviation = serializers.CharField(required=False)
    kind = serializers.ChoiceField(words.ACTOR_KIND)
    is_group = serializers.BooleanField()
    website = serializers.URLField(required=False)
    enterprise_number = serializers.CharField(required=False)


class IndicatorShown(Thing):
    code = serializers.CharField()
    title = serializers.CharField()
    definition = serializers.CharField(required=False)
    unit = serializers.CharField(required=False)
    decimals = serializers.IntegerField()
    level = serializers.ChoiceField(words.LEVEL)
    direction = serializers.ChoiceField(words.DIRECTION, required=False)
    aggregation = serializers.ChoiceField(words.AGGREGATION)
    dimension_aggregation = serializers.ChoiceField(words.DIMENSIONS)
    frequency = serializers.ChoiceField(words.FREQUENCY, required=False)
    source_metric = serializers.CharField(required=False)
    live_from = optional_date()
    tolerance = exact(required=False)
    actions = CodeReference(many=True, required=False)
    targets = TargetShown(many=True, required=False)
    measurements = MeasurementShown(many=True, required=False)


class MetricShown(Shown):
    key = serializers.CharField()
    href = serializers.URLField()
    page = serializers.URLField()
    label = serializers.CharField()  # type: ignore[assignment]  # a column's name
    unit = serializers.CharField()
    definition = serializers.CharField()
    version = serializers.IntegerField()
    aggregation = serializers.CharField()
    value = exact(required=False, help_text=_("Absent is never 0."))
    numerator = exact(required=False)
    denominator = exact(required=False)
    reason = serializers.CharField(required=False, help_text=_("Why there is no value."))


class MetricCollection(Shown):
    items = MetricShown(many=True)
    self = serializers.URLField()
    total = serializers.IntegerField()
    as_of = serializers.DateField()
    known_at = serializers.DateTimeField(required=False)
