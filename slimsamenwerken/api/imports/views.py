"""POST /imports and GET /imports/{importId}."""

from typing import Any, ClassVar

from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import viewsets
from rest_framework.exceptions import NotAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from slimsamenwerken.api import limiting, preconditions
from slimsamenwerken.api.idempotency import once
from slimsamenwerken.api.imports import operations
from slimsamenwerken.api.imports.definitions import importer_of
from slimsamenwerken.api.imports.parsing import DRY_RUN, RESOURCE, RowsParser, Sheet, SheetParser
from slimsamenwerken.api.imports.shapes import ImportInput, ImportShown, SheetInput
from slimsamenwerken.api.imports.sheets import check_columns
from slimsamenwerken.api.imports.tasks import write_import
from slimsamenwerken.api.leases import RefusedError
from slimsamenwerken.api.models import ImportTask, TaskStatus
from slimsamenwerken.api.parameters import refuse_unknown
from slimsamenwerken.api.routing import UUID_PATTERN, Route
from slimsamenwerken.api.viewsets import PortalView
from slimsamenwerken.api.wire import api_root
from slimsamenwerken.core.tasks import hint

_ONLY_CSV = "Alleen bij CSV; in JSON staat het in de inhoud."


@extend_schema_view(
    create=extend_schema(
        summary="Veel rijen tegelijk toevoegen",
        description=(
            "Hoogstens 10.000 rijen en 20 MB. Een werker schrijft ze, alle of geen; "
            "met `dryRun` kijkt hij alleen na. Rechten zijn die van één rij toevoegen."
        ),
        parameters=[
            OpenApiParameter(RESOURCE, OpenApiTypes.STR, description=_ONLY_CSV),
            OpenApiParameter(DRY_RUN, OpenApiTypes.BOOL, description=_ONLY_CSV),
        ],
        request={"application/json": ImportInput, "text/csv": OpenApiTypes.STR},
        responses={(202, "application/json"): ImportShown},
    ),
    retrieve=extend_schema(
        summary="Hoever de rijen staan, en wat eraan schort",
        description="Wat een andere client vroeg, bestaat voor u niet.",
        responses={(200, "application/json"): ImportShown},
    ),
)
class ImportViewSet(PortalView, viewsets.ViewSet):
    """Many rows: sent here, written by a worker, all or none."""

    app: ClassVar[str] = "imports"
    thing, things = "import", "imports"
    lookup_url_kwarg, lookup_value_regex = "import_id", UUID_PATTERN

    def get_parsers(self) -> list[Any]:
        return [RowsParser(), SheetParser()]

    def check_throttles(self, request: Request) -> None:
        self.room = limiting.take(request, "imports" if request.method == "POST" else "default")

    def _require_key(self) -> None:
        """Without a key nothing is read of a body that may be large."""
        if self.caller.is_visitor:
            raise NotAuthenticated

    @once
    def create(self, request: Request) -> Response:
        self._require_key()
        order = self._order(request)
        self.require_scope(order.importer.scope)
        client: Any = self.caller.client
        task = operations.order_import(client=client, order=order)
        hint(write_import, task_id=task.pk)
        response = self._shown(task, 202)
        response["Location"] = _address(task)
        return response

    def _order(self, request: Request) -> operations.Order:
        sheet = isinstance(request.data, Sheet)
        if not sheet:
            refuse_unknown(request.query_params, [])
        serializer = (SheetInput if sheet else ImportInput)(data=request.data)
        serializer.is_valid(raise_exception=True)
        sent = serializer.validated_data
        importer, rows = importer_of(sent["resource"]), sent["items"]
        numbers = sent.get("numbers") or range(1, len(rows) + 1)
        if sheet:
            columns = {name: None for row in rows for name in row}
            check_columns(columns, importer.row().fields)
        numbered = list(zip(numbers, rows, strict=True))
        return operations.Order(importer, sent["dry_run"], numbered, sent.get("separator", ""))

    def retrieve(self, request: Request, import_id: str) -> Response:
        """A task of somebody else is as one that does not exist."""
        self._require_key()
        refuse_unknown(request.query_params, [])
        task = ImportTask.objects.filter(client=self.caller.client, public_id=import_id).first()
        if task is None:
            raise Http404
        return self._shown(task, 200)

    def _shown(self, task: ImportTask, status: int) -> Response:
        tag = preconditions.etag(task.public_id, task.status, task.progress, task.attempts)
        if status == 200 and preconditions.is_unchanged(self.request, tag):
            return Response(status=304, headers={"ETag": tag})
        return self.reply(ImportShown(_as_shown(task)).data, tag, status=status)


def _address(task: ImportTask) -> str:
    return f"{api_root()}/imports/{task.public_id}"


def _as_shown(task: ImportTask) -> dict[str, Any]:
    names = (
        "resource", "dry_run", "status", "progress", "created_at", "finished_at", "row_count",
        "saved_count", "refused_count", "issue_count",
    )  # fmt: skip
    return {
        "id": task.public_id,
        "href": _address(task),
        **{name: getattr(task, name) for name in names},
        "issues": task.issues or None,
        "detail": _why(task),
    }


def _why(task: ImportTask) -> str:
    if task.status == TaskStatus.EXPIRED:
        return _("The issues were kept for 7 days.") if task.issue_count else ""
    return _why_failed(task) if task.status == TaskStatus.FAILED else ""


def _why_failed(task: ImportTask) -> str:
    if task.issue_count:
        return _("Nothing was saved. Change what the issues name, and send all rows again.")
    if task.error == RefusedError.__name__:
        return _("Nothing was saved: the key lapsed, or lost its scope.")
    return _("Nothing was saved. Send the rows again, or tell us the id of this import.")


ROUTES = [Route("imports", ImportViewSet, "imports", order=71)]
