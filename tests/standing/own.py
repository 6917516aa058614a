"""The models that are ours: those of our apps, without the history that triggers write."""

from functools import cache

from django.apps import apps
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
