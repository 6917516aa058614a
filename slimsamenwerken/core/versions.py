"""Lost updates on ordinary rows: the form carries what it showed, as one short word.

Things of the programme count their versions (core/clocks.py). Here the word is made from the
values themselves, so that a change of anything else on the row stands in nobody's way.
"""

import json
from collections.abc import Sequence

from django.db import models
from django.utils.crypto import salted_hmac


class StaleRowError(Exception):
    """Someone else wrote first; `row` is what is there now, under `version`."""

    def __init__(self, row: models.Model, version: str) -> None:
        super().__init__(f"{row._meta.label} {row.pk} changed in the meantime")
        self.row, self.version = row, version


def version_of(row: models.Model, fields: Sequence[str]) -> str:
    """Equal as long as the fields hold the same; keyed, so that it does not give them away."""
    values = json.dumps([str(getattr(row, name)) for name in fields])
    about = f"{row._meta.label}:{row.pk}:{values}"
    return salted_hmac("slimsamenwerken.core.versions", about, algorithm="sha256").hexdigest()


def require_version(row: models.Model, fields: Sequence[str], version: str | None) -> None:
    """`row` is locked and fresh. Without a version (a command) there is nothing to compare."""
    current = version_of(row, fields)
    if version is not None and version != current:
        raise StaleRowError(row, current)
