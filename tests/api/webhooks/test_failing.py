"""What does not arrive is tried again, given up, and in the end switched off; nothing is lost."""

from datetime import timedelta
from typing import Any

import pytest

from slimsamenwerken.accounts.models import User
from slimsamenwerken.api.feed.publishing import publish_changes
from slimsamenwerken.api.models import WebhookDelivery, WebhookSubscription
from slimsamenwerken.api.webhooks import operations, sending
from slimsamenwerken.api.webhooks.queueing import queue_events
from slimsamenwerken.api.webhooks.sending import WAITS, send_due, webhooks_with_due
from slimsamenwerken.core.models import OutgoingMail
from slimsamenwerken.core.outbound import OutboundError
from tests.api.webhooks.conftest import URL, State, Watch, act, change, send
from tests.core.receiver import Receiver

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("status", [301, 302, 400, 404, 410, 500, 503])
def test_only_a_status_from_200_to_299_counts(
    hook: WebhookSubscription, receiver: Receiver, watch: Watch, status: int
) -> None:
    receiver.answers = [status, 299]
    (delivery,) = change(hook, watch)
    assert send(hook, receiver, watch) == 0
    delivery.refresh_from_db()
    told = (delivery.state, delivery.error, delivery.last_status)
    assert told == (State.WAITING, "status", status)
    watch.on(minutes=1)
    assert send(hook, receiver, watch) == 1
    assert len(receiver.got) == 2
    assert receiver.got[0].headers["webhook-id"] == receiver.got[1].headers["webhook-id"]


def test_tries_again_after_ever_longer_and_gives_up_after_the_seventh(
    hook: WebhookSubscription, receiver: Receiver, watch: Watch
) -> None:
    hours = [w.total_seconds() / 3600 for w in WAITS]
    assert hours == pytest.approx([1 / 60, 5 / 60, 0.5, 2, 8, 24])
    receiver.answers = [500]
    (delivery,) = change(hook, watch)
    for attempt, wait in enumerate(WAITS, start=1):
        send(hook, receiver, watch)
        delivery.refresh_from_db()
        told = (delivery.state, delivery.attempts, delivery.not_before - watch())
        assert told == (State.WAITING, attempt, wait)
        watch.on(seconds=wait.total_seconds() - 1)
        send(hook, receiver, watch)
        assert len(receiver.got) == attempt  # a second too early
        watch.on(seconds=1)
    send(hook, receiver, watch)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == (State.DEAD, 7)
    watch.on(days=30)
    send(hook, receiver, watch)
    assert len(receiver.got) == 7


def test_what_was_given_up_is_sent_again_when_asked(
    hook: WebhookSubscription, receiver: Receiver, watch: Watch, manager: User
) -> None:
    one, other = change(hook, watch, 2)
    WebhookDelivery.objects.update(state=State.DEAD, attempts=7, error="status")
    operations.replay(webhook=hook, by=manager, now=watch(), delivery=one)
    assert send(hook, receiver, watch) == 1
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.state, one.attempts, other.state) == (State.SENT, 1, State.DEAD)
    assert operations.replay(webhook=hook, by=manager, now=watch(), delivery=None) == 1
    assert send(hook, receiver, watch) == 1
    # What arrived is not sent again.
    assert operations.replay(webhook=hook, by=manager, now=watch(), delivery=one) == 0


def test_a_round_stops_at_the_first_failure(
    hook: WebhookSubscription, receiver: Receiver, watch: Watch
) -> None:
    """A minute of absence with much waiting is one failure, and not twenty."""
    receiver.answers = [204, 503]
    change(hook, watch, 30)
    assert send(hook, receiver, watch) == 1
    hook.refresh_from_db()
    assert (len(receiver.got), hook.failures, hook.disabled_at) == (2, 1, None)


