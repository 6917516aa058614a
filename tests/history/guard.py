"""Inside a task, a tracked write must say who acts: without `acting` the test fails."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from celery import current_task
from django.db import connection
from pghistory import runtime

from slimsamenwerken.history.tracking import tracked_models


class UnnamedWriteError(AssertionError):
    """A task changed a tracked row and nobody will ever know on whose behalf."""


@cache
def _writes() -> re.Pattern[str]:
    tables = "|".join(re.escape(model._meta.db_table) for model in tracked_models())
    return re.compile(rf'\b(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(?:{tables})\b', re.IGNORECASE)


def _refuse(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    if current_task and not hasattr(runtime._tracker, "value") and _writes().search(str(sql)):
        raise UnnamedWriteError(f"{current_task.name} writes without acting(): {sql}")
    return execute(sql, params, many, context)


@contextmanager
def no_unnamed_writes() -> Iterator[None]:
    with connection.execute_wrapper(_refuse):
        yield
