"""The official verifier accepts exactly what we sent, and not what was changed, old or replayed."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import override_settings
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from slimsamenwerken.accounts.models import User
from slimsamenwerken.api.models import WebhookDelivery, WebhookSubscription
from slimsamenwerken.api.webhooks import operations
from slimsamenwerken.api.webhooks.signing import SecretLostError, new_seed, secret_of
from slimsamenwerken.history.tracking import history_of
from tests.api.webhooks.conftest import State, Watch, change, send, verified
from tests.core.receiver import Received, Receiver

pytestmark = pytest.mark.django_db


def test_tampered_and_old_messages_are_refused_by_the_verifier(
    hook: WebhookSubscription, receiver: Receiver, watch: Watch
) -> None:
    change(hook, watch)
    send(hook, receiver, watch)
    (got,) = receiver.got
    secret = secret_of(hook.seed)
    assert verified(got, secret)
    changed = Received(got.path, got.headers, got.body.replace(b"created", b"deleted"))
    assert changed.body != got.body
    other_id = Received(got.path, {**got.headers, "webhook-id": "1"}, got.body)
    later = str(int(got.headers["webhook-timestamp"]) + 1)
    other_time = Received(got.path, {**got.headers, "webhook-timestamp": later}, got.body)
    for bad in (changed, other_id, other_time):
        with pytest.raises(WebhookVerificationError, match="No matching signature"):
            verified(bad, secret)
    with pytest.raises(WebhookVerificationError, match="No matching signature"):
        verified(got, secret_of(new_seed()))


@pytest.mark.parametrize(("minutes", "accepted"), [(4, True), (6, False)])
def test_a_message_is_replayed_in_vain_after_five_minutes(
    hook: WebhookSubscription, receiver: Receiver, watch: Watch, minutes: int, accepted: bool
) -> None:
    """Sent by a clock that stands so many minutes back, it looks to the verifier as old."""
    change(hook, watch)
    watch.on(minutes=-minutes)
    WebhookDelivery.objects.update(not_before=watch())
    send(hook, receiver, watch)
    (got,) = receiver.got
    if accepted:
        assert verified(got, secret_of(hook.seed))
        return
    with pytest.raises(WebhookVerificationError, match="too old"):
        verified(got, secret_of(hook.seed))


def test_both_secrets_sign_for_a_day_after_a_new_one(
    hook: WebhookSubscription, receiver: Receiver, watch: Watch, manager: User
) -> None:
    old = secret_of(hook.seed)
    hook = operations.rotate_secret(webhook=hook, by=manager, now=watch())
    new = secret_of(hook.seed)
    assert new != old
    change(hook, watch)
    send(hook, receiver, watch)
    assert verified(receiver.got[0], old) == verified(receiver.got[0], new)
    assert timedelta(hours=24) == operations.OVERLAP
    watch.on(hours=24)
    change(hook, watch)
    send(hook, receiver, watch)
    signature = receiver.got[1].headers["webhook-signature"]
    assert " " not in signature
    # The clock stands a day ahead of the verifier's.
    with pytest.raises(WebhookVerificationError, match="too new"):
        verified(receiver.got[1], new)
    got = receiver.got[1]
    text, at = got.body.decode(), watch()
    assert Webhook(new).sign(got.headers["webhook-id"], at, text) == signature


def test_a_third_secret_waits_until_the_first_one_is_gone(
    hook: WebhookSubscription, watch: Watch, manager: User
) -> None:
    first = operations.rotate_secret(webhook=hook, by=manager, now=watch())
    with pytest.raises(ValidationError, match="vorige geheim"):
        operations.rotate_secret(webhook=hook, by=manager, now=watch.on(hours=23))
    hook.refresh_from_db()
    assert hook.seed == first.seed
    operations.rotate_secret(webhook=hook, by=manager, now=watch.on(hours=1))


def test_no_column_and_no_history_holds_a_secret(
    hook: WebhookSubscription, manager: User, watch: Watch
) -> None:
    operations.rotate_secret(webhook=hook, by=manager, now=watch())
    secret = secret_of(WebhookSubscription.objects.get().seed).removeprefix("whsec_")
    with connection.cursor() as cursor:
        cursor.execute("SELECT w::text FROM api_webhooksubscription w")
        assert secret not in cursor.fetchone()[0]
    names = {field.name for field in history_of(WebhookSubscription)._meta.fields}
    assert not names & {"seed", "previous_seed"}


def test_secret_outlives_a_change_of_the_key_of_the_portal(settings: Any) -> None:
    seed, before = new_seed(), settings.SECRET_KEY
    secret = secret_of(seed)
    with override_settings(SECRET_KEY="x" * 60, SECRET_KEY_FALLBACKS=[before]):
        assert secret_of(seed) == secret
    with override_settings(SECRET_KEY="x" * 60), pytest.raises(SecretLostError):
        secret_of(seed)


def test_a_secret_that_is_lost_is_a_failure_and_sends_nothing(
    hook: WebhookSubscription, receiver: Receiver, watch: Watch
) -> None:
    (delivery,) = change(hook, watch)
    with override_settings(SECRET_KEY="x" * 60):
        assert send(hook, receiver, watch) == 0
    delivery.refresh_from_db()
    assert (delivery.state, delivery.error, receiver.got) == (State.WAITING, "secret_lost", [])
