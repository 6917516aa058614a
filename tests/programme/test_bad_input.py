"""Programme guide §13, each line on pages: the status, the sentence, and nothing lost."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from slimsamenwerken.programme.models import ActorVersion, Measurement, StatusUpdate
from tests.factories.programme import make_action, make_update
from tests.programme.people import make_cast, send, to
from tests.programme.reading import address, listed, text_of
from tests.programme.test_changes import MEASUREMENT, NAME, UPDATE

pytestmark = pytest.mark.django_db

NOT_A_DATE = "Dit is geen geldige datum."
FUTURE = "Kies een datum tot en met vandaag."
NOTHING_YET = "Er zijn nog geen gegevens op deze datum."


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def pages(cast):
    """Every page and export of the actions that takes a moment."""
    return [
        address("action-list"),
        address("action-detail", "7.1.01"),
        address("action-export", "csv"),
        address("action-export", "xlsx"),
        address("milestone-export", "7.1.01"),
    ]


# ── the moment ───────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("as_of", "2026-02-30", NOT_A_DATE),
        ("as_of", "gisteren", NOT_A_DATE),
        ("as_of", "2015", NOT_A_DATE),
        ("as_of", "31/13/2015", NOT_A_DATE),
        ("as_of", "0000-00-00", NOT_A_DATE),
        ("as_of", "<script>alert(1)</script>", NOT_A_DATE),
        ("as_of", "2015-12-31\x00", NOT_A_DATE),
        ("as_of", "9999-12-31", FUTURE),
        ("known_at", "2026-02-30", NOT_A_DATE),
        ("known_at", "binnenkort", NOT_A_DATE),
        ("known_at", "2015-12-31T25:00:00Z", NOT_A_DATE),
        ("known_at", "9999-12-31", FUTURE),
        ("known_at", "9999-12-31T10:00:00Z", FUTURE),
        ("known_at", "2024-10-27T02:30", "2026-10-25T02:30:00+01:00"),
    ],
)
def test_impossible_moment_is_refused_with_a_sentence(client, pages, field, value, sentence):
    for url in pages:
        response = client.get(url, {field: value})
        assert response.status_code == 400
        assert sentence in text_of(response)
        assert "<script>alert" not in response.content.decode()


def test_tomorrow_is_refused_and_today_is_live(client, pages):
    today = timezone.localdate()
    for url in pages:
        assert (
            client.get(url, {"as_of": (today + timedelta(days=1)).isoformat()}).status_code == 400
        )
        assert client.get(url, {"as_of": today.isoformat()}).status_code == 200


def test_known_at_may_be_a_minute_ahead_of_our_clock_and_no_more(client, pages):
    now = timezone.now()
    soon, later = now + timedelta(seconds=30), now + timedelta(seconds=120)
    for url in pages:
        assert client.get(url, {"known_at": soon.isoformat()}).status_code == 200
        assert client.get(url, {"known_at": later.isoformat()}).status_code == 400


@pytest.mark.parametrize("moment", [{"as_of": "1950-01-01"}, {"known_at": "1950-01-01"}])
def test_before_the_first_fact_the_page_is_empty_and_says_so(client, cast, moment):
    for url in (address("action-list"), address("action-detail", "7.1.01")):
        response = client.get(url, moment)
        assert response.status_code == 200
        assert NOTHING_YET in text_of(response)
        assert "Actie van Alice" not in text_of(response)
    filtered = client.get(address("action-list"), moment | {"late": "on"})
    assert NOTHING_YET in text_of(filtered)


def test_action_that_never_was_is_not_found_whatever_the_date(client, cast):
    for moment in ({}, {"as_of": "1950-01-01"}, {"known_at": "1950-01-01"}):
        assert client.get(address("action-detail", "9.9.99"), moment).status_code == 404


def test_hidden_action_does_not_show_that_it_will_exist(client):
    make_action(code="7.2.01", is_public=False)
    early = {"as_of": "1950-01-01"}
    assert client.get(address("action-detail", "7.2.01"), early).status_code == 404


# ── filters ──────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("line", "9.9", "Kies een waarde uit de lijst."),
        ("declared", "blij", "Kies een waarde uit de lijst."),
        ("computed", "1 OR 1=1", "Kies een waarde uit de lijst."),
        ("role", "baas", "Kies een waarde uit de lijst."),
        ("actor", "niemand", "Kies een waarde uit de lijst."),
        ("actor", "\x00", "Kies een waarde uit de lijst."),
        ("kind", "droom", "Kies een waarde uit de lijst."),
        ("missing", "alles", "Kies een waarde uit de lijst."),
        ("running_from", "30/02/2015", NOT_A_DATE),
        ("running_until", "ooit", "Vul een datum in zoals 23/11/2026."),
        ("silent_days", "veel", "Voer een geheel getal in."),
        ("silent_days", "0", None),
        ("silent_days", "99999", None),
    ],
)
def test_unknown_filter_value_is_told_beside_the_filter_and_kept(
    client, cast, field, value, sentence
):
    query = {field: value, "q": "mijn woord", "as_of": "2015-12-31"}
    response = client.get(address("action-list"), query)
    assert response.status_code == 400
    form = response.context["form"]
    assert list(form.errors) == [field]
    assert sentence is None or form.errors[field] == [sentence]
    html = response.content.decode()
    assert 'value="mijn woord"' in html
    assert 'name="as_of" value="2015-12-31"' in html
    assert str(form.errors[field][0]) in text_of(response)
    for kind in ("csv", "xlsx"):
        assert client.get(address("action-export", kind), query).status_code == 400


def test_period_that_ends_before_it_starts_is_told_at_its_end(client, cast):
    query = {"running_from": "2016-01-01", "running_until": "2015-01-01"}
    response = client.get(address("action-list"), query)
    assert response.status_code == 400
    assert response.context["form"].errors["running_until"] == [
        "De einddatum ligt voor de begindatum."
    ]


@pytest.mark.parametrize(
    "query", [{"utm_source": "brief"}, {"page": "999"}, {"page": "abc"}, {"page": "\x00"},
              {"sort": "nonsense"}, {"sort": "\x00"}, {"q": "\x00"}, {"q": "%_\\"}],
)  # fmt: skip
def test_unknown_parameter_page_or_order_is_ignored(client, cast, query):
    response = client.get(address("action-list"), query)
    assert response.status_code == 200
    if "q" not in query:
        assert listed(response) == ["7.1.01", "7.1.02"]


# ── addresses ────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("typed", ["p7", " P7", "P7 ", "%20p7%20"])
def test_code_in_another_case_or_with_spaces_is_sent_to_its_own_address(client, typed):
    make_action(code="P7", kind="lever_project")
    response = client.get(f"/acties/{typed}/?as_of=2015-12-31")
    assert response.status_code == 301
    assert response["Location"] == "/acties/P7/?as_of=2015-12-31"


@pytest.mark.parametrize(
    "path",
    [
        "/acties/%00/",
        "/acties/7.1.01%00/",
        "/acties/%00/mijlpalen.csv",
        "/acties/7.1.01/mijlpalen/%00/resultaat/",
        "/indicatoren/%00/meting/",
        "/acties/export.%00",
        "/actielijnen/%00/",
        "/rijen/%00/00000000-0000-0000-0000-000000000000/",
        "/acties/%F0%9F%92%A9/",
        "/acties/%FF/",
        "/acties/" + "9" * 3000 + "/",
        "/acties/1' OR '1'='1/",
    ],
)
def test_address_that_cannot_exist_is_not_found(cast, path):
    for who in ("visitor", "staff"):
        assert cast.client(who).get(path).status_code == 404


# ── numbers and texts ────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("value", ["NaN", "nan", "1e400", "1E5", "Infinity", "-inf", "1" * 21])
def test_what_is_no_ordinary_number_is_refused(cast, value):
    url = to("measurement-new", "V71")
    response = send(cast.client("staff"), url, **MEASUREMENT | {"value": value})
    assert response.status_code == 400
    assert response.context["form"].errors["value"] == ["Geef een gewoon getal."]
    assert f'value="{value}"' in response.content.decode()
    assert not Measurement.objects.exists()


@pytest.mark.parametrize("value", ["1.234", "twaalf", "", "1,2,3", "12 %", "99999999999999999"])
def test_number_that_is_not_clear_is_refused_with_a_way_out(cast, value):
    url = to("measurement-new", "V71")
    response = send(cast.client("staff"), url, **MEASUREMENT | {"value": value})
    assert response.status_code == 400
    assert "value" in response.context["form"].errors
    assert not Measurement.objects.exists()


def test_script_control_and_direction_marks_are_stored_clean_and_shown_escaped(cast):
    nasty = "<script>alert(1)</script> \u202eomgekeerd\x07\x00 en \u2066verborgen\u2069 tekst."
    send(cast.client("alice"), to("update-new", "7.1.01"), **UPDATE | {"body": nasty})
    row = StatusUpdate.objects.get()
    assert row.body == "<script>alert(1)</script> omgekeerd en verborgen tekst."
    html = cast.client("visitor").get(to("action-detail", "7.1.01")).content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


@pytest.mark.parametrize("field", ["name", "abbreviation"])
def test_name_is_one_clean_line(cast, field):
    fields = NAME | {field: "Een\x00 naam\r\n\tmet\u200e wit"}
    send(cast.client("staff"), to("actor-rename", "trekker-van-alice"), **fields)
    row = ActorVersion.objects.order_by("-id")[0]
    assert row.valid_on == date(2015, 6, 1)
    assert getattr(row, field) == "Een naam met wit"


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("update-new", {"valid_on_precision": "eeuw"}),
        ("update-new", {"version": "veel"}),
        ("update-new", {"version": "-1"}),
        ("update-new", {"version": "9" * 30}),
        ("update-new", {"valid_on": "\x00"}),
        ("closure-new", {"kind": "\x00"}),
        ("closure-new", {"evidence_url": "javascript:alert(1)"}),
        ("closure-new", {"evidence_url": "https://voorbeeld.be/\x00"}),
    ],
)
def test_odd_value_in_a_form_is_an_error_at_the_form_and_never_a_crash(cast, name, fields):
    base = {"valid_on": "30/06/2015", "version": cast.action.version} | UPDATE
    base |= {"kind": "completed", "statement": "Alles wat gepland was, is er."}
    response = cast.client("staff").post(to(name, "7.1.01"), base | fields)
    assert response.status_code in (400, 409)
    assert response.context["form"].errors
    assert StatusUpdate.objects.count() == 0


def test_update_of_4000_characters_is_the_longest(cast):
    url = to("update-new", "7.1.01")
    response = send(cast.client("alice"), url, **UPDATE | {"body": "é" * 4001})
    assert response.context["form"].errors["body"] == ["Schrijf hoogstens 4.000 tekens."]
    assert send(cast.client("alice"), url, **UPDATE | {"body": "é" * 4000}).status_code == 302


def test_get_changes_nothing(cast):
    update = make_update(cast.action, date(2015, 1, 1))
    client = cast.client("staff")
    for url in (
        to("update-new", "7.1.01"),
        to("fact-withdraw", "update", update.public_id),
        to("fact-correct", "update", update.public_id),
    ):
        query = UPDATE | {"reason": "Zomaar.", "version": 1, "correction_reason": "Zomaar."}
        assert client.get(url, query).status_code == 200
    assert StatusUpdate.objects.known().get() == update
