"""Who changes tracked rows, from where and why: kept as JSON in every event, ids only.

A request gets it from the middleware. Tasks, commands and imports say it with `acting`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pghistory
from django.db import connection, models
from django.utils.translation import gettext_lazy as _
from psycopg.pq import TransactionStatus

from slimsamenwerken.core.logs import trace_id


class Source(models.TextChoices):
    WEB = "web", _("website")
    API = "api", _("API")
    IMPORT = "import", _("import")
    TASK = "task", _("automatic task")
    SEED = "seed", _("start data")
    COMMAND = "command", _("command")


@contextmanager
def acting(*, by: Any, source: str, reason: str = "") -> Iterator[None]:
    """Inside the block tracked writes carry this context; afterwards the outer one counts again.

    `by` is a user, the id of one, or None for the portal itself. `reason` is a sentence of our
    own code, without personal data.
    """
    mine = {
        "user": getattr(by, "pk", by),
        "source": Source(source).value,
        "request": trace_id(),
        "reason": reason,
    }
    outer: dict[str, Any] = {}
    try:
        with pghistory.context() as context:
            outer.update(context.metadata)
            _set(context.metadata, mine)
            try:
                yield
            finally:
                _set(context.metadata, outer)
    finally:
        if not outer:
            _forget()


def _set(metadata: dict[str, Any], values: dict[str, Any]) -> None:
    metadata.clear()
    metadata.update(values)


def _forget() -> None:
    """pghistory sets the context for the whole transaction: later writes in it are not ours."""
    raw = connection.connection
    if raw is not None and raw.info.transaction_status == TransactionStatus.INTRANS:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('pghistory.context_metadata', '', true)")
