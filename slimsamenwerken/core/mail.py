"""Mail goes out through rows: written with the change it tells about, sent by a sweep.

`queue_mail` never talks to a mail server, so a page works while the server is away and no mail is
lost. A crash between sending and marking may repeat a mail with the same Message-ID.
"""

import logging
import smtplib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import parseaddr
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.validators import validate_email
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from slimsamenwerken.core.jobs import Clock, Occasion, pause
from slimsamenwerken.core.logs import log_event, trace_id, traced
from slimsamenwerken.core.models import OutgoingMail
from slimsamenwerken.core.text import clean_line

LEASE: Final = timedelta(minutes=5)
MAX_ATTEMPTS: Final = 10
BATCH: Final = 200
State = OutgoingMail.State


@dataclass(frozen=True)
class Letter:
    """What a mail says. `headers` are extra ones; line breaks in them become spaces."""

    title: str
    body: str
    html: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    sender: str = ""


def queue_mail(
    letter: Letter,
    *,
    purpose: str,
    recipient: str,
    subject_id: str | int = "",
    key: str = "",
    now: datetime | None = None,
) -> OutgoingMail:
    """Write a mail to send, once for each (purpose, subject id, recipient, key).

    `subject_id` names the thing it is about; `key` tells apart mails about one thing (a round, a
    day). Asking again returns the row that exists. Raises ValidationError for a bad address.
    """
    address = _address(recipient)
    moment = now or timezone.now()
    row, _created = OutgoingMail.objects.get_or_create(
        purpose=purpose,
        subject_id=str(subject_id),
        recipient=address,
        key=key,
        defaults={
            "sender": clean_line(letter.sender or settings.DEFAULT_FROM_EMAIL),
            "title": clean_line(letter.title)[:300],
            "body": letter.body,
            "html": letter.html,
            "headers": {clean_line(k): clean_line(v) for k, v in letter.headers.items()},
            "message_id": f"<{uuid4()}@{_host()}>",
            "queued_at": moment,
            "not_before": moment,
            "trace": trace_id(),
        },
    )
    return row


def _address(recipient: str) -> str:
    # Of "Name <address>" only the address: names are personal and not needed to deliver.
    address = parseaddr(recipient)[1] if "<" in recipient else recipient.strip()
    try:
        validate_email(address)
    except ValidationError:
        raise ValidationError(
            _("Enter an e-mail address such as name@example.be."), code="mail_address"
        ) from None
    return address


def _host() -> str:
    return urlsplit(settings.SITE_ROOT).hostname or "localhost"


def send_due_mail(now: datetime, *, clock: Clock = timezone.now, limit: int = BATCH) -> int:
    """Send what waits, at most `limit` mails, and return how many were taken by the server.

    A server that does not answer leaves every mail waiting; a refused address fails alone.
    """
    due = Q(state=State.WAITING, not_before__lte=now) | Q(state=State.SENDING, lease_until__lt=now)
    ids = OutgoingMail.objects.filter(due).order_by("not_before", "id").values_list("id", flat=True)
    waiting = list(ids[:limit])
    if not waiting:
        return 0
    with _transport() as transport:
        if transport is None:
            log_event("mail.sweep", result="server away", level=logging.WARNING)
            return 0
        return sum(_deliver(mail_id, due, transport, clock) for mail_id in waiting)


@contextmanager
def _transport() -> Iterator[BaseEmailBackend | None]:
    """One connection for the whole sweep, or None when the mail server is away."""
    transport = get_connection(settings.MAIL_TRANSPORT)
    try:
        transport.open()
    except (OSError, smtplib.SMTPException):
        yield None
        return
    try:
        yield transport
    finally:
        transport.close()


def _deliver(mail_id: int, due: Q, transport: BaseEmailBackend, clock: Clock) -> int:
    mail = _claim(mail_id, due, clock())
    if mail is None:
        return 0
    # What the log says of a mail carries the trace of the request that asked for it.
    with traced(mail.trace or trace_id() or None):
        return _send(mail, transport, clock)


def _send(mail: OutgoingMail, transport: BaseEmailBackend, clock: Clock) -> int:
    if mail.attempts > MAX_ATTEMPTS:
        _mark(mail, State.FAILED, error="gave up")
        return 0
    try:
        transport.send_messages([_message(mail)])
    except (OSError, smtplib.SMTPException) as error:
        _refused(mail, error, clock())
        return 0
    _mark(mail, State.SENT, sent_at=clock(), body="", html="")
    log_event("mail.sent", objects={"mail": mail.pk, "purpose": mail.purpose})
    return 1


def _claim(mail_id: int, due: Q, now: datetime) -> OutgoingMail | None:
    mine = OutgoingMail.objects.filter(due, pk=mail_id)
    attempts = mine.values_list("attempts", flat=True).first()
    if attempts is None:
        return None
    lease = now + LEASE
    if not mine.update(state=State.SENDING, lease_until=lease, attempts=attempts + 1, error=""):
        return None
    return OutgoingMail.objects.get(pk=mail_id)


def _message(mail: OutgoingMail) -> EmailMessage:
    message = EmailMultiAlternatives(
        subject=mail.title,
        body=mail.body,
        from_email=mail.sender,
        to=[mail.recipient],
        headers={**mail.headers, "Message-ID": mail.message_id},
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    return message


def _refused(mail: OutgoingMail, error: Exception, now: datetime) -> None:
    forever = _is_permanent(error) or mail.attempts >= MAX_ATTEMPTS
    name = type(error).__name__
    if forever:
        _mark(mail, State.FAILED, error=name)
    else:
        _mark(mail, State.WAITING, error=name, not_before=now + pause(mail.attempts))
    result = "failed" if forever else "again"
    log_event("mail.refused", objects={"mail": mail.pk}, result=result, level=logging.WARNING)


def _is_permanent(error: Exception) -> bool:
    """5xx answers are final; 4xx answers and broken connections are not."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _text in error.recipients.values())
    return isinstance(error, smtplib.SMTPResponseException) and error.smtp_code >= 500


def _mark(mail: OutgoingMail, state: OutgoingMail.State, **changes: Any) -> None:
    mine = OutgoingMail.objects.filter(pk=mail.pk, state=State.SENDING, attempts=mail.attempts)
    mine.update(state=state, lease_until=None, **changes)


def sweep_mail(occasion: Occasion) -> None:
    """Send what waits (the job of the minute tick)."""
    send_due_mail(occasion.now)


class QueueBackend(BaseEmailBackend):
    """Django's mail goes through the queue too (password resets of allauth, reports of errors)."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Queue each message for each recipient; answers the number of messages."""
        for message in email_messages:
            if message.attachments:
                raise ValueError("Queued mail has no attachments: link to the file instead.")
            letter = _letter(message)
            once = str(uuid4())
            for recipient in message.recipients():
                queue_mail(letter, purpose="django", recipient=recipient, key=once)
        return len(email_messages)


def _letter(message: EmailMessage) -> Letter:
    alternatives = getattr(message, "alternatives", [])
    html = next((str(text) for text, kind in alternatives if kind == "text/html"), "")
    headers = {str(k): str(v) for k, v in message.extra_headers.items() if k != "Message-ID"}
    return Letter(str(message.subject), str(message.body), html, headers, message.from_email)
