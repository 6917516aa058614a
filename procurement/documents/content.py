"""What an extract holds: plain, frozen, and enough to write every format without a database.

An extract is stored as its canonical JSON and read back from it years later, so each format is
written from the stored form, never from the basket.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, Final, TypeVar, get_args, get_origin, get_type_hints
from uuid import UUID

from procurement.documents.wording import text_hash
from slimsamenwerken.reports.canonical import canonical_bytes, digest

# Differs between two extracts of equal content: who, when, and which release writes the files.
NOT_CONTENT: Final = frozenset({"id", "created_at", "release"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a clause comes from; `badge` is what the reader must know of it, such as
    "bron nog na te lezen"."""

    text: str
    locator: str = ""
    url: str = ""
    badge: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What proves a clause; `equivalence` reads "of gelijkwaardig" next to a label."""

    name: str
    equivalence: str = ""
    moment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One thing that can be checked. Requirements with the same `group` hold together; one group
    that holds is enough. Values are canonical text: "10", "0.062", "true", or a word of `options`.

    `operator`: eq, ne, ge, gt, le, lt, between (with `upper`) or in. `unit` is UN/ECE Rec. 20.
    """

    key: str
    label: str
    group: int = 1
    data_type: str = "boolean"
    operator: str = "eq"
    value: str = "true"
    upper: str = ""
    options: tuple[str, ...] = ()
    unit: str = ""
    unit_label: str = ""
    period: str = ""
    test_standard: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """From this value on, these points."""

    value: Decimal
    points: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Scoring:
    """How points are given. `method`: pass_fail, points_scale, linear_between, ratio_to_best,
    lcc_cost or jury_rubric. `lower_is_better` turns the direction of the last numeric three."""

    method: str
    lower_is_better: bool = False
    low: Decimal | None = None
    high: Decimal | None = None
    steps: tuple[Step, ...] = ()
    max_points: Decimal | None = None
    min_score: Decimal | None = None
    unit_label: str = ""
    worked_example: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A pinned version of a criterion as it goes into the specification.

    `text` is what is exported: the wording of the version, or the buyer's own with the reason in
    `own_wording`. `notes` are for who writes the specification, not part of it.
    """

    code: str
    version: int
    valid_from: date
    title: str
    text: str
    type_code: str
    level_label: str = ""
    address: str = ""
    evidence: tuple[Evidence, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    scoring: Scoring | None = None
    weight: Decimal | None = None
    own_wording: str = ""
    notes: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()

    @property
    def text_hash(self) -> str:
        return text_hash(self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """`number` counts from 1 in the order of the extract; `notes` name what was left out and why
    (rule L2). `total_weight` is what the award weights of the lot add up to, price included."""

    number: int
    clauses: tuple[Clause, ...]
    title: str = ""
    total_weight: Decimal = Decimal(100)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract:
    """`id` and `created_at` never move; `release` is the one that writes the file now."""

    id: UUID
    created_at: datetime
    release: str
    title: str
    lots: tuple[Lot, ...]
    organisation: str = ""
    address: str = ""
    notes: tuple[str, ...] = ()

    def clauses(self) -> Iterator[tuple[Lot, Clause]]:
        """Every clause with its lot, in order."""
        for lot in self.lots:
            for clause in lot.clauses:
                yield lot, clause


def to_json(extract: Extract) -> bytes:
    """Canonical JSON of the whole extract; raises CanonicalError for text with control or bidi
    characters (clean it first with `core.text.clean_text`)."""
    return canonical_bytes(_plain(extract))


def from_json(content: bytes | str) -> Extract:
    """The extract that `to_json` wrote."""
    return _built(Extract, json.loads(content))


def content_hash(extract: Extract) -> str:
    """SHA-256 of what the buyer chose, without id, moment and release: equal baskets are equal."""
    plain = {key: value for key, value in _plain(extract).items() if key not in NOT_CONTENT}
    return digest(canonical_bytes(plain))


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return value


Thing = TypeVar("Thing")
_hints: Final[Callable[[Any], dict[str, Any]]] = cache(get_type_hints)


def _built(kind: type[Thing], plain: dict[str, Any]) -> Thing:
    """Unknown keys fail; a key that the writer did not know yet takes its default."""
    hints = _hints(kind)
    return kind(**{name: _value(hints[name], value) for name, value in plain.items()})


def _value(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    if get_origin(hint) is tuple:
        return tuple(_value(get_args(hint)[0], item) for item in value)
    kind = next((part for part in get_args(hint) if part is not type(None)), hint)
    if is_dataclass(kind):
        return _built(kind, value)  # type: ignore[arg-type]
    return _READ.get(kind, lambda same: same)(value)


_READ: Final[dict[Any, Any]] = {
    date: date.fromisoformat,
    datetime: datetime.fromisoformat,
    Decimal: Decimal,
    UUID: UUID,
}
