"""The five domain apps never meet, also where the linter of imports cannot look (§2)."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader
from django.test.utils import isolate_apps

from tests.architecture.rules import crossing_migrations, crossing_relations, quoted_domains
from tests.architecture.tree import LABELS, outside_the_domains


def test_no_relation_ends_in_another_domain() -> None:
    found = apps.get_models(include_auto_created=True)
    assert len(found) > 30
    assert crossing_relations(found) == []


@pytest.fixture
def planted() -> Iterator[Any]:
    with isolate_apps("procurement", "education") as isolated:
        yield isolated


def test_relation_between_domains_is_found(planted: Any) -> None:
    class Lesson(models.Model):
        class Meta:
            app_label = "education"

    class Criterion(models.Model):
        lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT)
        earlier = models.ForeignKey("self", on_delete=models.PROTECT)

        class Meta:
            app_label = "procurement"

    assert crossing_relations([Criterion, Lesson]) == [
        "procurement.Criterion.lesson ends in education.Lesson"
    ]


def test_bare_many_to_many_between_domains_is_found(planted: Any) -> None:
    class Lesson(models.Model):
        class Meta:
            app_label = "education"

    class Criterion(models.Model):
        lessons = models.ManyToManyField(Lesson)

        class Meta:
            app_label = "procurement"

    assert "procurement.Criterion.lessons ends in education.Lesson" in crossing_relations(
        [Criterion]
    )


def test_core_model_that_points_into_a_domain_is_found(planted: Any) -> None:
    class Lesson(models.Model):
        class Meta:
            app_label = "education"

    class Action(models.Model):
        lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT)

        class Meta:
            app_label = "programme"

    assert crossing_relations([Action]) == ["programme.Action.lesson ends in education.Lesson"]


def test_no_migration_depends_on_another_domain() -> None:
    loader = MigrationLoader(None, ignore_no_migrations=True)
    assert ("programme", "0001_initial") in loader.disk_migrations
    assert crossing_migrations(loader.disk_migrations) == []


def test_migration_that_depends_on_another_domain_is_found() -> None:
    class Bad(Migration):
        dependencies = [("business_sites", "0001_initial"), ("programme", "0001_initial")]

    class Before(Migration):
        run_before = [("education", "0001_initial")]

    found = {
        ("procurement", "0002_x"): Bad("0002_x", "procurement"),
        ("programme", "0009_y"): Before("0009_y", "programme"),
        ("business_sites", "0002_own"): Bad("0002_own", "business_sites"),
    }
    assert crossing_migrations(found) == [
        "procurement.0002_x depends on business_sites.0001_initial",
        "programme.0009_y depends on education.0001_initial",
    ]


def test_no_file_outside_the_domains_names_their_addresses_or_templates() -> None:
    found = outside_the_domains()
    assert "slimsamenwerken/urls.py" in found
    assert "templates/base.html" in found
    assert quoted_domains(found) == []


@pytest.mark.parametrize(
    "line",
    [
        """{% url "procurement:criteria" %}""",
        """render(request, 'sites/park.html')""",
        """{% include "campaigns/_card.html" %}""",
    ],
)
def test_quoted_domain_is_found(line: str) -> None:
    assert quoted_domains({"templates/base.html": f"first\n{line}"}) == [
        f"templates/base.html:2: {line}"
    ]


def test_package_names_in_settings_and_urls_are_no_fault() -> None:
    assert quoted_domains({"urls.py": """include("procurement.urls"), "sites","""}) == []


def test_label_of_sites_keeps_clear_of_django(settings: Any) -> None:
    """`django.contrib.sites` has the label `sites`; two equal labels stop the start."""
    assert apps.get_app_config("business_sites").name == "sites"
    assert set(LABELS) <= set(settings.INSTALLED_APPS)
    assert {apps.get_app_config(label).name for label in LABELS.values()} == set(LABELS)
