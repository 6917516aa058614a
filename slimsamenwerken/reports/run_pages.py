"""What the page of one run shows: how far it is, what happened, and what to do about it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from slimsamenwerken.accounts.permissions import Viewer
from slimsamenwerken.core.dates import long_date, long_moment
from slimsamenwerken.reports import permissions, queries
from slimsamenwerken.reports.models import (
    STEPS,
    WORKING,
    EventKind,
    Publication,
    Purpose,
    ReportRun,
    ReportSnapshot,
    State,
)
from slimsamenwerken.reports.operations.building import TRANSIENT
from slimsamenwerken.reports.periods import read_period
from slimsamenwerken.reports.render import words

PATIENCE: Final = timedelta(minutes=2)  # a worker that is there takes a run within a minute
PASSING: Final = frozenset(
    kind.__name__ for base in TRANSIENT for kind in (base, *base.__subclasses__())
)


@dataclass(frozen=True)
class Notice:
    """What happened and what the reader can do; `kind` as in components/notice.html."""

    kind: str
    title: str
    text: str


@dataclass(frozen=True)
class Queue:
    """`messages` is None when the broker does not answer; `ahead` are runs that come first."""

    messages: int | None
    ahead: int


def name_of(run: ReportRun) -> str:
    """ "Voortgangsrapport Slim samenwerken, 2015"."""
    return f"{run.definition_version.title}, {period_of(run)}"


def period_of(run: ReportRun) -> str:
    try:
        read_period(run.period_key)
    except ValueError:  # a report on any day
        return long_date(run.as_of)
    return run.period_key


def step_names() -> dict[str, str]:
    return {
        "claim": _("A worker takes the job"),
        "moment": _("The moment of knowledge is taken"),
        "build": _("The figures are computed"),
        "snapshot": _("The snapshot is kept"),
        "files": _("The files are written"),
        "publish": _("Readers can see it"),
    }


def steps_of(run: ReportRun, now: datetime) -> list[dict[str, Any]]:
    """A proof has no readers, so it ends one step earlier."""
    names = step_names()
    keys = STEPS[:-1] if run.is_proof else STEPS
    works = run.state in WORKING and not run.is_left(now)
    return [
        {
            "name": names[key],
            "done": run.steps_done > index,
            "busy": works and run.steps_done == index,
            "parts": _parts(run) if works and run.steps_done == index else "",
            "stopped": run.state == State.FAILED and run.steps_done == index,
        }
        for index, key in enumerate(keys)
    ]


def _parts(run: ReportRun) -> str:
    if not run.parts_count:
        return ""
    return _("%(done)s of %(total)s") % {"done": run.parts_done, "total": run.parts_count}


def progress(run: ReportRun, now: datetime, queue: Queue | None) -> dict[str, Any]:
    """The part that is asked for again; `stand` changes whenever something on it does."""
    steps = steps_of(run, now)
    notice = waiting_notice(run, now, queue) if run.is_busy else None
    shown = repr((run.state, run.attempt, steps, notice))
    return {
        "run": run,
        "steps": steps,
        "done": sum(bool(step["done"]) for step in steps),
        "waiting": notice,
        "stand": sha256(shown.encode()).hexdigest()[:12],
    }


def waiting_notice(run: ReportRun, now: datetime, queue: Queue | None) -> Notice | None:
    """Why nothing moves, when nothing moves; None while a worker gives signs of life."""
    if run.is_left(now):
        return Notice(
            "warning",
            _("The worker no longer answers."),
            _("Another worker takes over within a minute. What was made already is kept."),
        )
    return _queued_notice(run, now, queue) if run.state == State.QUEUED else None


def _queued_notice(run: ReportRun, now: datetime, queue: Queue | None) -> Notice:
    if run.error and run.retry_at and run.retry_at > now:
        words = {"time": long_moment(run.retry_at)}
        return Notice(
            "warning",
            _("Something did not answer."),
            _("The next attempt follows by itself on %(time)s. Nothing is lost.") % words,
        )
    if queue is not None and queue.messages is None:
        return Notice(
            "warning",
            _("The queue cannot be reached."),
            _(
                "Your request is kept. Once the queue is back, the report starts within a minute; "
                "you need not ask again. Does this last? Tell the administrator."
            ),
        )
    waited = now - run.waits_since
    return _slow_notice(waited, queue) if waited > PATIENCE else _usual_notice(queue)


def _usual_notice(queue: Queue | None) -> Notice:
    text = _("It usually starts within a minute. You may close this page.")
    return Notice("info", _("The report waits for a worker."), _ahead(queue) + text)


def _slow_notice(waited: timedelta, queue: Queue | None) -> Notice:
    minutes = int(waited.total_seconds() // 60)
    title = _("This report has waited for a worker for %(count)s minutes.") % {"count": minutes}
    text = _(
        "Your request is kept and starts by itself as soon as a worker is free. Has it not started "
        "in a quarter of an hour? Tell the administrator: perhaps no worker is running."
    )
    return Notice("warning", title, _ahead(queue) + text)


def _ahead(queue: Queue | None) -> str:
    if queue is None or not queue.ahead:
        return ""
    words = {"count": queue.ahead}
    return (
        ngettext("%(count)s report comes first.", "%(count)s reports come first.", queue.ahead)
        % words
        + " "
    )


def outcome_notice(
    run: ReportRun, publication: Publication | None, *, may_publish: bool
) -> Notice | None:
    """How it ended, and whose turn it is."""
    if run.state == State.READY:
        return _ready_notice(run, may_publish=may_publish)
    if publication is not None and publication.withdrawn_at is not None:
        words = {
            "date": long_date(publication.withdrawn_at),
            "reason": publication.withdrawn_reason,
        }
        return Notice(
            "error",
            _("This report was withdrawn on %(date)s: %(reason)s") % words,
            _("The page stays readable; the files can no longer be downloaded."),
        )
    sentences = {
        State.PUBLISHED: (
            "success",
            _("The report is published."),
            _("Readers find it under Reports."),
        ),
        State.CANCELLED: (
            "info",
            _("This request was cancelled."),
            _("Nothing was made. Do you need the report after all? Start the request again."),
        ),
        State.FAILED: ("error", _("The report could not be made."), _failure_words(run)),
    }
    found = sentences.get(State(run.state))
    return Notice(*found) if found else None


def _ready_notice(run: ReportRun, *, may_publish: bool) -> Notice:
    if run.is_proof:
        return Notice("success", _("The proof is ready."), _("Only insiders can read it."))
    if may_publish:
        return Notice("success", _("The report is ready."), _("Read it, then publish it."))
    return Notice(
        "success", _("The report is ready."), _("A final editor can read and publish it.")
    )


def _failure_words(run: ReportRun) -> str:
    kept = _("Nothing was published and nothing is lost.")
    return f"{_cause_words(run)} {kept}"


def _cause_words(run: ReportRun) -> str:
    kind = run.error.partition(":")[0]
    if kind in PASSING:
        return _("The database or a lock did not answer, also after five more attempts.")
    if kind == "GaveUpError":
        return _("Several workers stopped while they made this report.")
    if kind == "BuilderGoneError":
        return _("A section of this report is no longer in the portal.")
    names = list(step_names().values())
    step = names[min(run.steps_done, len(names) - 1)]
    return _("A fault in the portal stopped it at the step “%(step)s”.") % {"step": step}


def remake_words(run: ReportRun, snapshot: ReportSnapshot | None) -> dict[str, Any] | None:
    """Whether a report made again on the same clocks has the same bytes as its original."""
    if snapshot is None or run.original is None or not run.is_remake:
        return None
    same = snapshot.sha256 == run.original.sha256
    return {
        "same": same,
        "notice": Notice(
            "success" if same else "error",
            _("The same hash: the report is byte for byte the same.")
            if same
            else _("Another hash: this report is not the same as the original."),
            _("It was made again with the same reference date and moment of knowledge.")
            if same
            else _("Do not publish further reports and tell the administrator at once."),
        ),
        "original": run.original.run,
        "original_hash": words.hash_groups(run.original.sha256),
    }


def log_of(run: ReportRun) -> list[dict[str, Any]]:
    """Everything that happened to the run, oldest first."""
    events = run.events.select_related("by")
    return [
        {
            "at": event.at,
            "what": EventKind(event.kind).label,
            "attempt": event.attempt,
            "who": str(event.by) if event.by else _("automatically"),
            "detail": event.detail,
        }
        for event in events
    ]


def _asker(run: ReportRun) -> str:
    if run.requested_by is not None:
        return str(run.requested_by)
    return _("the schedule") if run.purpose == Purpose.SCHEDULED else _("automatically")


def run_page(run: ReportRun, viewer: Viewer, now: datetime, queue: Queue | None) -> dict[str, Any]:
    snapshot = ReportSnapshot.objects.filter(run=run).defer("content").first()
    publication = queries.publication_of(snapshot) if snapshot else None
    standing = publication is not None and publication.withdrawn_at is None
    publisher = permissions.can_publish(viewer, run)
    asks = permissions.can_request(viewer)
    ready = run.state in (State.READY, State.PUBLISHED)
    return progress(run, now, queue) | {
        "title": name_of(run),
        "snapshot": snapshot if ready else None,
        "hash": words.hash_groups(snapshot.sha256) if snapshot and ready else [],
        "publication": publication,
        "outcome": outcome_notice(run, publication, may_publish=publisher),
        "remake": remake_words(run, snapshot if ready else None),
        "restated": queries.restated_by(run),
        "repeats": list(queries.repeats_of(snapshot)) if snapshot else [],
        "log": log_of(run),
        "asker": _asker(run),
        "may_publish": publisher and run.state == State.READY,
        "may_withdraw": publisher and standing,
        "may_restate": publisher and standing,
        "may_remake": asks and ready,
        "may_retry": asks and run.state in (State.FAILED, State.CANCELLED),
        "may_cancel": asks and run.state in (State.QUEUED, State.FAILED),
        "breadcrumbs": [
            (_("Reports"), reverse("reports:list")),
            (_("Making reports"), reverse("reports:runs")),
        ],
        "breadcrumb_here": name_of(run),
    }
