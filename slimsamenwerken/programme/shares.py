"""Shares of a whole, with what is left out by name. Pure: no query, no clock."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from slimsamenwerken.programme.headline import DASH, NOTHING_COUNTABLE, Figure, divide
from slimsamenwerken.programme.thresholds import ACHIEVED, ON_TRACK, STOPPED, UNKNOWN

ROUNDING_NOTE: Final = _("The sum may differ because of rounding.")


@dataclass(frozen=True, slots=True)
class CountedAction:
    """An action as a share counts it: its computed status and whether it starts later."""

    code: str
    status: str
    is_future: bool = False


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole. `excluded`: codes that are left out, by reason."""

    numerator: tuple[str, ...]
    denominator: tuple[str, ...]
    excluded: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def figure(self) -> Figure:
        whole = len(self.denominator)
        if not whole:
            return Figure(None, NOTHING_COUNTABLE)
        return Figure(divide(Decimal(len(self.numerator)), Decimal(whole)))

    @property
    def text(self) -> str:
        """ "75,0 % van 24", or "–"."""
        if not self.denominator:
            return DASH
        return gettext("%(share)s of %(count)s") % {
            "share": self.figure.text,
            "count": len(self.denominator),
        }

    @property
    def excluded_text(self) -> str:
        """ "niet meegeteld: 2 stopgezet, 1 nog niet van start"; empty when all count."""
        words = {
            STOPPED: gettext("%(count)s stopped"),
            "future": gettext("%(count)s not begun yet"),
            UNKNOWN: gettext("%(count)s that cannot be computed"),
        }
        parts = [
            words[reason] % {"count": len(self.excluded[reason])}
            for reason in words
            if self.excluded.get(reason)
        ]
        return gettext("not counted: %(parts)s") % {"parts": ", ".join(parts)} if parts else ""


def on_track_share(actions: Iterable[CountedAction]) -> Share:
    """On track or achieved, of the actions that count: not stopped, later or unknown."""
    counting: list[CountedAction] = []
    excluded: dict[str, tuple[str, ...]] = {}
    for action in actions:
        later = "future" if action.is_future else ""
        reason = action.status if action.status == STOPPED else later
        reason = reason or (action.status if action.status == UNKNOWN else "")
        if reason:
            excluded[reason] = (*excluded.get(reason, ()), action.code)
        else:
            counting.append(action)
    good = tuple(a.code for a in counting if a.status in (ON_TRACK, ACHIEVED))
    return Share(good, tuple(action.code for action in counting), excluded)
