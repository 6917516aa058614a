"""Who does what, where the text says so; `since` only where it is stated."""

from slimsamenwerken.programme.seed.rows import Participation as Row
from slimsamenwerken.programme.seed.rows import year

_BBL = "bond-beter-leefmilieu"
_CHAIN = (
    "grondstoffenleveranciers",
    "ontwerpers",
    "producenten",
    "distributie",
    "consumenten",
    "afvalsector",
)


def _each(
    target: str, actors: tuple[str, ...], role: str, facts: str, note: str = ""
) -> tuple[Row, ...]:
    return tuple(Row(target, actor, role, facts, note) for actor in actors)


DOMAIN: tuple[Row, ...] = (
    Row("1", _BBL, "lead", "F002"),
    *_each("1", _CHAIN, "target_group", "F003"),
    Row("1", "burgers", "target_group", "F004"),
)

PURCHASING: tuple[Row, ...] = (
    *_each("1.1.01", ("departement-lne", "dar", "bz"), "partner", "F105"),
    Row("1.1.03", "vito", "contractor", "F108"),
    Row("1.1.03", "ovam", "commissioner", "F108"),
    Row("1.1.05", "facilitair-bedrijf", "partner", "F113"),
    Row("1.1.06", "lokale-besturen", "target_group", "F114–F116"),
    Row("1.1.07", "plan-c", "contractor", "F117", "organisator"),
    Row("1.1.07", "aankopers", "target_group", "F118"),
    *_each("1.1.08", ("mechelen", "duffel"), "partner", "F120", "voorbeeldproject"),
    Row("1.1.08", "kortrijk", "partner", "F121", "voorbeeldproject"),
    *_each("1.1.09", ("vvsg", "steunpunt-doo"), "partner", "F122", "stuurgroep"),
    Row("1.1.10", "vvsg", "partner", "F123"),
    *_each("1.1.11", ("scholen", "academische-instellingen"), "target_group", "F124, F125"),
)

PARKS: tuple[Row, ...] = (
    *_each("1.2.04", ("agentschap-ondernemen", "ovam"), "contractor", "F207", "ontwikkelaar"),
    Row("1.2.04", "aio", "funder", "F210", "bestaande kanalen"),
    Row("1.2.04", "bedrijven", "target_group", "F208"),
)

EDUCATION: tuple[Row, ...] = (
    *_each("1.3.04", ("studenten", "werknemers"), "target_group", "F307"),
    Row(
        "1.3.05",
        "nme-sector",
        "contractor",
        "F310",
        "studiedagen",
        derived="rol afgeleid: het waren de studiedagen van de sector",
    ),
)

SHARING: tuple[Row, ...] = (
    Row("1.4.01", _BBL, "lead", "F404"),
    Row(
        "1.4.02",
        "netwerk-bewust-verbruiken",
        "contractor",
        "F407",
        since=year(2013),
        until=year(2014),
    ),
    Row("1.4.02", _BBL, "contractor", "F407", since=year(2013), until=year(2014)),
    Row("1.4.03", _BBL, "contractor", "F408"),
    Row(
        "1.4.03",
        "aanbieders-van-deelinitiatieven",
        "target_group",
        "F408",
        derived="rol afgeleid: de knelpunten en kansen zijn die van de aanbieders",
    ),
    Row("1.4.04", _BBL, "contractor", "F409, F410"),
    Row("1.4.04", "pioniers-uit-de-sector", "partner", "F410", "memorandum"),
    Row("1.4.05", "tmce", "contractor", "F411", "platform"),
    Row("1.4.05", "middenveldorganisaties", "target_group", "F412"),
)

AWARENESS: tuple[Row, ...] = (
    Row("1.5.01", "burgers", "target_group", "F501, F502"),
    Row(
        "1.5.03",
        "ovam",
        "partner",
        "F508",
        "website en e-mail",
        derived="rol afgeleid uit de adressen bij ovam.be",
    ),
    Row(
        "1.5.03",
        "bedrijven",
        "target_group",
        "F506",
        derived="rol afgeleid: de campagne ging over bedrijfsafval",
    ),
    *_each(
        "1.5.04",
        ("febem", "fost-plus", "val-i-pac", "kamers-van-koophandel", "unizo"),
        "partner",
        "F509",
    ),
    *_each(
        "1.5.05", ("vormingsverantwoordelijken", "jongerenverenigingen"), "target_group", "F510"
    ),
    Row("1.5.05", "jongeren", "target_group", "F511"),
    Row(
        "1.5.06",
        "departement-lne",
        "commissioner",
        "F512",
        "organisator",
        derived="rol afgeleid: het is de campagne van het departement",
    ),
    Row("1.5.06", "vlaams-materialenprogramma", "partner", "F512"),
    Row("1.5.06", "burgers", "target_group", "F513"),
)

PARTICIPATIONS: tuple[Row, ...] = DOMAIN + PURCHASING + PARKS + EDUCATION + SHARING + AWARENESS
