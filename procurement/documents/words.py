"""The Dutch of an extract. A specification is Dutch content: its words follow no catalogue, so that
the same extract gives the same file everywhere."""

from decimal import Decimal
from typing import Final

from procurement.documents.content import Clause, Evidence, Extract, Lot, Requirement, Scoring
from slimsamenwerken.core.dates import long_date
from slimsamenwerken.core.numbers import NO_BREAK_SPACE, format_decimal

SITE: Final = "Slim samenwerken"
SUBJECT: Final = "Circulaire clausules voor een bestek"
KEEP_CODES: Final = (
    "Laat de code tussen vierkante haken achter elke clausule staan. Daarmee ziet u bij een volgende "
    "opdracht welke clausules intussen veranderd zijn en wat u zelf hebt aangepast."
)
FOR_AUTHOR: Final = "Voor wie het bestek opstelt"
FOR_AUTHOR_LEAD: Final = "Dit deel hoort niet in het bestek. Verwijder het voor u publiceert."
SOURCES: Final = "Bronnen"
OVERVIEW: Final = "Overzicht"

# In the order of a specification: singular and the heading above several.
TYPES: Final = {
    "exclusion": ("uitsluitingsgrond", "Uitsluitingsgronden"),
    "selection": ("selectiecriterium", "Selectiecriteria"),
    "technical_specification": ("technische specificatie", "Technische specificaties"),
    "variant_option": ("variant of optie", "Varianten en opties"),
    "award": ("gunningscriterium", "Gunningscriteria"),
    "performance_condition": ("uitvoeringsvoorwaarde", "Uitvoeringsvoorwaarden"),
    "suggestion": ("aandachtspunt", "Aandachtspunten"),
}
_COMPARED: Final = {
    "eq": "{}", "ne": "niet {}", "ge": "minstens {}", "gt": "meer dan {}", "le": "hoogstens {}",
    "lt": "minder dan {}", "between": "van {} tot {}", "in": "een van: {}",
}  # fmt: skip


def type_label(code: str) -> str:
    return TYPES.get(code, (code, code))[0]


def type_heading(code: str) -> str:
    return TYPES.get(code, (code, code))[1]


def counted(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"


def lot_title(lot: Lot, *, alone: bool) -> str:
    """ "Perceel 2: stoelen"; an extract without lots has one, which reads "Clausules"."""
    if alone and not lot.title:
        return "Clausules"
    return f"Perceel {lot.number}: {lot.title}" if lot.title else f"Perceel {lot.number}"


def lead(extract: Extract) -> str:
    clauses = sum(1 for _pair in extract.clauses())
    lots = f", verdeeld over {len(extract.lots)} percelen" if len(extract.lots) > 1 else ""
    held = counted(clauses, "clausule", "clausules")
    return (
        f"Dit document bevat {held} voor uw bestek{lots}. U mag de tekst overnemen, aanpassen en "
        "in een andere volgorde zetten."
    )


def about(extract: Extract) -> list[tuple[str, str]]:
    """What stands under the title of each format, in this order; empty values are left out."""
    lines = [
        ("Bestuur", extract.organisation),
        ("Gemaakt op", long_date(extract.created_at, "nl")),
        ("Uittreksel", str(extract.id)),
        ("Gemaakt met", f"{SITE}, versie {extract.release}"),
        ("Adres", extract.address),
    ]
    return [(label, value) for label, value in lines if value]


def evidence(shown: Evidence) -> str:
    """ "EU-ecolabel of gelijkwaardig (bij de offerte)"."""
    joined = " ".join(part for part in (shown.name, shown.equivalence) if part)
    return f"{joined} ({shown.moment})" if shown.moment else joined


def number(value: Decimal | None, unit: str = "") -> str:
    text = format_decimal(value) if value is not None else "0"
    return f"{text}{NO_BREAK_SPACE}{unit}" if unit else text


def points(value: Decimal | None) -> str:
    return f"{number(value)}{NO_BREAK_SPACE}{'punt' if value == 1 else 'punten'}"


def requirement(asked: Requirement) -> str:
    """ "Reserveonderdelen leverbaar: minstens 10 jaar"."""
    values = [", ".join(asked.options) or asked.value] if asked.operator == "in" else [
        _value(asked, value) for value in (asked.value, asked.upper) if value
    ]  # fmt: skip
    text = _COMPARED.get(asked.operator, "{}").format(*values)
    more = ", ".join(part for part in (asked.period, asked.test_standard) if part)
    return f"{asked.label}: {text}" + (f" ({more})" if more else "")


def _value(asked: Requirement, value: str) -> str:
    if asked.data_type == "boolean":
        return "ja" if value == "true" else "nee"
    try:
        return number(Decimal(value), asked.unit_label)
    except ArithmeticError:
        return value


def requirement_groups(clause: Clause) -> list[str]:
    """A line per requirement; with several groups a line per way to comply."""
    groups: dict[int, list[str]] = {}
    for asked in clause.requirements:
        groups.setdefault(asked.group, []).append(requirement(asked))
    if len(groups) < 2:
        return [line for lines in groups.values() for line in lines]
    return [
        f"mogelijkheid {place}: {' en '.join(lines)}"
        for place, lines in enumerate(groups.values(), start=1)
    ]


def weight(clause: Clause, lot: Lot) -> str:
    """ "10 van de 100 punten"."""
    return f"{number(clause.weight)} van de {points(lot.total_weight)}"


def scoring(rule: Scoring) -> str:
    """How the points are given, in a sentence or two."""
    first, last = number(rule.low, rule.unit_label), number(rule.high, rule.unit_label)
    none, most = (last, first) if rule.lower_is_better else (first, last)
    best = "laagste" if rule.lower_is_better else "hoogste"
    ratio = "beste waarde / eigen waarde" if rule.lower_is_better else "eigen waarde / beste waarde"
    text = {
        "pass_fail": "Wie voldoet, krijgt alle punten; wie niet voldoet, krijgt er geen.",
        "points_scale": f"De hoogste stap die de offerte haalt, telt: {_steps(rule)}.",
        "linear_between": (
            f"{none} geeft 0 punten, {most} geeft het maximum, daartussen naar verhouding."
        ),
        "ratio_to_best": f"De {best} waarde krijgt het maximum, de andere maximum × {ratio}.",
        "lcc_cost": (
            "De laagste levenscycluskost krijgt het maximum, de andere maximum × laagste kost / "
            "eigen kost."
        ),
        "jury_rubric": f"De jury geeft een score tot {points(rule.max_points)}, met motivering.",
    }.get(rule.method, "")
    least = f" Minimumscore: {points(rule.min_score)}." if rule.min_score is not None else ""
    return f"{text}{least}".strip()


def _steps(rule: Scoring) -> str:
    return "; ".join(
        f"vanaf {number(step.value, rule.unit_label)}: {points(step.points)}" for step in rule.steps
    )


def colophon(extract: Extract) -> str:
    day = long_date(extract.created_at, "nl")
    return f"Uittreksel {extract.id}, gemaakt op {day} met {SITE}, versie {extract.release}."
