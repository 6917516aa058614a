"""The Dutch texts of the legal pages and the help page, as dated versions.

All are drafts until the owner approves them. Where the owner must still decide, the text says so.
"""

from datetime import date
from typing import Final

from slimsamenwerken.dashboard.legal import (
    ACCESSIBILITY_HEADINGS,
    LegalPage,
    Link,
    Section,
    Version,
)

FIRST: Final = date(2026, 11, 24)
OVAM_SITE: Final = Link("Website van de OVAM", "https://ovam.vlaanderen.be/")

ACCESSIBILITY = LegalPage(
    "accessibility",
    "Toegankelijkheidsverklaring",
    headings=ACCESSIBILITY_HEADINGS,
    versions=(
        Version(
            FIRST,
            is_draft=True,
            lead="De OVAM wil dat iedereen dit portaal kan gebruiken. Deze verklaring geldt voor "
            "het portaal Slim samenwerken. Ze volgt het Bestuursdecreet van 7 december 2018.",
            sections=(
                Section(
                    "Nalevingsstatus",
                    (
                        "Dit portaal voldoet gedeeltelijk aan de richtlijnen WCAG 2.1, niveau AA.",
                        (
                            "We bouwen het portaal volgens WCAG 2.2, niveau AA. Maar nog niemand van "
                            "buiten het project heeft het getest. Daarom staat hier ‘gedeeltelijk’."
                        ),
                    ),
                ),
                Section(
                    "Niet-toegankelijke inhoud",
                    (
                        (
                            "Niet-naleving: in onze eigen tests vonden we geen fouten. Dat zegt niet "
                            "alles. Een automatische test vindt maar een deel van de problemen."
                        ),
                        "Onevenredige last: daar beroepen we ons niet op.",
                        (
                            "Buiten de werkingssfeer: documenten van andere websites waar we naar "
                            "verwijzen. Wij beheren die niet."
                        ),
                    ),
                ),
                Section(
                    "Opstelling van deze verklaring",
                    (
                        "Deze verklaring is een ontwerp van 24 november 2026.",
                        (
                            "We hebben het portaal zelf getest. Een programma kijkt bij elke wijziging "
                            "alle pagina’s na, op een groot en op een klein scherm. We testen ook met "
                            "het toetsenbord alleen en zonder JavaScript."
                        ),
                        "De verklaring is het laatst herzien op 24 november 2026.",
                    ),
                ),
                Section(
                    "Feedback en contact",
                    (
                        (
                            "Kunt u iets niet lezen of gebruiken? Laat het ons weten. Zeg op welke "
                            "pagina dat was en wat er misging."
                        ),
                        (
                            "De OVAM vult hier nog in wie uw melding krijgt, en binnen hoeveel dagen u "
                            "een antwoord krijgt."
                        ),
                    ),
                    links=(OVAM_SITE,),
                ),
                Section(
                    "Handhavingsprocedure",
                    (
                        (
                            "Bent u niet tevreden met ons antwoord? Dan kunt u een klacht indienen bij "
                            "de klachtenbehandelaar van de OVAM."
                        ),
                        "Helpt dat niet? Dan kunt u naar de Vlaamse Ombudsdienst. Dat is gratis.",
                    ),
                    links=(Link("Vlaamse Ombudsdienst", "https://www.vlaamseombudsdienst.be/"),),
                ),
            ),
        ),
    ),
)

