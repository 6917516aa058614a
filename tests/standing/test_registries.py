"""Every entry that an app announces keeps its contract (§5); here without any data, which is zero
or nothing and never an error. With data: test_registries_filled.py."""

import re
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone, translation

from slimsamenwerken.accounts.permissions import Viewer
from slimsamenwerken.api.catalogue.datasets import Dataset, datasets
from slimsamenwerken.api.exports.definitions import KINDS, Asked, Export, exports
from slimsamenwerken.api.exports.writing import FORMATS
from slimsamenwerken.api.imports.definitions import Importer, importers
from slimsamenwerken.api.resources import Resource, resources
from slimsamenwerken.api.routing import Route, routes
from slimsamenwerken.api.scopes import Scope as ApiScope
from slimsamenwerken.api.scopes import scopes
from slimsamenwerken.core.jobs import Job, Occasion, jobs
from slimsamenwerken.core.links import Link, link_to, links
from slimsamenwerken.core.navigation import NavItem, navigation
from slimsamenwerken.core.registry import Registry
from slimsamenwerken.core.start_data import StartData, start_data
from slimsamenwerken.programme.metrics import Metric, Scope, metrics
from slimsamenwerken.reports.blocks import Section, build_section, sections
from slimsamenwerken.search.registry import SearchEntry, indexes
from tests.standing.entries import DAYS, by_key, given_on, moment_of
from tests.standing.own import sentences

REGISTRIES: tuple[Registry[Any], ...] = (
    jobs,
    links,
    navigation,
    metrics,
    sections,
    indexes,
    routes,
    scopes,
    resources,
    exports,
    importers,
    datasets,
    start_data,
)
NOW = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)  # a night in which an hour does not exist
DOTTED = re.compile(r"[a-z_]+(\.[a-z0-9_]+)+")


def _is_dutch(text: object) -> bool:
    """Whether the catalogue has it; some words are the same in both languages."""
    with translation.override("en"):
        english = str(text)
    return bool(english) and english in sentences()


# ── all of them ──────────────────────────────────────────────────────────────────────────────
def test_every_registry_has_its_contract_here() -> None:
    import gc

    known = {id(registry) for registry in REGISTRIES}
    strangers = {
        found.name
        for found in gc.get_objects()
        if type(found) is Registry and id(found) not in known
    }
    # Registries that other tests make for themselves.
    assert {name for name in strangers if not name.startswith("test")} == set()


@pytest.mark.parametrize("registry", REGISTRIES, ids=lambda registry: registry.name)
def test_keys_are_dotted_and_announced_once(registry: Registry[Any]) -> None:
    assert len(registry) or registry is links
    for entry in registry:
        # A section's key is the head of its figures; it is a single word.
        assert DOTTED.fullmatch(entry.key) or isinstance(entry, Section), entry.key
        with pytest.raises(ImproperlyConfigured, match=entry.key):
            registry.add(entry)


# ── navigation and links ─────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("item", list(navigation), ids=by_key)
def test_menu_entry_leads_somewhere_and_is_dutch(item: NavItem) -> None:
    assert reverse(item.url_name)
    assert _is_dutch(item.label), item.label
    assert isinstance(item.shown_to(Viewer()), bool)


@pytest.mark.parametrize("link", list(links), ids=by_key)
def test_link_answers_an_address(link: Link) -> None:
    assert callable(link.resolve)


def test_link_that_nobody_announced_is_empty() -> None:
    assert link_to("test.unknown", 1) == ""


@pytest.mark.django_db
@pytest.mark.parametrize("entry", list(start_data), ids=by_key)
def test_start_data_is_loaded_once(entry: StartData) -> None:
    assert entry.load().total()
    assert not entry.load()


# ── the API ──────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("route", list(routes), ids=by_key)
def test_route_is_documented(route: Route) -> None:
    """A collection has a name for one and for many, and refuses what it does not know."""
    viewset: Any = route.viewset
    assert viewset.thing
    assert viewset.things
    assert viewset.app
    assert not hasattr(viewset, "update")


@pytest.mark.parametrize("scope", list(scopes), ids=by_key)
def test_scope_is_dutch(scope: ApiScope) -> None:
    assert re.fullmatch(r"[a-z]+:[a-z]+", scope.code)
    assert _is_dutch(scope.label)


@pytest.mark.django_db
@pytest.mark.parametrize("resource", list(resources), ids=by_key)
def test_resource_of_nothing_is_nothing(resource: Resource) -> None:
    assert resource.look([]) == {}
    assert not any(resource.depend([]).values())
    assert resource.turning(date(2015, 12, 31)) == []
    assert not any(resource.successors(0).values())


