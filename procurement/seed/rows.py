"""The rows of the tables of the start data; their texts lie in the CSV files beside this file."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

HERE: Final = Path(__file__).parent


class Row(NamedTuple):
    """One version of a criterion, as a line of §5 of the guide."""

    code: str
    number: int
    title: str
    requirement: str
    criterion_type: str
    level: int
    r_strategies: list[str]
    evidence: list[str]
    sources: list[tuple[str, str]]
    additionality: str
    essential: bool
    state: str
    valid_from: date
    review_by: date | None

    @property
    def prefix(self) -> str:
        return self.code[:2]


def lines(name: str) -> Iterator[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def parted(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def versions() -> list[Row]:
    """All versions, those of one criterion in their order."""
    return [_row(line) for line in lines("criteria.csv")]


def _row(line: dict[str, str]) -> Row:
    sources = (part.partition(" ") for part in parted(line["sources"]))
    review = line["review_by"]
    return Row(
        code=line["code"],
        number=int(line["version"]),
        title=line["title"],
        requirement=line["requirement"],
        criterion_type=line["type"],
        level=int(line["level"]),
        r_strategies=line["r_strategies"].split(),
        evidence=parted(line["evidence"]),
        sources=[(code, locator) for code, _space, locator in sources],
        additionality=line["additionality"],
        essential=bool(line["essential"]),
        state=line["state"],
        valid_from=date.fromisoformat(line["valid_from"]),
        review_by=date.fromisoformat(review) if review else None,
    )
