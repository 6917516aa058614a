"""Requirements, scoring hints, notes and relations of the start data: §5 of its guide."""

from dataclasses import dataclass
from typing import Final

from procurement.models.codes import Operator as Is
from procurement.models.codes import RelationKind as R
from procurement.models.codes import ScoringMethod as S


@dataclass(frozen=True)
class Check:
    """One requirement that a machine can judge; a yes or no has no unit."""

    key: str
    label: str
    operator: str
    value: str
    unit: str = ""
    unit_label: str = ""
    group: int = 1
    period: str = ""


_YEARS: Final = ("ANN", "jaar")
_SHARE: Final = ("P1", "%")
_EFFICACY: Final = "Lichtrendement"
_WARRANTY: Final = "Duur van de waarborg"

# By code and version. Every other technical specification has one yes or no.
CHECKS: Final[dict[tuple[str, int], tuple[Check, ...]]] = {
    ("KM-001", 1): (Check("recovered_share", "Aandeel teruggewonnen vezels", Is.EQ, "100", *_SHARE),),
    ("KM-003", 1): (
        Check(
            "certified_or_recycled_share", "Aandeel gecertificeerde of gerecycleerde vezels",
            Is.GE, "70", *_SHARE,
        ),
    ),
    ("MB-003", 1): (
        Check("spare_parts_years", "Reserveonderdelen leverbaar na de levering", Is.GE, "10", *_YEARS),
    ),
    ("MB-004", 1): (
        Check("is_new", "Nieuw meubilair", Is.EQ, "1", group=1),
        Check("warranty_years", _WARRANTY, Is.GE, "10", *_YEARS, group=1),
        Check("is_new", "Nieuw meubilair", Is.EQ, "0", group=2),
        Check("warranty_years", _WARRANTY, Is.GE, "5", *_YEARS, group=2),
    ),
    ("MB-006", 1): (Check("e1_class", "Houtplaten van emissieklasse E1", Is.EQ, "1"),),
    ("MB-006", 2): (Check("formaldehyde", "Uitstoot van formaldehyde", Is.LE, "0.062", "GP", "mg/m³"),),
    ("MB-007", 1): (Check("share_of_e1", "Aandeel van de E1-grens", Is.LT, "30", *_SHARE),),
    ("MB-011", 1): (
        Check(
            "svhc_share", "Aandeel stoffen van de REACH-kandidaatslijst", Is.LT, "0.10", *_SHARE
        ),
    ),
    ("SM-002", 1): (
        Check("ecolabel_volume_share", "Aandeel met milieukeur, in volume", Is.GE, "50", *_SHARE),
    ),
    ("SM-004", 1): (Check("microfibre_share", "Aandeel microvezel", Is.GE, "50", *_SHARE),),
    ("VL-001", 1): (
        Check("efficacy", _EFFICACY, Is.GE, "120", "B61", "lm/W", group=1, period="2018-19"),
        Check("efficacy", _EFFICACY, Is.GE, "137", "B61", "lm/W", group=2, period="2020-21"),
        Check("efficacy", _EFFICACY, Is.GE, "155", "B61", "lm/W", group=3, period="2022-23"),
    ),
    ("VL-002", 1): (Check("ulor", "Aandeel licht boven de horizontale", Is.EQ, "0.0", *_SHARE),),
    ("VL-003", 1): (Check("cct", "Kleurtemperatuur", Is.LE, "3000", "KEL", "K"),),
    ("VL-004", 1): (Check("warranty_years", _WARRANTY, Is.GE, "5", *_YEARS),),
    ("IC-001", 1): (Check("spare_parts_years", "Onderdelen leverbaar", Is.GE, "3", *_YEARS),),
    ("IC-002", 1): (Check("warranty_years", _WARRANTY, Is.GE, "2", *_YEARS),),
    ("IC-003", 1): (
        Check(
            "capacity_after_cycles", "Capaciteit van de batterij", Is.GE, "80", *_SHARE,
            period="na 500 laadcycli",
        ),
    ),
    ("WG-001", 1): (
        Check(
            "recycled_weight_share", "Aandeel hergebruikt of gerecycleerd materiaal, in gewicht",
            Is.GE, "15", *_SHARE,
        ),
    ),
    ("WG-002", 1): (
        Check(
            "recovery_weight_share", "Aandeel naar hergebruik of recyclage, in gewicht",
            Is.GE, "70", *_SHARE,
        ),
    ),
    ("WG-004", 1): (Check("laying_temperature", "Verwerkingstemperatuur", Is.LE, "140", "CEL", "°C"),),
    ("VO-001", 1): (Check("light_vehicle_share", "Aandeel lichte voertuigen", Is.GE, "38.5", *_SHARE),),
}  # fmt: skip
OTHERWISE: Final = "complies"  # the key of that one yes or no


