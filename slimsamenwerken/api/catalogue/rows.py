"""The rows of a dataset that everybody may read, as they come from the database."""

import json
from collections.abc import Iterator
from typing import Any, Final
from uuid import UUID

from django.db.models import F

from slimsamenwerken.api.catalogue.datasets import Dataset, asked_by_all
from slimsamenwerken.api.exports.definitions import Column
from slimsamenwerken.api.exports.statements import selected
from slimsamenwerken.core import exports as lists
from slimsamenwerken.core.moments import Moment

Row = dict[str, Any]
CHUNK: Final = 2000


def rows_of(dataset: Dataset, moment: Moment, public_id: UUID | None = None) -> Iterator[Row]:
    """Values by column; of links the id of the thing, under "link_<column>". One query, in chunks."""
    found = selected(dataset.export, asked_by_all(moment))
    links = dataset.linked.links
    found = found.annotate(**{f"link_{key}": F(path) for key, (path, _thing) in links.items()})
    if public_id is not None:
        found = found.filter(c0=public_id)
    keys = {f"c{n}": column.key for n, column in enumerate(dataset.export.columns)}
    for row in found.iterator(chunk_size=CHUNK):
        yield {keys.get(name, name): value for name, value in row.items()}


def csv_columns(dataset: Dataset) -> list[lists.Column]:
    return [lists.Column(c.key, str(c.label), c.kind) for c in dataset.export.columns]


def csv_rows(dataset: Dataset, moment: Moment) -> Iterator[Row]:
    """For people and their spreadsheets: codes are words."""
    words = {
        column.key: {code: str(word) for code, word in column.choices}
        for column in dataset.export.columns
        if column.choices
    }
    columns = dataset.export.columns
    return (
        {column.key: _cell(column, row[column.key], words) for column in columns}
        for row in rows_of(dataset, moment)
    )


def _cell(column: Column, value: Any, words: dict[str, dict[str, str]]) -> Any:
    if column.kind == "json":
        return json.dumps(value, ensure_ascii=False) if value else ""
    if column.key in words:
        return words[column.key].get(value, value)
    return value
