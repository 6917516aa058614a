"""Secrets of webhooks, and the headers that they sign.

No column holds a secret: it follows from a random seed and SECRET_KEY, so that a stolen copy of the
database signs nothing. The second half of a seed tells which of our keys made it.
"""

import secrets
from base64 import b64encode
from collections.abc import Iterable
from datetime import datetime
from hmac import compare_digest
from typing import Final

from django.conf import settings
from django.utils.crypto import salted_hmac
from standardwebhooks.webhooks import Webhook

MARK: Final = "whsec_"
SEED_BYTES: Final = 24
_SALT: Final = "slimsamenwerken.api.webhook"


class SecretLostError(Exception):
    """SECRET_KEY was changed and the old one is not among the fallbacks any more."""


def new_seed() -> str:
    start = secrets.token_hex(SEED_BYTES)
    return f"{start}:{_check(start, None)}"


def secret_of(seed: str) -> str:
    """`whsec_…`, as the receiver gets to see it once; raises SecretLostError."""
    start, _colon, check = seed.partition(":")
    for key in (None, *settings.SECRET_KEY_FALLBACKS):
        if compare_digest(_check(start, key), check):
            made = salted_hmac(_SALT, start, secret=key, algorithm="sha256").digest()
            return MARK + b64encode(made).decode()
    raise SecretLostError


def _check(start: str, key: str | bytes | None) -> str:
    return salted_hmac(f"{_SALT}.check", start, secret=key, algorithm="sha256").hexdigest()[:16]


def signed_headers(
    event_id: str, at: datetime, body: bytes, seeds: Iterable[str]
) -> dict[str, str]:
    """One signature per secret; the id is that of the event, the moment that of this attempt."""
    text = body.decode()
    signatures = [Webhook(secret_of(seed)).sign(event_id, at, text) for seed in seeds]
    return {
        "webhook-id": event_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signatures),
    }
