"""What the list of criteria shows: facets with counts, and a line for each criterion."""

from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.core.paginator import Page
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext

from procurement.forms import CriterionFilterForm
from procurement.models import CriterionVersion
from procurement.models.codes import Confidence, Level
from slimsamenwerken.programme.models.codes import RStrategy

# These stand open; the others open when something in them is chosen.
OPEN: Final = ("group", "ladder", "type", "level")


def catalogue(
    form: CriterionFilterForm, page: Page[Any], counts: dict[str, dict[str, int]]
) -> dict[str, Any]:
    count = page.paginator.count
    return {
        "page_obj": page,
        "count": count,
        "noun": npgettext("list", "criterion", "criteria", count),
        "results_label": ngettext("To the %(count)s criterion", "To the %(count)s criteria", count)
        % {"count": count},
        "facets": facets(form, counts),
        "rows": [line(version) for version in page.object_list],
    }


def facets(form: CriterionFilterForm, counts: dict[str, dict[str, int]]) -> list[dict[str, Any]]:
    """Every facet with the values that leave something, and those that are chosen."""
    found = []
    for name, field in form.fields.items():
        if not isinstance(field, forms.MultipleChoiceField):
            continue
        chosen, number = set(form.query.getlist(name)), counts.get(name, {})
        options = [
            {
                "value": code,
                "label": label,
                "count": number.get(str(code), 0),
                "chosen": str(code) in chosen,
            }
            for code, label in _pairs(field)
            if number.get(str(code)) or str(code) in chosen
        ]
        if options:
            is_open = name in OPEN or bool(chosen)
            found.append({"name": name, "label": field.label, "options": options, "open": is_open})
    return found


def _pairs(field: forms.MultipleChoiceField) -> Iterable[tuple[Any, Any]]:
    return field.choices  # type: ignore[return-value]


def line(version: CriterionVersion) -> dict[str, Any]:
    return {
        "code": version.criterion.code,
        "number": version.number,
        "title": version.title,
        "text": version.requirement_text,
        **facts(version),
    }


def facts(version: CriterionVersion) -> dict[str, Any]:
    """The line of facts under a criterion; `badge` says how far its figures were read."""
    return {
        "type": version.get_criterion_type_display(),
        "level": Level(version.level).label,
        "bars": [step <= version.level for step in Level.values],
        "ladder": [(code, RStrategy(code).label) for code in sorted(version.r_strategies)],
        "proof": "; ".join(str(one.evidence) for one in version.evidence.all()),
        "essential": version.essential,
        "badge": badge(version),
    }


def badge(version: CriterionVersion) -> dict[str, Any]:
    """The least certain of its sources decides; without a figure from outside there is none."""
    order = list(Confidence.values)
    known = [one.figure_confidence for one in version.sources.all() if one.figure_confidence]
    if not known:
        return {}
    worst = max(known, key=order.index)
    sure = worst == Confidence.CONFIRMED
    return {"sure": sure, "text": _("source read") if sure else Confidence(worst).label}
