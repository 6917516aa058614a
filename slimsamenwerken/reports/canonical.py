"""The one way a snapshot is written as bytes: RFC 8785, with fewer kinds of value.

Decimals become strings with the scale they carry ("75.0"), days ISO, moments UTC with microseconds
and `Z`, text NFC. Floats, integers that JavaScript cannot hold, and text with control or bidi
characters are refused: whoever builds a snapshot cleans its text first.
"""

import hashlib
import json
import unicodedata
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from slimsamenwerken.core.text import clean_text

MAX_INTEGER: Final = 2**53 - 1


class CanonicalError(ValueError):
    """A value that a snapshot may not hold."""


def canonical_bytes(value: Any) -> bytes:
    """The bytes of a value; equal values give equal bytes, whatever their order in memory.

    Takes None, bool, int, Decimal, str, date, aware datetime, UUID, list, tuple and mappings with
    text keys. Raises CanonicalError for anything else.
    """
    plain = plain_value(value)
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()


def digest(content: bytes) -> str:
    """SHA-256 in 64 lower-case hex characters."""
    return hashlib.sha256(content).hexdigest()


def plain_value(value: Any) -> Any:
    """The same value as JSON knows it, with the keys of each object in canonical order."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, Mapping):
        return _object(value)
    if isinstance(value, list | tuple):
        return [plain_value(item) for item in value]
    return _integer(value) if isinstance(value, int) else _text_of(value)


def _integer(value: int) -> int:
    if abs(value) > MAX_INTEGER:
        raise CanonicalError(f"The integer {value} is too large for JSON.")
    return int(value)


def _text_of(value: Any) -> str:
    write = next((write for kind, write in _WRITERS if isinstance(value, kind)), None)
    if write is None:
        raise CanonicalError(f"A snapshot holds no {type(value).__name__}.")
    return write(value)


def _text(value: str) -> str:
    text = unicodedata.normalize("NFC", str(value))
    if clean_text(text) != text:
        raise CanonicalError(f"Text with control or bidi characters: {value!r}")
    return text


def _decimal(value: Decimal) -> str:
    if not value.is_finite():
        raise CanonicalError("A decimal must be finite.")
    return f"{value:f}" if value else f"{abs(value):f}"


def _moment(value: datetime) -> str:
    if value.utcoffset() is None:
        raise CanonicalError("A moment needs an offset.")
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


# A moment is a date to Python, so it comes first.
_WRITERS: Final[tuple[tuple[type, Callable[[Any], str]], ...]] = (
    (str, _text),
    (Decimal, _decimal),
    (datetime, _moment),
    (date, date.isoformat),
    (UUID, str),
)


def _object(value: Mapping[Any, Any]) -> dict[str, Any]:
    if any(not isinstance(key, str) for key in value):
        raise CanonicalError("Keys are text.")
    cleaned = {_text(key): item for key, item in value.items()}
    if len(cleaned) != len(value):
        raise CanonicalError("Two keys are equal once normalised.")
    # RFC 8785 §3.2.3: by UTF-16 code units, not by code points.
    ordered = sorted(cleaned, key=lambda key: key.encode("utf-16-be"))
    return {key: plain_value(cleaned[key]) for key in ordered}
