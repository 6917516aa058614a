"""Entries of the registries on the start data: what they cost, and where they lead."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from slimsamenwerken.accounts.permissions import Viewer
from slimsamenwerken.programme.models import Action
from slimsamenwerken.reports.blocks import Given, Section, build_section, sections
from slimsamenwerken.search.registry import SearchEntry, indexes
from tests.standing.entries import DAYS, by_key, given_on, moment_of
from tests.standing.started import Started

pytestmark = pytest.mark.django_db


def _queries(section: Section, day: date) -> int:
    with CaptureQueriesContext(connection) as caught:
        build_section(section, given_on(day))
    return len(caught)


@pytest.mark.parametrize("section", list(sections), ids=by_key)
def test_section_costs_what_it_says(started: Started, section: Section) -> None:
    """On the start data, and before there was any: the same number, within the budget."""
    spent = {day: _queries(section, day) for day in DAYS}
    assert max(spent.values()) <= section.budget_queries
    assert spent[DAYS[1]] == spent[DAYS[2]]


def test_section_that_asks_too_much_is_found(started: Started) -> None:
    def build(given: Given) -> list[Any]:
        del given
        return [list(action.versions.all()) for action in Action.objects.all()][:0]

    greedy = Section("greedy", "x", 1, 1, build, lambda *_asked: None, budget_queries=3)
    assert _queries(greedy, DAYS[1]) > greedy.budget_queries


@pytest.mark.parametrize("entry", list(indexes), ids=by_key)
def test_hits_lead_to_pages_that_exist(started: Started, entry: SearchEntry) -> None:
    hits = [entry.hit(row) for row in _found(entry)]
    assert hits, "none of the words is in the start data"
    for hit in {hit.url: hit for hit in hits}.values():
        assert hit.title
        assert started.read("visitor", hit.url.partition("#")[0]).status == 200, hit.url


def _found(entry: SearchEntry) -> Iterator[Any]:
    for text in ("materialen", "afval", "OVAM", "aantal", "voorbeeld"):
        yield from entry.queryset_for(text, Viewer(), moment_of(timezone.localdate()))[:3]
