"""Published reports in the API: which there are, and every figure with its proof."""

import json
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from drf_spectacular.helpers import forced_singular_serializer
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from slimsamenwerken.api import preconditions
from slimsamenwerken.api.documents import select
from slimsamenwerken.api.routing import UUID_PATTERN, Route, nested
from slimsamenwerken.api.serializing import Reference, Shown
from slimsamenwerken.api.viewsets import PortalView, ResourceViewSet
from slimsamenwerken.api.wire import page_url
from slimsamenwerken.reports.models import Publication, ReportFile, ReportSnapshot
from slimsamenwerken.reports.queries import published

PUBLIC_ID = "snapshot__run__public_id"


class FileShown(Shown):
    format = serializers.CharField()
    href = serializers.URLField()
    sha256 = serializers.CharField()


class ReportShown(Reference):
    page = serializers.URLField()
    slug = serializers.CharField()
    title = serializers.CharField()
    period = serializers.CharField()
    as_of = serializers.DateField(help_text="Peildatum van het rapport.")
    known_at = serializers.DateTimeField(help_text="Zoals toen bekend.")
    published_at = serializers.DateTimeField()
    sha256 = serializers.CharField(
        help_text="Van de momentopname: dezelfde klokken, dezelfde hash."
    )
    files = FileShown(many=True)


class FigureShown(Shown):
    key = serializers.CharField()
    page = serializers.URLField(help_text="De rijen achter dit cijfer.")
    value = serializers.CharField(required=False, help_text="Exact getal; ontbreken is nooit 0.")
    unit = serializers.CharField(required=False)
    numerator = serializers.CharField(required=False)
    denominator = serializers.CharField(required=False)
    rows_count = serializers.IntegerField()
    rows_digest = serializers.CharField(help_text="SHA-256 over de sleutels van de rijen.")


@extend_schema_view(
    list=extend_schema(
        summary="Gepubliceerde rapporten", parameters=[select()], responses=ReportShown(many=True)
    ),
    retrieve=extend_schema(summary="Eén gepubliceerd rapport", responses=ReportShown),
)
class ReportViewSet(ResourceViewSet):
    """A publication never changes; a withdrawn one is gone from here and stays on its page."""

    app: ClassVar[str] = "reports"
    path, thing, things = "reports", "report", "reports"
    lookup_url_kwarg, lookup_value_regex = "report_id", UUID_PATTERN
    cursor_field = "id"
    has_moment = False
    serializer_class = ReportShown
    identities = Publication.objects.none()
    sorts = {"asOf": "snapshot__run__as_of", "publishedAt": "recorded_at"}

    def get_queryset(self) -> QuerySet[Any]:
        found: QuerySet[Any] = published(self.reader)
        return found

    def present_with(self, rows: list[Any], embeds: Any) -> list[dict[str, Any]]:
        del embeds
        files = _files_of([row.snapshot_id for row in rows])
        return [self._one(row, files.get(row.snapshot_id, [])) for row in rows]

    def _one(self, row: Publication, files: list[ReportFile]) -> dict[str, Any]:
        run = row.snapshot.run
        return {
            "id": run.public_id,
            "href": self.href(run.public_id),
            "page": page_url(reverse("reports:detail", args=[run.slug])),
            "slug": run.slug,
            "title": run.definition_version.title,
            "period": run.period_key,
            "as_of": run.as_of,
            "known_at": run.known_at,
            "published_at": row.recorded_at,
            "sha256": row.snapshot.sha256,
            "files": [
                {
                    "format": one.format,
                    "href": page_url(reverse("reports:file", args=[run.slug, one.format])),
                    "sha256": one.sha256,
                }
                for one in files
            ],
        }

    def retrieve(self, request: Request, **kwargs: Any) -> Response:
        self.check_query()
        row = self.get_queryset().filter(**{PUBLIC_ID: kwargs["report_id"]}).first()
        if row is None:
            raise Http404
        tag = preconditions.etag(row.pk, row.snapshot.sha256, request.META["QUERY_STRING"])
        if preconditions.is_unchanged(request, tag):
            return self._not_modified(tag)
        return self.reply(self.present([row])[0], tag)


def _files_of(snapshots: list[int]) -> dict[int, list[ReportFile]]:
    """The newest file of each format; without its bytes."""
    rows = ReportFile.objects.filter(snapshot__in=snapshots).defer("content")
    found: dict[int, list[ReportFile]] = {}
    order = ("snapshot_id", "format")
    for row in rows.order_by(*order, "-renderer_version").distinct(*order):
        found.setdefault(row.snapshot_id, []).append(row)
    return found


class FigureCollection(Shown):
    items = FigureShown(many=True)
    total = serializers.IntegerField()


@extend_schema_view(
    list=extend_schema(
        summary="De cijfers van een rapport, elk met zijn rijen",
        responses=forced_singular_serializer(FigureCollection),  # type: ignore[no-untyped-call]
    )
)
class FigureViewSet(PortalView, viewsets.GenericViewSet[Any]):
    """Read from the snapshot, never computed again; all figures of a report are one page."""

    app: ClassVar[str] = "reports"
    thing, things = "figure", "figures"
    serializer_class = FigureShown
    pagination_class = None
    filter_backends = []

    def list(self, request: Request, report_id: str) -> Response:
        row = published(self.reader).filter(**{PUBLIC_ID: report_id}).first()
        if row is None:
            raise Http404
        snapshot = ReportSnapshot.objects.get(pk=row.snapshot_id)
        tag = preconditions.etag("figures", snapshot.sha256)
        if preconditions.is_unchanged(request, tag):
            response = Response(status=304)
            response["ETag"] = tag
            return response
        figures = json.loads(bytes(snapshot.content))["figures"]
        items = [_figure(row.snapshot.run.slug, key, kept) for key, kept in figures.items()]
        return self.reply({"items": items, "total": len(items)}, tag)


def _figure(slug: str, key: str, kept: dict[str, Any]) -> dict[str, Any]:
    shown = {
        "key": key,
        "page": page_url(reverse("reports:figure", args=[slug, key])),
        "unit": kept["unit"],
        **{name: _exact(kept[name]) for name in ("value", "numerator", "denominator")},
        "rows_count": kept["rows_count"],
        "rows_digest": kept["rows_digest"],
    }
    return {name: value for name, value in shown.items() if value not in (None, "")}


def _exact(value: Any) -> str | None:
    """Exact numbers travel as text."""
    return None if value is None else str(value)


ROUTES = [
    Route("reports", ReportViewSet, "reports", order=50),
    Route(nested("reports", "report_id", "figures"), FigureViewSet, "figures", order=51),
]