@dataclass(frozen=True)
class Hint:
    """Own proposals. `figures`: numbers that a text of §5 names too, so that they have a
    confidence; the rest is a way of counting and claims nothing of a source."""

    method: str
    rationale: str
    low: str | None = None
    high: str | None = None
    steps: tuple[tuple[str, str], ...] = ()
    max_points: str | None = None
    lower_is_better: bool = False
    unit_label: str = ""
    figures: bool = False


WEIGHTS: Final = ("5", "15")  # of 100
_LINEAR: Final = {"low": "0", "high": "100", "unit_label": "%"}

# The rationale links the points to the subject of the contract; its wording is our own.
HINTS: Final[dict[str, Hint]] = {
    "KM-004": Hint(
        S.LINEAR_BETWEEN, "De vezels maken het papier dat het bestuur koopt.", **_LINEAR,  # type: ignore[arg-type]
        figures=True,
    ),
    "MB-005": Hint(
        S.POINTS_SCALE, "De waarborg geldt voor het meubilair dat het bestuur koopt.",
        steps=(("1", "25"), ("2", "50"), ("3", "75"), ("4", "100")), max_points="100",
        unit_label="jaar",
    ),
    "MB-011": Hint(S.PASS_FAIL, "De stoffen zitten in het meubilair dat het bestuur koopt."),
    "MB-012": Hint(
        S.LINEAR_BETWEEN, "De bekleding is een deel van het meubilair dat het bestuur koopt.",
        **_LINEAR,  # type: ignore[arg-type]
    ),
    "MB-013": Hint(
        S.JURY_RUBRIC, "Het plan gaat over het meubilair van deze opdracht na het gebruik.",
        low="0", high="4", max_points="4",
    ),
    "MB-015": Hint(
        S.LINEAR_BETWEEN, "Het hergebruik betreft het meubilair dat in deze opdracht wordt opgehaald.",
        **_LINEAR,  # type: ignore[arg-type]
    ),
    "SM-007": Hint(
        S.RATIO_TO_BEST, "De stofzuigers worden voor deze schoonmaakdienst gebruikt.",
        lower_is_better=True,
    ),
    "VS-002": Hint(
        S.LINEAR_BETWEEN, "De hergebruikte borden zijn de borden die het bestuur koopt.", **_LINEAR,  # type: ignore[arg-type]
    ),
    "VS-005": Hint(
        S.RATIO_TO_BEST, "De berekening geldt voor het bord dat het bestuur koopt.",
        lower_is_better=True,
    ),
    "WG-001": Hint(
        S.POINTS_SCALE, "Het materiaal komt in de weg van deze opdracht.",
        steps=(("15", "50"), ("30", "100")), max_points="100", unit_label="%", figures=True,
    ),
}  # fmt: skip

# "aandachtspunt"
NOTES: Final = {
    "VS-003": "In Vlaanderen gelden Standaardbestek 250 en PTV 662; ga na of een andere drager mag",
    "VS-005": "Nederlandse index; de levensduur van de folie bepaalt die van het bord",
    "VL-001": "Jaartrap 2022-23 is voorbij",
    "MB-003": "EU-criteria vragen 3 of 5 jaar",
    "WG-001": "Nederlands onderzoek: asfaltrecyclage was al marktstandaard en verplicht; effect nagaan",
    "WG-002": "Streefcijfer voor lidstaten; natuurlijke grond telt niet mee",
    "VO-001": "Geldt per land, niet per opdracht; vrachtwagens en bussen: cijfers na te lezen",
}

RELATIONS: Final = (
    ("MB-007", R.SUPERSEDES_IN_LEVEL, "MB-006"),
    ("MB-005", R.REQUIRES, "MB-004"),
    ("WG-003", R.REQUIRES, "WG-002"),
    ("KM-003", R.CONFLICTS_WITH, "KM-001"),
    ("VL-005", R.REQUIRES, "AL-001"),
    ("VS-002", R.REINFORCES, "VS-004"),
    ("MB-001", R.REINFORCES, "MB-014"),
)

# Themes beside "circular", which every row with an R-strategy has.
THEMES: Final = {
    "pollution": (
        "KM-002", "MB-002", "MB-006", "MB-007", "MB-011", "MB-017", "SM-001", "SM-002", "SM-003",
        "SM-004", "SM-005", "GB-001", "GB-006",
    ),
    "biodiversity": ("GB-002", "GB-003", "VL-002", "VL-003"),
    "climate": ("SM-007", "VL-001", "WG-004", "VO-001"),
}  # fmt: skip
# Natures by prefix; VL-005 is a service. The guide names none for the other rows of VL and for VO.
NATURES: Final = {
    "KM": "supplies", "MB": "supplies", "VS": "supplies", "IC": "supplies", "GB": "services",
    "SM": "services", "TX": "services", "AL": "services", "VL-005": "services", "WG": "works",
}  # fmt: skip
