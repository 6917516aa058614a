"""Show a report to readers, take it back, and check that it is right."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from slimsamenwerken.accounts.models import User
from slimsamenwerken.core.clocks import Origin, insert, withdraw
from slimsamenwerken.reports.canonical import digest
from slimsamenwerken.reports.document import BuilderGoneError, build_content
from slimsamenwerken.reports.models import (
    CheckState,
    Publication,
    Purpose,
    ReportRun,
    ReportSnapshot,
    State,
    Verification,
)
from slimsamenwerken.reports.operations.building import order_of

ONCE_PER = timedelta(hours=1)


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
    return publication


@transaction.atomic
def withdraw_publication(*, publication: Publication, by: User | None, reason: str) -> None:
    """The page stays with the reason; the files are gone for readers."""
    withdraw(publication, by=by, reason=reason)


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
    run = ReportRun.objects.select_related("definition", "definition_version", "previous__run").get(
        pk=snapshot.run_id
    )
    difference, same = "", None
    try:
        content, _versions = build_content(order_of(run), snapshot.section_versions)
        same = content == bytes(snapshot.content)
        difference = "" if same else _first_difference(bytes(snapshot.content), content)
    except BuilderGoneError as error:
        difference = str(error)
    content_holds, files_hold, chain_holds = check_integrity(snapshot)
    Verification.objects.filter(pk=verification.pk).update(
        state=CheckState.DONE,
        checked_at=now,
        recomputed=same,
        difference=difference,
        content_holds=content_holds,
        files_hold=files_hold,
        chain_holds=chain_holds,
    )
    verification.refresh_from_db()
    return verification


def _first_difference(kept: bytes, built: bytes) -> str:
    place = next((i for i, (a, b) in enumerate(zip(kept, built, strict=False)) if a != b), 0)
    start = max(place - 60, 0)
    old, new = kept[start : place + 60], built[start : place + 60]
    return f"{old.decode(errors='replace')}\n→\n{new.decode(errors='replace')}"
