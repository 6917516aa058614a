"""Groups, forms of contract, proof, sources, legal grounds and the steering group of the start data.

Every row comes from the guide of the start data (its section is named); texts are Dutch because
they are content. What the guide could not read at a source says so ("na te kijken").
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from procurement.models.codes import Confidence as Read
from procurement.models.codes import ContractNature as N
from procurement.models.codes import Effort as F
from procurement.models.codes import EvidenceKind as K
from procurement.models.codes import EvidenceMoment as M

FIRST_DAY: Final = date(2026, 1, 15)
EQUIVALENT: Final = "of gelijkwaardig"


@dataclass(frozen=True)
class Form:
    code: str
    name: str
    explanation: str


# §4 of the domain guide, contract_form.
FORMS: Final = (
    Form("purchase", "aankoop", "Het bestuur wordt eigenaar."),
    Form("rental", "huur", "Het bestuur gebruikt het goed een tijd en geeft het terug."),
    Form("leasing", "leasing", "Huur over een vaste looptijd, vaak met een aankoopoptie."),
    Form(
        "product_service",
        "product als dienst",
        "De opdrachtnemer blijft eigenaar, onderhoudt en neemt terug.",
    ),
    Form("maintenance", "onderhoud", "De opdrachtnemer onderhoudt of herstelt wat er is."),
    Form("framework", "raamovereenkomst", "Afspraken vooraf, bestellingen naar behoefte."),
    Form("central_body", "opdrachtencentrale", "Een andere aanbesteder koopt voor het bestuur."),
)


@dataclass(frozen=True)
class Group:
    prefix: str
    slug: str
    name: str
    origin: str
    scope: str
    need: str
    cost: str
    forms: tuple[str, ...]
    natures: tuple[str, ...]
    market: str = ""
    has_sheet: bool = True


_DOCUMENT: Final = "uit de brontekst"
_ADDED: Final = "toegevoegd"

# §2, with the market sketch below its table; the order is that of the table.
GROUPS: Final = (
    Group(
        "KM", "kantoormateriaal", "Kantoormateriaal en papier", _DOCUMENT,
        "papier, schrijfwaren, toner, klein materiaal",
        "Kan het digitaal, dubbelzijdig of uit voorraad?",
        "aankoop, raamovereenkomst", ("purchase", "framework"), (N.SUPPLIES,),
        "Het productblad van de EU voor papier is gearchiveerd en staat niet in de huidige lijst "
        "van de EU met 14 documenten.",
    ),
    Group(
        "GB", "groenbeheer", "Groenbeheer", _DOCUMENT,
        "aanleg en onderhoud van groen, machines, plantgoed, bodemverbeteraars",
        "Kan een andere inrichting het onderhoud overbodig maken?",
        "diensten, maaien als dienst", ("product_service",), (N.SERVICES,),
        "Pesticiden zijn sinds 2015 verboden voor openbare diensten (S10).",
    ),
    Group(
        "SM", "schoonmaak", "Schoonmaakproducten en -diensten", _DOCUMENT,
        "middelen, schoonmaakdiensten, sanitair verbruik",
        "Kan het met minder beurten of zonder chemie?",
        "aankoop, diensten", ("purchase",), (N.SERVICES,),
        "Veel schoonmaakmiddelen met een milieukeur zijn op de Belgische markt (S09).",
    ),
    Group(
        "VS", "verkeerssignalisatie", "Verkeerssignalisatie",
        f"{_DOCUMENT} (studie van VITO voor de OVAM)",
        "borden, straatnaamborden, markering, plaatsing",
        "Welke borden zijn overbodig of herbruikbaar?",
        "levering met terugname", ("purchase",), (N.SUPPLIES,),
        "Nederland telt meer dan 3 miljoen borden; veel ervan worden vervangen voor het einde van "
        "hun levensduur (S14). Vlaamse bestekken: Standaardbestek 250, PTV 662 (S18).",
    ),
    Group(
        "MB", "meubilair", "Kantoor- en schoolmeubilair", _ADDED,
        "nieuw, opgeknapt, herstel, ophaling",
        "Kan de eigen voorraad opgeknapt of herverdeeld worden?",
        "aankoop, huur, opknapdienst", ("purchase", "rental", "maintenance"), (N.SUPPLIES,),
    ),
    Group(
        "VL", "verlichting", "Verlichting", f"{_DOCUMENT} (voorbeeld Kortrijk)",
        "openbare en binnenverlichting", "Is licht op deze plek en dit uur nodig?",
        "product als dienst", ("product_service",), (),
    ),
    Group(
        "WG", "wegen", "Wegen en infrastructuur", f"{_DOCUMENT} (drempel wegenwerken)",
        "aanleg, onderhoud, granulaten, asfalt",
        "Kan bestaande verharding blijven of uitgebroken worden?",
        "werken", (), (N.WORKS,),
    ),
    Group(
        "IC", "ict", "ICT-toestellen", _ADDED,
        "laptops, schermen, printers, opgeknapte toestellen",
        "Kan het toestel een jaar langer mee?",
        "aankoop, opgeknapt, dienst", ("purchase", "product_service"), (N.SUPPLIES,),
    ),
    Group(
        "TX", "textiel", "Textiel en werkkledij", _ADDED, "kledij, herstel, wasserij",
        "Kan herstellen of delen volstaan?",
        "huur met onderhoud", ("rental", "maintenance"), (N.SERVICES,),
    ),
    Group(
        "VO", "voertuigen", "Voertuigen en vervoer", _ADDED, "wagens, bussen, vervoersdiensten",
        "Kan een deelwagen of fiets volstaan?", "delen, leasing", ("leasing",), (),
    ),
    Group(
        "SU", "straatmeubilair", "Straatmeubilair en speeltoestellen", _ADDED,
        "banken, bakken, speeltuinen", "Kan het toestel hersteld of verplaatst worden?",
        "aankoop, onderhoud", ("purchase", "maintenance"), (), has_sheet=False,
    ),
    Group(
        "CA", "catering", "Catering", _ADDED, "maaltijden, schoolmaaltijden, servies",
        "Hoeveel porties blijven er over?", "diensten", (), (), has_sheet=False,
    ),
    Group(
        "AV", "afvalinzameling", "Afvalinzameling", _ADDED, "ophaling, recipiënten",
        "Welke fractie kan aan de bron verdwijnen?", "diensten", (), (), has_sheet=False,
    ),
    Group(
        "AL", "algemene-clausules", "Algemene clausules", "voor alle groepen",
        "product als dienst, contractvormen", "", "product als dienst", ("product_service",),
        (N.SERVICES,),
    ),
)  # fmt: skip
HORIZONTAL: Final = "AL"
# §2, last lines: criteria that stand in more groups than that of their prefix.
ALSO_IN: Final = {"KM-005": ("IC",), "KM-006": ("IC",)}


@dataclass(frozen=True)
class Publication:
    code: str
    publisher: str
    document: str
    year: int | None
    confidence: str
    note: str = ""


_EC: Final = "Europese Commissie"
_EU: Final = "Europese Unie"

# §4.
SOURCES: Final = (
    Publication(
        "S01", _EC, "EU GPP Training Toolkit, Product Sheet Copying and graphic paper", 2008,
        Read.HIGH, "Gearchiveerd.",
    ),
    Publication(
        "S02", _EU, "Besluit (EU) 2019/70, EU-milieukeur grafisch papier, criterium over vezels",
        2019, Read.MEDIUM,
    ),
    Publication(
        "S03", _EC, "EU GPP criteria imaging equipment, consumables and print services", 2020,
        Read.HIGH,
    ),
    Publication(
        "S04", _EC, "SWD(2017) 283 final, EU GPP criteria furniture", 2017, Read.CONFIRMED,
        "A = opknappen, B = nieuw, C = einde levensduur. Nagelezen: bestaan, naam en niveau van "
        "het criterium, niet de volledige tekst.",
    ),
    Publication(
        "S05", "Nederlandse MVI-criteriatool", "Productgroep Kantoormeubels", None, Read.HIGH,
        "Korte titels, gelezen in een tweede publicatie.",
    ),
    Publication(
        "S06", "Vlaamse overheid", "Webpagina “Monitoring Meubilair” (essentiële criteria)", None,
        Read.CONFIRMED,
    ),
    Publication(
        "S07", _EC, "EU GPP criteria indoor cleaning services", 2018, Read.CONFIRMED,
        "Nagelezen: bestaan, naam en niveau van het criterium, niet de volledige tekst.",
    ),
    Publication(
        "S08", _EU, "Besluit (EU) 2018/680, EU-milieukeur schoonmaakdiensten binnenshuis, M1–M4",
        2018, Read.MEDIUM,
    ),
    Publication(
        "S09", "Vlaamse overheid", "Webpagina “Schoonmaakmiddelen en -diensten”", None, Read.CONFIRMED
    ),
    Publication(
        "S10", "Vlaamse overheid",
        "Decreet 8 februari 2013 duurzaam gebruik van pesticiden, art. 4; BVR 15 maart 2013", 2013,
        Read.CONFIRMED,
    ),
    Publication(
        "S11", _EU, "Verordening (EU) 1143/2014, invasieve uitheemse soorten", 2014, Read.HIGH
    ),
    Publication(
        "S12", _EC, "SWD(2019) 404, EU GPP criteria public space maintenance", 2019, Read.MEDIUM
    ),
    Publication(
        "S13", _EU, "Besluit (EU) 2018/1702, EU-milieukeur smeermiddelen, art. 1", 2018, Read.CONFIRMED
    ),
    Publication(
        "S14", "CROW/duurzaamgww.nl", "Interview Buyer Group Verkeersborden, 29-09-2023", 2023,
        Read.CONFIRMED,
    ),
    Publication(
        "S15", "PIANOo", "“Purmerend kiest voor duurzame verkeers- en straatnaamborden”, februari 2024",
        2024, Read.CONFIRMED,
    ),
    Publication(
        "S16", "circulairebouweconomie.nl", "Interview 05-07-2023", 2023, Read.CONFIRMED
    ),
    Publication("S17", "VNVF/CE Delft", "Duurzaamheidsindex Verkeersborden", None, Read.CONFIRMED),
    Publication(
        "S18", "Agentschap Wegen en Verkeer",
        "Webpagina verticale signalisatie (Standaardbestek 250, PTV 662)", None, Read.CONFIRMED,
    ),
    Publication(
        "S19", _EC, "SWD(2018) 494, EU GPP criteria road lighting and traffic signals", 2018,
        Read.MEDIUM,
    ),
    Publication(
        "S20", "OVAM", "“Kortrijk heeft primeur beet met circulaire verlichting”, 18-04-2017", 2017,
        Read.CONFIRMED,
    ),
    Publication(
        "S21", "Vlaanderen Circulair", "Kennisbank circulair aankopen", None, Read.CONFIRMED
    ),
    Publication(
        "S22", _EC, "SWD(2017) 231, EU GPP criteria textile products and services", 2017,
        Read.CONFIRMED,
        "Nagelezen: bestaan, naam en niveau van het criterium, niet de volledige tekst.",
    ),
    Publication(
        "S23", _EC, "SWD(2021) 57, EU GPP criteria computers, monitors, tablets and smartphones",
        2021, Read.CONFIRMED,
        "Nagelezen: bestaan, naam en niveau van het criterium, niet de volledige tekst.",
    ),
    Publication(
        "S24", _EC, "EU GPP criteria road design, construction and maintenance", 2016, Read.MEDIUM
    ),
    Publication("S25", _EU, "Richtlijn 2008/98/EG, art. 11(2)(b)", 2008, Read.CONFIRMED),
    Publication(
        "S26", "Europese Unie; Vlaamse overheid",
        "Richtlijn 2014/24/EU, art. 42; VLAREMA, eenheidsreglement gerecycleerde granulaten", 2014,
        Read.HIGH,
    ),
    Publication(
        "S27", _EU, "Richtlijn 2009/33/EG, gewijzigd door (EU) 2019/1161, bijlage", 2019,
        Read.CONFIRMED,
    ),
    Publication(
        "S28", _EU, "Verordening (EU) 2023/1464, REACH bijlage XVII, vermelding 77", 2023,
        Read.CONFIRMED,
    ),
    Publication(
        "S29", "Slim samenwerken", "Eigen voorstel, gebouwd op het genoemde criterium", None, ""
    ),
    Publication(
        "S30", "CEN", "EN 12899-1, vaste verticale verkeerstekens", None, Read.HIGH
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Law:
    framework: str
    article: str
    applies_from: date | None
    criteria: tuple[tuple[str, int], ...]


# §4 and §5: the laws behind what is "legally required".
LAWS: Final = (
    Law(
        "Decreet 8 februari 2013 duurzaam gebruik van pesticiden", "art. 4", date(2015, 1, 1),
        (("GB-001", 1),),
    ),
    Law("Verordening (EU) 1143/2014", "", None, (("GB-002", 1),)),
    Law(
        "Verordening (EU) 2023/1464", "REACH bijlage XVII, vermelding 77", date(2026, 8, 6),
        (("MB-006", 2),),
    ),
    Law("Richtlijn 2009/33/EG, gewijzigd door (EU) 2019/1161", "bijlage", None, (("VO-001", 1),)),
)  # fmt: skip


@dataclass(frozen=True)
class Proof:
    """`name` is how §5 prints it."""

    name: str
    kind: str
    moment: str
    effort: str


# The proof of §5, each once. Effort by §5: label, declaration, contract low; report, register,
# list medium; test, LCA, mass balance high.
PROOF: Final = (
    Proof("CE-geluidslabel", K.DECLARATION, M.OFFER, F.LOW),
    Proof("GRS, GOTS", K.LABEL_TYPE1, M.OFFER, F.LOW),
    Proof("LCA-verslag", K.TECHNICAL_FILE, M.OFFER, F.HIGH),
    Proof("aankooplijst", K.INVOICE_DATA, M.YEARLY, F.MEDIUM),
    Proof("afvalregister", K.REPORT_LOG, M.END, F.MEDIUM),
    Proof("bordenlijst", K.REPORT_LOG, M.OFFER, F.MEDIUM),
    Proof("catalogus", K.TECHNICAL_FILE, M.OFFER, F.MEDIUM),
    Proof("certificaat", K.LABEL_TYPE1, M.OFFER, F.LOW),
    Proof("chain of custody", K.CHAIN_OF_CUSTODY, M.OFFER, F.LOW),
    Proof("contract", K.DECLARATION, M.AWARD, F.LOW),
    Proof("demontageblad", K.TECHNICAL_FILE, M.OFFER, F.MEDIUM),
    Proof("document", K.TECHNICAL_FILE, M.DELIVERY, F.MEDIUM),
    Proof("eForms BT-717, BT-735", K.REPORT_LOG, M.AWARD, F.MEDIUM),
    Proof("eindverslag", K.REPORT_LOG, M.END, F.MEDIUM),
    Proof("fotometrisch dossier", K.TECHNICAL_FILE, M.OFFER, F.MEDIUM),
    Proof("handleiding", K.TECHNICAL_FILE, M.DELIVERY, F.LOW),
    Proof("herkomstverklaring", K.DECLARATION, M.OFFER, F.LOW),
    Proof("inventaris", K.REPORT_LOG, M.OFFER, F.MEDIUM),
    Proof("jaarverslag", K.REPORT_LOG, M.YEARLY, F.MEDIUM),
    Proof("keuringsattest", K.TEST_REPORT, M.DELIVERY, F.MEDIUM),
    Proof("leverbonnen", K.INVOICE_DATA, M.DELIVERY, F.MEDIUM),
    Proof("logboek", K.REPORT_LOG, M.YEARLY, F.MEDIUM),
    Proof("logboek van de spreidmachine", K.REPORT_LOG, M.DELIVERY, F.MEDIUM),
    Proof("lux en kWh", K.REPORT_LOG, M.YEARLY, F.MEDIUM),
    Proof("massabalans", K.TECHNICAL_FILE, M.OFFER, F.HIGH),
    Proof("milieukeur", K.LABEL_TYPE1, M.OFFER, F.LOW),
    Proof("overeenkomst", K.DECLARATION, M.AWARD, F.LOW),
    Proof("plan met bewijs", K.TECHNICAL_FILE, M.OFFER, F.MEDIUM),
    Proof("plantenlijst", K.REPORT_LOG, M.OFFER, F.MEDIUM),
    Proof("prestatieverklaring", K.DECLARATION, M.OFFER, F.LOW),
    Proof("procescertificaat", K.MANAGEMENT_CERTIFICATE, M.OFFER, F.LOW),
    Proof("productfiches", K.TECHNICAL_FILE, M.OFFER, F.MEDIUM),
    Proof("register", K.REPORT_LOG, M.YEARLY, F.MEDIUM),
    Proof("rekenblad", K.TECHNICAL_FILE, M.OFFER, F.HIGH),
    Proof("technisch dossier", K.TECHNICAL_FILE, M.OFFER, F.MEDIUM),
    Proof("test IEC 61960", K.TEST_REPORT, M.OFFER, F.HIGH),
    Proof("testgegevens", K.TEST_REPORT, M.OFFER, F.HIGH),
    Proof("type I-milieukeur", K.LABEL_TYPE1, M.OFFER, F.LOW),
    Proof("verbintenis", K.DECLARATION, M.OFFER, F.LOW),
    Proof("verklaring", K.DECLARATION, M.OFFER, F.LOW),
    Proof("verklaring leverancier", K.DECLARATION, M.OFFER, F.LOW),
    Proof("verklaring van de pulpfabriek", K.DECLARATION, M.OFFER, F.LOW),
    Proof("verslag", K.REPORT_LOG, M.YEARLY, F.MEDIUM),
    Proof("verslag EN 717-1 of EN 16516", K.TEST_REPORT, M.OFFER, F.HIGH),
    Proof("vezelverklaring", K.DECLARATION, M.OFFER, F.LOW),
    Proof("voorraadverklaring", K.DECLARATION, M.OFFER, F.LOW),
    Proof("waarborgakte", K.DECLARATION, M.DELIVERY, F.LOW),
    Proof("weegbon", K.INVOICE_DATA, M.DELIVERY, F.MEDIUM),
)

# §8. No meeting or decision is known, so there is none.
STEERING_SLUG: Final = "stuurgroep-duurzame-overheidsopdrachten"
STEERING_NAME: Final = "Stuurgroep duurzame overheidsopdrachten lokale besturen"
STEERING_NOTE: Final = "Werktitel, na te kijken."
STEERING_MEMBERS: Final = {
    "vvsg": "",
    "steunpunt-doo": "",
    "vlaams-materialenprogramma": "Wie namens het programma zetelt: na te kijken.",
}
