"""How the OpenAPI document names operations, collections and tags."""

from typing import Any

from drf_spectacular.openapi import AutoSchema

from slimsamenwerken.api import documents
from slimsamenwerken.api.wire import camel

VERBS = {"list": "list", "retrieve": "get", "create": "create", "partial_update": "change"}


class PortalSchema(AutoSchema):
    """`listActions`, `getAction`; one tag per app; a collection is called `ActionCollection`."""

    def get_tags(self) -> list[str]:
        return [str(getattr(self.view, "tag", "") or getattr(self.view, "app", "") or "portal")]

    def get_operation_id(self) -> str:
        name = str(getattr(self.view, "thing", "") or self.view.__class__.__name__)
        action = getattr(self.view, "action", self.method.lower())
        verb = VERBS.get(action, camel(action))
        plural = getattr(self.view, "things", f"{name}s")
        return f"{verb}{(plural if action == 'list' else name)[:1].upper()}{(plural if action == 'list' else name)[1:]}"

    def get_paginated_name(self, serialized_name: str) -> str:
        return f"{serialized_name}Collection"

    def get_override_parameters(self) -> list[Any]:
        found: list[Any] = list(super().get_override_parameters())
        sorts = getattr(self.view, "sorts", None)
        if sorts and getattr(self.view, "action", "") == "list":
            found.append(documents.sort(list(sorts)))
        return found

    def get_filter_backends(self) -> list[Any]:
        """Only a list is filtered."""
        return super().get_filter_backends() if self._is_list_view() else []
