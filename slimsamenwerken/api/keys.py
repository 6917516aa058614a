"""Keys of API clients: shown once, kept as a keyed hash.

A key reads `ssw_<prefix>_<secret>`: the prefix finds the row, the secret is 32 random bytes.
"""

import secrets
from dataclasses import dataclass
from hmac import compare_digest
from typing import Final

from django.conf import settings
from django.utils.crypto import salted_hmac

MARK: Final = "ssw"
PREFIX_BYTES: Final = 6
SECRET_BYTES: Final = 32
_SALT: Final = "slimsamenwerken.api.key"


@dataclass(frozen=True)
class NewKey:
    """`text` is what the partner gets to see, once."""

    text: str
    prefix: str
    digest: str


def new_key() -> NewKey:
    prefix, secret = secrets.token_hex(PREFIX_BYTES), secrets.token_urlsafe(SECRET_BYTES)
    return NewKey(f"{MARK}_{prefix}_{secret}", prefix, digest_of(secret))


def digest_of(secret: str, *, key: str | bytes | None = None) -> str:
    """SHA-256 keyed with SECRET_KEY, in hex."""
    return salted_hmac(_SALT, secret, secret=key, algorithm="sha256").hexdigest()


def split(text: str) -> tuple[str, str] | None:
    """Prefix and secret of what a caller sent; None when it has another shape."""
    parts = text.split("_", 2)
    if len(parts) != 3 or parts[0] != MARK or not all(parts):
        return None
    return parts[1], parts[2]


def fits(secret: str, digest: str) -> bool:
    """In constant time, also for keys from before the last change of SECRET_KEY."""
    tried = [None, *settings.SECRET_KEY_FALLBACKS]
    return any(compare_digest(digest_of(secret, key=key), digest) for key in tried)
