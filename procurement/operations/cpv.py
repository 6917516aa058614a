"""The official list of CPV codes, from a file with code, check_digit, nl and en."""

import csv
import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from procurement.models import CpvCode
from slimsamenwerken.accounts.models import User

COLUMNS: Final = ("code", "check_digit", "nl", "en")
_CODE: Final = re.compile(r"[0-9]{8}")
_CHECK: Final = re.compile(r"[0-9]")
_LONGEST: Final = 300
_BATCH: Final = 1000


class Imported(NamedTuple):
    added: int
    changed: int


@transaction.atomic
def import_cpv_codes(*, lines: Iterable[str], by: User | None) -> Imported:  # noqa: ARG001
    """Add codes and correct labels and check digits; all or nothing. No code is taken away: a
    link or a tender may name it. Where no column keeps `by`, the history does."""
    rows = _read(lines)
    there = CpvCode.objects.in_bulk()
    new = [row for code, row in rows.items() if code not in there]
    changed = [row for code, row in rows.items() if code in there and _differs(row, there[code])]
    CpvCode.objects.bulk_create(new, batch_size=_BATCH)
    names = ["check_digit", "label_nl", "label_en"]
    CpvCode.objects.bulk_update(changed, names, batch_size=_BATCH)
    return Imported(len(new), len(changed))


def _differs(row: CpvCode, known: CpvCode) -> bool:
    return (row.check_digit, row.label_nl, row.label_en) != (
        known.check_digit,
        known.label_nl,
        known.label_en,
    )


def _read(lines: Iterable[str]) -> dict[str, CpvCode]:
    reader = csv.DictReader(lines)
    if not set(COLUMNS) <= set(reader.fieldnames or ()):
        raise ValidationError(
            _("The file needs the columns %(columns)s."), params={"columns": ", ".join(COLUMNS)}
        )
    rows: dict[str, CpvCode] = {}
    for line in reader:
        row = _row(line)
        if row is None or row.code in rows:
            raise ValidationError(
                _("Line %(line)s holds no CPV code, or one that is there already."),
                params={"line": reader.line_num},
            )
        rows[row.code] = row
    return rows


def _row(line: dict[str, str | None]) -> CpvCode | None:
    code, check, label_nl, label_en = ((line[name] or "").strip() for name in COLUMNS)
    if not _CODE.fullmatch(code) or not _CHECK.fullmatch(check):
        return None
    if not label_nl or len(label_nl) > _LONGEST or len(label_en) > _LONGEST:
        return None
    return CpvCode(code=code, check_digit=check, label_nl=label_nl, label_en=label_en)
