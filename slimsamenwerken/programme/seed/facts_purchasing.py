"""Facts of the domain and line 1.1 (public purchasing), as restated in Dutch."""

from slimsamenwerken.programme.seed.rows import YEAR_OF_TEXT, Fact, at, by, year

FACTS: tuple[Fact, ...] = (
    Fact("F001", "Het actiedomein heet Slim samenwerken en is nummer 1.", at("1")),
    Fact("F002", "De Bond Beter Leefmilieu is trekker van het actiedomein.", at("1")),
    Fact(
        "F003",
        "Kringlopen hoogwaardig sluiten lukt niet zonder vernieuwende samenwerking in de hele keten: grondstoffenleveranciers, ontwerpers, producenten, distributie, consumenten en afvalsector.",
        at("1"),
    ),
    Fact("F004", "Ook de burger is onmisbaar om de circulaire economie waar te maken.", at("1")),
    Fact(
        "F005",
        "Daarom werkt het Vlaams Materialenprogramma ook aan sensibilisering en vorming.",
        at("1"),
    ),
    Fact("F006", "Vijf actielijnen moeten het slim samenwerken realiseren.", at("1")),
    Fact("F007", "Elke lijn heeft eigen actiepunten.", at("1")),
    Fact(
        "F101",
        "Overheden kopen elk jaar aan voor meer dan 15 % van het bnp.",
        at("1.1", later="K1"),
        date_text="jaarlijks",
    ),
    Fact(
        "F102",
        "De overheid moet het voorbeeld geven: materiaalcriteria verdienen meer plaats in aankopen en aanbestedingen.",
        at("1.1"),
    ),
    Fact(
        "F103",
        "Het gaat niet enkel om meer aanbod van gerecycleerd materiaal, maar ook om kansen voor nieuwe businessmodellen, zoals product-dienstencombinaties.",
        at("1.1", later="contract form"),
    ),
    Fact(
        "F104",
        "Er gaat input naar het Vlaams Actieplan Duurzame Overheidsopdrachten.",
        at("1.1.01"),
    ),
    Fact(
        "F105",
        "Samen met LNE, DAR en BZ werd gewerkt aan een duurzamer actieplan met materiaalcriteria erin.",
        at("1.1.01"),
        by(2015),
        "uiterlijk 2015",
    ),
    Fact(
        "F106",
        "Er is steun bij het opstellen van duurzaamheidscriteria voor productgroepen, bijvoorbeeld kantoormateriaal, groenbeheer en schoonmaakproducten.",
        at("1.1.02", later="product groups"),
    ),
    Fact(
        "F107",
        "Die criteria mikken altijd op hergebruik of op producten uit gerecycleerd materiaal.",
        at("1.1.02"),
    ),
    Fact(
        "F108",
        "VITO onderzocht in opdracht van de OVAM de duurzaamheidscriteria voor verkeerssignalisatie.",
        at("1.1.03", later="product group"),
        by(2015),
        "uiterlijk 2015",
    ),
    Fact(
        "F109",
        "Daardoor staan er extra duurzaamheidscriteria in de lijst van productfiches.",
        at("1.1.03"),
        by(2015),
        "uiterlijk 2015",
    ),
    Fact(
        "F110",
        "Het Nieuw Vlaams Plan Overheidsopdrachten is in ontwerp.",
        at("1.1.04"),
        year(2015),
        "2015",
        basis=YEAR_OF_TEXT,
    ),
    Fact(
        "F111",
        "Dat plan zal meer aandacht geven aan circulair aankopen en innovatief aanbesteden.",
        at("1.1.04"),
    ),
    Fact(
        "F112",
        "Het Vlaams Actieplan Duurzame Overheidsopdrachten wordt er een onderdeel van.",
        at("1.1.04", "1.1.01"),
    ),
    Fact(
        "F113",
        "De acties van Het Facilitair Bedrijf rond circulair aankopen krijgen steun.",
        at("1.1.05"),
    ),
    Fact(
        "F114",
        "Ruimer wil het programma ook lokale besturen informeren over circulair aankopen.",
        at("1.1.06"),
    ),
    Fact("F115", "Zij krijgen algemene informatie over het concept.", at("1.1.06")),
    Fact(
        "F116",
        "Zij krijgen ook gedetailleerde informatie, uit de eigen ervaring met het helpen van lokale besturen bij de voorbereiding van circulaire aankopen.",
        at("1.1.06"),
    ),
    Fact(
        "F117",
        "Plan C organiseerde het event 'Circulair aankopen'; het was een groot succes.",
        at("1.1.07", later="events link"),
        by(2015),
        "uiterlijk 2015",
    ),
    Fact(
        "F118",
        "Een honderdtal aankopers leerde er principes en voorbeelden van circulair aankopen kennen.",
        at("1.1.07", later="K3"),
        by(2015),
        "uiterlijk 2015",
    ),
    Fact(
        "F119",
        "Er konden al enkele inspirerende projecten getoond worden.",
        at("1.1.08"),
        by(2015),
        "uiterlijk 2015",
    ),
    Fact(
        "F120",
        "Mechelen/Duffel: duurzaamheidsoverwegingen staan standaard in de aankoopprocedure.",
        at("1.1.08", later="example case"),
        by(2015),
        "uiterlijk 2015",
    ),
    Fact(
        "F121",
        "Kortrijk: verlichting aangekocht als dienst.",
        at("1.1.08", later="example case"),
        by(2015),
        "uiterlijk 2015",
    ),
    Fact(
        "F122",
        "Om de twee maanden is er overleg met de VVSG en het Steunpunt Duurzame overheidsopdrachten, in een stuurgroep.",
        at("1.1.09", later="steering group"),
        date_text="tweemaandelijks",
    ),
    Fact(
        "F123",
        "Via de VVSG wil het programma het verbod op de aankoop van secundaire grondstoffen bij wegenwerken weg.",
        at("1.1.10", later="barrier"),
    ),
    Fact(
        "F124", "Scholen en academische instellingen zijn ook belangrijke aankopers.", at("1.1.11")
    ),
    Fact(
        "F125",
        "Ook zij worden maximaal geïnformeerd en ondersteund bij circulair aankopen.",
        at("1.1.11"),
    ),
)
