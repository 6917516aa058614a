"""Show a report to readers, take it back, and check that it is right."""

import logging
from datetime import datetime, timedelta
from typing import Final

from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from slimsamenwerken.accounts.models import User
from slimsamenwerken.core.clocks import Origin, insert, withdraw
from slimsamenwerken.core.logs import log_event
from slimsamenwerken.reports.canonical import digest
from slimsamenwerken.reports.document import BuilderGoneError, build_content, order_of
from slimsamenwerken.reports.models import (
    CheckState,
    EventKind,
    Publication,
    Purpose,
    ReportRun,
    ReportSnapshot,
    RunEvent,
    State,
    Verification,
)

ONCE_PER: Final = timedelta(hours=1)


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


def check_integrity(snapshot: ReportSnapshot) -> tuple[bool, bool, bool]:
    """(content, files, chain): whether the digests still belong to the bytes."""
    content = digest(bytes(snapshot.content)) == snapshot.sha256
    files = all(digest(bytes(f.content)) == f.sha256 for f in snapshot.files.all())
    previous = snapshot.run.previous
    chain = snapshot.previous_sha256 == (previous.sha256 if previous else "")
    if previous is not None:
        chain = chain and digest(bytes(previous.content)) == previous.sha256
    return content, files, chain


def ask_verification(*, snapshot: ReportSnapshot, now: datetime) -> tuple[Verification, bool]:
    """(verification, whether a recomputation was queued): integrity at once, the rest later.

    One recomputation an hour per snapshot; within the hour the integrity is checked all the same.
    """
    content, files, chain = check_integrity(snapshot)
    recent = snapshot.verifications.filter(
        state=CheckState.DONE, recomputed__isnull=False, checked_at__gt=now - ONCE_PER
    ).first()
    values = {"content_holds": content, "files_hold": files, "chain_holds": chain}
    if recent is not None and content and files and chain:
        return recent, False
    try:
        with transaction.atomic():
            return Verification.objects.create(snapshot=snapshot, **values), True
    except IntegrityError:
        waiting = snapshot.verifications.get(state=CheckState.QUEUED)
        Verification.objects.filter(pk=waiting.pk).update(**values)
        waiting.refresh_from_db()
        return waiting, False


def recompute(*, verification: Verification, now: datetime) -> Verification:
    """Build the report again at its own clocks and compare the bytes."""
    snapshot = verification.snapshot
    same, difference = _computed_again(snapshot)
    content_holds, files_hold, chain_holds = check_integrity(snapshot)
    Verification.objects.filter(pk=verification.pk, state=CheckState.QUEUED).update(
        state=CheckState.DONE,
        checked_at=now,
        recomputed=same,
        difference=difference,
        content_holds=content_holds,
        files_hold=files_hold,
        chain_holds=chain_holds,
    )
    verification.refresh_from_db()
    if not verification.integrity or same is False:
        log_event(
            "report.check_failed",
            objects={"snapshot": snapshot.pk, "verification": verification.pk},
            result="alarm",
            level=logging.ERROR,
        )
    return verification


def _computed_again(snapshot: ReportSnapshot) -> tuple[bool | None, str]:
    """(whether the bytes are the same, what differs); None when it cannot be computed any more."""
    run = ReportRun.objects.for_work().get(pk=snapshot.run_id)
    try:
        content, _versions = build_content(order_of(run), snapshot.section_versions)
    except BuilderGoneError as error:
        return None, str(error)
    except DatabaseError:
        raise  # the check stays in the queue, and the next tick offers it again
    except Exception as error:
        # Without an answer it would be offered every minute for ever.
        logging.getLogger(__name__).exception("Check of snapshot %s failed", snapshot.pk)
        return None, type(error).__name__
    same = content == bytes(snapshot.content)
    return same, "" if same else _first_difference(bytes(snapshot.content), content)


def _first_difference(kept: bytes, built: bytes) -> str:
    place = next((i for i, (a, b) in enumerate(zip(kept, built, strict=False)) if a != b), 0)
    start = max(place - 60, 0)
    old, new = kept[start : place + 60], built[start : place + 60]
    return f"{old.decode(errors='replace')}\n→\n{new.decode(errors='replace')}"
