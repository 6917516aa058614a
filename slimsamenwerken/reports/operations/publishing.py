"""Show a report to readers, and take it back."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from slimsamenwerken.accounts.models import User
from slimsamenwerken.core.clocks import Origin, insert, withdraw
from slimsamenwerken.reports.models import (
    EventKind,
    Publication,
    Purpose,
    ReportRun,
    RunEvent,
    State,
)


@transaction.atomic
def publish_run(*, run: ReportRun, by: User | None, origin: str = Origin.WEB) -> Publication:
    """Let readers see a report that is ready; a proof is never published."""
    if run.purpose == Purpose.PROOF:
        raise ValidationError(_("A proof is not published."))
    changed = ReportRun.objects.filter(pk=run.pk, state=State.READY).update(
        state=State.PUBLISHED, steps_done=6
    )
    if not changed:
        raise ValidationError(_("Only a report that is ready can be published."))
    publication = Publication(snapshot=run.snapshot)
    insert(publication, by=by, origin=origin)
    RunEvent.objects.create(run=run, kind=EventKind.PUBLISHED, by=by)
    return publication


@transaction.atomic
def withdraw_publication(*, publication: Publication, by: User | None, reason: str) -> None:
    """The page stays with the reason; the files are gone for readers."""
    standing = Publication.objects.select_for_update(of=["self"]).filter(
        pk=publication.pk, withdrawn_at__isnull=True
    )
    if not standing.exists():
        raise ValidationError(_("This report was withdrawn already."))
    withdraw(publication, by=by, reason=reason)
    RunEvent.objects.create(run=publication.snapshot.run, kind=EventKind.WITHDRAWN, by=by)
