"""Facts of lines 1.2 (business parks) and 1.3 (education and workplace), as restated in Dutch."""

from slimsamenwerken.programme.seed.rows import YEAR_OF_TEXT, Fact, at, by, month, year

FACTS: tuple[Fact, ...] = (
    Fact(
        "F201",
        "Nieuwe en bestaande bedrijventerreinen met potentieel voor materialenbeheer worden in kaart gebracht.",
        at("1.2.01", later="park registry"),
    ),
    Fact("F202", "Er starten proefprojecten op bedrijventerreinen.", at("1.2.02", later="pilots")),
    Fact("F203", "Vorm 1: afval collectief en selectief inzamelen.", at("1.2.02")),
    Fact("F204", "Vorm 2: grondstoffen efficiënter gebruiken.", at("1.2.02")),
    Fact("F205", "Vorm 3: reststromen helpen uitwisselen, op één of meer terreinen.", at("1.2.02")),
    Fact(
        "F206",
        "De pilootprojecten 'ecoclusters op bedrijventerreinen' gaven in 2013 input voor de materialenscan.",
        at("1.2.03", later="pilots"),
        year(2013),
        "2013",
    ),
    Fact(
        "F207",
        "Het Agentschap Ondernemen en de OVAM ontwikkelden de materialenscan.",
        at("1.2.04"),
        by(2013),
        "uiterlijk 2013",
        basis="Uiterlijk 2013 afgeleid uit F208: de scan helpt bedrijven sinds 2013.",
    ),
    Fact(
        "F208",
        "Sinds 2013 helpt de scan bedrijven zicht te krijgen op hun materialenverbruik en de kosten daarvan.",
        at("1.2.04", later="scan"),
        year(2013),
        "vanaf 2013",
    ),
    Fact(
        "F209",
        "Eenvoudige simulaties tonen hoe milieu- en materiaalimpact en productiekosten dalen als (alternatieve) materialen efficiënter ingezet worden.",
        at("1.2.04", later="scan"),
    ),
    Fact(
        "F210",
        "Om de aanbevelingen verder uit te voeren gebruiken bedrijven deels bestaande financieringskanalen van AIO, waaronder de KMO-portefeuille.",
        at("1.2.04", later="funding"),
    ),
    Fact(
        "F211",
        "Eind september 2015 waren er 77 scans uitgevoerd.",
        at("1.2.04", later="K2"),
        month(2015, 9),
        "september 2015",
    ),
    Fact(
        "F212",
        "Het scanprogramma wordt verlengd tot 31 december 2016.",
        at("1.2.04"),
        date_text="31 december 2016",
    ),
    Fact(
        "F213",
        "De actie kreeg een doorstart in het Strategisch Hefboomproject 'Potentieel circulaire economie op verschillende ruimtelijke schaalniveaus (case regio Genk)'.",
        at("1.2", "1.2.04", "P1"),
        by(2015),
        "uiterlijk 2015",
    ),
    Fact(
        "F214",
        "Bij nieuwe bedrijventerreinen of reservegronden op oudere sites telt ook het collectieve belang.",
        at("1.2.05", later="site plans"),
    ),
    Fact(
        "F215",
        "Omgevingsplannen van een terrein houden dan rekening met een inrichting die past bij duurzaam materiaalgebruik.",
        at("1.2.05"),
    ),
    Fact(
        "F216",
        "De band met ruimtelijke ordening en planning wordt steeds belangrijker.",
        at("1.2.05"),
    ),
    Fact(
        "F301",
        "De overgang naar een circulaire economie brengt nieuwe of veranderde jobs.",
        at("1.3"),
    ),
    Fact(
        "F302",
        "Voorbeeld: een architect moet de materiaalprestatie van gebouwelementen of veranderingsgericht bouwen kennen.",
        at("1.3", later="profile"),
    ),
    Fact(
        "F303",
        "De inventaris van bestaande lespakketten en van leerinhouden in leerplannen start.",
        at("1.3.01", later="inventory"),
        year(2015),
        "2015",
        basis=YEAR_OF_TEXT,
    ),
    Fact(
        "F304",
        "Daarna worden aangepaste beroepsprofielen opgemaakt.",
        at("1.3.02", later="profiles"),
    ),
    Fact(
        "F305",
        "Die zijn de basis voor voorstellen om relevante opleidingen en werkvloerleren op maat aan te passen.",
        at("1.3.03", later="proposals"),
    ),
    Fact(
        "F306",
        "De actie is doorgestart in het strategisch hefboomproject 'Nieuwe jobs in de circulaire economie'.",
        at("1.3", "P2"),
        by(2015),
        "uiterlijk 2015",
    ),
    Fact(
        "F307",
        "In 2014 kwam er een Prezi die studenten en werknemers inspireert over gesloten materiaalkringlopen.",
        at("1.3.04", later="deck"),
        year(2014),
        "2014",
    ),
    Fact(
        "F308",
        "Consumenten en werknemers weten nog niet helemaal welke impact ze als individu kunnen hebben en welke rol ze in de overgang kunnen spelen.",
        at("1.3.04"),
    ),
    Fact(
        "F309",
        "De Prezi legt uit hoe materialenstromen lopen en wat de economische, ecologische en sociale gevolgen zijn.",
        at("1.3.04"),
    ),
    Fact(
        "F310",
        "Circulaire economie en deeleconomie waren in 2014 de rode draad op de studiedagen van de Vlaamse NME-sector.",
        at("1.3.05", later="study days"),
        year(2014),
        "2014",
    ),
)
