"""The page of one indicator: every value has its row, and who sees and may what."""

from datetime import date

import pytest

from slimsamenwerken.programme import operations
from slimsamenwerken.programme.models import Measurement
from tests.factories.programme import (
    BASE,
    make_action,
    make_actor,
    make_indicator,
    make_line,
    make_measurement,
    make_role,
)
from tests.programme.figures import DAY, figures, look, measured, set_target
from tests.programme.listing import firsts
from tests.programme.people import make_cast
from tests.programme.reading import (
    address,
    csv_of,
    listed,
    part_of,
    text_of,
)

pytestmark = pytest.mark.django_db
END_2015 = "2015-12-31"


@pytest.mark.usefixtures("start_data")
class TestStartData:
    def test_page_tells_what_is_measured_and_where_it_comes_from(self, client):
        page = client.get(address("indicator-detail", "K2", as_of=END_2015))
        assert "Aantal scans bij bedrijven sinds de start in 2013." in text_of(page)
        said = part_of(page, "h-definitie")
        for words in (
            "Eenheid aantal",
            "Niveau output",
            "Richting stijgend",
            "cumulatief: de laatste waarde, nooit opgeteld",
            "1.2.04 Materialenscan",
            "afgeleid uit de brontekst",
        ):
            assert words in said
        course = part_of(page, "h-verloop")
        assert "Uitgevoerde materialenscans: 77 (september 2015)" in course
        assert "september 2015 77 meting Brontekst Slim samenwerken" in course
        html = page.content.decode()
        assert "<svg " in html.partition("chart__scroll")[2]
        row = Measurement.objects.get(indicator__code="K2")
        assert f'id="meting-{row.pk}"' in html
        assert address("fact-detail", "measurement", row.public_id) in html
        assert client.get(address("fact-detail", "measurement", row.public_id)).status_code == 200
        assert f'href="{address("measurement-export", "K2", as_of=END_2015)}"' in html

    def test_missing_inputs_are_named(self, client):
        found = figures(client.get(address("indicator-detail", "K2", as_of=END_2015)))
        assert found["Vooruitgang"].startswith("– Vooruitgang geen nulmeting Hoe berekend?")
        assert "Er ontbreekt een nulmeting. De eerste meting is er geen." in found["Vooruitgang"]
        assert "Er ontbreekt een streefwaarde." in found["Tempo"]
        assert "Nulmeting: – " in found["Vooruitgang"]

    def test_what_was_read_into_the_source_is_called_derived(self, client):
        page = client.get(address("indicator-detail", "K1", as_of=END_2015))
        assert "2015 periode vanaf 01/01/2015 meer dan 15 % meting, benaderend, afgeleid" in (
            part_of(page, "h-verloop")
        )

    def test_rows_leave_as_csv_with_their_precision(self, client):
        answer = client.get(address("measurement-export", "K2", as_of=END_2015))
        assert answer["Content-Type"].startswith("text/csv")
        (row,) = csv_of(answer)
        assert (row["Soort"], row["Datum"], row["Waarde"]) == ("meting", "2015-09-30", "77")
        assert (row["Datum in woorden"], row["Nauwkeurigheid"]) == ("september 2015", "op de maand")
        assert row["Bron of beslisser"] == "Brontekst Slim samenwerken"
        assert (row["Telt mee"], row["Afgeleid"]) == ("ja", "nee")

    @pytest.mark.parametrize("typed", ["k2", " K2", "k2 "])
    def test_other_case_and_spaces_lead_to_the_one_address(self, client, typed):
        answer = client.get(address("indicator-detail", typed, as_of=END_2015))
        assert answer.status_code == 301
        assert answer["Location"] == address("indicator-detail", "K2", as_of=END_2015)

    @pytest.mark.parametrize("typed", ["K9", "K", "\x00", "%"])
    def test_unknown_indicator_is_not_found(self, client, typed):
        assert client.get(address("indicator-detail", typed)).status_code == 404
        assert client.get(address("measurement-export", typed)).status_code == 404

    def test_indicator_is_not_found_before_it_was_defined(self, client):
        assert client.get(address("indicator-detail", "K3", as_of="2015-12-30")).status_code == 404


# ── rows and the two clocks ──────────────────────────────────────────────────────────────────
def test_late_value_is_absent_at_an_earlier_moment_and_shows_when_it_was_recorded(client, clock):
    clock("2024-01-01T10:00:00+01:00")
    indicator = make_indicator(code="V1")
    clock("2026-07-20T10:00:00+02:00")
    make_measurement(indicator, 12, DAY)
    now = look(client, as_of="2026-06-30")
    then = look(client, as_of="2026-06-30", known_at="2026-07-15")
    assert "30 juni 2026 12 meting Voorbeeldbron 20/07/2026" in part_of(now, "h-verloop")
    assert "Op deze datum is geen meting bekend." in part_of(then, "h-verloop")
    assert csv_of(client.get(address("measurement-export", "V1", known_at="2026-07-15"))) == []
    (row,) = csv_of(client.get(address("measurement-export", "V1")))
    assert row["Geregistreerd of beslist op"] == "2026-07-20"


