"""Which rows have a history, and which do not need one.

Database triggers write it (django-pghistory), so raw SQL, the admin and bulk updates are caught
too. Facts and versions (`core.clocks.Fact`) are their own history: they are never edited.
"""

from collections.abc import Callable, Iterable
from typing import Any, Final, TypeVar

import pghistory
from django.apps import apps
from django.db import models
from pghistory.models import Event

from slimsamenwerken.core.clocks import Fact, Identity

M = TypeVar("M", bound=type[models.Model])

# Raised by `touch` at every write on a thing: no news, and an event each time would be a flood.
BOOKKEEPING: Final = ("version", "modified_at")

EXEMPT: Final = {
    "core.ChangeRow": "technical: an outbox row, taken away when the feed has it",
    "core.FreezeMark": "technical: one row with the last frozen moment",
    "core.JobRun": "technical: the row itself says when a job ran and how it ended",
    "core.OutgoingMail": "technical: the row itself says when a mail left; its text is not kept",
    "accounts.OpenSession": "technical: stands beside a session, and goes with it",
    "api.IdempotencyRecord": "technical: a kept answer, gone after a day",
    "api.ExportTask": "technical: the row itself says when a file was asked, written and taken away",
    "api.ImportTask": "technical: the row itself says when rows were sent, and how that ended",
    "api.FeedEntry": "technical: an event of the feed, numbered once",
    "api.FeedState": "technical: who could read a thing after its last event",
    "api.WebhookDelivery": "technical: the row itself says when an event left, or why not",
    "accounts.User_groups": "unused: rights come from memberships, which are tracked",
    "accounts.User_user_permissions": "unused: rights come from memberships, which are tracked",
    "reports.ReportRun": "technical: a run holds its own steps, moments and attempts",
    "reports.RunEvent": "technical: the log of a run, appended and never edited",
    "reports.ReportSnapshot": "never changed: the database refuses UPDATE and DELETE",
    "reports.ReportFile": "a projection of a snapshot, named by its hash; made again when lost",
    "reports.Verification": "technical: a check holds its own state, moments and outcome",
}


def tracked(*, exclude: Iterable[str] = ()) -> Callable[[M], M]:
    """Class decorator: keep every insert, update and delete in `<Model>History`.

    `exclude` names fields that the history must not hold (secrets) or that say nothing; a write
    that changes only those leaves no event.
    """

    def decorate(model: M) -> M:
        left_out = {*exclude, *(BOOKKEEPING if issubclass(model, Identity) else ())}
        pghistory.track(
            pghistory.InsertEvent(),
            pghistory.UpdateEvent(),
            pghistory.DeleteEvent(),
            exclude=sorted(left_out),
            # No reverse relation and no constraint: the history outlives its row.
            obj_field=pghistory.ObjForeignKey(related_name="+", db_index=False),
            context_field=pghistory.ContextJSONField(),
            context_id_field=None,  # type: ignore[arg-type]  # documented: no such field
            append_only=True,
            model_name=f"{model.__name__}History",
            attrs={"pgh_id": models.BigAutoField(primary_key=True)},
            meta={"indexes": [models.Index(fields=["pgh_obj", "pgh_created_at", "pgh_id"])]},
        )(model)
        return model

    return decorate


def tracked_models() -> dict[type[models.Model], type[Any]]:
    """Every model with a history, and the model of its events."""
    events: list[Any] = pghistory.core.event_models()
    return {one.pgh_tracked_model: one for one in events}


def history_of(model: type[models.Model]) -> type[Any]:
    """The model of the events; raises LookupError for a model without a history."""
    try:
        return tracked_models()[model]
    except KeyError:
        raise LookupError(f"{model._meta.label} has no history; see @tracked") from None


def needs_history(model: type[models.Model]) -> bool:
    """Whether rows of the model can change and nothing else keeps what they were.

    Facts are appended and never edited, the history itself is append-only, and a proxy has no
    table. Everything else is tracked or has its reason in `EXEMPT`.
    """
    if model._meta.proxy or not model._meta.managed:
        return False
    return not issubclass(model, Fact | Event)


def forgotten(labels: Iterable[str]) -> list[str]:
    """Models of these apps that change without a history and without a reason."""
    found = tracked_models()
    return [
        model._meta.label
        for label in labels
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
        if needs_history(model) and model not in found and model._meta.label not in EXEMPT
    ]
