"""One JSON line per event, in UTC: who (ids), what, on which things (ids), result, duration.

Never names, e-mail addresses, bodies or tokens. Lines of other people's code pass the same
formatter; what could be personal in them is hidden. Of an exception the class and the places are
written, never its text: database errors quote the values of the row.
"""

import json
import logging
import re
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final
from uuid import uuid4

EVENTS: Final = logging.getLogger("slimsamenwerken.events")
TRACE_PATTERN: Final = re.compile(r"[A-Za-z0-9-]{8,36}")

_MAIL: Final = re.compile(r"[^\s@<>\"'=]+@[^\s@<>\"',;)]+")
_QUERY: Final = re.compile(r"\?[^\s\"']*")
_UUID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_LONG_WORD: Final = re.compile(r"[A-Za-z0-9_-]{24,}")


@dataclass(frozen=True)
class LogContext:
    """What every line of one request or task carries; empty = unknown."""

    trace: str = ""
    user: str = ""
    organisation: str = ""


_NOBODY: Final = LogContext()
_context: ContextVar[LogContext] = ContextVar("log_context", default=_NOBODY)


def new_trace() -> str:
    """Return a fresh trace id of 36 characters."""
    return str(uuid4())


def accepted_trace(text: str | None) -> str:
    """Return the given trace id if it has the right shape, else a fresh one."""
    return text if text and TRACE_PATTERN.fullmatch(text) else new_trace()


def trace_id() -> str:
    """Return the trace id of the current request or task, or an empty string."""
    return _context.get().trace


@contextmanager
def traced(trace: str | None = None) -> Iterator[str]:
    """Give every line inside the block one trace id; nothing of the block leaks out of it."""
    chosen = accepted_trace(trace)
    token = _context.set(LogContext(trace=chosen))
    try:
        yield chosen
    finally:
        _context.reset(token)


def bind_person(*, user_id: int | str | None, organisation_id: int | str | None = None) -> None:
    """Name, by id, who acts in the current request or task."""
    _context.set(
        replace(
            _context.get(),
            user="" if user_id is None else str(user_id),
            organisation="" if organisation_id is None else str(organisation_id),
        )
    )


def log_event(
    event: str,
    *,
    objects: Mapping[str, int | str] | None = None,
    result: str = "ok",
    details: Mapping[str, int | str] | None = None,
    duration_ms: float | None = None,
    level: int = logging.INFO,
) -> None:
    """Write one event, e.g. `log_event("report.built", objects={"run": 7}, duration_ms=812)`.

    `objects` maps kinds to ids or codes, never to names; `details` are technical words and counts.
    """
    fields: dict[str, Any] = {"event": event, "object": dict(objects or {}), "result": result}
    fields |= details or {}
    if duration_ms is not None:
        fields["duration_ms"] = round(duration_ms, 1)
    EVENTS.log(level, event, extra={"fields": fields})


def hide_personal(text: str) -> str:
    """Return the text without mail addresses, query strings and tokens (UUIDs stay: ids)."""
    text = _QUERY.sub("?…", _MAIL.sub("(mail)", text))
    return _LONG_WORD.sub(lambda m: m[0] if _UUID.fullmatch(m[0]) else "(hidden)", text)


class JsonFormatter(logging.Formatter):
    """Formats a record as one line of JSON; line ends in values cannot forge a second line."""

    def format(self, record: logging.LogRecord) -> str:
        context = _context.get()
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "trace": context.trace,
            "user": context.user,
            "organisation": context.organisation,
        }
        fields = getattr(record, "fields", None)
        if isinstance(fields, Mapping):
            line |= fields
        else:
            line |= {"event": record.name, "message": hide_personal(_without_error(record))}
        if record.exc_info and record.exc_info[0]:
            line |= _error(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def _without_error(record: logging.LogRecord) -> str:
    """The message of other people's code, without the text of the error that it repeats."""
    message = record.getMessage()
    error = record.exc_info[1] if record.exc_info else None
    for text in () if error is None else (repr(error), str(error)):
        message = message.replace(text, "(hidden)") if text else message
    return message


def _error(exc_info: Any) -> dict[str, Any]:
    kind, _value, trace = exc_info
    frames = traceback.extract_tb(trace)[-12:]
    return {
        "error": f"{kind.__module__}.{kind.__qualname__}",
        "where": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    }


def logging_config(level: str = "INFO") -> dict[str, Any]:
    """Return the value of Django's LOGGING: JSON lines on standard error."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "slimsamenwerken.core.logs.JsonFormatter"}},
        "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["lines"], "level": level},
        # Django's own handlers would write every line a second time, unhidden.
        "loggers": {
            "django": {"handlers": [], "propagate": True, "level": level},
            "django.server": {"handlers": [], "propagate": True, "level": "WARNING"},
            # Our own lines say the same: one about each request, one about each task.
            "django.request": {"handlers": [], "propagate": True, "level": "ERROR"},
            "celery.app.trace": {"level": "WARNING"},
            "celery.worker.strategy": {"level": "WARNING"},
            # Django leaves it to the server to drop the body of an answer to HEAD.
            "gunicorn.http.wsgi": {"level": "ERROR"},
        },
    }
