from slimsamenwerken.reports.operations.building import work
from slimsamenwerken.reports.operations.defining import (
    Content,
    change_definition,
    create_definition,
)
from slimsamenwerken.reports.operations.planning import (
    Plan,
    change_schedule,
    create_schedule,
    open_due_runs,
    start_skipped,
)
from slimsamenwerken.reports.operations.publishing import (
    publish_run,
    withdraw_publication,
)
from slimsamenwerken.reports.operations.requests import (
    Wish,
    cancel_run,
    end_lease,
    remake_report,
    request_run,
    restate_report,
    retry_run,
)
from slimsamenwerken.reports.operations.verifying import (
    ask_verification,
    check_integrity,
    queue_checks,
    recompute,
)

__all__ = [
    "Content",
    "Plan",
    "Wish",
    "ask_verification",
    "cancel_run",
    "change_definition",
    "change_schedule",
    "check_integrity",
    "create_definition",
    "create_schedule",
    "end_lease",
    "open_due_runs",
    "publish_run",
    "queue_checks",
    "recompute",
    "remake_report",
    "request_run",
    "restate_report",
    "retry_run",
    "start_skipped",
    "withdraw_publication",
    "work",
]
