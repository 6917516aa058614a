"""What the tests of runs share: a moment, and a worker in this process."""

from datetime import UTC, date, datetime, timedelta

from slimsamenwerken.reports import operations

NOW = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)
TODAY = date(2026, 6, 1)
MINUTE = timedelta(minutes=1)
END_2015 = date(2015, 12, 31)


def work(run, now=NOW, worker="w1"):
    state = operations.work(run.pk, worker=worker, now=now, trace="0123456789abcdef")
    run.refresh_from_db()
    return state


def kinds(run):
    return [event.kind for event in run.events.all()]


def raising(error):
    def raises(*_args, **_kwargs):
        raise error

    return raises
