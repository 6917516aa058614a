"""Filters above the lists; the state of a list is in its address."""

from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from slimsamenwerken.core.forms import CleanTextField, DutchDateField, FilterForm
from slimsamenwerken.programme.models.codes import (
    ActionKind,
    ActorKind,
    Level,
    OutcomeKind,
    Role,
    StatusCode,
)
from slimsamenwerken.programme.queries.actor_list import ActorCriteria
from slimsamenwerken.programme.queries.indicator_list import IndicatorCriteria
from slimsamenwerken.programme.queries.milestone_list import MilestoneCriteria
from slimsamenwerken.programme.queries.rows import ActorRow, LineRow
from slimsamenwerken.programme.queries.selection import Criteria

NONE_DECLARED = ("none", pgettext_lazy("status", "no status declared"))


class ActionFilterForm(FilterForm):
    q = CleanTextField(label=_("Text or code"), max_length=100)
    line = forms.MultipleChoiceField(
        label=_("Action line"), widget=forms.CheckboxSelectMultiple, choices=[]
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("All"))])
    declared = forms.MultipleChoiceField(
        label=_("Declared status"), widget=forms.CheckboxSelectMultiple, choices=[]
    )
    computed = forms.MultipleChoiceField(
        label=_("Computed status"), widget=forms.CheckboxSelectMultiple, choices=StatusCode.choices
    )
    role = forms.ChoiceField(label=_("Role"), choices=[("", _("Every role")), *Role.choices])
    actor = forms.ChoiceField(label=_("Actor"), choices=[("", _("Every actor"))])
    running_from = DutchDateField(label=_("Runs from"))
    running_until = DutchDateField(label=_("Runs until"))
    late = forms.BooleanField(label=_("Only with a late milestone"))
    deviates = forms.BooleanField(label=_("Only where declared and computed differ"))
    missing = forms.MultipleChoiceField(
        label=_("What is missing"),
        widget=forms.CheckboxSelectMultiple,
        choices=[
            ("lead", _("without a lead of its own")),
            ("milestones", _("without milestones")),
            ("indicator", _("without an indicator")),
            ("baseline", _("without a baseline")),
            ("target", _("without a target")),
        ],
    )
    silent_days = forms.IntegerField(
        label=_("No update in the last … days"), min_value=1, max_value=3650
    )

    def __init__(
        self, *args: Any, lines: list[LineRow], actors: list[ActorRow], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        line_choices = [(line.code, f"{line.code} {line.short_label}") for line in lines]
        self.fields["line"].choices = line_choices  # type: ignore[attr-defined]
        self.fields["kind"].choices = [("", _("All")), *ActionKind.choices]  # type: ignore[attr-defined]
        declared = [c for c in StatusCode.choices if c[0] != StatusCode.UNKNOWN]
        self.fields["declared"].choices = [*declared, NONE_DECLARED]  # type: ignore[attr-defined]
        names = [(actor.slug, actor.name) for actor in actors]
        self.fields["actor"].choices = [("", _("Every actor")), *names]  # type: ignore[attr-defined]

    def get_layout(self) -> Layout:
        return Layout(
            "q", "line", "declared", "computed", "kind", "role", "actor", "running_from",
            "running_until", "missing", "silent_days", "late", "deviates",
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first, last = data.get("running_from"), data.get("running_until")
        if first and last and last < first:
            self.add_error("running_until", _("The end date lies before the start date."))
        return data

    def criteria(self, *, sort: str) -> Criteria:
        data = self.cleaned_data
        return Criteria(
            text=data["q"],
            lines=tuple(data["line"]),
            kinds=(data["kind"],) if data["kind"] else tuple(ActionKind.values),
            declared=tuple(data["declared"]),
            computed=tuple(data["computed"]),
            role=data["role"],
            actor=data["actor"],
            running_from=data["running_from"],
            running_until=data["running_until"],
            late=data["late"],
            deviates=data["deviates"],
            missing=tuple(data["missing"]),
            silent_days=data["silent_days"],
            sort=sort,
        )


class ActorFilterForm(FilterForm):
    q = CleanTextField(label=_("Name"), max_length=100)
    kind = forms.MultipleChoiceField(
        label=_("Kind"), widget=forms.CheckboxSelectMultiple, choices=ActorKind.choices
    )
    groups = forms.BooleanField(label=_("Also target groups"))

    def get_layout(self) -> Layout:
        return Layout("q", "groups", "kind")

    def criteria(self) -> ActorCriteria:
        data = self.cleaned_data
        return ActorCriteria(
            text=data["q"],
            kinds=tuple(data["kind"]),
            groups=data["groups"],
            sort=self.query.get("sort", ""),
        )


class OfLinesForm(FilterForm):
    """A filter with the action lines of the day."""

    line = forms.MultipleChoiceField(
        label=_("Action line"), widget=forms.CheckboxSelectMultiple, choices=[]
    )

    def __init__(self, *args: Any, lines: list[LineRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(line.code, f"{line.code} {line.short_label}") for line in lines]
        self.fields["line"].choices = choices  # type: ignore[attr-defined]


class IndicatorFilterForm(OfLinesForm):
    q = CleanTextField(label=_("Text or code"), max_length=100)
    level = forms.MultipleChoiceField(
        label=_("Level"), widget=forms.CheckboxSelectMultiple, choices=Level.choices
    )
    missing = forms.MultipleChoiceField(
        label=_("What is missing"),
        widget=forms.CheckboxSelectMultiple,
        choices=[
            ("measurement", _("without a measurement")),
            ("baseline", _("without a baseline")),
            ("target", _("without a target")),
            ("action", _("without an action")),
        ],
    )

    def get_layout(self) -> Layout:
        return Layout("q", "line", "level", "missing")

    def criteria(self) -> IndicatorCriteria:
        data = self.cleaned_data
        return IndicatorCriteria(
            text=data["q"],
            levels=tuple(data["level"]),
            lines=tuple(data["line"]),
            missing=tuple(data["missing"]),
            sort=self.query.get("sort", ""),
        )


class MilestoneFilterForm(OfLinesForm):
    state = forms.MultipleChoiceField(
        label=_("Result"),
        widget=forms.CheckboxSelectMultiple,
        choices=[
            ("open", _("open, late ones included")),
            ("late", _("late")),
            *OutcomeKind.choices,
        ],
    )
    due_from = DutchDateField(label=_("Due from"))
    due_until = DutchDateField(label=_("Due until"))
    missing = forms.MultipleChoiceField(
        label=_("What is missing"),
        widget=forms.CheckboxSelectMultiple,
        choices=[
            ("date", _("without a date")),
            ("owner", _("without an owner")),
            ("done_when", _("without “done when”")),
        ],
    )

    def get_layout(self) -> Layout:
        return Layout("due_from", "due_until", "line", "state", "missing")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first, last = data.get("due_from"), data.get("due_until")
        if first and last and last < first:
            self.add_error("due_until", _("The end date lies before the start date."))
        return data

    def criteria(self) -> MilestoneCriteria:
        data = self.cleaned_data
        return MilestoneCriteria(
            lines=tuple(data["line"]),
            states=tuple(data["state"]),
            due_from=data["due_from"],
            due_until=data["due_until"],
            missing=tuple(data["missing"]),
            sort=self.query.get("sort", ""),
        )
