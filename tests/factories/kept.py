"""Rows that take long to make: made once, kept as text, put back in a moment.

Works inside a transaction that a test rolls back and in one that it commits, so that tests which
start real workers can have the start data too.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection, transaction


@dataclass(frozen=True)
class Kept:
    """The rows of one table; `columns` without the ones that the database computes."""

    table: str
    columns: tuple[str, ...]
    rows: bytes

    @property
    def target(self) -> str:
        names = ", ".join('"' + name + '"' for name in self.columns)
        return f'"{self.table}" ({names})'


def keep(*, filled: frozenset[str]) -> list[Kept]:
    """Every row that is there now, but for the tables that were filled before."""
    tables = sorted(set(connection.introspection.django_table_names(only_existing=True)) - filled)
    return [kept for kept in map(_copy_out, tables) if kept.rows]


def filled_tables() -> frozenset[str]:
    """Tables that migrations fill; they are there in every test."""
    with connection.cursor() as cursor:
        return frozenset(
            table
            for table in connection.introspection.django_table_names(only_existing=True)
            if cursor.execute(f'SELECT 1 FROM "{table}" LIMIT 1').fetchone()
        )


def _copy_out(table: str) -> Kept:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s "
            "AND table_schema = current_schema() AND is_generated = 'NEVER' "
            "ORDER BY ordinal_position",
            [table],
        )
        empty = Kept(table, tuple(name for (name,) in cursor.fetchall()), b"")
        with cursor.copy(f"COPY {empty.target} TO STDOUT") as copy:
            return Kept(table, empty.columns, b"".join(bytes(part) for part in copy))


def put_back(kept: list[Kept]) -> None:
    """The rows as they were, with their stamps: no trigger runs."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for part in kept:
            with cursor.copy(f"COPY {part.target} FROM STDIN") as copy:
                copy.write(part.rows)
        cursor.execute("SET LOCAL session_replication_role = origin")
        for table in _numbered(kept):
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM \"{table}\""
            )


def _numbered(kept: list[Kept]) -> Iterator[str]:
    with connection.cursor() as cursor:
        for part in kept:
            if "id" not in part.columns:
                continue
            cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [part.table])
            if cursor.fetchone()[0]:
                yield part.table
