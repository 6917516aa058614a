"""Django admin: rows to look at for the few with `is_staff`, and nothing to do, for anyone."""

import re
from datetime import date

import pytest
from django.apps import apps
from django.contrib import admin as django_admin
from django.urls import reverse
from django.utils import translation
from django.utils.text import capfirst

from slimsamenwerken.accounts.models import User
from slimsamenwerken.core.mail import Letter, queue_mail
from slimsamenwerken.core.models import JobRun, OutgoingMail
from slimsamenwerken.core.support import support
from slimsamenwerken.core.support_words import word_for
from slimsamenwerken.programme.models import Measurement
from tests.factories.accounts import make_membership, make_user
from tests.factories.programme import make_action, make_indicator, make_measurement, make_milestone

pytestmark = pytest.mark.django_db
OWN_APPS = ("core", "accounts", "programme", "reports")
MODELS = sorted(support._registry, key=lambda model: model._meta.label)


@pytest.fixture
def technician(sign_in):
    return sign_in(make_user(is_staff=True, email="technicus@example.be"))


@pytest.fixture
def superuser(sign_in):
    return sign_in(make_user(is_staff=True, is_superuser=True, email="super@example.be"))


@pytest.fixture
def measurement() -> Measurement:
    make_milestone(make_action(), due_on=date(2016, 1, 1))
    return make_measurement(make_indicator(), 77, date(2015, 9, 30))


def page(model, name: str, *args) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=args)


def test_support_shows_every_model_of_our_own_and_no_other():
    own = {m for label in OWN_APPS for m in apps.get_app_config(label).get_models()}
    facts = {m for m in own if m._meta.app_label in ("programme", "reports")}
    assert facts <= set(MODELS)
    assert {User, JobRun, OutgoingMail} <= set(MODELS)
    assert set(MODELS) <= own


def test_support_is_not_djangos_own_site():
    assert reverse("admin:index") == "/admin/"
    assert not set(MODELS) & set(django_admin.site._registry)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_support_list_and_row_are_read_only(technician, measurement, model):
    make_membership()
    assert technician.get(page(model, "changelist")).status_code == 200
    assert technician.get(page(model, "add")).status_code == 403
    row = model._default_manager.first()
    if row is None:
        return
    html = technician.get(page(model, "change", row.pk)).content.decode()
    assert 'name="_save"' not in html
    assert technician.post(page(model, "change", row.pk), {}).status_code == 403
    assert technician.post(page(model, "delete", row.pk), {"post": "yes"}).status_code == 403


def test_support_cannot_alter_a_fact_not_even_a_superuser(superuser, measurement):
    before = list(Measurement.objects.values())
    changed = {"value": "78", "source": "vervalst"}
    assert superuser.post(page(Measurement, "change", measurement.pk), changed).status_code == 403
    assert superuser.post(page(Measurement, "add"), changed).status_code == 403
    delete = {"action": "delete_selected", "_selected_action": [measurement.pk], "post": "yes"}
    superuser.post(page(Measurement, "changelist"), delete)
    assert list(Measurement.objects.values()) == before


def test_support_shows_no_password_and_no_text_of_a_mail(technician):
    user = make_user()
    mail = queue_mail(Letter("Titel", "een geheime link"), purpose="x", recipient=user.email)
    assert "argon2" not in technician.get(page(User, "change", user.pk)).content.decode()
    assert "geheime" not in technician.get(page(OutgoingMail, "change", mail.pk)).content.decode()


@pytest.mark.parametrize("path", ["/admin/", "/admin/programme/measurement/", "/admin/login/"])
def test_support_has_no_door_of_its_own(client, path):
    answer = client.get(path, follow=True)
    assert answer.redirect_chain[-1][0].startswith("/account/login/?next=/admin/")
    assert "Slim samenwerken" in answer.content.decode()


def test_support_brings_back_to_where_one_was(client):
    user = make_user(is_staff=True)
    from tests.factories.accounts import PASSWORD

    door = client.get("/admin/accounts/user/", follow=True).redirect_chain[-1][0]
    answer = client.post(door, {"login": user.email, "password": PASSWORD})
    assert answer["Location"] == "/admin/accounts/user/"


@pytest.mark.parametrize("role", ["admin", "staff", "member"])
def test_support_is_not_for_a_role(person, sign_in, role):
    client = sign_in(person(role))
    answer = client.get("/admin/", follow=True)
    assert answer.status_code == 403
    assert "/admin/login/" in answer.redirect_chain[-1][0]


def test_support_leaves_passwords_and_signing_out_to_our_pages(technician):
    assert technician.get("/admin/password_change/")["Location"] == "/account/password/change/"
    assert technician.post("/admin/logout/")["Location"] == "/account/logout/"


def test_support_speaks_dutch(technician):
    html = technician.get("/admin/").content.decode()
    assert "Rijen van de databank, alleen om te bekijken" in html
    assert 'lang="nl-be"' in html
    assert "Actiedomein<" in html.replace("\n", "")
    assert "Actiedomeins" not in html


def test_support_search_finds_an_account(technician):
    make_user(email="gezocht@example.be")
    html = technician.get("/admin/accounts/user/?q=gezocht").content.decode()
    assert "gezocht@example.be" in html
    assert "technicus@example.be" not in html.split("result_list")[1]


def test_support_calls_every_column_and_model_in_dutch():
    """A column without a word of ours would show its code."""
    plain = []
    with translation.override("nl-be"):
        for model, page_of in support._registry.items():
            named = [model._meta.get_field(name) for name in page_of.get_fields(None)]
            plain += [
                f"{model._meta.label}.{field.name}"
                for field in named
                if "_" in str(field.verbose_name) or word_for(field) == capfirst(field.name)
            ]
    assert plain == []


def test_support_heading_and_trail_are_dutch(technician):
    make_action()
    html = technician.get("/admin/programme/actiondomainhistory/").content.decode()
    assert "Geschiedenis van: actiedomein" in html
    assert "gebeurd op" in html.lower()
    assert "history" not in re.sub(r"<[^>]*>", "", html).lower()
    assert "Actiedomeins" not in technician.get("/admin/programme/actiondomain/").content.decode()
