"""Milestones of the actions. "Done when" and owner are not stated, so they stay empty."""

from slimsamenwerken.programme.seed.rows import YEAR_OF_TEXT, Milestone, Plan, day, year, years

_YEAR_OF_CAMPAIGN = "Jaar afgeleid uit F506: dezelfde campagne."

MILESTONES: tuple[Milestone, ...] = (
    Milestone("1.1.03", "M1", "Onderzoek verkeerssignalisatie afgerond", ("F108",)),
    Milestone(
        "1.1.03", "M2", "Extra criteria in de lijst van productfiches", ("F109",), is_final=True
    ),
    Milestone("1.1.07", "M1", "Event gehouden", ("F117",), is_final=True),
    Milestone("1.1.08", "M1", "Eerste voorbeelden getoond", ("F119", "F120", "F121")),
    Milestone(
        "1.2.03",
        "M1",
        "Input voor de materialenscan geleverd",
        ("F206",),
        year(2013),
        is_final=True,
    ),
    Milestone(
        "1.2.04", "M1", "Materialenscan beschikbaar voor bedrijven", ("F207", "F208"), year(2013)
    ),
    Milestone(
        "1.2.04",
        "M2",
        "Einde van het verlengde programma",
        ("F212",),
        None,
        plan=Plan(
            day(2016, 12, 31),
            "Verlenging volgens de bron; oorspronkelijke einddatum en beslisser niet vermeld.",
            original_unknown=True,
        ),
    ),
    Milestone("1.3.04", "M1", "Prezi klaar", ("F307",), year(2014), is_final=True),
    Milestone("1.3.05", "M1", "Studiedagen gehouden", ("F310",), year(2014), is_final=True),
    Milestone(
        "1.4.02",
        "M1",
        "Deelinitiatieven samengebracht",
        ("F407",),
        years(2013, 2014),
        is_final=True,
    ),
    Milestone("1.4.03", "M1", "Knelpunten en kansen in kaart", ("F408",), is_final=True),
    Milestone("1.4.04", "M1", "Blogs verschenen", ("F409",)),
    Milestone("1.4.04", "M2", "Memorandum verspreid", ("F410",), is_final=True),
    Milestone("1.4.05", "M1", "Platform gelanceerd", ("F411",)),
    Milestone("1.5.03", "M1", "Campagne gelanceerd", ("F506", "F507"), year(2014), is_final=True),
    Milestone(
        "1.5.04",
        "M1",
        "Infosessies gehouden",
        ("F509",),
        year(2014),
        is_final=True,
        derived=_YEAR_OF_CAMPAIGN,
    ),
    Milestone(
        "1.5.06",
        "M1",
        "Input geleverd",
        ("F512",),
        year(2015),
        is_final=True,
        derived=YEAR_OF_TEXT,
    ),
)