def test_twenty_failures_in_a_row_switch_it_off_and_tell_its_maker(
    hook: WebhookSubscription, receiver: Receiver, watch: Watch, manager: User
) -> None:
    receiver.answers = [500]
    change(hook, watch, 25)
    for turn in range(1, 21):
        assert not OutgoingMail.objects.exists()
        send(hook, receiver, watch)
        hook.refresh_from_db()
        assert (hook.failures, hook.disabled_at is None) == (turn, turn < 20)
        watch.on(seconds=1)
    mail = OutgoingMail.objects.get()
    assert mail.recipient == manager.email
    assert mail.purpose == "api.webhook_disabled"
    assert f"/webhooks/{hook.public_id}/" in mail.body
    assert URL in mail.body
    assert "uitgezet" in mail.title
    assert "secret" not in mail.body + mail.title
    watch.on(days=2)
    assert webhooks_with_due(watch()) == []
    assert send(hook, receiver, watch) == 0
    assert len(receiver.got) == 20
    # Whatever changes meanwhile is not lost.
    receiver.answers = [204]
    act()
    publish_changes()
    assert queue_events(watch()) == 0
    operations.enable_webhook(webhook=hook, by=manager, now=watch())
    assert queue_events(watch()) == 1
    assert send(hook, receiver, watch) == 26
    hook.refresh_from_db()
    assert (hook.failures, hook.disabled_at) == (0, None)
    assert not hook.deliveries.exclude(state=State.SENT).exists()


def test_success_starts_the_count_of_failures_anew(
    hook: WebhookSubscription, receiver: Receiver, watch: Watch
) -> None:
    receiver.answers = [500] * 19 + [204]
    change(hook, watch, 20)
    for _turn in range(20):
        send(hook, receiver, watch)
    hook.refresh_from_db()
    assert (hook.failures, hook.disabled_at) == (0, None)


def test_delivery_of_a_killed_sender_comes_back_after_its_lease(
    hook: WebhookSubscription, receiver: Receiver, watch: Watch
) -> None:
    (delivery,) = change(hook, watch)

    class Killed(BaseException):
        pass

    def dying(*_args: Any, **_options: Any) -> int:
        raise Killed

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sending, "post", dying)
        with pytest.raises(Killed):
            send(hook, receiver, watch)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == (State.SENDING, 1)
    watch.on(seconds=119)
    assert webhooks_with_due(watch()) == []
    assert send(hook, receiver, watch) == 0
    watch.on(seconds=2)
    assert webhooks_with_due(watch()) == [hook.pk]
    assert send(hook, receiver, watch) == 1
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == (State.SENT, 2)


def test_a_sender_that_was_overtaken_marks_nothing(
    hook: WebhookSubscription, receiver: Receiver, watch: Watch
) -> None:
    (delivery,) = change(hook, watch)
    receiver.answers = [500]

    def overtaken(*_args: Any, **_options: Any) -> int:
        WebhookDelivery.objects.update(attempts=2, lease_until=watch() + timedelta(minutes=9))
        raise OutboundError("timeout")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sending, "post", overtaken)
        send(hook, receiver, watch)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == (State.SENDING, 2)


def test_sending_that_is_interrupted_again_and_again_is_given_up(
    hook: WebhookSubscription, receiver: Receiver, watch: Watch
) -> None:
    (delivery,) = change(hook, watch)
    WebhookDelivery.objects.update(state=State.SENDING, lease_until=watch(), attempts=7)
    watch.on(seconds=1)
    assert send(hook, receiver, watch) == 0
    delivery.refresh_from_db()
    assert (delivery.state, delivery.error, receiver.got) == (State.DEAD, "gave_up", [])


def test_an_address_that_leads_inside_is_refused_and_never_called(
    hook: WebhookSubscription, receiver: Receiver, watch: Watch
) -> None:
    (delivery,) = change(hook, watch)
    assert send_due(hook.pk, clock=watch, door=receiver.door("10.0.0.1")) == 0
    delivery.refresh_from_db()
    assert (delivery.error, receiver.got) == ("refused", [])
    assert str(delivery.fault).startswith("Naar dit adres sturen we niets")