def test_of_two_values_for_a_day_the_latest_recorded_counts_and_the_other_stays(client, clock):
    indicator = make_indicator(code="V1", aggregation="state")
    clock("2026-01-01T10:00:00+01:00")
    make_measurement(indicator, 10, date(2025, 12, 31), source="Eerste bron")
    clock("2026-02-01T10:00:00+01:00")
    make_measurement(indicator, 12, date(2025, 12, 31), source="Tweede bron")
    assert figures(look(client))["Waarde"].startswith("12 Waarde")
    course = part_of(look(client), "h-verloop")
    assert "10 meting, telt niet: een later geregistreerde waarde" in course
    rows = csv_of(client.get(address("measurement-export", "V1")))
    assert [(row["Waarde"], row["Telt mee"]) for row in rows] == [("10", "nee"), ("12", "ja")]


def test_csv_of_the_figures_holds_the_targets_with_their_revisions(client):
    indicator = measured(50, 100, "75.5", decimals=1)
    set_target(
        indicator, "150", valid_on=date(2026, 1, 15), reason="Meer deelnemers.", decided_by="Raad"
    )
    rows = csv_of(client.get(address("measurement-export", "V1")))
    assert [(row["Soort"], row["Waarde"], row["Telt mee"]) for row in rows] == [
        ("nulmeting", "50", "ja"),
        ("meting", "75,5", "ja"),
        ("streefwaarde", "100", "nee"),
        ("streefwaarde", "150", "ja"),
    ]
    assert (rows[3]["Bron of beslisser"], rows[3]["Methode of reden"]) == (
        "Raad",
        "Meer deelnemers.",
    )


def test_withdrawn_row_is_read_by_those_inside_only(clock):
    clock("2024-01-01T10:00:00+01:00")
    cast = make_cast()
    wrong = make_measurement(cast.indicator, 999, date(2023, 12, 31))
    clock("2025-01-01T10:00:00+01:00")
    operations.withdraw_fact(fact=wrong, by=None, reason="Verkeerde kolom gelezen")
    url = address("indicator-detail", "V71")
    inside = {"alice", "staff", "admin", "auditor"}
    for who in ("visitor", "bob", "charlie", *inside):
        said = text_of(cast.client(who).get(url))
        expected = "Ingetrokken op 1 januari 2025: Verkeerde kolom gelezen" in said
        assert (expected, "999" in said) == (who in inside, who in inside), who
    then = text_of(
        cast.client("visitor").get(address("indicator-detail", "V71", known_at="2024-06-30"))
    )
    assert "31 december 2023 999 meting" in then
    before = cast.client("staff").get(address("indicator-detail", "V71", known_at="2024-06-30"))
    assert "Verkeerde kolom" not in text_of(before)


# ── who sees and does what ───────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("who", "measures", "targets"),
    [
        ("visitor", False, False),
        ("alice", True, False),
        ("bob", False, False),
        ("charlie", False, False),
        ("auditor", False, False),
        ("staff", True, True),
        ("admin", True, True),
    ],
)
def test_buttons_stand_there_for_those_who_may(who, measures, targets):
    cast = make_cast()
    row = make_measurement(cast.indicator, 5, date(2020, 6, 30))
    browser = cast.client(who)
    html = browser.get(address("indicator-detail", "V71")).content.decode()
    assert (address("measurement-new", "V71") in html) is measures
    assert (address("fact-correct", "measurement", row.public_id) in html) is measures
    assert (address("target-new", "V71") in html) is targets
    past = browser.get(address("indicator-detail", "V71", as_of="2020-06-30")).content.decode()
    assert address("measurement-new", "V71") not in past
    assert address("target-new", "V71") not in past
    assert address("fact-correct", "measurement", row.public_id) not in past


def test_indicator_of_a_hidden_action_only_does_not_exist_for_outsiders(client):
    cast = make_cast()
    hidden = make_action(code="7.1.09", title="Verborgen actie", is_public=False)
    make_role(cast.actor, hidden, "lead")
    indicator = make_indicator(hidden, code="V79", title="Verborgen maat")
    row = make_measurement(indicator, 5, date(2020, 6, 30))
    urls = (
        address("indicator-detail", "V79"),
        address("indicator-detail", "v79"),
        address("indicator-detail", "V79", as_of="2016-01-01"),
        address("measurement-export", "V79"),
        address("measurement-new", "V79"),
        address("fact-detail", "measurement", row.public_id),
    )
    for who, sees in (("visitor", False), ("charlie", False), ("bob", False), ("staff", True)):
        browser = cast.client(who)
        codes = [browser.get(url).status_code for url in urls]
        assert codes == ([200, 301, 200, 200, 200, 200] if sees else [404] * len(urls)), who
        assert ("V79" in listed(browser.get(address("indicator-list")))) is sees
        rows = csv_of(browser.get(address("indicator-export", "csv")))
        assert ("V79" in {row["Code"] for row in rows}) is sees
        found = text_of(browser.get("/zoeken/?q=verborgen+maat"))
        assert ("V79" in found) is sees
    assert cast.client("alice").get(urls[0]).status_code == 200


