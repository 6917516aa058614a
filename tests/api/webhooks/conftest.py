"""A webhook whose address is a real HTTPS server on this machine."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from standardwebhooks.webhooks import Webhook

from slimsamenwerken.accounts.models import User
from slimsamenwerken.api import operations as clients
from slimsamenwerken.api.feed.publishing import publish_changes
from slimsamenwerken.api.models import ApiClient, WebhookDelivery, WebhookSubscription
from slimsamenwerken.api.webhooks import operations
from slimsamenwerken.api.webhooks.queueing import queue_events
from slimsamenwerken.api.webhooks.sending import send_due
from slimsamenwerken.programme.models import Action, ActionLine
from tests.core.receiver import HOST, Received, Receiver, receiving
from tests.factories.accounts import make_organisation, make_person
from tests.factories.programme import make_action, make_line

State = WebhookDelivery.State
URL = f"https://{HOST}/haak"
SEED: dict[str, Any] = {"by": None, "origin": "seed"}


class Watch:
    """A clock that stands until a test moves it."""

    def __init__(self) -> None:
        self.now = timezone.now()

    def __call__(self) -> datetime:
        return self.now

    def on(self, **by: float) -> datetime:
        self.now += timedelta(**by)
        return self.now


@pytest.fixture(scope="module")
def started() -> Iterator[Receiver]:
    with receiving() as found:
        yield found


@pytest.fixture
def receiver(started: Receiver) -> Receiver:
    started.got.clear()
    started.answers = [204]
    return started


@pytest.fixture(autouse=True)
def _line(db: None) -> None:
    """Numbered before there is any webhook, so that a new action is one event."""
    make_line()
    publish_changes()


def act(**fields: Any) -> Action:
    return make_action(line=ActionLine.objects.get(), **fields)


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def manager() -> User:
    return make_person("manager", make_organisation())


@pytest.fixture
def client(manager: User) -> ApiClient:
    return client_of(manager)


def client_of(by: User, *scopes: str) -> ApiClient:
    membership = by.memberships.first()
    assert membership is not None
    return clients.make_client(
        organisation=membership.organisation,
        name=f"proef {by.pk}",
        scopes=scopes or ["webhooks:manage"],
        by=by,
    )


def hook_of(client: ApiClient, *kinds: str, url: str = URL) -> WebhookSubscription:
    return operations.make_webhook(client=client, url=url, kinds=kinds, by=client.made_by)


@pytest.fixture
def hook(client: ApiClient) -> WebhookSubscription:
    return hook_of(client)


def change(hook: WebhookSubscription, watch: Watch, count: int = 1) -> list[WebhookDelivery]:
    """So many new actions, numbered and queued."""
    for _turn in range(count):
        act()
    publish_changes()
    queue_events(watch())
    return list(hook.deliveries.order_by("position"))


def send(hook: WebhookSubscription, receiver: Receiver, watch: Watch) -> int:
    return send_due(hook.pk, clock=watch, door=receiver.door())


def verified(got: Received, secret: str) -> Any:
    return Webhook(secret).verify(got.body, got.headers)
