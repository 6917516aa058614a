"""What the tests of the pages behind the counter share: a short report and who looks at it."""

from datetime import date

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from slimsamenwerken.reports import operations
from slimsamenwerken.reports.models import Purpose
from slimsamenwerken.reports.operations import Wish
from tests.factories.accounts import make_person

END_2015 = date(2015, 12, 31)
HTMX = {"HTTP_HX_REQUEST": "true"}


def ask(definition, as_of=END_2015, purpose=Purpose.MANUAL, **fields):
    """A request in the queue."""
    wish = Wish(as_of, purpose, **fields)
    return operations.request_run(
        definition=definition, wish=wish, by=None, today=timezone.localdate()
    )[0]


def work(run, now=None):
    """What a worker does with it."""
    operations.work(run.pk, worker="w", now=now or timezone.now(), trace="trace-0123456789")
    run.refresh_from_db()
    return run


def client_of(role):
    client = Client()
    if role != "visitor":
        client.force_login(make_person(role))
    return client


def asked(client, **fields):
    """Somebody sends the form."""
    given = {"definition": "kort", "as_of": "31/12/2015", "purpose": "manual"} | fields
    return client.post(reverse("reports:run-new"), given)


def page(run):
    return reverse("reports:run", args=[run.public_id])


def status(client, method, name, *args):
    return getattr(client, method)(reverse(f"reports:{name}", args=args)).status_code


def text_of(response):
    return " ".join(response.content.decode().split())


def raising(error):
    def raises(*_args, **_kwargs):
        raise error

    return raises
