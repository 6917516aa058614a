"""Input for the things themselves: an action, a milestone, an actor, a role. For the office."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from slimsamenwerken.core.form_fields import CleanTextField, DutchDateField
from slimsamenwerken.core.text import slugify_nl
from slimsamenwerken.programme.forms.facts import (
    ActorNameForm,
    FactForm,
    VersionedForm,
    date_field,
    precision_choice,
    reason_field,
    text_rows,
)
from slimsamenwerken.programme.models.codes import ActionKind, Role

NOT_STATED = _("Leave empty when it is not stated.")
RESERVED = ("", "nieuw")  # the address of the page that adds an actor
Options = list[tuple[int, str]]


def _open_date(label: Any) -> DutchDateField:
    return DutchDateField(label=label, required=False, help_text=NOT_STATED)


def _number(value: str) -> int | None:
    return int(value) if value else None


def _pick(label: Any, **options: Any) -> forms.TypedChoiceField:
    """A thing of a list that the page brings; empty_value None fits a foreign key."""
    unknown = {"invalid_choice": _("Choose a value from the list.")}
    return forms.TypedChoiceField(
        label=label, coerce=_number, empty_value=None, error_messages=unknown, **options
    )


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
    line = _pick(_("Action line"), required=False)
    starts_on = _open_date(_("Start"))
    starts_on_precision = precision_choice(_("How precise is the start?"))
    ends_on = _open_date(_("End"))
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
    owner = _pick(_("Owner"), required=False)
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


class RoleForm(FactForm):
    submit_label = _("Add role")
    actor = _pick(_("Actor"))
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    note = CleanTextField(label=_("Note"), max_length=200, required=False)
    since = _open_date(_("Since"))
    since_precision = precision_choice(_("How precise is that date?"))
    until = _open_date(_("Until"))
    until_precision = precision_choice(_("How precise is that date?"))

    def __init__(self, *args: Any, actors: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["actor"].choices = [("", _("Choose an actor")), *actors]  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        data = super().values()
        return data | {"actor_id": data.pop("actor")}


class RoleEndForm(VersionedForm):
    submit_label = _("End role")
    until = date_field(_("Last day of the role"))
    reason = reason_field(_("Why does the role end?"))

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("until", "reason")}


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
