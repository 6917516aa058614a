"""Advisory locks of PostgreSQL: one process at a time, released when its connection ends."""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256

from django.db import connection


def lock_number(name: str) -> int:
    """Return the signed 64-bit number of a lock's name."""
    return int.from_bytes(sha256(name.encode()).digest()[:8], "big", signed=True)


@contextmanager
def try_lock(name: str) -> Iterator[bool]:
    """Yield whether this session now holds the lock; never waits. For work in many transactions."""
    number = lock_number(name)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [number])
        held = bool(cursor.fetchone()[0])
    try:
        yield held
    finally:
        if held:
            _release(number)


def _release(number: int) -> None:
    # Without its connection the lock is gone already.
    if connection.connection is None or not connection.is_usable():
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s)", [number])


def wait_for_lock(name: str) -> None:
    """Hold the lock until the end of the current transaction; waits for other holders."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [lock_number(name)])
