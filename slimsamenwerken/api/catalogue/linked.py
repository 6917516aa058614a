"""Datasets as JSON-LD: their context, served by ourselves, and their rows one by one."""

import json
from collections.abc import Callable, Iterator
from typing import Any, Final
from uuid import UUID

from slimsamenwerken.api.catalogue.addresses import catalogue_page, file_of, lasting_id
from slimsamenwerken.api.catalogue.datasets import Dataset
from slimsamenwerken.api.catalogue.rows import Row, rows_of
from slimsamenwerken.api.exports.definitions import Column
from slimsamenwerken.api.parameters import moment_members
from slimsamenwerken.api.wire import camel, to_json
from slimsamenwerken.core.moments import Moment

MEDIA_TYPE: Final = "application/ld+json"
# org, skos and foaf as OSLO Organisatie uses them.
PREFIXES: Final = {
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "org": "http://www.w3.org/ns/org#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_TYPES: Final = {
    "date": "xsd:date",
    "datetime": "xsd:dateTime",
    "decimal": "xsd:decimal",
    "json": "@json",
}

_WRITTEN: Final[dict[str, Callable[[Any], str]]] = {
    "decimal": lambda value: f"{value.normalize():f}",
    "code": camel,
    "date": lambda value: str(value.isoformat()),
    "datetime": lambda value: str(value.isoformat()),
}


def own_terms() -> str:
    """What the terms that are ours begin with: each is explained at that place of the page."""
    return f"{catalogue_page()}#"


def context_of(dataset: Dataset) -> dict[str, Any]:
    terms = {c.key: _term(dataset, c) for c in dataset.export.columns[1:]}
    head = {"@version": 1.1, "@vocab": own_terms(), **PREFIXES, "id": "@id", "type": "@type"}
    around = {
        "items": "@included",
        "asOf": {"@type": "xsd:date"},
        "knownAt": {"@type": "xsd:dateTime"},
    }
    return {"@context": {**head, **around, **terms}}


def _term(dataset: Dataset, column: Column) -> dict[str, str]:
    linked, key = dataset.linked, column.key
    term = {"@id": linked.terms.get(key, own_terms() + key)}
    if key in linked.links or key in linked.addresses:
        return {**term, "@type": "@id"}
    if key in linked.dutch:
        return {**term, "@language": "nl"}
    return {**term, "@type": _TYPES[column.kind]} if column.kind in _TYPES else term


def document(dataset: Dataset, moment: Moment) -> Iterator[bytes]:
    """All rows: one object with `items`, each one a line."""
    head = {"@context": file_of("context", dataset.name), "id": place_of(dataset)}
    head |= moment_members(moment) if dataset.has_moment else {}
    yield to_json(head)[:-1] + b',"items":['
    before = b"\n"
    for row in rows_of(dataset, moment):
        yield before + _bytes(item(dataset, row))
        before = b",\n"
    yield b"\n]}\n"


def single(dataset: Dataset, moment: Moment, public_id: UUID) -> bytes | None:
    """One row with its context; None when there is none for everybody."""
    row = next(rows_of(dataset, moment, public_id), None)
    if row is None:
        return None
    return _bytes({"@context": file_of("context", dataset.name), **item(dataset, row)})


def place_of(dataset: Dataset) -> str:
    """The name of the dataset itself."""
    return f"{catalogue_page()}#dataset-{dataset.name}"


def item(dataset: Dataset, row: Row) -> dict[str, Any]:
    """What is empty is left out."""
    linked = dataset.linked
    name = lasting_id(linked.thing, row["id"]) if linked.thing else f"urn:uuid:{row['id']}"
    shown: dict[str, Any] = {"id": name, "type": linked.type}
    for column in dataset.export.columns[1:]:
        value = _value(dataset, column, row)
        if value is not None and value != {}:
            shown[column.key] = value
    return shown


def _value(dataset: Dataset, column: Column, row: Row) -> Any:
    """Exact numbers travel as text, codes in camelCase, other things by their lasting id."""
    link = dataset.linked.links.get(column.key)
    value = row[f"link_{column.key}"] if link else row[column.key]
    if value is None or value == "":
        return None
    if link is not None:
        return lasting_id(link[1], value)
    written = _WRITTEN.get(column.kind)
    return written(value) if written else value


def _bytes(found: dict[str, Any]) -> bytes:
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()
