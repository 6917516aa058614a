"""Outgoing mail: one row, one letter, whatever the mail server does."""

import email
import socket
from datetime import UTC, datetime, timedelta

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.db import IntegrityError, transaction

from slimsamenwerken.core.jobs import Occasion
from slimsamenwerken.core.mail import Letter, queue_mail, send_due_mail, sweep_mail
from slimsamenwerken.core.models import OutgoingMail

NOW = datetime(2027, 1, 1, 12, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=3)
LETTER = Letter("Nieuwe ronde", "Beste,\nde ronde is open.")


class Box(Sink):
    """A mail server that keeps what it gets and can refuse addresses."""

    def __init__(self) -> None:
        super().__init__()
        self.mails: list[email.message.Message] = []
        self.answers: dict[str, str] = {}

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802
        answer = self.answers.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802
        self.mails.append(email.message_from_bytes(envelope.content))
        return "250 OK"


@pytest.fixture
def smtp(settings, db):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings.MAIL_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    box = Box()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    yield box
    controller.stop()


@pytest.fixture
def no_smtp(settings, db):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        settings.EMAIL_PORT = free.getsockname()[1]
    settings.MAIL_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"


def queue(recipient="lead@example.be", letter=LETTER, **options) -> OutgoingMail:
    values = {"purpose": "round.open", "subject_id": 7, "now": NOW}
    return queue_mail(letter, recipient=recipient, **values | options)


def send(now=NOW, **options) -> int:
    return send_due_mail(now, clock=lambda: now, **options)


def test_sent_once_with_its_own_message_id(smtp):
    mail = queue()
    assert send() == 1
    assert send() == 0
    [taken] = smtp.mails
    assert (taken["Subject"], taken["To"], taken["Message-ID"]) == (
        "Nieuwe ronde",
        "lead@example.be",
        mail.message_id,
    )
    mail.refresh_from_db()
    assert (mail.state, mail.sent_at, mail.body, mail.attempts) == ("sent", NOW, "", 1)


def test_queued_once_per_purpose_subject_recipient_key(db):
    first = queue()
    assert queue(letter=Letter("Anders", "x")) == first
    for other in ({"purpose": "x"}, {"subject_id": 8}, {"key": "2"}, {"recipient": "b@example.be"}):
        assert queue(**other) != first
    assert OutgoingMail.objects.count() == 5
    assert str(first) == f"round.open {first.pk}"


def test_part_of_the_change_it_tells_about(db):
    @transaction.atomic
    def change():
        queue()
        raise RuntimeError("the change failed")

    with pytest.raises(RuntimeError):
        change()
    assert not OutgoingMail.objects.exists()


def test_server_away_keeps_everything(no_smtp):
    mail = queue()
    assert send() == 0
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == ("waiting", 0)


def test_address_refused_for_ever_fails_alone(smtp):
    smtp.answers["gone@example.be"] = "550 no such user"
    bad, good = queue("gone@example.be"), queue("lead@example.be")
    assert send() == 1
    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.state, bad.error, good.state) == ("failed", "SMTPRecipientsRefused", "sent")
    assert send(LATER) == 0


def test_address_refused_for_now_is_tried_later(smtp):
    smtp.answers["full@example.be"] = "452 mailbox full"
    mail = queue("full@example.be")
    assert send() == 0
    mail.refresh_from_db()
    assert mail.state == "waiting"
    assert mail.not_before > NOW
    smtp.answers.clear()
    assert send(NOW) == 0
    assert send(LATER) == 1


def test_never_accepted_ends_visibly(smtp):
    smtp.answers["full@example.be"] = "452 mailbox full"
    mail = queue("full@example.be")
    for attempt in range(1, 12):
        send(NOW + attempt * timedelta(hours=3))
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == ("failed", 10)


def test_killed_between_claim_and_mark_is_sent_again_with_the_same_id(smtp):
    mail = queue()
    OutgoingMail.objects.update(state="sending", lease_until=NOW + timedelta(minutes=5), attempts=1)
    assert send(NOW + timedelta(minutes=4)) == 0
    assert send(NOW + timedelta(minutes=6)) == 1
    assert smtp.mails[0]["Message-ID"] == mail.message_id


