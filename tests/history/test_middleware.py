"""Every request that may write names itself in the events: ids only."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import resolve

from slimsamenwerken.accounts.models import Organisation
from slimsamenwerken.core.logs import traced
from slimsamenwerken.history.middleware import HistoryMiddleware, plain_path
from slimsamenwerken.history.tracking import history_of
from tests.factories.accounts import make_organisation, make_user

pytestmark = pytest.mark.django_db
TRACE = "request-trace-0001"


def context_of(method, path, user=None):
    """The context in the event that a request to `path` leaves behind."""
    organisation = make_organisation(name="Een")

    def view(_request):
        Organisation.objects.filter(pk=organisation.pk).update(name="Twee")
        return HttpResponse()

    def get_response(request):
        found = resolve(request.path_info)
        middleware.process_view(request, found.func, found.args, found.kwargs)
        return view(request)

    middleware = HistoryMiddleware(get_response)
    request = getattr(RequestFactory(), method)(path)
    request.user = user or AnonymousUser()
    with traced(TRACE):
        middleware(request)
    last = history_of(Organisation).objects.filter(pgh_obj_id=organisation.pk).latest("pgh_id")
    assert last.name == "Twee"
    return last.pgh_context


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_who_where_and_which_request(method):
    user = make_user(email="alice@example.be", name="Alice Voorbeeld")
    path = "/acties/1.2.04/stand-van-zaken/?next=alice@example.be"
    context = context_of(method, path, user)
    assert context == {
        "user": user.pk,
        "url": "/acties/1.2.04/stand-van-zaken/",
        "source": "web",
        "request": TRACE,
        "reason": "",
    }
    assert "lice" not in str(context)


def test_visitor_has_no_id():
    assert context_of("post", "/acties/1.2.04/stand-van-zaken/")["user"] is None


def test_get_carries_no_context():
    assert context_of("get", "/acties/1.2.04/") is None


def test_key_in_an_address_is_hidden():
    context = context_of("post", "/account/password/reset/key/1-geheim-woord/")
    assert "geheim" not in str(context)
    assert context["url"].startswith("/account/password/reset/key/")


def test_api_is_another_source():
    request = RequestFactory().post("/api/v1/actions")
    request.user = AnonymousUser()
    assert HistoryMiddleware(lambda _r: HttpResponse()).get_context(request)["source"] == "api"


def test_unknown_parts_are_hidden_known_ones_stay():
    assert plain_path("/x/abc/1.2.04/", {"token": "abc", "code": "1.2.04"}) == "/x/…/1.2.04/"


def test_a_real_request_is_named_from_end_to_end(client, settings):
    settings.ROOT_URLCONF = "tests.history.urls"
    user, organisation = make_user(), make_organisation(slug="proef", name="Een")
    client.force_login(user)
    response = client.post("/proef/proef/geheim123/?mail=a@example.be", {"name": "Twee"})
    event = history_of(Organisation).objects.filter(pgh_obj_id=organisation.pk).latest("pgh_id")
    assert event.pgh_context == {
        "user": user.pk,
        "url": "/proef/proef/…/",
        "source": "web",
        "request": response["BelGov-Trace-Id"],
        "reason": "",
    }