PRIVACY = LegalPage(
    "privacy",
    "Privacy",
    versions=(
        Version(
            FIRST,
            is_draft=True,
            lead="U kunt alle openbare pagina’s lezen zonder dat we weten wie u bent. Alleen wie "
            "zich aanmeldt, geeft ons persoonsgegevens.",
            sections=(
                Section(
                    "Waarvoor gebruiken we gegevens?",
                    points=(
                        "Om u te laten aanmelden en uw rechten te kennen.",
                        "Om te tonen wie een gegeven invoerde of wijzigde.",
                        "Om u een mail te sturen die u zelf vraagt, zoals een nieuw wachtwoord.",
                        "Om misbruik en fouten op te sporen.",
                    ),
                ),
                Section(
                    "Welke gegevens zijn dat?",
                    points=(
                        "Uw naam, uw e-mailadres en uw organisatie.",
                        "Uw rol in het portaal.",
                        "Wat u invoert en wanneer u dat doet.",
                        "Technische gegevens van uw bezoek, zonder uw naam of e-mailadres.",
                    ),
                ),
                Section(
                    "Waarom mogen we dat?",
                    (
                        (
                            "We doen dit voor een taak van algemeen belang. De OVAM volgt het Vlaams "
                            "Materialenprogramma op. De OVAM bevestigt deze rechtsgrond nog."
                        ),
                    ),
                ),
                Section(
                    "Hoelang bewaren we gegevens?",
                    (
                        (
                            "We bewaren en wissen gegevens volgens de selectieregels van de Vlaamse "
                            "overheid. De OVAM legt de termijnen nog vast. Tot dan wissen we niets "
                            "vanzelf."
                        ),
                    ),
                ),
                Section(
                    "Wie krijgt uw gegevens?",
                    (
                        (
                            "Medewerkers van de OVAM die het portaal beheren. Andere gebruikers zien "
                            "alleen uw naam bij wat u zelf invoert. We verkopen niets en we geven niets "
                            "door voor reclame."
                        ),
                    ),
                ),
                Section(
                    "Wat zijn uw rechten?",
                    points=(
                        "U mag vragen welke gegevens we van u hebben.",
                        "U mag fouten laten verbeteren.",
                        "U mag vragen om uw gegevens te wissen of minder te gebruiken.",
                        "U mag bezwaar maken.",
                    ),
                ),
                Section(
                    "Vragen of een klacht",
                    (
                        (
                            "Stel uw vraag aan de functionaris voor gegevensbescherming van de OVAM. "
                            "De OVAM vult het adres hier nog in."
                        ),
                        (
                            "U kunt ook een klacht indienen bij de Vlaamse Toezichtcommissie of bij de "
                            "Gegevensbeschermingsautoriteit."
                        ),
                    ),
                    links=(OVAM_SITE,),
                ),
            ),
        ),
    ),
)

COOKIES = LegalPage(
    "cookies",
    "Cookies",
    versions=(
        Version(
            FIRST,
            is_draft=True,
            lead="Dit portaal gebruikt alleen cookies die nodig zijn om te werken. Daarom vragen we "
            "u geen toestemming. We volgen u niet.",
            sections=(
                Section(
                    "Wat is een cookie?",
                    (
                        (
                            "Een cookie is een klein stukje tekst dat een website in uw browser zet. "
                            "De website kan het later weer lezen."
                        ),
                    ),
                ),
                Section(
                    "Wat staat er nog in uw browser?",
                    (
                        (
                            "Zet u de sneltoetsen uit op de hulppagina? Dan onthoudt uw browser die "
                            "keuze onder de naam ‘ssw-sneltoetsen’. Die keuze komt nooit bij ons."
                        ),
                    ),
                ),
            ),
        ),
    ),
)

REUSE = LegalPage(
    "reuse",
    "Hergebruik van gegevens",
    versions=(
        Version(
            FIRST,
            is_draft=True,
            lead="De cijfers op dit portaal zijn van iedereen. U mag ze lezen, opslaan en opnieuw "
            "gebruiken.",
            sections=(
                Section(
                    "Wat mag u doen?",
                    (
                        (
                            "Het voorstel is de Modellicentie Gratis Hergebruik van de Vlaamse "
                            "overheid. De OVAM bevestigt die keuze nog."
                        ),
                        "Noem altijd de bron: ‘Slim samenwerken, OVAM’. Zet er de peildatum bij.",
                    ),
                ),
                Section(
                    "Hoe krijgt u de gegevens?",
                    points=(
                        "Elke lijst kunt u opslaan als CSV of XLSX. U krijgt wat u gefilterd hebt.",
                        "Elk rapport bestaat als webpagina, PDF, XLSX en JSON.",
                        "Programma’s halen alles wat openbaar is op via de API.",
                        "De catalogus noemt elke dataset, met CSV en JSON-LD.",
                    ),
                    links=(Link("Open data: alle datasets", "/catalogus/"),),
                ),
                Section(
                    "Wat is de peildatum?",
                    (
                        (
                            "Elke pagina kan een toestand uit het verleden tonen. De peildatum zegt "
                            "welke dag dat is. Zo kunt u een cijfer later opnieuw vinden."
                        ),
                    ),
                ),
            ),
        ),
    ),
)

