"""Imports that are sent and written within the test."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from slimsamenwerken.api.imports import operations
from slimsamenwerken.api.models import ImportTask
from tests.api.conftest import Asker, key_for
from tests.programme.people import Cast, make_cast

TEXT = "Een voorbeeldtekst van minstens twintig tekens."


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def people() -> Cast:
    return make_cast()


def key_of(people: Cast, name: str, *scopes: str) -> str:
    user = people.people[name]
    held = user.memberships.get()
    return key_for(user, held.organisation, *(scopes or ("programme:write",)))


@pytest.fixture
def alice(people: Cast) -> str:
    """The key of who leads the action."""
    return key_of(people, "alice")


def values(*numbers: Any, **more: Any) -> list[dict[str, Any]]:
    """Measurements of the own indicator, a day each."""
    base = {"indicator": "V71", "source": "Eigen telling", **more}
    return [
        base | {"validOn": f"2026-01-{n:02}", "value": str(v)} for n, v in enumerate(numbers, 1)
    ]


def sent(
    api: Asker, key: str, items: list[Any], resource: str = "measurements", **more: Any
) -> Any:
    return api("post", "/imports", {"resource": resource, "items": items, **more}, key=key)


def sent_csv(key: str, text: str | bytes, query: str = "resource=measurements") -> Any:
    raw = text if isinstance(text, bytes) else text.encode()
    client = Client(headers={"Authorization": f"Bearer {key}"})
    return client.post(f"/api/v1/imports?{query}", raw, content_type="text/csv")


def worked(api: Asker, key: str, answer: Any) -> dict[str, Any]:
    """The import of that answer after a worker had it."""
    assert answer.status_code == 202, answer.content
    task = ImportTask.objects.get(public_id=answer.json()["id"])
    operations.work(task.pk, now=timezone.now(), today=timezone.localdate())
    found: dict[str, Any] = api("get", answer["Location"].partition("/v1")[2], key=key).json()
    return found


def imported(api: Asker, key: str, items: list[Any], *args: Any, **more: Any) -> dict[str, Any]:
    return worked(api, key, sent(api, key, items, *args, **more))


def told(task: dict[str, Any]) -> list[tuple[int, str, str]]:
    return [
        (issue["row"], issue["name"], issue["type"].rpartition(":")[2])
        for issue in task.get("issues", [])
    ]
