"""Input for one fact each. A correction uses the same form and asks for the reason."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from slimsamenwerken.core.clocks import Fact
from slimsamenwerken.core.forms import CleanTextField, DutchDecimalField, PortalForm
from slimsamenwerken.core.precision import Precision, last_day_of
from slimsamenwerken.programme.forms.parts import (
    CHOOSABLE,
    date_field,
    precision_choice,
    reason_field,
    text_rows,
)
from slimsamenwerken.programme.models.codes import (
    DECLARABLE,
    ActorKind,
    ClosureKind,
    OutcomeKind,
    Qualifier,
)
from slimsamenwerken.programme.thresholds import BOUNDS, DEFAULTS

# Which dates of a form can be vague; each has a field "…_precision" beside it.
VAGUE_DATES = ("valid_on", "due_on", "starts_on", "ends_on", "since", "until")


class VersionedForm(PortalForm):
    """Carries the version that the page showed, so that a write over another's is refused."""

    version = forms.IntegerField(
        widget=forms.HiddenInput,
        error_messages={
            "required": _("Reload this page and try again: the form came without its version."),
            "invalid": _("Reload this page and try again: the form came without its version."),
        },
    )

    @property
    def version_seen(self) -> int:
        found: int = self.cleaned_data["version"]
        return found


class FactForm(VersionedForm):
    """Input for one fact; `correcting` starts from that row and asks why."""

    def __init__(
        self, *args: Any, correcting: Fact | None = None, version: int | None = None, **kwargs: Any
    ) -> None:
        initial = (
            {"version": version} | self._kept(correcting) | (kwargs.pop("initial", None) or {})
        )
        super().__init__(*args, initial=initial, **kwargs)
        self.correcting = correcting
        self._offer_own_precision(initial)
        if correcting is not None:
            self.fields["correction_reason"] = reason_field(_("Why do you correct this?"))
            self.helper.submit_label = _("Save correction")

    def _kept(self, row: Fact | None) -> dict[str, Any]:
        names = [name for name in self.base_fields if name != "version"]
        names += [f"{name}_from" for name in VAGUE_DATES]
        return {name: getattr(row, name) for name in names if hasattr(row, name)} if row else {}

    def _offer_own_precision(self, initial: dict[str, Any]) -> None:
        """A source may say "uiterlijk 2015"; changing something else must not change that."""
        labels = dict(Precision.choices)
        for name in self._vague():
            own = initial.get(f"{name}_precision")
            field = self.fields[f"{name}_precision"]
            if own and own not in dict(CHOOSABLE):
                field.choices = [*CHOOSABLE, (own, labels[own])]  # type: ignore[attr-defined]

    def _vague(self) -> list[str]:
        return [name for name in VAGUE_DATES if f"{name}_precision" in self.fields]

    def clean(self) -> dict[str, Any]:
        """A vague date becomes the last day of its period, as every column holds it."""
        data = super().clean() or self.cleaned_data
        for name in self._vague():
            day, precision = data.get(name), data.get(f"{name}_precision")
            if day and precision:
                data[name] = last_day_of(day, precision)
        return data

    def values(self) -> dict[str, Any]:
        """The columns of the fact, without what belongs to the form."""
        own = {"version", "correction_reason"}
        data = {name: value for name, value in self.cleaned_data.items() if name not in own}
        for name in self._vague():  # only a range of years has a first day, which no form asks
            is_range = data.get(f"{name}_precision") == Precision.RANGE
            data[f"{name}_from"] = self.initial.get(f"{name}_from") if is_range else None
        return data


class UpdateForm(FactForm):
    submit_label = _("Add update")
    valid_on = date_field(_("Date"))
    valid_on_precision = precision_choice()
    body = CleanTextField(
        label=_("How does the action stand?"),
        lines=True,
        widget=text_rows(6),
        min_length=20,
        max_length=4000,
        help_text=_("Between 20 and 4,000 characters. Everyone can read a public update."),
        error_messages={
            "min_length": _("Write at least 20 characters."),
            "max_length": _("Write at most 4,000 characters."),
        },
    )
    declared_status = forms.ChoiceField(
        label=_("Which status do you declare?"),
        choices=[("", _("No status")), *DECLARABLE],
        required=False,
    )
    deviation_reason = CleanTextField(
        label=_("Why does your status differ from the computed one?"),
        lines=True,
        widget=text_rows(2),
        required=False,
        help_text=_("Only when it differs."),
    )
    is_public = forms.BooleanField(label=_("Everyone may read this"), required=False, initial=True)


class MeasurementForm(FactForm):
    submit_label = _("Add measurement")
    valid_on = date_field(_("Date of the measurement"))
    valid_on_precision = precision_choice()
    qualifier = forms.ChoiceField(label=_("How exact?"), choices=Qualifier.choices, initial="=")
    value = DutchDecimalField(label=_("Value"), help_text=_("For example 77 or 12,5."))
    numerator = DutchDecimalField(label=_("Numerator"), required=False)
    denominator = DutchDecimalField(label=_("Denominator"), required=False)
    is_baseline = forms.BooleanField(label=_("This is the baseline"), required=False)
    source = CleanTextField(label=_("Source"), max_length=300)
    method_note = CleanTextField(label=_("Method"), max_length=500, required=False)
    series_break = forms.BooleanField(
        label=_("The way of counting changed (series break)"), required=False
    )


