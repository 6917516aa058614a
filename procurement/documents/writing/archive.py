"""Zip files whose bytes depend on nothing but their content (§9.4)."""

import zipfile
from collections.abc import Iterable
from io import BytesIO
from typing import Final

MOMENT: Final = (1980, 1, 1, 0, 0, 0)
LEVEL: Final = 6
MADE_ON_UNIX: Final = 3  # otherwise the machine that writes would be in the file
ATTRIBUTES: Final = 0o100644 << 16


def archive(parts: Iterable[tuple[str, bytes]], *, stored: frozenset[str] = frozenset()) -> bytes:
    """The parts in the given order; those named in `stored` are not compressed."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as file:
        for name, content in parts:
            entry = zipfile.ZipInfo(name, MOMENT)
            entry.create_system, entry.external_attr = MADE_ON_UNIX, ATTRIBUTES
            entry.compress_type = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            file.writestr(entry, content, compresslevel=LEVEL)
    return target.getvalue()
