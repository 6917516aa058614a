"""A webhook hears of what its client may know of, and of nothing else."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from slimsamenwerken.accounts.models import User
from slimsamenwerken.api import operations as clients
from slimsamenwerken.api.feed.publishing import publish_changes
from slimsamenwerken.api.models import ApiClient, FeedEntry, WebhookSubscription
from slimsamenwerken.api.webhooks import operations
from slimsamenwerken.api.webhooks.queueing import queue_events
from slimsamenwerken.api.webhooks.sending import webhooks_with_due
from slimsamenwerken.programme import operations as programme
from slimsamenwerken.programme.models import Action
from tests.api.webhooks.conftest import SEED, State, Watch, act, change, client_of, hook_of, send
from tests.core.receiver import Receiver
from tests.factories.accounts import make_person
from tests.factories.programme import make_milestone

pytestmark = pytest.mark.django_db


def test_kinds_narrow_what_is_sent(client: ApiClient, watch: Watch) -> None:
    hook = hook_of(client, "milestone")
    make_milestone(act(), code="M1")
    publish_changes()
    queue_events(watch())
    words = FeedEntry.objects.filter(position__in=hook.deliveries.values("position"))
    assert {entry.word for entry in words} == {"milestone.created"}
    assert FeedEntry.objects.count() > 1
    hook.refresh_from_db()
    assert hook.position == FeedEntry.objects.latest("position").position


def test_what_is_not_public_reaches_insiders_only_and_without_data(
    client: ApiClient, receiver: Receiver, watch: Watch
) -> None:
    insider = hook_of(client_of(make_person("staff"), "feed:read"))
    unscoped, outsider = hook_of(client_of(make_person("staff"))), hook_of(client)
    act(is_public=False)
    publish_changes()
    queue_events(watch())
    assert [hook.deliveries.count() for hook in (insider, unscoped, outsider)] == [1, 0, 0]
    send(insider, receiver, watch)
    event = json.loads(receiver.got[0].body)
    assert event["type"].endswith("action.created.v1")
    assert "data" not in event


def test_who_loses_sight_gets_a_tombstone(
    hook: WebhookSubscription, receiver: Receiver, watch: Watch
) -> None:
    change(hook, watch)
    action = Action.objects.get()
    version = action.versions.first()
    assert version is not None
    programme.change_action(
        action=action, valid_on=timezone.localdate(), title="Weg", line=version.line,
        is_public=False, **SEED,
    )  # fmt: skip
    publish_changes()
    queue_events(watch())
    send(hook, receiver, watch)
    event = json.loads(receiver.got[-1].body)
    assert event["type"].endswith("action.deleted.v1")
    assert "data" not in event


def test_what_the_client_may_not_know_of_any_more_is_withheld(
    receiver: Receiver, watch: Watch
) -> None:
    client = client_of(make_person("staff"), "feed:read")
    hook = hook_of(client)
    act(is_public=False)
    publish_changes()
    queue_events(watch())
    clients.change_client(
        client=client, name=client.name, scopes=["webhooks:manage"], by=client.made_by
    )
    send(hook, receiver, watch)
    delivery = hook.deliveries.get()
    hook.refresh_from_db()
    assert (delivery.state, delivery.error) == (State.DEAD, "withheld")
    assert (receiver.got, hook.failures) == ([], 0)


def test_a_lapsed_role_holds_everything_up_until_it_comes_back(
    hook: WebhookSubscription, receiver: Receiver, watch: Watch, manager: User
) -> None:
    change(hook, watch)
    yesterday = timezone.localdate() - timedelta(days=1)
    manager.memberships.update(until=yesterday)
    act()
    publish_changes()
    assert queue_events(watch()) == 0
    assert send(hook, receiver, watch) == 0
    manager.memberships.update(until=None)
    assert queue_events(watch()) == 1
    assert send(hook, receiver, watch) == 2


def test_an_ended_webhook_or_client_gets_nothing(
    client: ApiClient, receiver: Receiver, watch: Watch, manager: User
) -> None:
    ended, of_ended = hook_of(client), hook_of(client_of(manager_of := make_person("manager")))
    act()
    publish_changes()
    queue_events(watch())
    operations.end_webhook(webhook=ended, by=manager, now=watch())
    clients.end_client(client=of_ended.client, by=manager_of, now=watch())
    assert not ended.deliveries.exists()
    assert webhooks_with_due(watch()) == []
    for hook in (ended, of_ended):
        assert send(hook, receiver, watch) == 0
    act()
    publish_changes()
    assert queue_events(watch()) == 0
    # The address is free again.
    assert hook_of(client)
