"""A POST with an Idempotency-Key happens once, however often it is sent."""

import json
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from hashlib import sha256
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from slimsamenwerken.api.handling import handle
from slimsamenwerken.api.models import ApiClient, IdempotencyRecord
from slimsamenwerken.api.problems import CONTENT_TYPE, INVALID_INPUT, Issue, Problem, bad_request
from slimsamenwerken.api.wire import to_json
from slimsamenwerken.core.jobs import Occasion

HEADER: Final = "Idempotency-Key"
KEPT: Final = timedelta(hours=24)
ABANDONED: Final = timedelta(minutes=2)  # beyond any request: its process was killed
Method = Callable[..., Response]


def once(method: Method) -> Method:
    """The first request runs and its answer is kept with what it wrote, in one transaction."""

    @wraps(method)
    def wrapped(view: Any, request: Request, *args: Any, **kwargs: Any) -> Response:
        key = request.headers.get(HEADER)
        client: ApiClient | None = view.caller.client
        if key is not None and not _is_key(key):  # also of a visitor, for whom nothing is kept
            sentence = _("Give 8 to 64 characters.")
            raise bad_request(Issue(INVALID_INPUT, "header", HEADER, sentence))
        if key is None or client is None:
            return method(view, request, *args, **kwargs)
        digest = _hash(request)
        record = _begin(client, key, digest)
        if record.status is not None:
            return _again(record, digest)
        return _run(view, record, lambda: method(view, request, *args, **kwargs))

    return wrapped


def _is_key(text: str) -> bool:
    return 8 <= len(text) <= 64 and text.isascii() and text.isprintable()


def _hash(request: Request) -> str:
    told = {"method": request.method, "path": request.path, "body": request.data}
    return sha256(to_json(told)).hexdigest()


def _begin(client: ApiClient, key: str, digest: str) -> IdempotencyRecord:
    """The record that this request may fill, or the filled one; raises 409 while another runs."""
    now = timezone.now()
    fresh, is_mine = IdempotencyRecord.objects.get_or_create(
        client=client, key=key, defaults={"request_hash": digest, "started_at": now}
    )
    if is_mine or fresh.status is not None:
        if not is_mine and fresh.started_at < now - KEPT:
            fresh.delete()
            return _begin(client, key, digest)
        return fresh
    left = IdempotencyRecord.objects.filter(
        pk=fresh.pk, status__isnull=True, started_at__lt=now - ABANDONED
    )
    if left.update(started_at=now, request_hash=digest):
        return fresh
    raise Problem("conflict", _("The first request with this key still runs. Ask again later."))


def _again(record: IdempotencyRecord, digest: str) -> Response:
    if record.request_hash != digest:
        raise Problem("idempotencyKeyReused")
    kind = CONTENT_TYPE if (record.status or 0) >= 400 else None
    response = Response(record.body, status=record.status, content_type=kind)
    if record.location:
        response["Location"] = record.location
    response["Idempotency-Replayed"] = "true"
    return response


def _run(view: Any, record: IdempotencyRecord, call: Callable[[], Response]) -> Response:
    try:
        with transaction.atomic():
            response = call()
            _keep(record, response)
    except Exception as error:
        answer = handle(error, view.get_exception_handler_context())
        if answer is None or answer.status_code >= 500:
            record.delete()  # nothing was done: the same key may try again
            raise
        _keep(record, answer)
        return answer
    return response


def _keep(record: IdempotencyRecord, response: Response) -> None:
    record.status = response.status_code
    record.body = None if response.data is None else json.loads(to_json(response.data))
    record.location = response.get("Location", "")
    record.save(update_fields=["status", "body", "location"])


def forget_old_answers(occasion: Occasion) -> None:
    """Kept answers are gone after 24 hours."""
    IdempotencyRecord.objects.filter(started_at__lt=occasion.now - KEPT).delete()
