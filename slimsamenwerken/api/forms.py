"""Input of the pages on which a manager keeps the API clients of an organisation."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from slimsamenwerken.api.scopes import scopes
from slimsamenwerken.core.forms import CleanTextField, PortalForm

DAYS = [("90", _("90 days")), ("180", _("half a year")), ("365", _("a year"))]


class ClientForm(PortalForm):
    submit_label = _("Save client")
    name = CleanTextField(
        label=_("Name"),
        max_length=100,
        help_text=_("What the program does, such as “Nightly copy for our website”."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("What may it do?"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose no more than it needs. It can never do more than your own role."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scopes"].choices = [  # type: ignore[attr-defined]
            (scope.code, format_lazy("{} ({})", scope.label, scope.code)) for scope in scopes
        ]


class KeyForm(PortalForm):
    submit_label = _("Make key")
    lasts = forms.ChoiceField(
        label=_("How long does it last?"), choices=DAYS, widget=forms.RadioSelect, initial="180"
    )

    def clean_lasts(self) -> timedelta:
        return timedelta(days=int(self.cleaned_data["lasts"]))


class EndForm(PortalForm):
    """Nothing to fill in: the button is the answer."""

    submit_label = _("End client")


class RevokeForm(EndForm):
    submit_label = _("Take key back")
