"""POST /exports, GET /exports/{exportId} and its file."""

from typing import Any, ClassVar, Final
from urllib.parse import urlencode

from django.core.files.storage import default_storage
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.db.models import Q
from django.http import FileResponse, Http404
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from slimsamenwerken.api import limiting, preconditions
from slimsamenwerken.api.exports import operations
from slimsamenwerken.api.exports.definitions import by_name
from slimsamenwerken.api.exports.shapes import ExportContent, ExportInput, ExportShown
from slimsamenwerken.api.exports.tasks import write_export
from slimsamenwerken.api.exports.writing import FORMATS, TooManyRowsError
from slimsamenwerken.api.formats import PortalRenderer
from slimsamenwerken.api.idempotency import once
from slimsamenwerken.api.models import ExportTask, TaskStatus
from slimsamenwerken.api.parameters import refuse_unknown
from slimsamenwerken.api.problems import INVALID_INPUT, Issue, Problem, bad_request
from slimsamenwerken.api.routing import UUID_PATTERN, Route
from slimsamenwerken.api.viewsets import PortalView
from slimsamenwerken.api.wire import api_root, camel
from slimsamenwerken.core.moments import Moment, MomentError, read_moment
from slimsamenwerken.core.tasks import hint

SIGNATURE: Final = "signature"
_signer = TimestampSigner(salt="slimsamenwerken.api.exports")
_BY_TYPE: Final = {form.media_type.split(";")[0]: name for name, form in FORMATS.items()}
_FILES: Final = {
    (200, media): ExportContent if name == "json" else OpenApiTypes.BINARY
    for media, name in _BY_TYPE.items()
}


class AnyRenderer(PortalRenderer):
    """Whatever type is asked for: a file has its own, and a task about it is JSON."""

    media_type = "*/*"


@extend_schema_view(
    create=extend_schema(
        summary="Een bestand laten maken",
        description="Ook zonder sleutel: dan met wat openbaar is. Een werker maakt het; het blijft 24 uur.",
        request=ExportInput,
        responses={(202, "application/json"): ExportShown},
    ),
    retrieve=extend_schema(
        summary="Hoever een bestand staat",
        description="Wat een ander met een sleutel vroeg, bestaat voor u niet.",
        responses={(200, "application/json"): ExportShown},
    ),
)
class ExportViewSet(PortalView, viewsets.ViewSet):
    """Large answers: asked here, written by a worker, kept for 24 hours."""

    app: ClassVar[str] = "exports"
    thing, things = "export", "exports"
    lookup_url_kwarg, lookup_value_regex = "export_id", UUID_PATTERN
    renderer_classes = [PortalRenderer, AnyRenderer]

    def check_throttles(self, request: Request) -> None:
        self.room = limiting.take(request, "exports" if request.method == "POST" else "default")

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        if isinstance(response, Response) and response.content_type is None:
            response.content_type = PortalRenderer.media_type
        return super().finalize_response(request, response, *args, **kwargs)

    @once
    def create(self, request: Request) -> Response:
        refuse_unknown(request.query_params, [])
        serializer = ExportInput(data=request.data)
        serializer.is_valid(raise_exception=True)
        sent = serializer.validated_data
        task = operations.order_export(
            caller=self.caller,
            export=by_name()[sent["resource"]],
            form=sent.get("format") or _asked_by_type(request),
            filters=sent.get("filters", {}),
            moment=_moment_of(sent),
        )
        hint(write_export, task_id=task.pk)
        response = self._shown(task, 202)
        response["Location"] = _address(task)
        return response

    def retrieve(self, request: Request, export_id: str) -> Response:
        """A task of somebody else is as one that does not exist."""
        refuse_unknown(request.query_params, [])
        mine = Q(client=None) | Q(client=self.caller.client)
        task = ExportTask.objects.filter(mine, public_id=export_id).first()
        if task is None:
            raise Http404
        return self._shown(task, 200)

    @extend_schema(
        operation_id="getExportFile",
        summary="Het bestand, met het ondertekende adres",
        description="Wie het adres heeft, kan het bestand ophalen zolang het bewaard blijft.",
        parameters=[
            OpenApiParameter(
                SIGNATURE, OpenApiTypes.STR, required=True,
                description="Uit het adres dat `file.href` geeft.",
            )
        ],
        responses=_FILES,
    )  # fmt: skip
    @action(detail=True)
    def file(self, request: Request, export_id: str) -> FileResponse | Response:
        """Whoever has the address may read the file, for as long as it is kept."""
        refuse_unknown(request.query_params, [SIGNATURE])
        task = _signed(export_id, request.query_params.get(SIGNATURE, ""))
        tag = f'"{task.sha256}"'
        if preconditions.is_unchanged(request, tag):
            return Response(status=304, headers={"ETag": tag})
        try:
            content = default_storage.open(task.file_name, "rb")
        except FileNotFoundError:
            raise _gone() from None
        form = FORMATS[task.format]
        label = slugify(str(by_name()[task.resource].label))
        response = FileResponse(
            content,
            as_attachment=True,
            filename=f"{label}-{task.as_of.isoformat()}.{form.ending}",
            content_type=form.media_type,
        )
        response["Content-Length"] = str(task.byte_count)
        response["ETag"] = tag
        response["Cache-Control"] = "no-store"
        return response

    def _shown(self, task: ExportTask, status: int) -> Response:
        tag = preconditions.etag(task.public_id, task.status, task.progress, self.caller.audience)
        if status == 200 and preconditions.is_unchanged(self.request, tag):
            return Response(status=304, headers={"ETag": tag})
        response = self.reply(ExportShown(_as_shown(task)).data, tag, status=status)
        response["Cache-Control"] = "no-store"  # it changes while one looks
        return response


