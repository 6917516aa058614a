"""All 83 source facts, and the texts that other rows take from them."""

from collections.abc import Iterable

from slimsamenwerken.programme.seed import facts_citizens, facts_parks, facts_purchasing
from slimsamenwerken.programme.seed.rows import Fact

FACTS: tuple[Fact, ...] = facts_purchasing.FACTS + facts_parks.FACTS + facts_citizens.FACTS
BY_CODE: dict[str, Fact] = {fact.code: fact for fact in FACTS}


def facts_at(place: str) -> tuple[str, ...]:
    """Ids of the facts that are shown at a domain, line or action, in order."""
    return tuple(fact.code for fact in FACTS if any(at.code == place for at in fact.places))


def text_of(codes: Iterable[str]) -> str:
    """The texts of the facts, one after the other."""
    return " ".join(BY_CODE[code].text for code in codes)


def cite(codes: Iterable[str]) -> str:
    """The ids in short: "F104, F105" or, for three or more in a row, "F201–F203"."""
    runs: list[list[str]] = []
    for code in codes:
        if runs and int(code[1:]) == int(runs[-1][-1][1:]) + 1:
            runs[-1].append(code)
        else:
            runs.append([code])
    return ", ".join(_run(run) for run in runs)


def _run(run: list[str]) -> str:
    return f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(run)
