"""An extract as a buyer makes one: two lots, real clauses, a dropped one, hostile words on demand."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from procurement.documents.content import (
    Clause,
    Evidence,
    Extract,
    Lot,
    Requirement,
    Scoring,
    Source,
    Step,
)

SPARE_PARTS = (
    "De opdrachtnemer houdt reserveonderdelen minstens 10 jaar na de levering beschikbaar."
)
WARRANTY = "De waarborg duurt minstens 10 jaar voor nieuw en 5 jaar voor opgeknapt meubilair."
MVI = Source(
    text="Nederlandse MVI-criteriatool, productgroep Kantoormeubels",
    locator="korte titel",
    badge="bron nog na te lezen",
)
EU = Source(
    text="SWD(2017) 283 final, EU GPP criteria furniture",
    locator="B/TS7·TS10",
    url="https://example.org/swd",
)


def clause(code: str = "MB-003", version: int = 1, **given: Any) -> Clause:
    return Clause(
        **{
            "code": code,
            "version": version,
            "valid_from": date(2026, 1, 15),
            "title": "Reserveonderdelen tien jaar leverbaar",
            "text": SPARE_PARTS,
            "type_code": "technical_specification",
            "level_label": "basis",
            "address": f"https://example.org/id/criterium/{code}",
            **given,
        }
    )


def years(key: str, label: str, value: int, group: int = 1) -> Requirement:
    return Requirement(
        key=key, label=label, group=group, data_type="integer", operator="ge", value=str(value),
        unit="ANN", unit_label="jaar",
    )  # fmt: skip


def flag(key: str, label: str, value: str = "true", group: int = 1) -> Requirement:
    return Requirement(key=key, label=label, group=group, value=value)


def spare_parts() -> Clause:
    return clause(
        evidence=(
            Evidence(name="catalogus", moment="bij de offerte"),
            Evidence(name="verbintenis", moment="bij de offerte"),
        ),
        requirements=(years("spare_parts_years", "Reserveonderdelen leverbaar", 10),),
        notes=("EU-criteria vragen 3 of 5 jaar.",),
        sources=(MVI, EU),
    )


def warranty() -> Clause:
    return clause(
        "MB-004",
        title="Waarborg op nieuw en opgeknapt meubilair",
        text=WARRANTY,
        type_code="performance_condition",
        evidence=(Evidence(name="waarborgakte", moment="bij de levering"),),
        requirements=(
            flag("is_new", "Nieuw meubilair"),
            years("warranty_years", "Waarborg", 10),
            flag("is_new", "Nieuw meubilair", "false", group=2),
            years("warranty_years", "Waarborg", 5, group=2),
        ),
        sources=(MVI,),
    )


def textile() -> Clause:
    return clause(
        "MB-012",
        title="Circulair textiel",
        text="Meer punten voor een groter aandeel circulair textiel in de bekleding.",
        type_code="award",
        evidence=(Evidence(name="milieukeur type I", equivalence="of gelijkwaardig"),),
        requirements=(Requirement(key="textile_share", label="Aandeel circulair textiel",
                                  data_type="decimal", operator="ge", value="0", unit="P1",
                                  unit_label="%"),),
        scoring=Scoring(method="linear_between", low=Decimal(0), high=Decimal(100), unit_label="%",
                        worked_example="60 % circulair textiel geeft 6 van de 10 punten."),
        weight=Decimal(10),
        sources=(MVI,),
    )  # fmt: skip


def longer_warranty() -> Clause:
    return clause(
        "MB-005",
        title="Langere waarborg",
        text="Extra punten per jaar boven de minimumwaarborg, in vier stappen.",
        type_code="award",
        scoring=Scoring(
            method="points_scale",
            steps=tuple(Step(value=Decimal(10 + n), points=Decimal(2 * n)) for n in range(1, 5)),
            max_points=Decimal(8), min_score=Decimal(0), unit_label="jaar",
        ),
        requirements=(years("warranty_years", "Waarborg", 10),),
        weight=Decimal("8.0"),
        own_wording="Het bestuur wil de stappen zelf kiezen.",
    )  # fmt: skip


def formaldehyde() -> Clause:
    return clause(
        "MB-007",
        title="Formaldehyde ver onder E1",
        text="De formaldehyde-uitstoot van de houtplaten blijft onder 30 % van de E1-grens.",
        evidence=(Evidence(name="verslag EN 717-1 of EN 16516"),),
        requirements=(Requirement(key="share_of_e1", label="Deel van de E1-grens",
                                  data_type="decimal", operator="lt", value="30", unit="P1",
                                  unit_label="%", test_standard="EN 717-1"),),
        sources=(MVI,),
    )  # fmt: skip


def first_repair() -> Clause:
    return clause(
        "MB-001",
        title="Eerst opknappen, dan kopen",
        text="Maak een lijst van het bestaande meubilair.\nLaat in een apart perceel opknappen wat "
        "nog kan.",
        type_code="suggestion",
    )


def extract(**given: Any) -> Extract:
    chairs = Lot(
        number=1,
        title="Bureaustoelen",
        clauses=(first_repair(), spare_parts(), formaldehyde(), warranty(), textile(),
                 longer_warranty()),
        notes=(("MB-006 v1 (Formaldehyde uit houtplaten) staat niet in dit document: MB-007 vraagt "
               "meer over hetzelfde."),),
    )  # fmt: skip
    tables = Lot(number=2, title="Vergadertafels", clauses=(spare_parts(), warranty()))
    return Extract(
        **{
            "id": UUID("5b0c1e1a-7f4e-4a57-9c51-0a6f3f2a9d10"),
            "created_at": datetime(2026, 2, 3, 9, 15, 30, 250000, tzinfo=UTC),
            "release": "2026.11",
            "title": "Bureaustoelen en tafels voor het stadhuis",
            "organisation": "Stad Voorbeeld",
            "address": "https://example.org/aankopen/uittreksels/5b0c1e1a",
            "lots": (chairs, tables),
            "notes": ("Voor dit mandje is stap 0 overgeslagen.",),
            **given,
        }
    )


def one_lot(*clauses: Clause) -> Extract:
    return extract(lots=(Lot(number=1, clauses=clauses or (spare_parts(),)),), notes=())


def retold(base: Extract, **given: Any) -> Extract:
    return replace(base, **given)
