"""Input of the pages on which a manager keeps the webhooks of a client."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from slimsamenwerken.api.models import LONGEST_URL
from slimsamenwerken.api.resources import resources
from slimsamenwerken.core.forms import CleanTextField, PortalForm

# Words for the names of resources that a form shows; a kind without one shows its name.
WORDS = {
    "action": _("actions"),
    "milestone": _("milestones"),
    "indicator": _("indicators"),
    "actor": _("actors"),
    "actionLine": _("action lines"),
}


class WebhookForm(PortalForm):
    submit_label = _("Make webhook")
    url = CleanTextField(
        label=_("Address"),
        max_length=LONGEST_URL,
        help_text=_("Begins with https://. We send each change there, signed with a secret."),
    )
    kinds = forms.MultipleChoiceField(
        label=_("What should it hear of?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose nothing to hear of everything."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kinds"].choices = [  # type: ignore[attr-defined]
            (resource.name, WORDS.get(resource.name, resource.name)) for resource in resources
        ]


class SecretForm(PortalForm):
    """Nothing to fill in: the button is the answer."""

    submit_label = _("Make new secret")


class EnableForm(PortalForm):
    submit_label = _("Switch webhook on")


class EndForm(PortalForm):
    submit_label = _("End webhook")