@pytest.mark.parametrize("export", list(exports), ids=by_key)
def test_export_says_what_it_holds(export: Export) -> None:
    keys = [column.key for column in export.columns]
    assert (keys[0], export.columns[0].kind) == ("id", "id")
    assert len(set(keys)) == len(keys)
    assert all(re.fullmatch(r"[a-z][A-Za-z0-9]*", key) for key in keys)
    assert {column.kind for column in export.columns} <= set(KINDS)
    assert all(bool(column.choices) == (column.kind == "code") for column in export.columns)
    assert all("'" not in code for column in export.columns for code, _word in column.choices)
    assert _is_dutch(export.label)


@pytest.mark.django_db
@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("export", list(exports), ids=by_key)
def test_export_without_data_is_empty(export: Export, form: str) -> None:
    asked = Asked(Viewer(), moment_of(DAYS[1]), QueryDict())
    target = BytesIO()
    assert FORMATS[form].write(target, export, asked) == 0
    assert target.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize("importer", list(importers), ids=by_key)
def test_importer_reads_a_row_and_knows_nothing_of_nothing(importer: Importer) -> None:
    fields = importer.row().fields
    assert fields[importer.thing].required
    assert importer.name in {route.basename for route in routes}
    assert importer.scope in {scope.code for scope in scopes}
    assert _is_dutch(importer.label)
    assert importer.things(Viewer(), DAYS[1], ["x", "", "0" * 36]) == {}


@pytest.mark.django_db
@pytest.mark.parametrize("dataset", list(datasets), ids=by_key)
def test_dataset_says_what_it_holds(dataset: Dataset) -> None:
    keys = {column.key for column in dataset.export.columns}
    linked = dataset.linked
    assert {*linked.terms, *linked.links, *linked.dutch, *linked.addresses, dataset.changed} <= keys
    assert dataset.source_of(dataset.changed)
    assert not linked.thing or linked.thing in {resource.name for resource in resources}
    assert all(_is_dutch(text) for text in (dataset.title, dataset.description))
    assert reverse(dataset.page)
    assert dataset.changed_at() is None
    assert dataset.notes(moment_of(DAYS[1])) == []
    assert list(dataset.editions()) == []


# ── jobs ─────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("job", list(jobs), ids=by_key)
def test_job_knows_when_it_is_due(job: Job) -> None:
    slots = job.schedule.slots(NOW - timedelta(days=400), NOW)
    assert job.is_sweep is (slots == [])
    assert len({slot.label for slot in slots}) == len(slots)
    assert slots == sorted(slots, key=lambda slot: slot.due_at)


@pytest.mark.django_db
@pytest.mark.parametrize("job", list(jobs), ids=by_key)
def test_job_without_data_does_nothing_twice(job: Job) -> None:
    for _turn in range(2):
        job.run(Occasion(job.key, "test", NOW, timezone.now()))


# ── metrics ──────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("metric", list(metrics), ids=by_key)
def test_metric_says_what_it_is(metric: Metric) -> None:
    assert len(str(metric.definition)) > 30
    assert _is_dutch(metric.label)
    assert _is_dutch(metric.definition)
    assert metric.version >= 1
    assert metric.aggregation


@pytest.mark.django_db
@pytest.mark.parametrize("metric", list(metrics), ids=by_key)
@pytest.mark.parametrize("day", DAYS, ids=str)
def test_metric_without_data_is_zero_or_nothing(metric: Metric, day: date) -> None:
    for known_at in (None, NOW):
        reading = metric.compute(day, known_at, Scope())
        assert reading.value in (None, 0)
        assert reading.value is not None or reading.why
        assert list(metric.rows(day, known_at, Scope())) == []


# ── sections ─────────────────────────────────────────────────────────────────────────────────
@pytest.mark.django_db
@pytest.mark.parametrize("section", list(sections), ids=by_key)
@pytest.mark.parametrize("day", DAYS, ids=str)
def test_section_without_data_is_built(section: Section, day: date) -> None:
    plain, figures = build_section(section, given_on(day))
    assert plain["blocks"]
    assert {figure.value for figure in figures.values()} <= {None, 0}
    for name in figures:
        found = section.rows(name, given_on(day))
        assert found is None or not found.rows, name
    assert section.rows(f"{section.key}.unknown", given_on(day)) is None


# ── search ───────────────────────────────────────────────────────────────────────────────────
@pytest.mark.django_db
@pytest.mark.parametrize("entry", list(indexes), ids=by_key)
def test_search_without_data_finds_nothing(entry: SearchEntry) -> None:
    for text in ("afval", "x'; --", "%", "a" * 100):
        assert list(entry.queryset_for(text, Viewer(), moment_of(DAYS[1]))) == []
    assert _is_dutch(entry.label)
