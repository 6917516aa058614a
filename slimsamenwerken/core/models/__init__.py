from slimsamenwerken.core.models.changes import ChangeRow
from slimsamenwerken.core.models.freeze import FreezeMark
from slimsamenwerken.core.models.jobs import JobRun
from slimsamenwerken.core.models.mail import OutgoingMail

__all__ = ["ChangeRow", "FreezeMark", "JobRun", "OutgoingMail"]
