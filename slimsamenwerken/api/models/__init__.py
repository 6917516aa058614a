from slimsamenwerken.api.models.clients import LONGEST, SLOTS, ApiClient, ApiKey
from slimsamenwerken.api.models.exports import ExportFormat, ExportTask
from slimsamenwerken.api.models.feed import FeedEntry, FeedState
from slimsamenwerken.api.models.idempotency import IdempotencyRecord
from slimsamenwerken.api.models.imports import ImportTask
from slimsamenwerken.api.models.tasks import TaskQuerySet, TaskStatus
from slimsamenwerken.api.models.webhooks import (
    LONGEST_URL,
    WebhookDelivery,
    WebhookSubscription,
)

__all__ = [
    "LONGEST",
    "LONGEST_URL",
    "SLOTS",
    "ApiClient",
    "ApiKey",
    "ExportFormat",
    "ExportTask",
    "FeedEntry",
    "FeedState",
    "IdempotencyRecord",
    "ImportTask",
    "TaskQuerySet",
    "TaskStatus",
    "WebhookDelivery",
    "WebhookSubscription",
]
