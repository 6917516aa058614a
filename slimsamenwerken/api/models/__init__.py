from slimsamenwerken.api.models.clients import LONGEST, SLOTS, ApiClient, ApiKey
from slimsamenwerken.api.models.feed import FeedEntry, FeedState
from slimsamenwerken.api.models.idempotency import IdempotencyRecord

__all__ = [
    "LONGEST",
    "SLOTS",
    "ApiClient",
    "ApiKey",
    "FeedEntry",
    "FeedState",
    "IdempotencyRecord",
]