def test_poison_mail_is_given_up(smtp):
    queue()
    OutgoingMail.objects.update(state="sending", lease_until=NOW, attempts=10)
    assert send(LATER) == 0
    assert OutgoingMail.objects.get().state == "failed"


def test_limit_and_order(smtp):
    queue("late@example.be", now=NOW + timedelta(minutes=1))
    queue("early@example.be")
    assert send(LATER, limit=1) == 1
    assert smtp.mails[0]["To"] == "early@example.be"


def test_sweep(smtp):
    queue()
    sweep_mail(Occasion("core.mail", "", LATER, LATER))
    assert len(smtp.mails) == 1


def test_headers_have_no_line_breaks(smtp):
    letter = Letter(
        "Ronde\r\nBcc: spy@example.be",
        "tekst",
        html="<p>tekst</p>",
        headers={"List-Unsubscribe": "<https://x/\r\nX-Evil: 1>"},
    )
    queue(letter=letter)
    assert send() == 1
    [taken] = smtp.mails
    assert taken["Bcc"] is None
    assert taken["X-Evil"] is None
    assert taken["Subject"] == "Ronde Bcc: spy@example.be"
    assert taken.get_content_type() == "multipart/alternative"


def test_address_of_a_named_recipient(db):
    assert queue("Jan Peeters <jan@example.be>").recipient == "jan@example.be"


@pytest.mark.parametrize(
    "address", ["", "jan", "jan@", "a@example.be\nBcc: b@example.be", "a@b.be,c@d.be"]
)
def test_bad_address_is_refused(db, address):
    with pytest.raises(ValidationError) as caught:
        queue(address)
    assert caught.value.code == "mail_address"


def queue_backend():
    return get_connection("slimsamenwerken.core.mail.QueueBackend")


def test_mail_of_django_is_queued_and_sent(smtp):
    message = EmailMultiAlternatives(
        "Reset", "link", "portaal@example.be", ["a@example.be"], ["c@example.be"]
    )
    message.attach_alternative("<p>link</p>", "text/html")
    assert queue_backend().send_messages([message]) == 1
    assert queue_backend().send_messages([message]) == 1
    rows = OutgoingMail.objects.order_by("id")
    assert sorted(row.recipient for row in rows) == sorted(["a@example.be", "c@example.be"] * 2)
    assert (rows[0].html, rows[0].purpose) == ("<p>link</p>", "django")
    assert send(datetime.now(tz=UTC) + timedelta(minutes=1)) == 4  # noqa: TID251 -- queued by the real clock
    assert len({mail["Message-ID"] for mail in smtp.mails}) == 4


def test_attachments_are_refused(db):
    message = EmailMessage("x", "x", to=["a@example.be"])
    message.attach("x.txt", "x")
    with pytest.raises(ValueError, match="link"):
        queue_backend().send_messages([message])


def bare(**changes) -> OutgoingMail:
    values = {
        "purpose": "p",
        "recipient": "a@example.be",
        "sender": "b@example.be",
        "title": "t",
        "message_id": "<1@x>",
        "not_before": NOW,
        "queued_at": NOW,
    }
    return OutgoingMail(**values | changes)


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("core_outgoingmail_once", {"message_id": "<2@x>"}),
        ("core_outgoingmail_lease", {"key": "2", "message_id": "<2@x>", "state": "sending"}),
        ("core_outgoingmail_sent", {"key": "2", "message_id": "<2@x>", "state": "sent"}),
        ("core_outgoingmail_sent", {"key": "2", "message_id": "<2@x>", "sent_at": NOW}),
        ("message_id", {"key": "2"}),
    ],
)
def test_constraints(db, name, changes):
    bare().save()
    with pytest.raises(ValidationError):
        bare(**changes).full_clean()
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        bare(**changes).save()