def _asked_by_type(request: Request) -> str:
    """A format of ours that `Accept` names; CSV without one."""
    accepted = [part.split(";")[0].strip() for part in request.headers.get("Accept", "").split(",")]
    found = [_BY_TYPE[kind] for kind in accepted if kind in _BY_TYPE]
    return found[0] if found and "json" not in found else "csv"


def _moment_of(sent: dict[str, Any]) -> Moment:
    given = {name: sent.get(name, "") for name in ("as_of", "known_at")}
    try:
        return read_moment(given, now=timezone.now())
    except MomentError as error:
        name = camel(error.field)
        raise bad_request(
            Issue(INVALID_INPUT, "body", name, str(error.message), error.raw)
        ) from None


def _address(task: ExportTask) -> str:
    return f"{api_root()}/exports/{task.public_id}"


def _as_shown(task: ExportTask) -> dict[str, Any]:
    return {
        "id": task.public_id,
        "href": _address(task),
        "resource": task.resource,
        "format": task.format,
        "filters": task.filters or None,
        "as_of": task.as_of,
        "known_at": task.known_at,
        "status": task.status,
        "progress": task.progress,
        "created_at": task.created_at,
        "finished_at": task.finished_at,
        "file": _file(task) if task.status == TaskStatus.DONE else None,
        "detail": _why(task),
    }


def _file(task: ExportTask) -> dict[str, Any]:
    signed = _signer.sign(str(task.public_id)).partition(_signer.sep)[2]
    return {
        "href": f"{_address(task)}/file?{urlencode({SIGNATURE: signed})}",
        "media_type": FORMATS[task.format].media_type,
        "byte_size": task.byte_count,
        "row_count": task.row_count,
        "sha256": task.sha256,
        "expires_at": task.expires_at,
    }


def _why(task: ExportTask) -> str:
    if task.status == TaskStatus.EXPIRED:
        return _("The file was kept for 24 hours. Ask for it again.")
    if task.status != TaskStatus.FAILED:
        return ""
    if task.error == TooManyRowsError.__name__:
        return _("A sheet does not hold this many rows. Ask for CSV or JSON.")
    return _("The file could not be written. Ask for it again, or tell us its id.")


def _signed(export_id: str, signature: str) -> ExportTask:
    """The task of a signature that is ours; gone when it, or the file, is too old."""
    try:
        _signer.unsign(f"{export_id}{_signer.sep}{signature}", max_age=operations.KEPT)
    except SignatureExpired:
        raise _gone() from None
    except BadSignature:
        raise Http404 from None
    task: ExportTask | None = (
        ExportTask.objects.select_related("client").filter(public_id=export_id).first()
    )
    if task is None or (task.client is not None and task.client.ended_at is not None):
        raise Http404
    if task.status != TaskStatus.DONE or not task.expires_at or task.expires_at <= timezone.now():
        raise _gone()
    return task


def _gone() -> Problem:
    return Problem("gone", _("The file was kept for 24 hours. Ask for it again."))


ROUTES = [Route("exports", ExportViewSet, "exports", order=70)]
