"""What a metric is, what it answers and the registry of all of them."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, TypeVar
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from slimsamenwerken.core.numbers import format_decimal
from slimsamenwerken.core.registry import Registry
from slimsamenwerken.programme.headline import DASH, REASONS, Figure, Period, signed

T = TypeVar("T")


@dataclass(frozen=True)
class Scope:
    """Of which part a metric tells: an action line (code; empty: all) and a period.

    A metric over a period takes the twelve months up to and including the day when there is no
    window. `shared` lets several metrics of one page or report load the same rows once; it holds
    what the database said, so a scope lives as long as that page.
    """

    line: str = ""
    window: Period | None = None
    shared: dict[Hashable, Any] = field(default_factory=dict, compare=False, repr=False)

    def share(self, key: Hashable, load: Callable[[], T]) -> T:
        if key not in self.shared:
            self.shared[key] = load()
        found: T = self.shared[key]
        return found

    def covers(self, line_code: str | None) -> bool:
        return not self.line or self.line == line_code


_MISSING: Final[dict[str, str | Promise]] = {
    "stopped": _("%(count)s stopped"),
    "future": _("%(count)s not begun yet"),
    "unknown": _("%(count)s that cannot be computed"),
    "undated": _("%(count)s without a planned date"),
    "original_unknown": _("%(count)s whose original date is not stated"),
    "dropped": _("%(count)s dropped"),
    "leadless": _("%(count)s without a lead"),
}


@dataclass(frozen=True, slots=True)
class Missing:
    """What a metric could not or may not count: the codes, by reason."""

    reason: str
    codes: tuple[str, ...]

    @property
    def text(self) -> str:
        return str(_MISSING[self.reason]) % {"count": len(self.codes)}


@dataclass(frozen=True, slots=True)
class Reading:
    """The answer of a metric. `value` None comes with a `reason`; null is never 0."""

    value: Decimal | None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    missing: tuple[Missing, ...] = ()
    reason: str = ""

    @property
    def rows_count(self) -> int:
        """How many rows stand behind it: the whole of a share, else the counted number itself."""
        counted = self.value if self.denominator is None else self.denominator
        return int(counted or 0)

    @property
    def why(self) -> str | Promise:
        return REASONS[self.reason] if self.reason else ""

    @property
    def missing_text(self) -> str:
        """ "niet meegeteld: 2 stopgezet, 1 nog niet van start"; empty when all count."""
        parts = ", ".join(gap.text for gap in self.missing if gap.codes)
        return gettext("not counted: %(parts)s") % {"parts": parts} if parts else ""


@dataclass(frozen=True, slots=True)
class MetricRow:
    """One row behind a reading.

    `key`: table and public id. `counted`: part of the numerator of a share, else None.
    `action_ids`: the actions through which the row is seen; empty when anyone may see it.
    """

    key: tuple[str, UUID]
    code: str
    label: str
    detail: str = ""
    counted: bool | None = None
    action_ids: frozenset[int] = frozenset()
    is_public: bool = True
    url_name: str = ""
    url_arg: str = ""
    anchor: str = ""

    @property
    def url(self) -> str:
        if not self.url_name:
            return ""
        return reverse(self.url_name, args=[self.url_arg]) + self.anchor


Compute = Callable[[date, datetime | None, Scope], Reading]
Rows = Callable[[date, datetime | None, Scope], Sequence[MetricRow]]


@dataclass(frozen=True)
class Metric:
    """A computed number. `key` is public; a change in meaning raises `version`.

    `earlier`: the versions before this one, which stay callable. `over_period`: it counts what
    happened in a window. `reads_statuses`: it rests on the statuses of actions, so no status may
    rest on it. `of_programme`: it rests on rows of the programme only, so its reading is kept for
    as long as nobody writes there (programme/queries/remembered.py).
    """

    key: str
    label: str | Promise
    unit: str | Promise
    definition: str | Promise
    version: int
    aggregation: str
    compute: Compute
    rows: Rows
    decimals: int = 0
    over_period: bool = False
    reads_statuses: bool = False
    of_programme: bool = False
    order: int = 0
    earlier: tuple["Metric", ...] = ()

    def in_version(self, version: int) -> "Metric":
        """The metric as it counted in an earlier version; KeyError when there is none."""
        for known in (self, *self.earlier):
            if known.version == version:
                return known
        raise KeyError(f"{self.key} has no version {version}")

    def text(self, reading: Reading) -> str:
        """The value as pages print it: "75,0 %", "23", "–"."""
        if reading.value is None:
            return DASH
        if self.unit == "%":
            return Figure(reading.value).text
        whole = reading.value == reading.value.to_integral_value()
        return signed(format_decimal(reading.value, 0 if whole else self.decimals))


metrics: Registry[Metric] = Registry("programme.metrics")