API = LegalPage(
    "api",
    "API",
    versions=(
        Version(
            FIRST,
            is_draft=True,
            lead="Met de API haalt een programma de gegevens van dit portaal op. Partners kunnen er "
            "ook mee schrijven.",
            sections=(
                Section(
                    "Wat kan er nu?",
                    points=(
                        "Alles lezen wat op de pagina’s openbaar is, op elke peildatum. Zonder sleutel.",
                        "Volgen wat er verandert, en zo een kopie bijhouden.",
                        "Schrijven op uw eigen acties, met een sleutel van uw organisatie.",
                        "Een bericht krijgen bij elke wijziging (webhooks).",
                        "Een hele lijst als bestand vragen: CSV, JSON of XLSX.",
                    ),
                    links=(
                        Link("Beschrijving voor ontwikkelaars", "/api/v1/doc"),
                        Link("Open data: alle datasets", "/catalogus/"),
                    ),
                ),
            ),
        ),
    ),
)

CONTACT = LegalPage(
    "contact",
    "Contact",
    versions=(
        Version(
            FIRST,
            is_draft=True,
            lead="Dit portaal is van de OVAM, de Openbare Vlaamse Afvalstoffenmaatschappij.",
            sections=(
                Section(
                    "Een vraag over een actie",
                    (
                        (
                            "Op de pagina van elke actie staat wie de trekker is. Die organisatie weet "
                            "het meest over de actie."
                        ),
                    ),
                ),
                Section(
                    "Een vraag over dit portaal",
                    (
                        (
                            "Werkt er iets niet, of vindt u een fout in een cijfer? Meld het aan de "
                            "OVAM. Zet de link van de pagina in uw bericht."
                        ),
                        "De OVAM vult hier nog een e-mailadres en een telefoonnummer in.",
                    ),
                    links=(OVAM_SITE,),
                ),
            ),
        ),
    ),
)

HELP = LegalPage(
    "help",
    "Hulp nodig?",
    versions=(
        Version(
            FIRST,
            is_draft=True,
            lead="Hier leest u hoe u iets vindt, en hoe u een cijfer kunt controleren.",
            sections=(
                Section(
                    "Iets zoeken",
                    (
                        (
                            "Typ een woord of een code in het zoekveld bovenaan. Zoek bijvoorbeeld op "
                            "‘1.2.04’ of op ‘fietsen’."
                        ),
                        (
                            "Op een lijst kunt u ook filteren. Kies wat u wilt zien en druk op ‘Filters "
                            "toepassen’. Met een kruisje haalt u een filter weer weg."
                        ),
                    ),
                ),
                Section(
                    "Een toestand uit het verleden",
                    (
                        (
                            "Vul een peildatum in. De pagina toont dan hoe het op die dag was. Een gele "
                            "band bovenaan zegt welke dag u ziet. Met ‘Terug naar vandaag’ gaat u terug."
                        ),
                    ),
                ),
                Section(
                    "Twee statussen naast elkaar",
                    (
                        (
                            "Elke actie heeft een opgegeven en een berekende status. De trekker geeft "
                            "de ene op. Vaste regels berekenen de andere. Onder ‘Hoe berekend?’ leest u "
                            "welke regel telde."
                        ),
                    ),
                ),
                Section(
                    "Aanmelden",
                    (
                        (
                            "U hebt geen account nodig om te lezen. Werkt u mee aan een actie? Dan "
                            "krijgt u een account van een programmabeheerder."
                        ),
                        "Wachtwoord vergeten? Vraag op de pagina ‘Aanmelden’ een nieuw aan.",
                    ),
                ),
            ),
        ),
    ),
)

PAGES: Final = {
    page.key: page for page in (ACCESSIBILITY, PRIVACY, COOKIES, REUSE, API, CONTACT, HELP)
}
