"""Input of the pages of accounts."""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from slimsamenwerken.accounts.models import Organisation, OrganisationKind
from slimsamenwerken.accounts.queries import NO_ROLE, UserCriteria
from slimsamenwerken.accounts.roles import DESCRIPTIONS, GIVEN, Role
from slimsamenwerken.core.forms import CleanTextField, DutchDateField, FilterForm, PortalForm

ON, OFF = "on", "off"
LATER, AT_ONCE = "later", "at_once"


class UserFilterForm(FilterForm):
    q = CleanTextField(label=_("Name or e-mail address"), max_length=100)
    organisation = forms.ChoiceField(label=_("Organisation"))
    role = forms.ChoiceField(
        label=_("Role today"),
        choices=[("", _("Every role")), *GIVEN, (NO_ROLE, _("no role"))],
    )
    state = forms.ChoiceField(
        label=_("Signing in"),
        choices=[("", _("All")), (ON, _("switched on")), (OFF, _("switched off"))],
    )

    def __init__(self, *args: Any, organisations: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = ("", _("Every organisation"))
        self.fields["organisation"].choices = [every, *organisations]  # type: ignore[attr-defined]

    def criteria(self, *, sort: str) -> UserCriteria:
        data = self.cleaned_data
        return UserCriteria(data["q"], data["organisation"], data["role"], data["state"], sort=sort)


class OrganisationFilterForm(FilterForm):
    q = CleanTextField(label=_("Name"), max_length=100)


class VersionedForm(PortalForm):
    """Carries what the page showed (core/versions.py); without it someone else was first."""

    version = forms.CharField(required=False, widget=forms.HiddenInput)


class UserForm(PortalForm):
    """The data of one person; `submit_label` depends on whether they are new."""

    submit_label = _("Save changes")
    name = CleanTextField(label=_("Name"), max_length=150)
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("This person signs in with it."),
        error_messages={"invalid": _("Enter an e-mail address such as name@example.be.")},
    )
    is_staff = forms.BooleanField(
        label=_("May use the support tooling"),
        required=False,
        help_text=_(
            "The support tooling is a set of pages on which a technician reads rows of the database."
        ),
    )


class UserChangeForm(UserForm, VersionedForm):
    pass


class RoleForm(PortalForm):
    submit_label = _("Give role")
    organisation = forms.ModelChoiceField(
        label=_("Organisation"),
        queryset=Organisation.objects.order_by("name"),
        to_field_name="slug",
        empty_label=_("Choose an organisation"),
    )
    role = forms.ChoiceField(
        label=_("Role"),
        widget=forms.RadioSelect,
        choices=[
            (code, format_lazy("{}. {}", label, DESCRIPTIONS[Role(code)])) for code, label in GIVEN
        ],
    )
    since = DutchDateField(label=_("First day"), help_text=_("For example 23/11/2026."))
    until = DutchDateField(
        label=_("Last day"), required=False, help_text=_("Leave empty when no end is planned.")
    )


class NewUserForm(UserForm, RoleForm):
    """An account is of no use without a role, so both are asked at once."""

    submit_label = _("Make account and mail the link")
    field_order = ("name", "email", "organisation", "role", "since", "until", "is_staff")


class EndRoleForm(VersionedForm):
    submit_label = _("End role")
    when = forms.ChoiceField(
        label=_("When does the role end?"),
        widget=forms.RadioSelect,
        choices=[(AT_ONCE, _("At once")), (LATER, _("After the day below"))],
    )
    until = DutchDateField(
        label=_("Last day"),
        required=False,
        help_text=_("Only when the role does not end at once. For example 23/11/2026."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("when") == LATER and not data.get("until") and "until" not in self.errors:
            self.add_error("until", _("Fill in the last day, or choose “At once”."))
        if data.get("when") == AT_ONCE:
            data["until"] = None
        return data


class DoorForm(PortalForm):
    """Only a button; it carries which way to turn, so that sending it twice does not turn back."""

    turn = forms.ChoiceField(choices=[(ON, ON), (OFF, OFF)], widget=forms.HiddenInput)


class OrganisationForm(PortalForm):
    submit_label = _("Save organisation")
    name = CleanTextField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=OrganisationKind.choices, widget=forms.RadioSelect
    )


class OrganisationChangeForm(OrganisationForm, VersionedForm):
    pass


class ActingForm(PortalForm):
    """Which of the own organisations to act for."""

    submit_label = _("Switch organisation")
    organisation = forms.ChoiceField(label=_("For whom do you work now?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, organisations: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(row.public_id), row.name) for row in organisations]
        self.fields["organisation"].choices = choices  # type: ignore[attr-defined]
