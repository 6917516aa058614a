"""The OpenAPI document: committed as it is made, without a warning, and right by itself."""

import io
from collections.abc import Iterator
from contextlib import redirect_stderr
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from drf_spectacular.drainage import GENERATOR_STATS, reset_generator_stats
from drf_spectacular.validation import validate_schema
from jsonschema import Draft7Validator

from slimsamenwerken.api.contract import _made, contract, contract_yaml
from tests.api.conftest import Asker

DOCUMENT = Path(settings.BASE_DIR) / "docs" / "openapi.yaml"


def test_committed_document_is_the_one_that_the_code_makes() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == contract_yaml(), (
        "run: python manage.py write_openapi"
    )


def test_document_is_made_without_a_warning_and_is_valid() -> None:
    reset_generator_stats()
    _made.cache_clear()
    said = io.StringIO()
    with redirect_stderr(said):
        document = contract()
        GENERATOR_STATS.emit_summary()
    assert said.getvalue() == ""
    validate_schema(document)


@pytest.mark.django_db
def test_document_is_served_as_it_is_committed(api: Asker) -> None:
    served = api("get", "/doc/openapi.yaml").content
    assert yaml.safe_load(served) == yaml.safe_load(DOCUMENT.read_text(encoding="utf-8"))


def test_every_operation_says_what_can_go_wrong() -> None:
    for path, operations in contract()["paths"].items():
        for method, operation in operations.items():
            if path != "/health":
                assert {"400", "404", "429", "default"} <= set(operation["responses"]), path
            assert operation["summary"], (path, method)
            assert len(operation["tags"]) == 1


def _bodies() -> Iterator[tuple[str, dict[str, Any]]]:
    """Each JSON body that is sent, or comes back when all is well."""
    for path, operations in contract()["paths"].items():
        for method, operation in operations.items():
            good = [r for status, r in operation["responses"].items() if status[0] == "2"]
            for body in [operation.get("requestBody", {}), *good]:
                for media, content in body.get("content", {}).items():
                    if media.endswith("json"):
                        yield f"{method} {path}", content


def test_every_example_is_one_of_its_own_schema() -> None:
    components = contract()["components"]
    bodies = list(_bodies())
    assert len(bodies) > 80
    for place, content in bodies:
        validator = Draft7Validator(
            {**content["schema"], "components": components},
            format_checker=Draft7Validator.FORMAT_CHECKER,
        )
        for example in content["examples"].values():
            wrong = [error.message for error in validator.iter_errors(example["value"])]
            assert not wrong, (place, wrong)
            known = validator.schema.get("properties")
            assert known is None or set(example["value"]) <= set(known), place
