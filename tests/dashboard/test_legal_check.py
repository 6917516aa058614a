"""The legal pages are dated versions, and one with an empty heading cannot be deployed."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from slimsamenwerken.dashboard import legal_texts
from slimsamenwerken.dashboard.checks import check_pages
from slimsamenwerken.dashboard.legal import Section, Table

STATEMENT = legal_texts.ACCESSIBILITY
PRIVACY = legal_texts.PRIVACY


def with_sections(page, *sections):
    [version] = page.versions
    return replace(page, versions=(replace(version, sections=sections),))


def faults(page):
    return [error.msg for error in check_pages([page])]


def test_our_own_texts_have_no_fault():
    assert check_pages(legal_texts.PAGES.values()) == []
    assert {"accessibility", "privacy", "cookies", "reuse", "contact"} <= legal_texts.PAGES.keys()


def test_statement_has_the_five_headings_of_the_law_in_their_order():
    [version] = STATEMENT.versions
    assert [section.heading for section in version.sections] == [
        "Nalevingsstatus",
        "Niet-toegankelijke inhoud",
        "Opstelling van deze verklaring",
        "Feedback en contact",
        "Handhavingsprocedure",
    ]


@pytest.mark.parametrize(
    "empty",
    [
        Section("Feedback en contact"),
        Section("Feedback en contact", (" ", "")),
        Section("Feedback en contact", table=Table("Leeg", ("Naam",), ())),
    ],
)
def test_empty_heading_is_a_fault(empty):
    [version] = STATEMENT.versions
    sections = [empty if s.heading == empty.heading else s for s in version.sections]
    [fault] = faults(with_sections(STATEMENT, *sections))
    assert "nothing stands under “Feedback en contact”" in fault


def test_missing_or_moved_heading_is_a_fault():
    [version] = STATEMENT.versions
    first, second, *rest = version.sections
    assert faults(with_sections(STATEMENT, first, *rest))
    assert faults(with_sections(STATEMENT, second, first, *rest))


def test_section_without_heading_is_a_fault():
    assert faults(with_sections(PRIVACY, Section(" ", ("Tekst",))))


def test_page_without_any_text_is_a_fault():
    assert faults(replace(PRIVACY, versions=())) == ["privacy: there is no text."]
    assert len(faults(with_sections(PRIVACY))) == 1


def test_two_versions_of_one_day_are_a_fault():
    [version] = PRIVACY.versions
    assert faults(replace(PRIVACY, versions=(version, version)))


def test_version_counts_from_its_day():
    [first] = PRIVACY.versions
    second = replace(first, valid_from=date(2027, 3, 1))
    page = replace(PRIVACY, versions=(second, first))
    assert page.version_on(date(2027, 2, 28)) is first
    assert page.version_on(date(2027, 3, 1)) is second
    assert page.version_on(date(2020, 1, 1)) is first


def test_deployment_check_refuses_an_empty_heading(monkeypatch):
    broken = with_sections(PRIVACY, Section("Uw rechten"))
    monkeypatch.setitem(legal_texts.PAGES, "privacy", broken)
    found = [m for m in run_checks(include_deployment_checks=True) if m.id == "dashboard.E001"]
    assert len(found) == 1
    with pytest.raises(SystemCheckError, match="Uw rechten"):
        call_command("check", deploy=True)


def test_own_machine_is_not_bothered(monkeypatch):
    monkeypatch.setitem(legal_texts.PAGES, "privacy", with_sections(PRIVACY))
    assert not [m for m in run_checks() if m.id == "dashboard.E001"]
