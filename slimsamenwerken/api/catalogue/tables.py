"""What the columns of a CSV mean, as CSV on the Web (CSVW) says it."""

from typing import Any, Final

from django.utils.translation import gettext as _

from slimsamenwerken.api.catalogue.addresses import file_of, lasting_id
from slimsamenwerken.api.catalogue.datasets import Dataset
from slimsamenwerken.api.catalogue.graph import publisher
from slimsamenwerken.api.exports.definitions import Column
from slimsamenwerken.core.moments import Moment

NO_ID: Final = "00000000-0000-0000-0000-000000000000"
_TYPES: Final = {
    "int": "integer",
    "date": "date",
    "datetime": "datetime",
    "json": "json",
    "decimal": {"base": "decimal", "format": {"decimalChar": ","}},
}


def table_of(dataset: Dataset, moment: Moment) -> dict[str, Any]:
    """The metadata that belongs to `<dataset>.csv`; `notes` are what the columns cannot tell."""
    found: dict[str, Any] = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "nl"}],
        "url": file_of("csv", dataset.name),
        "dc:title": str(dataset.title),
        "dc:description": str(dataset.description),
        "dc:license": {"@id": dataset.licence.uri},
        "dc:publisher": {"@id": publisher()},
        "dialect": {
            "delimiter": ";",
            "encoding": "utf-8",
            "header": True,
            "lineTerminators": ["\r\n"],
        },
        "tableSchema": {
            "columns": [_column(column) for column in dataset.export.columns],
            "primaryKey": "id",
            "aboutUrl": _about(dataset),
        },
    }
    notes = dataset.notes(moment)
    return found | ({"notes": notes} if notes else {})


def _about(dataset: Dataset) -> str:
    """An address with the id of the row in it (RFC 6570)."""
    thing = dataset.linked.thing
    return lasting_id(thing, NO_ID).replace(NO_ID, "{id}") if thing else "urn:uuid:{id}"


def _column(column: Column) -> dict[str, Any]:
    datatype: Any = _TYPES.get(column.kind, "string")
    if column.kind == "bool":
        datatype = {"base": "boolean", "format": f"{_('yes')}|{_('no')}"}
    if column.kind == "code":
        words = "|".join(str(word) for _code, word in column.choices)
        datatype = {"base": "string", "format": f"({words})"}
    return {
        "name": column.key,
        "titles": {"nl": str(column.label)},
        "datatype": datatype,
        "required": column.kind == "id",
    }
