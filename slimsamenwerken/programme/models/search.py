"""Stored search vectors: Dutch stems without accents, kept by the database itself."""

from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models

CONFIG = "dutch_unaccent"


def search_vector(**weights: tuple[str, ...]) -> models.GeneratedField:
    """A generated column over text columns, by weight: `search_vector(A=("title",))`."""
    expression: Any = None
    for weight, fields in sorted(weights.items()):
        part = SearchVector(*fields, weight=weight, config=CONFIG)
        expression = part if expression is None else expression + part
    assert expression is not None  # noqa: S101  a vector over no column is a slip of the pen
    return models.GeneratedField(
        expression=expression, output_field=SearchVectorField(), db_persist=True
    )


def vector_index(name: str) -> GinIndex:
    return GinIndex("search", name=name)
