"""A manager keeps webhooks in the browser; the secret is shown once, a GET never acts."""

from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from slimsamenwerken.accounts.models import Organisation, User
from slimsamenwerken.api import operations as clients
from slimsamenwerken.api.models import ApiClient, WebhookDelivery, WebhookSubscription
from slimsamenwerken.api.webhooks import operations
from slimsamenwerken.api.webhooks.signing import secret_of
from tests.factories.accounts import make_organisation, make_person

pytestmark = pytest.mark.django_db
State = WebhookDelivery.State
URL = "https://haak.example.be/pad?x=1"


@pytest.fixture
def home() -> Organisation:
    return make_organisation(name="Voorbeeldhuis")


@pytest.fixture
def manager(home: Organisation) -> User:
    return make_person("manager", home)


@pytest.fixture
def browser(manager: User) -> Client:
    return _browser(manager)


@pytest.fixture
def client(home: Organisation, manager: User) -> ApiClient:
    return clients.make_client(
        organisation=home, name="Voorbeeld", scopes=["feed:read"], by=manager
    )


@pytest.fixture
def hook(client: ApiClient, manager: User) -> WebhookSubscription:
    return operations.make_webhook(client=client, url=URL, kinds=[], by=manager)


def _browser(user: User) -> Client:
    found = Client()
    found.force_login(user)
    return found


def _address(name: str, client: ApiClient, *more: Any) -> str:
    return reverse(
        f"api_clients:{name}", args=[client.organisation.public_id, client.public_id, *more]
    )


def _dead(hook: WebhookSubscription, position: int) -> WebhookDelivery:
    now = timezone.now()
    return WebhookDelivery.objects.create(
        subscription=hook, position=position, state=State.DEAD, attempts=7, not_before=now,
        made_at=now, error="status", last_status=503,
    )  # fmt: skip


def test_new_webhook_shows_its_secret_once(browser: Client, client: ApiClient) -> None:
    new = _address("webhook-new", client)
    assert "Adres" in browser.get(new).content.decode()
    assert not WebhookSubscription.objects.exists()
    page = browser.post(new, {"url": URL, "kinds": []})
    hook = WebhookSubscription.objects.get()
    secret = secret_of(hook.seed)
    assert secret.startswith("whsec_")
    assert secret in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    where = _address("webhook", client, hook.public_id)
    for later in (where, reverse("api_clients:list", args=[client.organisation.public_id])):
        html = browser.get(later).content.decode()
        assert "haak.example.be" in html
        assert secret not in html


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("http://haak.example.be/", "begint met https://"),
        ("https://haak.example.be:8443/", "poort"),
        ("https://a:b@haak.example.be/", "wachtwoord"),
        ("https://169.254.169.254/", "naam van een server"),
        ("", "Vul"),
    ],
)
def test_an_address_that_leads_inside_is_refused_at_its_field(
    browser: Client, client: ApiClient, url: str, sentence: str
) -> None:
    page = browser.post(_address("webhook-new", client), {"url": url})
    assert sentence in " ".join(page.context["form"].errors["url"])
    assert not WebhookSubscription.objects.exists()


def test_kinds_stand_there_in_words(browser: Client, client: ApiClient) -> None:
    browser.post(_address("webhook-new", client), {"url": URL, "kinds": ["actionLine", "action"]})
    hook = WebhookSubscription.objects.get()
    assert hook.kinds == ["action", "actionLine"]
    html = browser.get(_address("webhook", client, hook.public_id)).content.decode()
    assert "acties, actielijnen" in html


def test_a_second_webhook_for_the_same_address_is_refused(
    browser: Client, client: ApiClient, hook: WebhookSubscription
) -> None:
    page = browser.post(_address("webhook-new", client), {"url": hook.url})
    assert "heeft al een webhook met dit adres" in page.content.decode()


def test_an_eleventh_webhook_is_refused(browser: Client, client: ApiClient) -> None:
    for number in range(10):
        given = {"url": f"https://haak.example.be/{number}", "kinds": []}
        operations.make_webhook(client=client, by=client.made_by, **given)
    page = browser.post(_address("webhook-new", client), {"url": URL})
    assert "hoogstens tien webhooks" in page.content.decode()
    operations.end_webhook(
        webhook=WebhookSubscription.objects.earliest("pk"), by=client.made_by, now=timezone.now()
    )
    assert "secret" in browser.post(_address("webhook-new", client), {"url": URL}).context


