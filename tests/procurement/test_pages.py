"""The pages of the catalogue as a buyer reads them."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from procurement import models as p
from tests.factories.drafts import bare
from tests.procurement.builders import make_group, make_version, retire

pytestmark = pytest.mark.django_db


def page(client: Client, name: str, *args: Any, query: str = "", status: int = 200) -> str:
    answer = client.get(reverse(f"procurement:{name}", args=args) + query)
    assert answer.status_code == status
    return answer.content.decode()


def test_home_leads_to_groups_and_newest(client: Client) -> None:
    assert "nog geen productgroepen" in page(client, "home")
    make_version("MB-003", title="Reserveonderdelen")
    html = page(client, "home")
    assert reverse("procurement:group-detail", args=["kantoormeubilair-mb"]) in html
    assert reverse("procurement:criterion-detail", args=["MB-003"]) in html


def test_list_keeps_what_was_asked_and_shows_counts(client: Client) -> None:
    make_version("MB-003", title="Reserveonderdelen", r_strategies=["R4"])
    make_version("VS-001", title="Borden", r_strategies=["R0"])
    html = page(client, "criterion-list", query="?ladder=R4")
    assert "Reserveonderdelen" in html
    assert "Borden" not in html
    assert 'value="R4" id="ladder-R4" checked' in html
    assert 'id="ladder-R0"' in html


def test_unknown_value_of_a_facet_is_left_out_and_named(client: Client) -> None:
    make_version("MB-003", title="Reserveonderdelen")
    html = page(client, "criterion-list", query="?ladder=R99&level=1")
    assert "Reserveonderdelen" in html
    assert "R99" in html
    assert "weggelaten" in html


def test_impossible_date_is_refused_at_its_field(client: Client) -> None:
    html = page(client, "criterion-list", query="?changed_since=gisteren", status=400)
    assert "gisteren" in html
    assert "is-invalid" in html


def test_page_shows_what_is_checked_and_where_it_comes_from(client: Client) -> None:
    version = bare(p.CriterionVersion, criterion=bare(p.Criterion, code="MB-003"))
    bare(
        p.Requirement,
        version=version, key="years", label="Reserveonderdelen", data_type="number",
        operator="ge", value=10, unit="ANN", unit_label="jaar", figure_confidence="high",
    )  # fmt: skip
    source = bare(p.Source, publisher="Europese Commissie", document="EU GPP meubilair")
    bare(p.VersionSource, version=version, source=source, locator="TS7", figure_confidence="high")
    p.CriterionVersion.objects.filter(pk=version.pk).update(
        frozen_at="2026-01-15T12:00Z", text_hash="0" * 64
    )
    bare(p.VersionTransition, version=version, to_state="published", basis="initial_load")
    html = page(client, "criterion-detail", "MB-003")
    assert "Reserveonderdelen ≥ 10 jaar" in html
    assert "EU GPP meubilair" in html
    assert "bron nog na te lezen" in html


def test_start_data_says_that_nobody_decided_on_it_yet(client: Client) -> None:
    make_version("MB-003")
    assert "nog niet besproken in de stuurgroep" in page(client, "criterion-detail", "MB-003")
    decided = make_version("MB-004", state="validated", decision=True)
    bare(p.VersionTransition, version=decided, to_state="published")
    assert "nog niet besproken" not in page(client, "criterion-detail", "MB-004")


def test_search_of_the_portal_finds_criteria(client: Client) -> None:
    make_version("MB-003", title="Reserveonderdelen tien jaar leverbaar")
    html = client.get("/zoeken/?q=reserveonderdelen").content.decode()
    assert reverse("procurement:criterion-detail", args=["MB-003"]) in html


def test_old_version_stays_with_a_banner_and_a_word_diff(client: Client) -> None:
    make_version("MB-003", requirement_text="Minstens 8 jaar.")
    make_version("MB-003", since=date(2026, 6, 1), requirement_text="Minstens 10 jaar.")
    old = page(client, "criterion-version", "MB-003", 1)
    assert "Vervangen door versie 2" in old
    html = page(client, "criterion-version", "MB-003", 2, query="?vergelijk=1")
    assert "weggelaten:" in html
    assert "toegevoegd:" in html
    assert "Vervangen door" not in html


def test_consultation_is_public_with_a_banner_and_a_draft_is_not(client: Client) -> None:
    make_version("MB-001", state="consultation")
    assert "In consultatie" in page(client, "criterion-detail", "MB-001")
    make_version("MB-002", state="draft")
    page(client, "criterion-detail", "MB-002", status=404)
    page(client, "criterion-version", "MB-002", 1, status=404)
    page(client, "criterion-detail", "XX-999", status=404)


def test_criterion_out_of_use_is_gone_but_readable(client: Client) -> None:
    version = make_version("MB-003", requirement_text="De oude tekst.")
    retire(version, date(2026, 6, 1))
    assert "De oude tekst." in page(client, "criterion-detail", "MB-003", status=410)
    assert "De oude tekst." in page(client, "criterion-version", "MB-003", 1)
    page(client, "criterion-detail", "MB-003", query="?as_of=2026-05-31")


def test_what_was_replaced_does_not_come_back_when_its_successor_retires(client: Client) -> None:
    make_version("MB-003")
    retire(make_version("MB-003", since=date(2026, 6, 1)), date(2026, 7, 1))
    assert "Vervangen door versie 2" in page(client, "criterion-version", "MB-003", 1)
    assert "MB-003" not in page(client, "criterion-list")
    page(client, "criterion-detail", "MB-003", status=410)


def test_group_shows_its_sheet_since_it_is_fixed(client: Client) -> None:
    group = make_group()
    sheet = bare(p.ProductSheet, group=group)
    version = bare(p.SheetVersion, sheet=sheet, market="Een markt.")
    assert "Nog geen fiche" in page(client, "group-detail", group.slug)
    p.SheetVersion.objects.filter(pk=version.pk).update(frozen_at="2026-01-15T12:00Z")
    html = page(client, "group-detail", group.slug)
    assert "Een markt." in html
    assert "in opmaak" in html


def test_queries_do_not_grow_with_criteria(client: Client) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as made:
            page(client, "criterion-list")
        return len(made)

    make_version("MB-001")
    few = cost()
    for number in range(2, 9):
        make_version(f"MB-00{number}")
    assert cost() == few
    assert few <= 18
