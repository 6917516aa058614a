"""Lists out: columns declared once, then CSV or XLSX.

A row is a mapping by column key. CSV: `;`, decimal comma, ISO dates, UTF-8 with BOM. XLSX: real
dates and numbers, frozen header, a cover sheet. Text that a spreadsheet would run as a formula
gets a leading apostrophe.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.http import HttpResponse, StreamingHttpResponse
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext as _

BOM = "\ufeff"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Column:
    """`kind`: text, int, decimal, date, datetime or bool."""

    key: str
    label: str | Promise
    kind: str = "text"


def guarded(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _csv_cell(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return "" if value is None else (_("yes") if value else _("no"))
    if isinstance(value, Decimal):
        return f"{value.normalize():f}".replace(".", ",")
    if isinstance(value, date | int):
        return value.isoformat() if isinstance(value, date) else str(value)
    return guarded(str(value))


def csv_lines(columns: Sequence[Column], rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    buffer.write(BOM)
    writer.writerow([str(column.label) for column in columns])
    for row in rows:
        writer.writerow([_csv_cell(row[column.key]) for column in columns])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue()


def _file_name(name: str, ending: str) -> str:
    return f'attachment; filename="{slugify(name)}.{ending}"'


def csv_response(
    name: str, columns: Sequence[Column], rows: Iterable[Mapping[str, Any]]
) -> StreamingHttpResponse:
    response = StreamingHttpResponse(
        csv_lines(columns, rows), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = _file_name(name, "csv")
    return response


def xlsx_bytes(
    columns: Sequence[Column], rows: Iterable[Mapping[str, Any]], cover: Mapping[str, str]
) -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(
        target, {"constant_memory": True, "remove_timezone": True, "strings_to_formulas": False,
                 "strings_to_urls": False},
    )  # fmt: skip
    bold = book.add_format({"bold": True})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    about = book.add_worksheet(_("Explanation"))
    about.set_column(0, 0, 24)
    about.set_column(1, 1, 90)
    for index, (label, text) in enumerate(cover.items()):
        about.write_string(index, 0, str(label), bold)
        about.write_string(index, 1, str(text))
    sheet = book.add_worksheet(_("List"))
    sheet.freeze_panes(1, 0)
    for index, column in enumerate(columns):
        sheet.set_column(index, index, 14 if column.kind != "text" else 30)
        sheet.write_string(0, index, str(column.label), bold)
    for number, row in enumerate(rows, start=1):
        for index, column in enumerate(columns):
            _write(sheet, number, index, row[column.key], day)
    book.close()
    return target.getvalue()


def _write(sheet: Any, row: int, column: int, value: Any, day: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_string(row, column, _("yes") if value else _("no"))
    elif isinstance(value, int | Decimal):
        sheet.write_number(row, column, value)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, day)
    else:
        sheet.write_string(row, column, guarded(str(value)))


def xlsx_response(
    name: str,
    columns: Sequence[Column],
    rows: Iterable[Mapping[str, Any]],
    cover: Mapping[str, str],
) -> HttpResponse:
    response = HttpResponse(xlsx_bytes(columns, rows, cover), content_type=XLSX_TYPE)
    response["Content-Disposition"] = _file_name(name, "xlsx")
    return response
