"""Pieces that the OpenAPI document repeats: parameters by name."""

from collections.abc import Sequence
from typing import Final

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter

AS_OF: Final = [
    OpenApiParameter(
        "asOf", OpenApiTypes.DATE, description="Peildatum: hoe het was op die dag. Zonder: vandaag."
    ),
    OpenApiParameter(
        "knownAt",
        OpenApiTypes.STR,
        description=(
            "Kennisdatum: zoals het toen bekend was; een dag, of een tijdstip met tijdsverschil. "
            "Zonder: zoals het nu bekend is."
        ),
    ),
]


def embed(names: Sequence[str]) -> OpenApiParameter:
    return OpenApiParameter(
        "embed",
        {"type": "array", "items": {"type": "string", "enum": list(names)}},
        description="Wat er mee in het antwoord komt; herhaal de naam voor meer.",
        explode=True,
    )


def select() -> OpenApiParameter:
    return OpenApiParameter(
        "select",
        {"type": "array", "items": {"type": "string", "maxLength": 60}},
        description="Alleen deze velden; `id` en `href` blijven altijd.",
        explode=True,
    )


def sort(names: Sequence[str]) -> OpenApiParameter:
    both = [name for one in names for name in (one, f"-{one}")]
    return OpenApiParameter(
        "sort",
        {"type": "array", "items": {"type": "string", "enum": both}},
        description="Volgorde, met `-` omgekeerd; herhaal de naam voor een tweede sleutel.",
        explode=True,
    )