class OutcomeForm(FactForm):
    submit_label = _("Record result")
    kind = forms.ChoiceField(
        label=_("Result"), choices=OutcomeKind.choices, widget=forms.RadioSelect
    )
    valid_on = date_field(_("When?"))
    valid_on_precision = precision_choice()
    statement = CleanTextField(
        label=_("What was achieved?"),
        lines=True,
        widget=text_rows(3),
        min_length=20,
        error_messages={"min_length": _("Write at least 20 characters.")},
    )
    evidence_url = forms.URLField(
        label=_("Address of the evidence"), required=False, assume_scheme="https"
    )


class PlanForm(FactForm):
    submit_label = _("Move milestone")
    due_on = date_field(_("New date"), _("For example 31/03/2017."))
    due_on_precision = precision_choice()
    valid_on = date_field(_("When was this decided?"))
    reason = CleanTextField(
        label=_("Why does the milestone move?"),
        lines=True,
        widget=text_rows(3),
        min_length=10,
        help_text=_("At least 10 characters. Everyone can read this reason."),
        error_messages={"min_length": _("Give the reason and who decided.")},
    )
    decided_by = CleanTextField(
        label=_("Who decided?"),
        max_length=200,
        error_messages={"required": _("Give the reason and who decided.")},
    )


class FirstPlanForm(PlanForm):
    """The first plan of a milestone is free: nobody has to say why."""

    submit_label = _("Plan milestone")
    reason = CleanTextField(label=_("Reason"), required=False, lines=True, widget=text_rows(3))
    decided_by = CleanTextField(label=_("Who decided?"), max_length=200, required=False)


class ClosureForm(FactForm):
    submit_label = _("Close action")
    kind = forms.ChoiceField(
        label=_("How does the action end?"), choices=ClosureKind.choices, widget=forms.RadioSelect
    )
    valid_on = date_field(_("When?"))
    statement = CleanTextField(
        label=_("What was achieved, or why does the action stop?"),
        lines=True,
        widget=text_rows(4),
        min_length=20,
        error_messages={
            "min_length": _("Describe what was achieved, or why the action stops."),
        },
    )
    evidence_url = forms.URLField(
        label=_("Address of the evidence"), required=False, assume_scheme="https"
    )


class TargetForm(FactForm):
    submit_label = _("Set target")
    value = DutchDecimalField(label=_("Target"))
    upper = DutchDecimalField(
        label=_("Upper bound"), required=False, help_text=_("Only for a band.")
    )
    due_on = date_field(_("To be reached by"))
    valid_on = date_field(_("When was this decided?"))
    decided_by = CleanTextField(label=_("Who decided?"), max_length=200)
    reason = CleanTextField(label=_("Reason"), lines=True, widget=text_rows(2), required=False)


class ActorNameForm(FactForm):
    submit_label = _("Save new name")
    name = CleanTextField(label=_("Name"), max_length=200)
    abbreviation = CleanTextField(label=_("Abbreviation"), max_length=20, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=ActorKind.choices)
    is_group = forms.BooleanField(label=_("A target group, not a partner"), required=False)
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    enterprise_number = CleanTextField(
        label=_("Enterprise number"),
        required=False,
        help_text=_("For example 0123.456.749."),
    )
    valid_on = date_field(_("Since when?"))

    def clean_enterprise_number(self) -> str:
        """People write the dots; the column holds ten digits."""
        typed: str = self.cleaned_data["enterprise_number"]
        return typed.replace(".", "").replace(" ", "")


class WithdrawForm(VersionedForm):
    submit_label = _("Withdraw")
    reason = reason_field(_("Why do you withdraw this?"))

    def values(self) -> dict[str, Any]:
        return {"reason": self.cleaned_data["reason"]}


class RulesForm(PortalForm):
    """Every threshold is a whole number; the labels stay what they are."""

    submit_label = _("Save thresholds")
    valid_on = date_field(_("From which day on?"))
    decided_by = CleanTextField(label=_("Who decided?"), max_length=200)

    LABELS = {
        "final_late_days": _("Final milestone: days late until extra action is needed"),
        "many_late_count": _("Number of late milestones until extra action is needed"),
        "many_late_days": _("Days late that count for that number"),
        "pace_action": _("Pace in percent under which extra action is needed"),
        "pace_attention": _("Pace in percent under which attention is needed"),
        "end_grace_days": _("Days after the end without closure"),
        "start_grace_days": _("Days after the start without evidence"),
        "replan_count": _("Number of re-plannings until attention is needed"),
        "replan_window_days": _("Days within which those re-plannings count"),
        "fresh_update_days": _("Days that an update of a continuous action stays fresh"),
    }

    def __init__(self, *args: Any, current: dict[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, standard in DEFAULTS.to_json().items():
            self.fields[name] = forms.IntegerField(
                label=self.LABELS[name],
                min_value=BOUNDS[name][0],
                max_value=BOUNDS[name][1],
                initial=current.get(name, standard),
            )

    def values(self) -> dict[str, Any]:
        """The columns of the rule set; of the thresholds only what differs from the defaults."""
        data = self.cleaned_data
        changed = {
            name: data[name]
            for name, standard in DEFAULTS.to_json().items()
            if data[name] != standard
        }
        own = ("valid_on", "decided_by")
        return {name: data[name] for name in own} | {"thresholds": changed}
