"""Changes arrive at a real HTTPS server, once, as the events of the feed."""

import json
import threading
from contextlib import nullcontext
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from slimsamenwerken.api.feed.publishing import publish_changes
from slimsamenwerken.api.models import ApiClient, FeedEntry, WebhookDelivery, WebhookSubscription
from slimsamenwerken.api.webhooks import sending, tasks
from slimsamenwerken.api.webhooks.queueing import (
    KEPT,
    KEPT_DEAD,
    _queue,
    forget_old_deliveries,
    queue_events,
)
from slimsamenwerken.api.webhooks.sending import send_due, webhooks_with_due
from slimsamenwerken.api.webhooks.signing import secret_of
from slimsamenwerken.core.jobs import Occasion
from slimsamenwerken.core.outbound import Door
from slimsamenwerken.history.tracking import history_of
from tests.api.conftest import Asker
from tests.api.webhooks.conftest import State, Watch, act, change, hook_of, send, verified
from tests.core.receiver import Receiver

pytestmark = pytest.mark.django_db


def test_a_change_arrives_as_the_event_of_the_feed(
    api: Asker, hook: WebhookSubscription, receiver: Receiver, watch: Watch
) -> None:
    (delivery,) = change(hook, watch)
    assert webhooks_with_due(watch()) == [hook.pk]
    assert send(hook, receiver, watch) == 1
    (got,) = receiver.got
    event = verified(got, secret_of(hook.seed))
    assert event == api("get", "/changes").json()["items"][-1]
    assert event["data"]["id"]
    assert got.headers["webhook-id"] == event["id"]
    assert got.headers["Content-Type"] == "application/cloudevents+json"
    delivery.refresh_from_db()
    hook.refresh_from_db()
    assert (delivery.state, delivery.last_status, delivery.sent_at) == (State.SENT, 204, watch())
    assert (hook.last_sent_at, hook.failures) == (watch(), 0)
    assert webhooks_with_due(watch()) == []


def test_only_what_is_numbered_after_it_was_made_is_sent(
    client: ApiClient, receiver: Receiver, watch: Watch
) -> None:
    act()
    publish_changes()
    hook = hook_of(client)
    assert len(change(hook, watch, 2)) == 2
    assert queue_events(watch()) == 0  # a second time nothing
    assert send(hook, receiver, watch) == 2
    positions = [json.loads(got.body)["position"] for got in receiver.got]
    assert positions == sorted(positions)


def test_two_sweeps_that_read_the_same_state_queue_each_event_once(
    hook: WebhookSubscription, watch: Watch
) -> None:
    act()
    publish_changes()
    first = WebhookSubscription.objects.get(pk=hook.pk)
    second = WebhookSubscription.objects.get(pk=hook.pk)
    last = FeedEntry.objects.latest("position").position
    assert [_queue(row, last, watch()) for row in (first, second)] == [1, 0]


def test_a_batch_that_is_full_goes_on_at_the_next_tick(
    hook: WebhookSubscription, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("slimsamenwerken.api.webhooks.queueing.BATCH", 2)
    assert len(change(hook, watch, 5)) == 2
    assert [queue_events(watch()) for _turn in range(4)] == [2, 1, 0, 0]


@pytest.mark.django_db(transaction=True)
def test_nothing_is_open_while_the_world_is_talked_to(
    hook: WebhookSubscription, receiver: Receiver, watch: Watch
) -> None:
    change(hook, watch)
    seen: list[bool] = []
    good = receiver.door()

    def dial(address: str, timeout: float) -> Any:
        seen.append(connection.in_atomic_block)
        return good.dial(address, timeout)

    assert send_due(hook.pk, clock=watch, door=Door(good.resolve, dial, good.context, 5)) == 1
    assert seen == [False]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("locked", [True, False])
def test_many_workers_send_each_event_once(
    hook: WebhookSubscription,
    receiver: Receiver,
    watch: Watch,
    monkeypatch: pytest.MonkeyPatch,
    locked: bool,
) -> None:
    """The claim alone suffices; the lock keeps a round of one webhook in one task."""
    if not locked:
        monkeypatch.setattr(sending, "try_lock", lambda _name: nullcontext(True))
    change(hook, watch, 5)

    def work() -> None:
        try:
            send(hook, receiver, watch)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _turn in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    ids = [got.headers["webhook-id"] for got in receiver.got]
    assert len(ids) == len(set(ids)) == 5


def test_the_tick_queues_and_offers_each_webhook(
    hook: WebhookSubscription, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered: list[dict[str, Any]] = []

    def offer(_task: Any, **kwargs: Any) -> bool:
        offered.append(kwargs)
        return True

    monkeypatch.setattr(tasks, "send", offer)
    act()
    publish_changes()
    tasks.sweep_webhooks(Occasion("api.webhooks", "", watch(), watch()))
    assert offered == [{"webhook_id": hook.pk}]
    # The broker is away: nothing is lost, and nothing raises.
    monkeypatch.setattr(tasks, "send", lambda _task, **_kwargs: False)
    tasks.sweep_webhooks(Occasion("api.webhooks", "", watch(), watch()))
    assert hook.deliveries.get().state == State.WAITING


def test_the_task_names_itself_in_the_history(
    hook: WebhookSubscription, receiver: Receiver, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    WebhookSubscription.objects.update(failures=19)
    change(hook, watch)
    receiver.answers = [500]
    monkeypatch.setattr(
        tasks, "send_due", lambda pk: send_due(pk, clock=watch, door=receiver.door())
    )
    tasks.send_webhook.apply(kwargs={"webhook_id": hook.pk}, throw=True)
    events = history_of(WebhookSubscription).objects.filter(pgh_obj_id=hook.pk)
    event = events.latest("pgh_id")
    assert event.disabled_at == watch()
    assert event.pgh_context["source"] == "task"
    assert events.count() == 2  # made, and switched off: counting is no news


def test_old_deliveries_are_forgotten(hook: WebhookSubscription, watch: Watch) -> None:
    sent, dead, waiting = change(hook, watch, 3)
    WebhookDelivery.objects.filter(pk=sent.pk).update(state=State.SENT, sent_at=watch())
    WebhookDelivery.objects.filter(pk=dead.pk).update(state=State.DEAD)
    assert forget_old_deliveries(watch.now + KEPT) == 0
    assert forget_old_deliveries(watch.now + KEPT + timedelta(seconds=1)) == 1
    assert forget_old_deliveries(watch.now + KEPT_DEAD) == 0
    assert forget_old_deliveries(watch.now + KEPT_DEAD + timedelta(seconds=1)) == 1
    assert list(hook.deliveries.all()) == [waiting]
