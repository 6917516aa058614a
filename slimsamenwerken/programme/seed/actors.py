"""The organisations and networks that the text names, and the groups it speaks to."""

from slimsamenwerken.programme.seed.rows import REFERENCE_DAY, Actor


def _group(name: str, basis: str) -> Actor:
    """A target group: never counted as a partner."""
    return Actor(name.replace(" ", "-"), name, "group", basis, is_group=True)


NAMED: tuple[Actor, ...] = (
    Actor("bond-beter-leefmilieu", "Bond Beter Leefmilieu", "civil_society", "F002"),
    Actor(
        "ovam",
        "Openbare Vlaamse Afvalstoffenmaatschappij",
        "government",
        "F108, F207; volledige naam: bevestigde publieke naam van buiten de bron.",
        abbreviation="OVAM",
    ),
    Actor(
        "vlaams-materialenprogramma",
        "Vlaams Materialenprogramma",
        "network",
        "F005, F512",
        abbreviation="VMP",
    ),
    Actor(
        "departement-lne",
        "departement Leefmilieu, Natuur en Energie",
        "government",
        "F105, F512",
        abbreviation="LNE",
    ),
    Actor(
        "dar",
        "Diensten voor het Algemeen Regeringsbeleid",
        "government",
        "F105; volledige naam: bevestigde publieke naam van buiten de bron.",
        abbreviation="DAR",
    ),
    Actor(
        "bz",
        "Bestuurszaken",
        "government",
        "F105; volledige naam: bevestigde publieke naam van buiten de bron.",
        abbreviation="BZ",
    ),
    Actor("vito", "VITO", "knowledge", "F108", abbreviation="VITO"),
    Actor("facilitair-bedrijf", "Het Facilitair Bedrijf", "government", "F113"),
    Actor("plan-c", "Plan C", "network", "F117"),
    Actor(
        "vvsg",
        "Vereniging van Vlaamse Steden en Gemeenten",
        "umbrella",
        "F122, F123; volledige naam: bevestigde publieke naam van buiten de bron.",
        abbreviation="VVSG",
    ),
    Actor(
        "steunpunt-doo",
        "Steunpunt Duurzame overheidsopdrachten",
        "umbrella",
        "F122; soort afgeleid, nog na te kijken.",
        derived=True,
    ),
    Actor("agentschap-ondernemen", "Agentschap Ondernemen", "government", "F207"),
    Actor(
        "aio",
        "Agentschap Innoveren en Ondernemen",
        "government",
        "F210",
        abbreviation="AIO",
        valid_on=REFERENCE_DAY,
    ),
    Actor("netwerk-bewust-verbruiken", "Netwerk Bewust Verbruiken", "civil_society", "F407"),
    Actor(
        "febem",
        "Federatie van Bedrijven voor Milieubeheer",
        "umbrella",
        "F509; volledige naam: bevestigde publieke naam van buiten de bron.",
        abbreviation="FEBEM",
    ),
    Actor(
        "fost-plus", "Fost Plus", "company", "F509; soort afgeleid, nog na te kijken.", derived=True
    ),
    Actor(
        "val-i-pac", "Val-I-Pac", "company", "F509; soort afgeleid, nog na te kijken.", derived=True
    ),
    Actor("kamers-van-koophandel", "Kamers van Koophandel", "umbrella", "F509", is_group=True),
    Actor("unizo", "UNIZO", "umbrella", "F509", abbreviation="UNIZO"),
    Actor("mechelen", "Mechelen", "local_authority", "F120; de bron schrijft 'Mechelen/Duffel'."),
    Actor("duffel", "Duffel", "local_authority", "F120; de bron schrijft 'Mechelen/Duffel'."),
    Actor("kortrijk", "Kortrijk", "local_authority", "F121"),
    Actor("tmce", "Transitie Middenveld Circulaire Economie", "network", "F411"),
    Actor("nme-sector", "Vlaamse NME-sector", "group", "F310", abbreviation="NME", is_group=True),
)

GROUPS: tuple[Actor, ...] = (
    _group("grondstoffenleveranciers", "F003"),
    _group("ontwerpers", "F003"),
    _group("producenten", "F003"),
    _group("distributie", "F003"),
    _group("afvalsector", "F003"),
    _group("consumenten", "F003, F308"),
    _group("burgers", "F004, F501, F513"),
    _group("lokale besturen", "F114–F116"),
    _group("aankopers", "F118"),
    _group("scholen", "F124, F125"),
    _group("academische instellingen", "F124, F125"),
    _group("bedrijven", "F208"),
    _group("studenten", "F307"),
    _group("werknemers", "F307, F308"),
    _group("middenveldorganisaties", "F412"),
    _group("aanbieders van deelinitiatieven", "F408"),
    _group("pioniers uit de sector", "F410"),
    _group("vormingsverantwoordelijken", "F510"),
    _group("jongerenverenigingen", "F510"),
    _group("jongeren", "F511"),
)

ACTORS: tuple[Actor, ...] = NAMED + GROUPS
