"""How lines, actions and actors hang together."""

from slimsamenwerken.programme.seed.rows import ActorSuccession, Relation, Succession, day

# "Deze actie" in the text is the line: it uses "acties" for its five lines.
SUCCESSIONS: tuple[Succession, ...] = (
    Succession("1.2", "P1", "F213"),
    Succession("1.3", "P2", "F306"),
)

_EXAMPLES = "verband afgeleid: het event en de voorbeelden informeren mee over circulair aankopen"

RELATIONS: tuple[Relation, ...] = (
    Relation("1.1.01", "part_of", "1.1.04", "F112", note="toekomstig"),
    Relation(
        "1.1.03",
        "input_for",
        "1.1.02",
        "F109",
        note="productfiches",
        derived="verband afgeleid uit de lijst van productfiches",
    ),
    Relation("1.2.03", "input_for", "1.2.04", "F206"),
    Relation("1.3.01", "precedes", "1.3.02", "F304"),
    Relation("1.3.02", "precedes", "1.3.03", "F305"),
    Relation("1.1.07", "related", "1.1.06", "F117, F118", derived=_EXAMPLES),
    Relation("1.1.08", "related", "1.1.06", "F119–F121", derived=_EXAMPLES),
)

# From outside the text, loaded because the text uses both names.
ACTOR_SUCCESSIONS: tuple[ActorSuccession, ...] = (
    ActorSuccession(
        "agentschap-ondernemen",
        "aio",
        "merged",
        day(2016, 1, 1),
        "Trends, 2016; Vlaams Parlement, Jaarverslag 2015–2016",
        "F207 en F210 gebruiken beide namen; de fusie is bevestigd buiten de bron.",
    ),
)
