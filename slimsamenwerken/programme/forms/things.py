"""Input for the things themselves: an action, a milestone, an indicator, an actor."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from slimsamenwerken.core.form_fields import CleanTextField, DutchDateField, DutchDecimalField
from slimsamenwerken.core.text import slugify_nl
from slimsamenwerken.programme.forms.facts import ActorNameForm, FactForm
from slimsamenwerken.programme.forms.parts import (
    Options,
    date_field,
    open_date,
    pick,
    precision_choice,
    text_rows,
)
from slimsamenwerken.programme.metrics import metrics
from slimsamenwerken.programme.models.codes import (
    ActionKind,
    Aggregation,
    DimensionAggregation,
    Direction,
    Frequency,
    Level,
)

RESERVED = ("", "nieuw")  # the address of the page that adds one


class ActionForm(FactForm):
    """A version of an action. Without an action line it is a strategic lever project."""

    submit_label = _("Save action")
    title = CleanTextField(label=_("Title"), max_length=120)
    summary = CleanTextField(
        label=_("Summary"), max_length=500, required=False, lines=True, widget=text_rows(3)
    )
    description = CleanTextField(
        label=_("Description"), required=False, lines=True, widget=text_rows(6)
    )
    line = pick(_("Action line"), required=False)
    starts_on = open_date(_("Start"))
    starts_on_precision = precision_choice(_("How precise is the start?"))
    ends_on = open_date(_("End"))
    ends_on_precision = precision_choice(_("How precise is the end?"))
    is_continuous = forms.BooleanField(label=_("Continuous, without an end date"), required=False)
    is_public = forms.BooleanField(
        label=_("Everyone may see this action"), required=False, initial=True
    )
    valid_on = date_field(_("Since when does this hold?"))

    def __init__(self, *args: Any, lines: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        none = ("", _("None: a strategic lever project"))
        self.fields["line"].choices = [none, *lines]  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        data = super().values()
        line = data.pop("line")
        kind = ActionKind.ACTION if line else ActionKind.LEVER_PROJECT
        return data | {"line_id": line, "kind": kind}


class ActionNewForm(ActionForm):
    version = None  # type: ignore[assignment]  # there is no earlier one to write over
    submit_label = _("Add action")
    code = CleanTextField(label=_("Code"), max_length=10, help_text=_("Such as 1.2.06 or P3."))
    field_order = ("code",)

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        return code.upper()


class MilestoneForm(FactForm):
    submit_label = _("Save milestone")
    title = CleanTextField(label=_("Title"), max_length=200)
    done_when = CleanTextField(
        label=_("Done when"),
        required=False,
        lines=True,
        widget=text_rows(3),
        help_text=_("What must be there, so that nobody has to doubt whether it is reached?"),
    )
    owner = pick(_("Owner"), required=False)
    is_final = forms.BooleanField(label=_("This is the final milestone"), required=False)
    valid_on = date_field(_("Since when does this hold?"))

    def __init__(self, *args: Any, actors: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = [("", _("Nobody yet")), *actors]  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        data = super().values()
        return data | {"owner_id": data.pop("owner")}


class MilestoneNewForm(MilestoneForm):
    version = None  # type: ignore[assignment]
    submit_label = _("Add milestone")
    code = CleanTextField(
        label=_("Code"),
        max_length=20,
        help_text=_("Such as M3."),
        # It stands in the address of the page.
        validators=[RegexValidator(r"^[0-9A-Za-z.-]+$", _("Use letters and digits, such as M3."))],
    )
    field_order = ("code",)


def _sources() -> list[tuple[str, Any]]:
    """Asked per form: the apps announce their metrics after this module is read."""
    return [("", _("None: people enter the values")), *((m.key, m.label) for m in metrics)]


class IndicatorForm(FactForm):
    """A version of an indicator: what is measured from a day on, and how."""

    submit_label = _("Save indicator")
    title = CleanTextField(label=_("Title"), max_length=200)
    definition = CleanTextField(
        label=_("Definition"),
        required=False,
        lines=True,
        widget=text_rows(4),
        help_text=_("What exactly is counted, and what is not? Everyone can read this."),
    )
    unit = CleanTextField(
        label=_("Unit"),
        max_length=30,
        required=False,
        help_text=_("Such as ton, % or number of parks."),
    )
    decimals = forms.IntegerField(label=_("Decimals"), min_value=0, max_value=6, initial=0)
    level = forms.ChoiceField(label=_("Level"), choices=Level.choices, initial=Level.OUTPUT)
    direction = forms.ChoiceField(
        label=_("Which way should it go?"),
        choices=[("", _("Not stated")), *Direction.choices],
        required=False,
    )
    aggregation = forms.ChoiceField(
        label=_("Aggregation over time"),
        choices=Aggregation.choices,
        help_text=_("A percentage that is no context has a numerator and a denominator: a ratio."),
    )
    dimension_aggregation = forms.ChoiceField(
        label=_("Aggregation over dimensions"),
        choices=DimensionAggregation.choices,
        initial=DimensionAggregation.NONE,
        help_text=_("How parts, such as provinces, make up the whole."),
    )
    frequency = forms.ChoiceField(
        label=_("How often is it measured?"),
        choices=[("", _("Not stated")), *Frequency.choices],
        required=False,
    )
    tolerance = DutchDecimalField(
        label=_("Tolerance"),
        required=False,
        help_text=_("How far a value may lie from the target and still count as kept."),
    )
    source_metric = forms.ChoiceField(
        label=_("Computed by the portal"),
        choices=_sources,
        required=False,
        help_text=_("The portal can compute the values itself, from its own rows."),
    )
    live_from = DutchDateField(
        label=_("Computed from"), required=False, help_text=_("Only when the portal computes.")
    )
    valid_on = date_field(_("Since when does this hold?"))

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        metric, day = data.get("source_metric"), data.get("live_from")
        if metric and not day and "live_from" not in self.errors:
            self.add_error("live_from", _("Give the day from which the portal computes."))
        if day and not metric and "source_metric" not in self.errors:
            self.add_error("source_metric", _("Choose what the portal computes from that day on."))
        return data


class IndicatorNewForm(IndicatorForm):
    version = None  # type: ignore[assignment]
    submit_label = _("Add indicator")
    code = CleanTextField(
        label=_("Code"),
        max_length=20,
        help_text=_("Such as K4."),
        # It stands in the address of the page.
        validators=[RegexValidator(r"^[0-9A-Za-z.-]+$", _("Use letters and digits, such as K4."))],
    )
    field_order = ("code",)

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"].upper()
        if code.lower() in RESERVED:
            raise forms.ValidationError(_("Use letters and digits, such as K4."))
        return code


class ActorNewForm(ActorNameForm):
    version = None  # type: ignore[assignment]
    submit_label = _("Add actor")
    slug = CleanTextField(
        label=_("Short name for the address"),
        max_length=80,
        required=False,
        help_text=_("Small letters, digits and hyphens. Left empty it follows from the name."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        data["slug"] = slugify_nl(data.get("slug") or data.get("name", ""))
        if "name" in data and data["slug"] in RESERVED:
            self.add_error("slug", _("Give a short name with letters or digits."))
        return data
