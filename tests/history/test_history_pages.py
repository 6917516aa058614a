"""The page of a history, as visitor, lead and officer; with htmx, with paging, at any moment."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from slimsamenwerken.accounts.roles import Role
from slimsamenwerken.programme import operations
from tests.factories.accounts import make_organisation, make_person
from tests.factories.programme import (
    make_action,
    make_actor,
    make_milestone,
    make_role,
    make_update,
)

pytestmark = pytest.mark.django_db
REASON = "Een typfout in de bron"


@pytest.fixture
def action():
    return make_action(code="9.1.04", title="Voorbeeldscan")


@pytest.fixture
def officer():
    return make_person(Role.STAFF.value, name="Rol Medewerker")


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def text(client, path, **headers):
    response = client.get(path, **headers)
    assert response.status_code == 200, path
    return response.content.decode()


PAGE = "/acties/9.1.04/geschiedenis/"


def test_action_page_leads_to_its_history(action, client):
    page = text(client, "/acties/9.1.04/?as_of=2015-12-31")
    assert f'href="{PAGE}?as_of=2015-12-31"' in page
    history = text(client, f"{PAGE}?as_of=2015-12-31")
    assert "Geschiedenis van 9.1.04 Voorbeeldscan" in history
    assert "Titel (vanaf 1 januari 2013)" in history
    assert 'href="/acties/9.1.04/"' in history


def test_actor_has_a_history(client):
    make_actor(slug="vito", name="VITO")
    assert "Geschiedenis van VITO" in text(client, "/actoren/vito/geschiedenis/")
    assert client.get("/actoren/niemand/geschiedenis/").status_code == 404


def test_htmx_gets_the_table_only(action, client):
    response = client.get(PAGE, headers={"HX-Request": "true"})
    part = response.content.decode()
    assert "<html" not in part
    assert "<table" in part
    assert "HX-Request" in response["Vary"]
    assert "result-count" in part, "the live region reads it out"


def test_older_changes_are_pages_away(action, client):
    for day in range(1, 29):
        make_update(action, date(2015, 1, day))
        make_update(action, date(2015, 2, day))
    first, second = text(client, PAGE), text(client, f"{PAGE}?page=2")
    assert "Pagina 1 van 2" in first
    assert "Titel (vanaf" not in first
    assert "Titel (vanaf" in second
    part = text(client, PAGE, headers={"HX-Request": "true"})
    assert f'href="{PAGE}?page=2"' in part


def test_hidden_action_has_no_history(client, officer):
    make_action(code="9.1.05", is_public=False)
    path = "/acties/9.1.05/geschiedenis/"
    assert client.get(path).status_code == 404
    assert signed_in(officer).get(path).status_code == 200
    assert client.get("/acties/9.9.99/geschiedenis/").status_code == 404


def test_other_spelling_moves(action, client):
    make_action(code="P9", kind="lever_project")
    response = client.get("/acties/p9/geschiedenis/?as_of=2015-12-31")
    assert (response.status_code, response["Location"]) == (
        301,
        "/acties/P9/geschiedenis/?as_of=2015-12-31",
    )


def test_names_reasons_and_internal_updates_stay_inside(action, client, officer):
    operations.add_update(
        action=action, by=officer, valid_on=date(2015, 1, 1), is_public=False,
        body="Dit blijft voorlopig onder ons.",
    )  # fmt: skip
    wrong = make_update(action, date(2015, 2, 1), body="Er waren 7 scans, schat men.")
    operations.withdraw_fact(fact=wrong, by=officer, reason=REASON)
    outside, inside = text(client, PAGE), text(signed_in(officer), PAGE)
    for secret in ("Rol Medewerker", "onder ons", "7 scans", REASON):
        assert secret not in outside
        assert secret in inside


def test_lead_reads_everything_of_the_own_action_only(action):
    house = make_organisation()
    lead = make_person(Role.MEMBER.value, house)
    make_role(make_actor(organisation=house), action, "lead")
    other = make_action(code="9.1.06")
    for thing in (action, other):
        make_update(thing, date(2015, 1, 1), is_public=False, body="Dit blijft onder ons nu.")
    client = signed_in(lead)
    assert "onder ons" in text(client, PAGE)
    assert "onder ons" not in text(client, "/acties/9.1.06/geschiedenis/")


def test_neighbours_that_are_hidden_are_not_named(action, client, officer):
    hidden = make_action(code="9.1.07", title="Geheim plan", is_public=False)
    operations.relate_actions(
        from_action=action, to_action=hidden, kind="related", by=None, origin="seed"
    )
    actor = make_actor(slug="vito", name="VITO")
    make_role(actor, hidden, "partner")
    make_milestone(hidden, code="M7", title="Geheime mijlpaal", owner=actor)
    for path in (PAGE, "/actoren/vito/geschiedenis/"):
        assert "Geheim" not in text(client, path)
        assert "Geheim" in text(signed_in(officer), path)


def test_organisation_behind_an_actor_is_internal(client, officer):
    make_actor(slug="vito", organisation=make_organisation(name="Huis van VITO (voorbeeld)"))
    path = "/actoren/vito/geschiedenis/"
    assert "Huis van VITO" not in text(client, path)
    assert "Huis van VITO" in text(signed_in(officer), path)


def test_bookkeeping_is_silent(action, client):
    make_milestone(action, due_on=date(2016, 1, 1))
    assert "nummer" not in text(client, PAGE)


def test_as_of_today_equals_live(action, client):
    today = text(client, f"{PAGE}?as_of={date.today().isoformat()}")  # noqa: DTZ011
    assert "U bekijkt de toestand" not in today


def test_impossible_moment_is_refused(action, client):
    assert client.get(f"{PAGE}?as_of=2015-02-30").status_code == 400
    assert client.get(f"{PAGE}?known_at=2999-01-01").status_code == 400


def test_queries_do_not_grow_with_rows(client):
    counts = []
    for rows in (1, 5):
        action = make_action(code=f"9.2.0{rows}")
        for number in range(rows):
            make_update(action, date(2015, 1, 1 + number))
            make_role(make_actor(), action, "partner")
            make_milestone(action, due_on=date(2016, 1, 1))
        with CaptureQueriesContext(connection) as captured:
            text(client, f"/acties/{action.code}/geschiedenis/")
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 32


def test_empty_at_a_moment_before_everything(action, client):
    response = client.get(f"{PAGE}?as_of=2012-01-01")
    assert response.status_code == 404, "the action did not exist yet"


def test_origin_of_a_row_names_things_as_the_history_does(action, client):
    role = make_role(make_actor(slug="vito", name="Voorbeeld VITO"), action, "partner")
    page = text(client, f"/rijen/participation/{role.public_id}/")
    assert "Voorbeeld VITO" in page
    assert "9.1.04 Voorbeeldscan" in page
    assert "<dt>Actie</dt>" in page, "the label of a link is Dutch too"
