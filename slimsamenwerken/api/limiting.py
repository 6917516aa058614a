"""How much one caller may ask; counted in Redis, per process while Redis is away.

The headers follow draft-ietf-httpapi-ratelimit-headers, which is a draft.
"""

import logging
from dataclasses import dataclass
from functools import cache
from time import time
from typing import Any, Final

from allauth.account.adapter import get_adapter
from django.conf import settings
from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute
from limits.errors import StorageError
from limits.storage import MemoryStorage, RedisStorage
from limits.strategies import FixedWindowRateLimiter
from redis.exceptions import RedisError
from rest_framework.request import Request

from slimsamenwerken.api.callers import Caller
from slimsamenwerken.api.problems import Problem
from slimsamenwerken.core.logs import log_event

SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
VISITOR, CLIENT = "visitor", "client"
# What a group of addresses allows: to a visitor (per address) and to a client.
LIMITS: Final[dict[str, dict[str, RateLimitItem]]] = {
    "default": {VISITOR: RateLimitItemPerMinute(60), CLIENT: RateLimitItemPerMinute(600)},
    "search": {VISITOR: RateLimitItemPerMinute(30), CLIENT: RateLimitItemPerMinute(30)},
    "exports": {VISITOR: RateLimitItemPerHour(10), CLIENT: RateLimitItemPerHour(10)},
    "imports": {VISITOR: RateLimitItemPerHour(60), CLIENT: RateLimitItemPerHour(60)},
}


@dataclass(frozen=True)
class Room:
    """What is left after this request; `resets_in` in seconds."""

    group: str
    quota: int
    window: int
    left: int
    resets_in: int

    @property
    def headers(self) -> dict[str, str]:
        return {
            "RateLimit-Policy": f'"{self.group}";q={self.quota};w={self.window}',
            "RateLimit": f'"{self.group}";r={self.left};t={self.resets_in}',
        }


@cache
def _shared() -> FixedWindowRateLimiter:
    storage = RedisStorage(
        settings.REDIS_URL,
        key_prefix=f"{settings.REDIS_PREFIX}:api",
        socket_connect_timeout=1,
        socket_timeout=1,
    )
    return FixedWindowRateLimiter(storage)


@cache
def _own() -> FixedWindowRateLimiter:
    return FixedWindowRateLimiter(MemoryStorage())


def take(request: Request, group: str) -> Room | None:
    """Count this request; raises the problem 429. None: not counted, for Redis is away."""
    caller = request.auth if isinstance(request.auth, Caller) else Caller()
    kind = VISITOR if caller.client is None else CLIENT
    who = get_adapter().get_client_ip(request) if caller.client is None else str(caller.client.pk)
    item = LIMITS[group][kind]
    try:
        return _take(_shared(), item, group, f"{kind}:{who}")
    except (RedisError, StorageError, OSError):
        log_event("api.limits_away", result="failed", level=logging.ERROR)
        if request.method in SAFE:
            return None
        return _take(_own(), item, group, f"{kind}:{who}")


def _take(counter: Any, item: RateLimitItem, group: str, who: str) -> Room:
    granted = counter.hit(item, group, who)
    stats = counter.get_window_stats(item, group, who)
    room = Room(
        group,
        item.amount,
        item.get_expiry(),
        stats.remaining if granted else 0,
        max(1, round(stats.reset_time - time())),
    )
    if granted:
        return room
    raise Problem(
        "tooManyRequests",
        extra={"limit": room.quota, "retry_after_sec": room.resets_in},
        headers={**room.headers, "Retry-After": str(room.resets_in)},
    )
