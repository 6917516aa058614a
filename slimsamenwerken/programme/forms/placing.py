"""At which field the sentence of a broken rule stands, when the rule is about the whole row.

The database refuses a row with one sentence; a person mends it at one field. The first of the
named fields that the form has gets the sentence; a form with none of them shows it on top.
"""

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PLACES: tuple[tuple[str | Promise, tuple[str, ...]], ...] = (
    (_("The end date lies before the start date."), ("until", "ends_on", "carry")),
    (_("A continuous action has no end date."), ("ends_on",)),
    (_("There is already a version from this date."), ("valid_on",)),
    (_("There is already a name from this date."), ("valid_on",)),
    (_("A ratio needs a numerator and a denominator."), ("aggregation",)),
    (_("This actor has that role already in this period."), ("actor", "carry", "role")),
    (_("This indicator belongs to this action already."), ("indicator", "since")),
    (_("An action cannot refer to itself."), ("to_action",)),
    (_("This relation exists already."), ("to_action", "since")),
    (_("An actor cannot succeed itself."), ("to_actor",)),
    (_("This succession exists already."), ("to_action", "to_actor")),
    (_("This succession makes a circle."), ("to_action", "to_actor")),
)


def field_of(form: forms.BaseForm, sentence: str) -> str | None:
    for text, names in PLACES:
        if str(text) == sentence:
            return next((name for name in names if name in form.fields), None)
    return None
