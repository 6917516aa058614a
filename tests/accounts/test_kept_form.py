"""A form that was sent after the session had ended: kept, shown again, saved only when sent again."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.core import signing
from django.test import Client
from django.utils import timezone

from slimsamenwerken.accounts.models import Organisation
from slimsamenwerken.core import kept
from tests.accounts.reading import main_of, text_of
from tests.factories.accounts import PASSWORD, make_person

pytestmark = pytest.mark.django_db
NEW = "/beheer/organisaties/nieuw/"
FILLED = {"name": "Nieuw & co <b>", "kind": "company"}
LOST_NOTHING = "Wat u invulde, is niet verloren."
AGAIN = "Wat u invulde, is bewaard."


@pytest.fixture
def person_in_the_office(ovam):
    return make_person("admin", ovam, email="kantoor@example.be", password=PASSWORD)


@pytest.fixture
def late(monkeypatch, sign_in, person_in_the_office):
    """A browser in which an administrator left a form open for too long."""
    client = sign_in(person_in_the_office)
    client.get(NEW)
    session = client.session
    session["seen_at"] -= int(timedelta(hours=1).total_seconds())
    session.save()
    return client


def sealed_in(answer) -> str:
    return unescape(re.search(r'name="kept" value="([^"]+)"', text_of(answer)).group(1))


def enter(client, answer, *, email="kantoor@example.be", password=PASSWORD, **more):
    action = unescape(re.search(r'<form[^>]*action="([^"]*login[^"]*)"', main_of(answer)).group(1))
    sent = {"login": email, "password": password, "kept": sealed_in(answer)}
    return client.post(action, sent | more)


def test_form_comes_back_as_it_was_filled_in(late):
    door = late.post(NEW, FILLED)
    assert door.status_code == 403
    assert LOST_NOTHING in main_of(door)
    assert "no-store" in door["Cache-Control"]
    assert SESSION_KEY not in late.session
    answer = enter(late, door)
    assert (answer.status_code, answer["Location"]) == (302, NEW)
    page = late.get(NEW)
    html = text_of(page)
    assert AGAIN in html
    assert 'value="Nieuw &amp; co &lt;b&gt;"' in html
    assert re.search(r'value="company"[^>]*checked', html)
    assert not Organisation.objects.filter(name__startswith="Nieuw").exists()
    late.post(NEW, FILLED)
    assert Organisation.objects.filter(name=FILLED["name"]).exists()


def test_kept_form_is_shown_once_and_leaves_the_session(late):
    enter(late, late.post(NEW, FILLED))
    late.get(NEW)
    assert kept.KEPT not in late.session
    assert AGAIN not in text_of(late.get(NEW))


def test_nothing_lies_on_the_server_while_nobody_is_signed_in(late):
    late.post(NEW, {"name": "Geheim plan", "kind": "company"})
    assert all("Geheim" not in str(row.get_decoded()) for row in Session.objects.all())


def test_wrong_password_loses_nothing(late):
    door = late.post(NEW, FILLED)
    again = enter(late, door, password="niet het juiste wachtwoord")
    assert sealed_in(again) == sealed_in(door)
    late.post(again.wsgi_request.get_full_path(),
              {"login": "kantoor@example.be", "password": PASSWORD, "kept": sealed_in(again)})  # fmt: skip
    assert AGAIN in text_of(late.get(NEW))


def test_other_person_does_not_get_the_form(late, ovam):
    make_person("admin", ovam, email="ander@example.be", password=PASSWORD)
    enter(late, late.post(NEW, FILLED), email="ander@example.be")
    assert SESSION_KEY in late.session
    assert "Nieuw &amp; co" not in text_of(late.get(NEW))


def test_form_that_stands_elsewhere_does_not_come_up(late):
    enter(late, late.post(NEW, FILLED))
    assert AGAIN not in text_of(late.get("/beheer/organisaties/"))


@pytest.mark.parametrize("change", [lambda s: s[:-2] + "xx", lambda _s: "niets", lambda _s: ""])
def test_forged_form_is_ignored(late, change):
    door = late.post(NEW, FILLED)
    enter(late, door, kept=change(sealed_in(door)))
    assert SESSION_KEY in late.session
    assert kept.KEPT not in late.session


def test_seal_holds_for_an_hour(monkeypatch):
    sealed = signing.dumps(kept.Kept("/a/", [("name", "x")], None), salt=kept.SALT)
    assert kept.unseal(sealed).fields == [("name", "x")]
    later = timezone.now() + timedelta(hours=1, seconds=2)
    monkeypatch.setattr("django.core.signing.time.time", later.timestamp)
    assert kept.unseal(sealed) is None


def test_password_and_token_are_never_kept(rf):
    sent = {"csrfmiddlewaretoken": "t", "oldpassword": "p", "password1": "p", "api_secret": "s"}
    assert kept.seal(rf.post("/a/", sent), user=1) == ""
    fields = kept.unseal(kept.seal(rf.post("/a/", sent | {"name": "x"}), user=1)).fields
    assert fields == [("name", "x")]


def test_field_with_several_values_keeps_them(rf):
    sealed = kept.seal(rf.post("/a/", {"line": ["1", "2"]}), user=None)
    assert kept.unseal(sealed).fields == [("line", "1"), ("line", "2")]


def test_text_that_is_too_long_goes_with_a_warning(late):
    answer = late.post(NEW, {"name": "x" * 60_000, "kind": "company"})
    assert answer["Location"] == f"/account/login/?next={NEW}"
    assert "te lang om te bewaren" in text_of(late.get(answer["Location"]))


def test_button_on_another_page_leads_back_to_that_page(late, dora):
    page = f"/beheer/accounts/{dora.public_id}/"
    answer = late.post(
        f"{page}uitnodigen/", {"x": "1"}, headers={"referer": f"http://testserver{page}"}
    )
    assert answer["Location"] == f"/account/login/?next={page}"


def test_page_of_another_host_is_no_way_back(late):
    answer = late.post(NEW, FILLED, headers={"referer": "https://elders.example/"})
    assert f"?next={NEW}" in main_of(answer)


def test_page_that_is_none_for_a_visitor_leads_to_the_door_too(late):
    answer = late.post("/bestaat-niet/", FILLED)
    assert LOST_NOTHING in main_of(answer)


def test_visitor_who_never_signed_in_gets_404_as_before(client):
    assert client.post("/bestaat-niet/", FILLED).status_code == 404


def test_form_without_its_token_is_refused_before_anything_is_kept():
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(NEW, FILLED)
    assert answer.status_code == 403
    assert "kept" not in text_of(answer)


def test_htmx_is_sent_to_the_door_itself(late):
    answer = late.post(NEW, FILLED, headers={"HX-Request": "true"})
    assert answer["HX-Redirect"] == f"/account/login/?next={NEW}"


def test_page_of_the_programme_shows_the_kept_form(late):
    enter(late, late.post("/beheer/drempels/", {"decided_by": "Raad <x>"}))
    html = text_of(late.get("/beheer/drempels/"))
    assert AGAIN in html
    assert 'value="Raad &lt;x&gt;"' in html


def test_page_of_the_reports_takes_the_kept_form(late):
    enter(late, late.post("/beheer/rapporten/nieuw/", {"as_of": "30/06/2015"}))
    answer = late.get("/beheer/rapporten/nieuw/")
    assert answer.context["form"]["as_of"].value() == "30/06/2015"
