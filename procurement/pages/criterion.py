"""What the page of a criterion shows: its words, what proves it, and every version it ever had."""

from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from procurement.documents import word_diff
from procurement.models import CriterionVersion, Requirement, ScoringHint, VersionTransition
from procurement.models.codes import DataType, Operator, State
from procurement.pages.catalogue import facts
from slimsamenwerken.core.dates import long_date
from slimsamenwerken.core.moments import Moment
from slimsamenwerken.core.numbers import format_decimal

COMPARED: Final = (
    "title", "requirement_text", "rationale", "vigilance", "criterion_type", "level",
    "additionality",
)  # fmt: skip
BANNERS: Final = {
    State.CONSULTATION: gettext_lazy("In consultation: do not use it in a specification."),
    State.RETIRED: gettext_lazy("Out of use: do not use it any more."),
}


def criterion_page(
    versions: list[Any], shown: Any, against: Any | None, moment: Moment
) -> dict[str, Any]:
    return {
        "version": shown,
        "facts": facts(shown),
        "state": state_words(shown, versions, moment),
        "from_start": shown.basis == VersionTransition.INITIAL_LOAD,
        "alternatives": alternatives(shown),
        "scoring": scoring(shown),
        "versions": [(one, state_words(one, versions, moment)["label"]) for one in versions],
        "against": against,
        "changes": changes(against, shown) if against else [],
    }


def state_words(version: Any, versions: list[Any], moment: Moment) -> dict[str, Any]:
    """What the reader must know of this version; `banner` when it may not be used as it is."""
    if version.state in BANNERS:
        return {"label": State(version.state).label, "banner": BANNERS[version.state]}
    successor = _successor(version, versions, moment)
    if successor is not None:
        words = _("Replaced by version %(number)s from %(day)s.")
        day = long_date(successor.valid_from)
        return {"label": _("replaced"), "banner": words % {"number": successor.number, "day": day}}
    if version.valid_from > moment.as_of:
        words = _("Holds from %(day)s on.") % {"day": long_date(version.valid_from)}
        return {"label": _("not yet in force"), "banner": words}
    return {"label": State.PUBLISHED.label, "banner": ""}


def _successor(version: Any, versions: list[Any], moment: Moment) -> Any | None:
    """The next version that was published and whose day has come, also when it is retired since."""
    later = [
        one
        for one in versions
        if one.number > version.number
        and one.state in (State.PUBLISHED, State.RETIRED)
        and one.valid_from <= moment.as_of
    ]
    return min(later, key=lambda one: one.number, default=None)


def changes(old: CriterionVersion, new: CriterionVersion) -> list[dict[str, Any]]:
    """The fields that differ, word by word."""
    found = []
    for name in COMPARED:
        field: Any = CriterionVersion._meta.get_field(name)
        read = f"get_{name}_display"
        before, after = (
            str(getattr(one, read)()) if field.choices else getattr(one, name) for one in (old, new)
        )
        if before != after:
            segments = word_diff(before, after)
            found.append({"label": field.verbose_name, "segments": segments})
    return found


def alternatives(version: CriterionVersion) -> list[list[str]]:
    """Groups of requirements; one group that holds is enough."""
    groups: dict[int, list[str]] = {}
    for one in version.requirements.all():
        groups.setdefault(one.group, []).append(requirement_words(one))
    return list(groups.values())


def requirement_words(one: Requirement) -> str:
    """ "Reserveonderdelen ≥ 10 jaar"; a yes or no speaks for itself."""
    if one.data_type == DataType.BOOLEAN:
        return one.label if one.value else _("%(label)s: no") % {"label": one.label}
    if one.data_type == DataType.CHOICE:
        return f"{one.label}: {', '.join(one.options)}"
    value = _number(one.value)
    if one.operator == Operator.BETWEEN:
        value = _("%(low)s to %(high)s") % {"low": value, "high": _number(one.upper)}
        words = [one.label, value]
    else:
        words = [one.label, str(Operator(one.operator).label), value]
    return " ".join(filter(None, [*words, one.unit_label, one.period]))


def _number(value: Decimal | None) -> str:
    return "" if value is None else format_decimal(value)


def scoring(version: CriterionVersion) -> ScoringHint | None:
    return getattr(version, "scoring", None)
