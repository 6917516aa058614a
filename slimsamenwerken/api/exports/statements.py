"""The statement that makes the file: PostgreSQL writes each cell, so that Python only passes it on.

Nothing of a caller stands in these texts: values are parameters of the queryset, keys and codes
come from the definition.
"""

from typing import Any, Final

from django.db import DEFAULT_DB_ALIAS
from django.db.models import F, QuerySet

from slimsamenwerken.api.exports.definitions import Asked, Column, Export
from slimsamenwerken.api.wire import camel
from slimsamenwerken.core.exports import FORMULA_STARTS

# What no JSON text holds, as it is escaped there: COPY then writes each line as it is.
_AS_IT_IS: Final = r"FORMAT csv, QUOTE E'\x01', DELIMITER E'\x02'"
_SEMICOLONS: Final = "FORMAT csv, DELIMITER ';'"
_STARTS: Final = ", ".join(str(ord(sign)) for sign in FORMULA_STARTS)
# ISO 8601; the transaction is in UTC.
_MOMENT: Final = "(replace(?::text, ' ', 'T') || ':00')"
# "?" stands for the cell; the kinds that are not here go as they are.
_CELLS: Final = {
    "text": f"CASE WHEN ascii(?) IN ({_STARTS}) THEN '''' || ? ELSE ? END",
    "decimal": "replace(trim_scale(?)::text, '.', ',')",
    "datetime": _MOMENT,
    "bool": "?::text",
    "json": "nullif(?::text, '{}')",
}
Statement = tuple[str, tuple[Any, ...]]


def selected(export: Export, asked: Asked) -> QuerySet[Any]:
    """The rows with a column `c<n>` for each of the definition, in that order."""
    sources = {
        f"c{n}": F(column.source) if isinstance(column.source, str) else column.source(asked)
        for n, column in enumerate(export.columns)
    }
    found: QuerySet[Any] = export.rows(asked).annotate(**sources).values(*sources)
    return found


def inner(export: Export, asked: Asked) -> Statement:
    """The bare SELECT, also when nothing can be found."""
    query = selected(export, asked).query
    compiler = query.get_compiler(DEFAULT_DB_ALIAS, elide_empty=False)
    sql, params = compiler.as_sql()
    return sql, tuple(params)


def plain_copy(export: Export, asked: Asked) -> Statement:
    """COPY without any finish: what the bench compares with."""
    sql, params = inner(export, asked)
    return f"COPY ({sql}) TO STDOUT WITH ({_SEMICOLONS})", params


def csv_copy(export: Export, asked: Asked) -> Statement:
    """Cells as a spreadsheet in Dutch reads them. A select over an ordered one keeps its order."""
    sql, params = inner(export, asked)
    cells = ", ".join(_csv(column, f"q.c{n}") for n, column in enumerate(export.columns))
    return f"COPY (SELECT {cells} FROM ({sql}) q) TO STDOUT WITH ({_SEMICOLONS})", params  # noqa: S608


def json_copy(export: Export, asked: Asked) -> Statement:
    """One object a line; what is empty is left out."""
    sql, params = inner(export, asked)
    first, *rest = export.columns
    members = [f"""'{{"{first.key}":"' || q.c0 || '"'"""]
    members += [_json(column, f"q.c{n}") for n, column in enumerate(rest, start=1)]
    line = f"concat({', '.join(members)}, '}}')"
    return f"COPY (SELECT {line} FROM ({sql}) q) TO STDOUT WITH ({_AS_IT_IS})", params  # noqa: S608


def _code(column: Column, cell: str) -> str:
    """Codes as the wire writes them; most are so already."""
    turned = {code: camel(code) for code, _label in column.choices if camel(code) != code}
    if not turned:
        return cell
    cases = " ".join(f"WHEN '{code}' THEN '{wire}'" for code, wire in turned.items())
    return f"(CASE {cell} {cases} ELSE {cell} END)"


def _csv(column: Column, cell: str) -> str:
    made = _CELLS.get(column.kind)
    return made.replace("?", cell) if made else _code(column, cell)


# The same for JSON; what is quoted there is in _QUOTED.
_VALUES: Final = {
    "text": "to_json(nullif(?, ''))::text",
    "int": "?::text",
    "bool": "?::text",
    "json": "nullif(?::text, '{}')",
}
_QUOTED: Final = {"decimal": "trim_scale(?)::text", "datetime": _MOMENT, "code": "nullif(?, '')"}


def _json(column: Column, cell: str) -> str:
    """`,"key":value`, or NULL, which `concat` passes over."""
    if column.kind in _VALUES:
        return f"""',"{column.key}":' || {_VALUES[column.kind].replace("?", cell)}"""
    value = _code(column, _QUOTED.get(column.kind, "?").replace("?", cell))
    return f"""',"{column.key}":"' || {value} || '"'"""