def test_new_secret_by_the_button_only(
    browser: Client, client: ApiClient, hook: WebhookSubscription
) -> None:
    where, old = _address("webhook-secret", client, hook.public_id), secret_of(hook.seed)
    assert "secret" not in browser.get(where).context
    shown = browser.post(where).context["secret"]
    hook.refresh_from_db()
    assert shown == secret_of(hook.seed) != old
    assert secret_of(hook.previous_seed) == old
    again = browser.post(where)  # the page is loaded again: the secret in use stays
    assert "secret" not in again.context
    assert "Het vorige geheim tekent nog mee" in again.content.decode()


def test_a_webhook_that_is_off_says_so_and_can_be_switched_on(
    browser: Client, client: ApiClient, hook: WebhookSubscription
) -> None:
    page, enable = (_address(n, client, hook.public_id) for n in ("webhook", "webhook-enable"))
    assert enable not in browser.get(page).content.decode()
    WebhookSubscription.objects.update(disabled_at=timezone.now(), failures=20)
    html = browser.get(page).content.decode()
    assert "uitgezet" in html
    assert enable in html
    browser.get(enable)
    assert WebhookSubscription.objects.get().disabled_at is not None
    assert browser.post(enable).status_code == 302
    hook.refresh_from_db()
    assert (hook.disabled_at, hook.failures, hook.version) == (None, 0, 2)


def test_what_did_not_arrive_is_sent_again_by_its_button(
    browser: Client, client: ApiClient, hook: WebhookSubscription
) -> None:
    one, other = _dead(hook, 1), _dead(hook, 2)
    page = _address("webhook", client, hook.public_id)
    html = browser.get(page).content.decode()
    again = _address("webhook-replay", client, hook.public_id, one.public_id)
    assert "Opnieuw versturen" in html
    assert again in html
    assert "andere status dan 200 tot 299" in html
    assert "(503)" in html
    assert browser.get(again).status_code == 405
    answer = browser.post(again)
    assert answer["Location"] == page
    assert [str(m) for m in get_messages(answer.wsgi_request)] == [
        "1 gebeurtenis wordt opnieuw verzonden."
    ]
    one.refresh_from_db()
    other.refresh_from_db()
    assert [one.state, one.attempts, other.state] == [State.WAITING, 0, State.DEAD]
    browser.post(_address("webhook-replay-all", client, hook.public_id))
    assert not hook.deliveries.filter(state=State.DEAD).exists()


def test_a_delivery_of_another_webhook_is_not_found(
    browser: Client, client: ApiClient, hook: WebhookSubscription
) -> None:
    second = operations.make_webhook(
        client=client, url=f"{URL}&y", kinds=["action"], by=client.made_by
    )
    dead = _dead(second, 1)
    where = _address("webhook-replay", client, hook.public_id, dead.public_id)
    assert browser.post(where).status_code == 404
    dead.refresh_from_db()
    assert dead.state == State.DEAD


def test_ending_frees_the_address_and_closes_the_pages(
    browser: Client, client: ApiClient, hook: WebhookSubscription
) -> None:
    end = _address("webhook-end", client, hook.public_id)
    browser.get(end)
    assert WebhookSubscription.objects.standing().exists()
    assert browser.post(end).status_code == 302
    assert not WebhookSubscription.objects.standing().exists()
    assert browser.post(end).status_code == 404
    html = browser.get(_address("webhook", client, hook.public_id)).content.decode()
    assert "beëindigd" in html
    assert "secret" in browser.post(_address("webhook-new", client), {"url": URL}).context


@pytest.mark.parametrize("name", ["webhook-secret", "webhook-end", "webhook-enable"])
def test_a_manager_of_another_organisation_reaches_nothing(
    name: str, client: ApiClient, hook: WebhookSubscription
) -> None:
    stranger = _browser(make_person("manager", make_organisation()))
    before = WebhookSubscription.objects.values().get()
    assert stranger.get(_address("webhook", client, hook.public_id)).status_code == 403
    assert stranger.post(_address(name, client, hook.public_id)).status_code == 403
    assert WebhookSubscription.objects.values().get() == before


def test_a_webhook_is_reached_through_its_own_client_only(
    browser: Client, home: Organisation, manager: User, hook: WebhookSubscription
) -> None:
    other = clients.make_client(
        organisation=home, name="Een ander", scopes=["feed:read"], by=manager
    )
    for name in ("webhook", "webhook-secret"):
        assert browser.get(_address(name, other, hook.public_id)).status_code == 404
    assert browser.post(_address("webhook-end", other, hook.public_id)).status_code == 404
    assert WebhookSubscription.objects.standing().exists()


def test_an_auditor_reads_without_buttons(client: ApiClient, hook: WebhookSubscription) -> None:
    _dead(hook, 1)
    reader = _browser(make_person("auditor"))
    html = reader.get(_address("webhook", client, hook.public_id)).content.decode()
    assert "haak.example.be" in html
    assert "Opnieuw versturen" not in html
    assert "Nieuw geheim" not in html
