"""The three figures that the text measures; it states no baseline and no target."""

from datetime import date
from decimal import Decimal

from slimsamenwerken.programme.seed.rows import (
    FIRST_DAY,
    REFERENCE_DAY,
    Indicator,
    Measurement,
    by,
    month,
    year,
)

INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        "K1",
        "Overheidsaankopen in verhouding tot het bnp",
        "Waarde van overheidsaankopen in een jaar, gedeeld door het bnp van dat jaar.",
        unit="%",
        level="context",
        aggregation="latest",
        valid_on=REFERENCE_DAY,
        measurements=(
            Measurement(
                Decimal(15),
                ">",
                year(2015),
                "F101",
                period_start=date(2015, 1, 1),
                method_note="Het gebied is niet vermeld.",
                derived="jaar afgeleid: de bron zegt 'elk jaar'",
            ),
        ),
        basis="F101; naam en definitie afgeleid.",
    ),
    Indicator(
        "K2",
        "Uitgevoerde materialenscans",
        "Aantal scans bij bedrijven sinds de start in 2013.",
        unit="aantal",
        level="output",
        aggregation="cumulative",
        direction="rising",
        valid_on=FIRST_DAY,
        measurements=(Measurement(Decimal(77), "=", month(2015, 9), "F211"),),
        basis="F208, F211; naam, definitie, aggregatie en richting afgeleid.",
        actions=("1.2.04",),
    ),
    Indicator(
        "K3",
        "Aankopers op het event 'Circulair aankopen'",
        "Aantal aankopers dat er was, ongeveer.",
        unit="aantal",
        level="output",
        aggregation="flow",
        valid_on=REFERENCE_DAY,
        measurements=(Measurement(Decimal(100), "≈", by(2015), "F118"),),
        basis="F118; naam en definitie afgeleid.",
        actions=("1.1.07",),
    ),
)
