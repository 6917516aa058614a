"""The models that are ours: those of our apps, without the history that triggers write."""

from functools import cache

from babel.messages.pofile import read_po
from django.apps import apps
from django.conf import settings
from django.db import models
from pghistory.models import Event

from slimsamenwerken.core.clocks import Fact

PACKAGES = ("slimsamenwerken", "procurement", "sites", "education", "sharing", "campaigns")


@cache
def own_models() -> tuple[type[models.Model], ...]:
    return tuple(
        model
        for model in apps.get_models()
        if model.__module__.split(".")[0] in PACKAGES and not issubclass(model, Event)
    )


@cache
def facts() -> tuple[type[Fact], ...]:
    return tuple(model for model in own_models() if issubclass(model, Fact))


def label(thing: object) -> str:
    """Readable parameter of a test."""
    return thing._meta.label if isinstance(thing, type) else str(thing)


@cache
def sentences() -> frozenset[str]:
    """Every English sentence that the catalogue has in Dutch."""
    with (settings.LOCALE_PATHS[0] / "nl/LC_MESSAGES/django.po").open("rb") as file:
        found = [message for message in read_po(file) if message.id and message.string]
    return frozenset(text for m in found for text in ([m.id] if isinstance(m.id, str) else m.id))
