"""Input for what ties things together: roles, indicators of actions, relations, successions.

A form "…TermsForm" holds what can be corrected; the form that adds a link also asks what it leads
to. Both sides of a link stay what they are: another side is another link.
"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from slimsamenwerken.core.form_fields import CleanTextField
from slimsamenwerken.programme.forms.facts import FactForm, VersionedForm
from slimsamenwerken.programme.forms.parts import (
    Options,
    date_field,
    open_date,
    pick,
    precision_choice,
    reason_field,
)
from slimsamenwerken.programme.models.codes import (
    ActorSuccessionKind,
    RelationKind,
    Role,
    SuccessionKind,
)


class PeriodForm(FactForm):
    """The days between which a link holds."""

    since = open_date(_("Since"))
    since_precision = precision_choice(_("How precise is the start?"))
    until = open_date(_("Until"))
    until_precision = precision_choice(_("How precise is the end?"))


class _Pointing(FactForm):
    """Adds a link to a thing of the list `others`; `other` names the field."""

    other = ""
    nothing = _("Choose an action")

    def __init__(self, *args: Any, others: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields[self.other]
        field.choices = [("", self.nothing), *others]  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        data = super().values()
        return data | {f"{self.other}_id": data.pop(self.other)}


class RoleTermsForm(PeriodForm):
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    note = CleanTextField(label=_("Note"), max_length=200, required=False)
    field_order = ("actor", "role", "note")


class RoleForm(_Pointing, RoleTermsForm):
    submit_label = _("Add role")
    other, nothing = "actor", _("Choose an actor")
    actor = pick(_("Actor"))


class RoleEndForm(VersionedForm):
    submit_label = _("End role")
    until = date_field(_("Last day of the role"))
    reason = reason_field(_("Why does the role end?"))

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("until", "reason")}


class AttachForm(_Pointing, PeriodForm):
    submit_label = _("Attach indicator")
    other, nothing = "indicator", _("Choose an indicator")
    indicator = pick(_("Indicator"))
    field_order = ("indicator",)


class DetachForm(VersionedForm):
    submit_label = _("Detach indicator")
    until = open_date(
        _("Last day on which the indicator belongs to the action"),
        _("Leave empty when it never belonged there: the link is then withdrawn."),
    )
    reason = reason_field(_("Why do you detach the indicator?"))

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("until", "reason")}


# The words of a whole sentence: "This action … the other action".
RELATIONS = (
    (RelationKind.PART_OF, _("is part of the other action")),
    (RelationKind.INPUT_FOR, _("gives input for the other action")),
    (RelationKind.PRECEDES, _("precedes the other action")),
    (RelationKind.RELATED, _("is related to the other action")),
)


class RelationTermsForm(PeriodForm):
    kind = forms.ChoiceField(label=_("This action …"), choices=RELATIONS, widget=forms.RadioSelect)
    note = CleanTextField(label=_("Note"), max_length=200, required=False)
    field_order = ("kind", "to_action", "note")


class RelationForm(_Pointing, RelationTermsForm):
    submit_label = _("Add relation")
    other = "to_action"
    to_action = pick(_("Other action"))


class LineSuccessionTermsForm(FactForm):
    """A line has no end of its own, so nothing closes it."""

    kind = forms.ChoiceField(
        label=_("How does it go on?"), choices=SuccessionKind.choices, widget=forms.RadioSelect
    )
    valid_on = date_field(_("From which day on?"))
    valid_on_precision = precision_choice()
    field_order = ("kind", "to_action", "valid_on", "valid_on_precision")


class SuccessionTermsForm(LineSuccessionTermsForm):
    closes_predecessor = forms.BooleanField(
        label=_("This action ends with that"),
        required=False,
    )


class LineSuccessionForm(_Pointing, LineSuccessionTermsForm):
    submit_label = _("Add continuation")
    other = "to_action"
    to_action = pick(_("Action that goes on"))


class SuccessionForm(_Pointing, SuccessionTermsForm):
    submit_label = _("Add continuation")
    other = "to_action"
    to_action = pick(_("Action that goes on"))


class ActorSuccessionTermsForm(FactForm):
    kind = forms.ChoiceField(
        label=_("What happened?"), choices=ActorSuccessionKind.choices, widget=forms.RadioSelect
    )
    valid_on = date_field(_("From which day on?"))
    valid_on_precision = precision_choice()
    source = CleanTextField(label=_("Source"), max_length=300, required=False)
    field_order = ("kind", "to_actor", "valid_on", "valid_on_precision", "source")


class ActorSuccessionForm(_Pointing, ActorSuccessionTermsForm):
    submit_label = _("Add succession")
    other, nothing = "to_actor", _("Choose an actor")
    to_actor = pick(_("Actor that goes on"))
    carry = forms.TypedMultipleChoiceField(
        label=_("Which roles move along?"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They end on the day before, and open for the successor on the day itself."),
        error_messages={"invalid_choice": _("Choose a value from the list.")},
    )

    def __init__(self, *args: Any, roles: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["carry"].choices = roles  # type: ignore[attr-defined]
        if not roles:
            del self.fields["carry"]
