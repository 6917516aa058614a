"""Names that say what a thing is, each thing in the file where a reader looks for it (§3, §4, §7)."""

from collections.abc import Iterator
from typing import Any

import pytest
from babel.messages.pofile import read_po
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

from tests.architecture import rules
from tests.architecture.tree import ROOT, modules, texts

# Words that Dutch has and English has not; enough of them to meet one in any sentence.
_WORDS = """
aan als alle bij dat de deze dit door een eerste geen het hoe ieder ik kies maar meer mijn moet
naam naar niet nieuw nog om onbekend onder ook toe tot uw van vanaf voor vul waarde wanneer wie
wijzig wordt worden zijn zonder
"""
# Nouns of the programme: the translator's side of docs/data-model.md.
_NOUNS = """
aankoop aantal actie actielijn bedrijf bedrijventerrein cijfer datum deelname doel gebruiker
gemeente indicatorwaarde jaar melding meting mijlpaal organisatie peildatum rapport streefwaarde
terrein uitleg verslag
"""
DUTCH = frozenset(_WORDS.split())
DUTCH_NOUNS = frozenset(_NOUNS.split())


def test_no_file_has_a_name_that_says_nothing() -> None:
    assert rules.forbidden_names(modules(tests=True)) == []


@pytest.mark.parametrize(
    "path", ["sites/utils.py", "sites/helpers/text.py", "programme/models/actions.py"]
)
def test_name_that_says_nothing_is_found(path: str) -> None:
    assert rules.forbidden_names([path, "sites/action.py"]) == [path]


def test_operations_never_call_a_task() -> None:
    found = modules()
    assert any("/operations/" in path for path in found)
    assert rules.delays_in_operations(found) == []


def test_task_called_from_an_operation_is_found() -> None:
    source = "def build(run):\n    build_report.delay(run.pk)\n"
    assert rules.delays_in_operations({"a/operations.py": source, "a/views.py": source}) == [
        "a/operations.py:2: .delay()"
    ]
    assert rules.delays_in_operations({"a/operations/runs.py": source}) != []


def test_models_are_defined_where_models_belong() -> None:
    assert rules.models_elsewhere(apps.get_models(include_auto_created=True)) == []


def test_no_model_has_a_generic_relation() -> None:
    assert rules.generic_relations(apps.get_models(include_auto_created=True)) == []


@pytest.fixture
def planted() -> Iterator[Any]:
    with isolate_apps("procurement", "django.contrib.contenttypes") as isolated:
        yield isolated


def test_model_outside_models_and_generic_relation_are_found(planted: Any) -> None:
    from django.contrib.contenttypes.fields import GenericForeignKey  # noqa: TID251 - planted

    class Remark(models.Model):
        about = GenericForeignKey("kind", "row")

        class Meta:
            app_label = "procurement"

    Remark.__module__ = "procurement.views"
    assert rules.models_elsewhere([Remark]) == ["procurement.views.Remark"]
    assert rules.generic_relations([Remark]) == ["procurement.Remark.about"]
    Remark.__module__ = "procurement.models.remarks"
    assert rules.models_elsewhere([Remark]) == []


def test_message_ids_are_english() -> None:
    """The catalogue holds exactly the sentences of the code (tests/core/test_catalogue.py)."""
    with (ROOT / "slimsamenwerken/locale/nl/LC_MESSAGES/django.po").open("rb") as file:
        messages = [message.id for message in read_po(file)]
    found = [text for ids in messages for text in ([ids] if isinstance(ids, str) else ids)]
    assert len(found) > 500
    assert rules.misplaced_language(found, DUTCH) == []


def test_dutch_message_id_is_found() -> None:
    texts = ["Kies een datum.", "Choose a date."]
    assert rules.misplaced_language(texts, DUTCH) == ["Kies een datum."]


def test_identifiers_are_english() -> None:
    assert rules.dutch_names(modules(tests=True), DUTCH_NOUNS) == []


def test_dutch_identifier_is_found() -> None:
    source = "class Mijlpaal:\n    def first(self, datum):\n        actie_code = 1\n"
    assert rules.dutch_names({"a/rapport.py": source}, DUTCH_NOUNS) == [
        "a/rapport.py: Mijlpaal",
        "a/rapport.py: actie_code",
        "a/rapport.py: datum",
        "a/rapport.py: rapport",
    ]


def test_no_text_names_a_place_on_somebodys_machine() -> None:
    found = texts()
    assert {"pyproject.toml", "docker-compose.yml", ".ci/run", "docs/operations.md"} <= set(found)
    assert rules.machine_paths(found) == []


def test_place_on_a_machine_is_found() -> None:
    home = "/ho" + "me/ann/project"
    assert rules.machine_paths({"README.md": f"Go to {home} and start."}) != []
    assert rules.machine_paths({"README.md": "See https://example.be/home/ann and ./work/x."}) == []
