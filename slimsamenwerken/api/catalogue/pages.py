"""The page of the catalogue: each dataset in words, with its files and its columns."""

from typing import Any

from django.urls import reverse

from slimsamenwerken.api.catalogue import words
from slimsamenwerken.api.catalogue.datasets import Dataset, datasets
from slimsamenwerken.api.catalogue.graph import changed_at
from slimsamenwerken.api.wire import api_root


def catalogue_context() -> dict[str, Any]:
    entries = [_entry(dataset) for dataset in datasets]
    return {
        "datasets": entries,
        "terms": _terms(),
        "licence": words.FREE_REUSE,
        "catalogue_licence": words.CC0,
        "formats": [
            ("Turtle", reverse("open_data:turtle")),
            ("JSON-LD", reverse("open_data:json-ld")),
        ],
    }


def _entry(dataset: Dataset) -> dict[str, Any]:
    name = dataset.name
    return {
        "name": name,
        "title": dataset.title,
        "description": dataset.description,
        "page": reverse(dataset.page),
        "frequency": dataset.frequency.label,
        "licence": dataset.licence,
        "changed_at": changed_at(dataset),
        "columns": dataset.export.columns,
        "files": [
            ("CSV", reverse("open_data:csv", args=[name])),
            ("JSON-LD", reverse("open_data:jsonld", args=[name])),
            ("API", f"{api_root()}/{dataset.api_path}"),
            ("CSVW", reverse("open_data:csvw", args=[name])),
        ],
    }


def _terms() -> list[tuple[str, Any]]:
    """Every column once: the linked data name our own terms by their place on this page."""
    found: dict[str, Any] = {}
    for dataset in datasets:
        for column in dataset.export.columns[1:]:
            if column.key not in dataset.linked.terms:
                found.setdefault(column.key, column.label)
    return sorted(found.items())
