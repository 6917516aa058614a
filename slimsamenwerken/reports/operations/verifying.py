"""Check that a report is what was published, and that its figures still follow from the facts."""

import json
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import DatabaseError, IntegrityError, connection, transaction

from slimsamenwerken.core.logs import log_event
from slimsamenwerken.reports.canonical import digest
from slimsamenwerken.reports.differing import differences
from slimsamenwerken.reports.document import BuilderGoneError, build_content, order_of
from slimsamenwerken.reports.models import CheckState, ReportRun, ReportSnapshot, Verification

ONCE_PER: Final = timedelta(hours=1)

# Every earlier report of the chain: its own bytes, and what its successor says of them.
_CHAIN: Final = """
WITH RECURSIVE chain(previous_id, claimed) AS (
  SELECT r.previous_id, s.previous_sha256
  FROM reports_reportsnapshot s JOIN reports_reportrun r ON r.id = s.run_id WHERE s.id = %s
  UNION
  SELECT r.previous_id, s.previous_sha256
  FROM chain c JOIN reports_reportsnapshot s ON s.id = c.previous_id
  JOIN reports_reportrun r ON r.id = s.run_id
)
SELECT bool_and(
  CASE WHEN c.previous_id IS NULL THEN c.claimed = ''
  ELSE p.sha256 = c.claimed AND encode(sha256(p.content), 'hex') = c.claimed END)
FROM chain c LEFT JOIN reports_reportsnapshot p ON p.id = c.previous_id
"""


@dataclass(frozen=True)
class Integrity:
    """Whether digests still belong to the bytes: of the content, the files, the earlier reports."""

    content: bool
    files: bool
    chain: bool

    @property
    def holds(self) -> bool:
        return self.content and self.files and self.chain

    @property
    def fields(self) -> dict[str, bool]:
        return {
            "content_holds": self.content,
            "files_hold": self.files,
            "chain_holds": self.chain,
        }


def check_integrity(snapshot: ReportSnapshot) -> Integrity:
    content = bytes(snapshot.content)
    files = snapshot.files.values_list("format", "sha256", "content")
    return Integrity(
        content=digest(content) == snapshot.sha256,
        files=all(
            _file_holds(form, sha256, bytes(kept), snapshot.sha256) for form, sha256, kept in files
        ),
        chain=_chain_holds(snapshot, content),
    )


def _file_holds(form: str, sha256: str, content: bytes, snapshot_sha256: str) -> bool:
    """The JSON file is the content itself, so it must have the same digest."""
    return digest(content) == sha256 and (form != "json" or sha256 == snapshot_sha256)


def _chain_holds(snapshot: ReportSnapshot, content: bytes) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_CHAIN, [snapshot.pk])
        holds = bool(cursor.fetchone()[0])
    return holds and _named_in(content) == snapshot.previous_sha256


def _named_in(content: bytes) -> str | None:
    """The digest of the previous report that the content itself names; None when unreadable."""
    try:
        previous = json.loads(content)["previous"]
        return str(previous["sha256"]) if previous else ""
    except (ValueError, KeyError, TypeError):
        return None


def ask_verification(*, snapshot: ReportSnapshot, now: datetime) -> tuple[Verification, bool]:
    """(verification, whether a recomputation was queued): integrity at once, the rest later.

    A snapshot is recomputed once an hour at most; its bytes are looked at on every press.
    """
    integrity = check_integrity(snapshot)
    recent = recent_check(snapshot, now)
    if recent is not None:
        return _looked_again(snapshot, recent, integrity), False
    try:
        with transaction.atomic():
            made = Verification.objects.create(snapshot=snapshot, **integrity.fields)
    except IntegrityError:  # it waits for a worker already
        made = snapshot.verifications.get(state=CheckState.QUEUED)
        Verification.objects.filter(pk=made.pk).update(**integrity.fields)
        made.refresh_from_db()
        _alarm(made)
        return made, False
    _alarm(made)
    return made, True


def recent_check(snapshot: ReportSnapshot, now: datetime) -> Verification | None:
    """The recomputation of the last hour, which stands for one asked now."""
    done = snapshot.verifications.filter(state=CheckState.DONE, checked_at__gt=now - ONCE_PER)
    return done.order_by("-id").first()


def _looked_again(
    snapshot: ReportSnapshot, recent: Verification, integrity: Integrity
) -> Verification:
    """The recent check, or, when the bytes are not what they were then, a new row beside it."""
    if all(getattr(recent, name) == holds for name, holds in integrity.fields.items()):
        return recent
    made = Verification.objects.create(
        snapshot=snapshot,
        state=CheckState.DONE,
        checked_at=recent.checked_at,
        recomputed=recent.recomputed,
        difference=recent.difference,
        **integrity.fields,
    )
    _alarm(made)
    return made


def recompute(*, verification: Verification, now: datetime) -> Verification:
    """Build the report again at its own clocks and compare the bytes; twice does no harm."""
    snapshot = verification.snapshot
    same, difference = _computed_again(snapshot)
    Verification.objects.filter(pk=verification.pk, state=CheckState.QUEUED).update(
        state=CheckState.DONE,
        checked_at=now,
        recomputed=same,
        difference=difference,
        **check_integrity(snapshot).fields,
    )
    verification.refresh_from_db()
    _alarm(verification)
    return verification


def _computed_again(snapshot: ReportSnapshot) -> tuple[bool | None, str]:
    """(whether the bytes are the same, what differs); None when the builder is gone."""
    run = ReportRun.objects.for_work().get(pk=snapshot.run_id)
    kept = bytes(snapshot.content)
    try:
        built, _versions = build_content(order_of(run), snapshot.section_versions)
    except BuilderGoneError as error:
        return None, str(error)
    except DatabaseError:
        raise  # the check stays in the queue, and the next tick offers it again
    except Exception as error:
        # Without an answer it would be offered every minute for ever.
        logging.getLogger(__name__).exception("Check of snapshot %s failed", snapshot.pk)
        return False, f"De berekening mislukte ({type(error).__name__})."
    return built == kept, "" if built == kept else _difference(kept, built)


def _difference(kept: bytes, built: bytes) -> str:
    try:
        lines = differences(json.loads(kept), json.loads(built))
    except (ValueError, KeyError, TypeError):
        lines = []
    return "\n".join(lines) or "Het bewaarde bestand is niet meer te lezen als rapport."


def _alarm(found: Verification) -> None:
    """Someone must look: a published report is not what it was, or its figures are not."""
    if found.integrity and found.recomputed is not False:
        return
    log_event(
        "report.check_failed",
        objects={"snapshot": found.snapshot_id, "verification": found.pk},
        result="recomputation differs" if found.integrity else "changed after publication",
        level=logging.ERROR,
    )


def queue_checks(*, snapshots: Iterable[ReportSnapshot], now: datetime) -> int:
    """Ask for each snapshot; how many recomputations wait for a worker now."""
    return sum(ask_verification(snapshot=found, now=now)[1] for found in snapshots)