def test_indicator_of_a_hidden_and_a_public_action_names_the_public_one_only(client):
    shown = make_action(code="8.1.01", title="Openbaar", line=make_line(code="8.1"))
    hidden = make_action(code="8.1.02", title="Verborgen", line=make_line(), is_public=False)
    indicator = make_indicator(shown, code="V1")
    operations.attach_indicator(action=hidden, indicator=indicator, **BASE)
    assert "8.1.01 Openbaar" in part_of(look(client), "h-definitie")
    assert "Verborgen" not in text_of(look(client)) + text_of(client.get(address("indicator-list")))
    (row,) = csv_of(client.get(address("indicator-export", "csv")))
    assert row["Acties"] == "8.1.01 Openbaar"


def test_line_filter_does_not_tell_of_hidden_actions(client):
    line = make_line(code="8.1")
    shown = make_action(code="8.2.01", line=make_line(code="8.2"))
    hidden = make_action(code="8.1.02", line=line, is_public=False)
    indicator = make_indicator(shown, code="V1")
    operations.attach_indicator(action=hidden, indicator=indicator, **BASE)
    assert firsts(client.get(address("indicator-list", line="8.1"))) == []
    assert firsts(client.get(address("indicator-list", line="8.2"))) == ["V1"]


# ── live indicators ──────────────────────────────────────────────────────────────────────────
def test_live_value_opens_with_the_rows_that_the_portal_counted(client):
    line = make_line(code="8.1")
    action = make_action(code="8.1.01", line=line)
    hidden = make_action(code="8.1.02", line=line, is_public=False)
    make_role(make_actor(slug="wit", name="Witte Raaf"), action, "partner")
    make_role(make_actor(slug="stil", name="Stille Maat"), hidden, "partner")
    indicator = make_indicator(
        code="V1", aggregation="state", unit="actoren", title="Voorbeeld",
        source_metric="programme.active_partners", live_from=date(2016, 1, 1),
    )  # fmt: skip
    make_measurement(indicator, 9, date(2015, 6, 30))
    page = look(client, as_of="2016-06-30")
    found = figures(page)["Waarde"]
    assert found.startswith("2 Waarde")
    assert "1 meting van voor het portaal dit berekende." in found
    rows = part_of(page, "h-rijen")
    assert "Witte Raaf" in rows
    assert "Stille Maat" not in rows
    assert "1 rij is niet openbaar." in rows
    assert "Reeksbreuk vanaf 1 januari 2016" in text_of(page)
    assert "00000000-0000" not in page.content.decode()
    exported = csv_of(client.get(address("measurement-export", "V1", as_of="2016-06-30")))
    assert [row["Soort"] for row in exported] == ["meting", "berekend door het portaal"]
    assert figures(look(client, as_of="2015-12-31"))["Waarde"].startswith("9 Waarde")


def test_live_row_of_an_action_hidden_today_is_hidden_on_earlier_days(client):
    line = make_line(code="8.1")
    action = make_action(code="8.1.01", line=line)
    make_role(make_actor(slug="stil", name="Stille Maat"), action, "partner")
    operations.change_action(
        action=action, line=line, title="Nu verborgen", is_public=False,
        valid_on=date(2020, 1, 1), **BASE,
    )  # fmt: skip
    make_indicator(
        code="V1", aggregation="state", source_metric="programme.active_partners",
        live_from=date(2016, 1, 1),
    )  # fmt: skip
    page = look(client, as_of="2016-06-30")
    assert "1 rij is niet openbaar." in part_of(page, "h-rijen")
    assert "Stille Maat" not in text_of(page)


def test_time_before_the_first_value_of_a_running_action_is_hatched(client):
    action = make_action(code="8.1.01", starts_on=date(2013, 12, 31), starts_on_precision="year")
    make_measurement(make_indicator(action, code="V1"), 77, date(2025, 9, 30))
    chart = look(client).content.decode().partition("<svg")[2].partition("</figure>")[0]
    assert "Geen metingen bekend" in text_of(look(client))
    assert "de actie loopt sinds 2013" in chart
    operations.attach_indicator(
        action=make_action(), indicator=action.action_indicators.get().indicator, **BASE
    )
    assert "de actie loopt sinds" not in look(client).content.decode()
