"""The API over a small programme with somebody in every role."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from slimsamenwerken.accounts.models import Organisation, User
from slimsamenwerken.api import operations
from tests.programme.conftest import start_data

__all__ = ["api", "key_for", "start_data"]

Asker = Callable[..., Any]


def key_for(user: User, organisation: Organisation, *scopes: str) -> str:
    """The text of a fresh key."""
    client = operations.make_client(
        organisation=organisation, name=f"voorbeeld {user.pk}", scopes=scopes, by=user
    )
    return operations.give_key(
        client=client, by=user, now=timezone.now(), lasts=timedelta(days=30)
    ).text


@pytest.fixture
def api() -> Asker:
    """`api("get", "/actions", key=…, **headers)` → the response."""

    def ask(method: str, path: str, data: Any = None, *, key: str = "", **headers: str) -> Any:
        sent = {"Authorization": f"Bearer {key}"} if key else {}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        client = Client(headers=sent)
        if method in ("get", "head", "options", "delete"):
            return getattr(client, method)(f"/api/v1{path}", data)
        kind = "application/merge-patch+json" if method == "patch" else "application/json"
        return getattr(client, method)(f"/api/v1{path}", data or {}, content_type=kind)

    return ask
