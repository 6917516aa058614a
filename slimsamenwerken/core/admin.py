from django.utils.translation import gettext_lazy as _

from slimsamenwerken.core.models import ChangeRow, FreezeMark, JobRun, OutgoingMail
from slimsamenwerken.core.support import look_at

look_at(ChangeRow)
look_at(FreezeMark, called=_("freeze mark"))
look_at(JobRun, list_filter=["state", "job"], date_hierarchy="due_at")
look_at(
    OutgoingMail,
    list_display=["purpose", "subject_id", "state", "attempts", "queued_at", "sent_at", "error"],
    list_filter=["state", "purpose"],
    # A mail that still waits may hold a link that lets its reader in.
    hidden=("body", "html", "headers"),
)
