"""The database says what must never be so; here its refusal becomes a sentence for a person."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

# Sentences of rules over several rows: triggers that raise SQLSTATE 23514 with their own name.
TRIGGER_SENTENCES: dict[str, str | Promise] = {
    "core_fact_append_only": _("This row is a fact: withdraw it or replace it."),
    "core_fact_replaces_same_subject": _(
        "A correction replaces a withdrawn row of the same subject."
    ),
    "core_no_circle": _("This succession makes a circle."),
    "core_frozen": _("This version is fixed: make a new version."),
    "core_never_deleted": _("This stays for ever: take it out of use instead."),
}


@dataclass(frozen=True)
class Sentence:
    """What a person reads when a rule refuses; filled in when it is shown, in their language."""

    text: str | Promise
    values: dict[str, str | Promise]


@cache
def _sentences() -> dict[str, Sentence]:
    """Name of constraint → its sentence."""
    found = {name: Sentence(text, {}) for name, text in TRIGGER_SENTENCES.items()}
    for model in apps.get_models(include_auto_created=True):
        for constraint in model._meta.constraints:
            name = constraint.name
            found[name] = Sentence(constraint.violation_error_message or "", {"name": name})
        for field in model._meta.local_fields:
            if field.unique:
                values: dict[str, str | Promise] = {
                    "model_name": capfirst(model._meta.verbose_name or ""),
                    "field_label": capfirst(field.verbose_name),
                }
                text = field.error_messages.get("unique", "")
                found[f"{model._meta.db_table}_{field.column}_key"] = Sentence(text, values)
    return found


def sentence_of(error: IntegrityError) -> Sentence | None:
    """The sentence of the constraint that refused, or None when it has none."""
    diagnosis = getattr(error.__cause__, "diag", None)
    name = getattr(diagnosis, "constraint_name", None)
    return None if name is None else _sentences().get(name)


@contextmanager
def speaking() -> Iterator[None]:
    """Turn a refusal by the database into a ValidationError with its sentence.

    A race that passed `full_clean` ends here; the savepoint keeps the outer transaction usable.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        sentence = sentence_of(error)
        if sentence is None:
            raise
        raise ValidationError(str(sentence.text), params=sentence.values) from error


def unique_known(*fields: str, name: str, sentence: str | Promise) -> models.UniqueConstraint:
    """A unique constraint over the rows that are still known; two empty fields are equal."""
    return models.UniqueConstraint(
        fields=fields,
        nulls_distinct=False,
        condition=models.Q(withdrawn_at__isnull=True),
        name=name,
        violation_error_message=sentence,  # type: ignore[arg-type]
    )
