"""Exports that are asked, written and fetched within the test."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from slimsamenwerken.api.exports import operations
from slimsamenwerken.api.models import ExportTask
from slimsamenwerken.core.exports import BOM
from tests.api.conftest import Asker, key_for
from tests.programme.people import Cast, make_cast

TEXT = "Een voorbeeldtekst van minstens twintig tekens."


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def people() -> Cast:
    return make_cast()


@pytest.fixture
def staff_key(people: Cast) -> str:
    return key_of(people, "staff")


def key_of(people: Cast, name: str, *scopes: str) -> str:
    user = people.people[name]
    return key_for(user, user.memberships.get().organisation, *(scopes or ("programme:read",)))


def ordered(api: Asker, key: str = "", **body: Any) -> dict[str, Any]:
    """The task of an export that a worker has written."""
    answer = api("post", "/exports", body, key=key)
    assert answer.status_code == 202, answer.content
    here = answer["Location"].partition("/api/v1")[2]
    task = ExportTask.objects.get(public_id=answer.json()["id"])
    assert operations.work(task.pk, now=timezone.now(), today=timezone.localdate()) == "done"
    found: dict[str, Any] = api("get", here, key=key).json()
    return found


def fetched(task: dict[str, Any]) -> Any:
    """The file, by its address alone."""
    address = task["file"]["href"]
    return Client().get(address[address.index("/api/") :])


def status(task: dict[str, Any]) -> int:
    answer = fetched(task)
    b"".join(answer)  # read to the end, which closes the file
    return int(answer.status_code)


def content(task: dict[str, Any]) -> bytes:
    return b"".join(fetched(task).streaming_content)


def rows_of(api: Asker, key: str = "", **body: Any) -> list[dict[str, str]]:
    text = content(ordered(api, key, **{"format": "csv", **body})).decode()
    return list(csv.DictReader(io.StringIO(text.removeprefix(BOM)), delimiter=";"))


def items_of(api: Asker, key: str = "", **body: Any) -> list[dict[str, Any]]:
    found = json.loads(content(ordered(api, key, format="json", **body)))
    items: list[dict[str, Any]] = found["items"]
    return items
