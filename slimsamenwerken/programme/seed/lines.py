"""The action domain and its five lines."""

from slimsamenwerken.programme.seed.rows import Titled

DOMAIN = Titled("1", "Slim samenwerken", "", "F001")

LINES: tuple[Titled, ...] = (
    Titled(
        "1.1",
        "Duurzaam aankoopbeleid inzetten als hefboom voor duurzaam materialenbeheer",
        "Duurzaam aankopen",
        "F006",
    ),
    Titled(
        "1.2",
        "Duurzaam materialenbeheer op bedrijventerreinen bevorderen",
        "Bedrijventerreinen",
        "F006",
    ),
    Titled(
        "1.3",
        "Via onderwijs en werkvloerleren de kennis en vaardigheden versterken die nodig zijn voor de omslag naar een circulaire economie",
        "Onderwijs en werkvloer",
        "F006",
    ),
    Titled(
        "1.4",
        "Innovatieve businessmodellen rond hergebruik en gedeeld gebruik stimuleren",
        "Delen en hergebruik",
        "F006",
    ),
    Titled(
        "1.5",
        "Sensibilisering en de burger aanzetten tot gedragsverandering rond duurzaam omgaan met materialen en de circulaire economie",
        "Sensibilisering",
        "F006",
    ),
)
