from slimsamenwerken.reports.operations.building import work
from slimsamenwerken.reports.operations.publishing import (
    ask_verification,
    check_integrity,
    publish_run,
    recompute,
    withdraw_publication,
)
from slimsamenwerken.reports.operations.requests import (
    Wish,
    cancel_run,
    create_definition,
    open_due_runs,
    request_run,
    retry_run,
)

__all__ = [
    "Wish",
    "ask_verification",
    "cancel_run",
    "check_integrity",
    "create_definition",
    "open_due_runs",
    "publish_run",
    "recompute",
    "request_run",
    "retry_run",
    "withdraw_publication",
    "work",
]
