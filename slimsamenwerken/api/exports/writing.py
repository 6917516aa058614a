"""Files of an export, written as the rows come: memory stays flat, whatever the size."""

import io
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import IO, Any, Final

import xlsxwriter
from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from slimsamenwerken.api.exports.definitions import Asked, Column, Export
from slimsamenwerken.api.exports.statements import (
    Statement,
    csv_copy,
    json_copy,
    selected,
)
from slimsamenwerken.api.wire import to_json
from slimsamenwerken.core.dates import local_date, long_date
from slimsamenwerken.core.exports import BOM, XLSX_TYPE, guarded

BLOCK: Final = 64 * 1024
XLSX_ROWS: Final = 1_048_575  # the most that a sheet holds under its header
SPOOLED: Final = ".export"  # what files and folders in the spool end with
LONGEST: Final = "9min"  # a worker is ended after ten


def spool() -> Path:
    """Where files are written: on the disk of the files, for the folder of temporary ones may be memory."""
    folder = Path(settings.MEDIA_ROOT) / "spool"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


class TooManyRowsError(Exception):
    """More rows than a sheet holds."""


class Sink(io.RawIOBase):
    """Passes blocks on to a file, and knows how many bytes went by, and their hash."""

    def __init__(self, target: IO[bytes]) -> None:
        super().__init__()
        self.target, self.digest, self.size = target, sha256(), 0

    def writable(self) -> bool:
        return True

    def write(self, block: Any, /) -> int:
        self.digest.update(block)
        self.target.write(block)
        self.size += len(block)
        return len(block)


@dataclass(frozen=True)
class Format:
    """`write` returns the number of rows."""

    media_type: str
    ending: str
    write: Callable[[IO[bytes], Export, Asked], int]


@contextmanager
def reading() -> Iterator[None]:
    """One transaction whose dates and times are ISO, in UTC, and that ends before its worker."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL datestyle TO 'ISO, YMD'")
        cursor.execute("SET LOCAL timezone TO 'UTC'")
        cursor.execute(f"SET LOCAL statement_timeout TO '{LONGEST}'")
        yield


def copied(statement: Statement, write: Callable[[Any], Any]) -> int:
    """Hand on each line that COPY sends; the number of rows."""
    with connection.cursor() as cursor:
        with cursor.copy(*statement) as lines:
            for line in lines:
                write(line)
        return int(cursor.rowcount)


def write_csv(target: IO[bytes], export: Export, asked: Asked) -> int:
    out = io.BufferedWriter(target, BLOCK)
    out.write(f"{BOM}{';'.join(column.key for column in export.columns)}\n".encode())
    with reading():
        count = copied(csv_copy(export, asked), out.write)
    out.flush()
    out.detach()
    return count


def write_json(target: IO[bytes], export: Export, asked: Asked) -> int:
    """One object with `items`. A line end within JSON is escaped, so each one ends an item."""
    out = _Items(io.BufferedWriter(target, BLOCK))
    head = {"resource": export.name, "as_of": asked.moment.as_of}
    if asked.moment.known_at:
        head["known_at"] = asked.moment.known_at.isoformat()
    out.file.write(to_json(head)[:-1] + b',"items":[')
    with reading():
        count = copied(json_copy(export, asked), out.write)
    out.file.write(b"\n]}\n")
    out.file.flush()
    out.file.detach()
    return count


class _Items:
    """Puts a comma between lines."""

    def __init__(self, file: io.BufferedWriter) -> None:
        self.file, self.before = file, b"\n"

    def write(self, line: Any) -> None:
        self.file.write(self.before)
        self.file.write(line[:-1])
        self.before = b",\n"


def write_xlsx(target: IO[bytes], export: Export, asked: Asked) -> int:
    """Real dates and numbers, a frozen header, and a sheet that says what this is."""
    with tempfile.TemporaryDirectory(dir=spool(), suffix=SPOOLED) as folder:
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        book = xlsxwriter.Workbook(target, {**options, "tmpdir": folder})
        try:
            count = _fill(book, export, asked)
        except BaseException:
            for sheet in book.worksheets():
                sheet._opt_close()  # noqa: SLF001 - or its file stays open
            raise
        book.close()
    return count


def _fill(book: Any, export: Export, asked: Asked) -> int:
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    bold = book.add_format({"bold": True})
    _explain(book.add_worksheet(_("Explanation")), export, asked, bold)
    sheet = book.add_worksheet(_("List"))
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(export.columns):
        sheet.set_column(place, place, 30 if column.kind == "text" else 14)
        sheet.write_string(0, place, str(column.label), bold)
    words = [_words(column) for column in export.columns]
    number = 0
    with reading():
        rows = selected(export, asked).iterator(chunk_size=2000)
        for number, row in enumerate(rows, start=1):
            if number > XLSX_ROWS:
                raise TooManyRowsError
            for place, value in enumerate(row.values()):
                shown = words[place].get(value, value) if words[place] else value
                _write_cell(sheet, number, place, shown, day)
    return number


def _words(column: Column) -> dict[str, str]:
    """What the codes of a column mean."""
    return {str(code): str(word) for code, word in column.choices}


def _explain(sheet: Any, export: Export, asked: Asked, bold: Any) -> None:
    moment = asked.moment
    about = [(_("List"), str(export.label)), (_("Reference date"), long_date(moment.as_of))]
    if moment.known_at:
        about.append((_("As known on"), moment.known_at_words))
    about += [(name, ", ".join(values)) for name, values in asked.filters.lists()]
    about.append((_("Source"), "Slim samenwerken"))
    about += [(column.key, str(column.label)) for column in export.columns]
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 90)
    for place, (name, text) in enumerate(about):
        sheet.write_string(place, 0, str(name), bold)
        sheet.write_string(place, 1, guarded(text))


def _write_cell(sheet: Any, row: int, place: int, value: Any, day: Any) -> None:
    if value is None or value in ("", {}):
        return
    if isinstance(value, bool):
        sheet.write_string(row, place, _("yes") if value else _("no"))
    elif isinstance(value, int | Decimal):
        sheet.write_number(row, place, value)
    elif isinstance(value, datetime):
        sheet.write_datetime(row, place, local_date(value), day)
    elif isinstance(value, date):
        sheet.write_datetime(row, place, value, day)
    elif isinstance(value, dict):
        sheet.write_string(row, place, ", ".join(f"{k}: {v}" for k, v in value.items()))
    else:
        sheet.write_string(row, place, guarded(str(value)))


FORMATS: Final[dict[str, Format]] = {
    "csv": Format("text/csv; charset=utf-8", "csv", write_csv),
    "json": Format("application/json", "json", write_json),
    "xlsx": Format(XLSX_TYPE, "xlsx", write_xlsx),
}
