"""Published reports as open data: the list, and each report with its files, their size and hash."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Length
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from slimsamenwerken.accounts.permissions import Viewer
from slimsamenwerken.api.catalogue.datasets import Dataset, Edition, File, Linked
from slimsamenwerken.api.catalogue.words import ENVIRONMENT, GOVERNMENT, IRREGULAR
from slimsamenwerken.api.exports.definitions import Asked, Column, Export
from slimsamenwerken.api.wire import page_url
from slimsamenwerken.reports.models import ReportFile
from slimsamenwerken.reports.queries import published
from slimsamenwerken.reports.render import FORMATS

_RUN = "snapshot__run"


def _rows(asked: Asked) -> QuerySet[Any]:
    found: QuerySet[Any] = published(asked.viewer)
    return found


LIST = Export(
    "reports.reports",
    "reports",
    _("Reports"),
    "reports",
    (
        Column("id", _("Lasting id"), f"{_RUN}__public_id", "id"),
        Column("slug", _("Short name"), f"{_RUN}__slug"),
        Column("title", _("Title"), f"{_RUN}__definition_version__title"),
        Column("period", _("Period"), f"{_RUN}__period_key"),
        Column("asOf", _("Reference date"), f"{_RUN}__as_of", "date"),
        Column("knownAt", _("As known on"), f"{_RUN}__known_at", "datetime"),
        Column("publishedAt", _("Published at"), "recorded_at", "datetime"),
        Column("sha256", _("Hash of the snapshot"), "snapshot__sha256"),
    ),
    _rows,
)


def _editions() -> list[Edition]:
    """Every published report; two queries, without the bytes."""
    rows = list(published(Viewer()))
    files = _files([row.snapshot_id for row in rows])
    return [
        Edition(
            row.snapshot.run.slug,
            row.snapshot.run.definition_version.title,
            page_url(reverse("reports:detail", args=[row.snapshot.run.slug])),
            row.recorded_at,
            [_file(row.snapshot.run.slug, file) for file in files.get(row.snapshot_id, [])],
        )
        for row in rows
    ]


def _files(snapshots: list[int]) -> dict[int, list[ReportFile]]:
    """The newest file of each format that pages offer, with its size."""
    order, offered = ("snapshot_id", "format"), [f.key for f in FORMATS.values() if f.offered]
    rows = ReportFile.objects.filter(snapshot__in=snapshots, format__in=offered).defer("content")
    rows = rows.annotate(size=Length("content"))
    found: dict[int, list[ReportFile]] = {}
    for row in rows.order_by(*order, "-renderer_version").distinct(*order):
        found.setdefault(row.snapshot_id, []).append(row)
    return found


def _file(slug: str, row: Any) -> File:
    form = FORMATS[row.format]
    url = page_url(reverse("reports:file", args=[slug, row.format]))
    media_type = form.content_type.partition(";")[0]
    return File(url, form.label, media_type, row.size, row.sha256)


REPORTS = Dataset(
    "reports.reports",
    LIST,
    _("Every published report with its day, its hash, and its files; a report never changes."),
    "reports:list",
    Linked(
        "schema:Report",
        terms={
            "title": "schema:name",
            "publishedAt": "schema:datePublished",
            "asOf": "schema:temporalCoverage",
        },
        dutch=frozenset({"title"}),
    ),
    date(2026, 11, 26),
    changed="publishedAt",
    themes=(ENVIRONMENT, GOVERNMENT),
    keywords=(_("circular economy"), _("progress")),
    frequency=IRREGULAR,
    has_moment=False,
    editions=_editions,
    order=50,
)
