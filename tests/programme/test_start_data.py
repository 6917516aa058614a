"""The start data as plain rows: complete, in agreement with itself, and what the source states."""

from collections import Counter
from datetime import date
from decimal import Decimal
from hashlib import sha256

import pytest

from slimsamenwerken.programme.seed.action_rows import ACTIONS
from slimsamenwerken.programme.seed.actors import ACTORS, GROUPS, NAMED
from slimsamenwerken.programme.seed.facts import BY_CODE, FACTS, cite, facts_at, text_of
from slimsamenwerken.programme.seed.indicators import INDICATORS
from slimsamenwerken.programme.seed.lines import DOMAIN, LINES
from slimsamenwerken.programme.seed.links import ACTOR_SUCCESSIONS, RELATIONS, SUCCESSIONS
from slimsamenwerken.programme.seed.milestones import MILESTONES
from slimsamenwerken.programme.seed.participations import PARTICIPATIONS
from slimsamenwerken.programme.seed.rows import REFERENCE_DAY, When, by, day, month, year, years
from slimsamenwerken.programme.seed.updates import DATED, IN_THE_TEXT, UPDATES

REAL_ACTIONS = [action for action in ACTIONS if action.kind == "action"]
TARGETS = {DOMAIN.code, *(line.code for line in LINES), *(action.code for action in ACTIONS)}
SLUGS = {actor.slug for actor in ACTORS}


def digest(*lines: str) -> str:
    return sha256("\n".join(lines).encode()).hexdigest()


def test_every_thing_of_the_source_is_there() -> None:
    assert (len(LINES), len(REAL_ACTIONS), len(ACTIONS)) == (5, 32, 34)
    per_line = Counter(action.line for action in REAL_ACTIONS)
    assert [per_line[line.code] for line in LINES] == [11, 5, 5, 5, 6]
    assert (len(MILESTONES), sum(m.reached is not None for m in MILESTONES)) == (17, 16)
    assert (len(INDICATORS), sum(len(i.measurements) for i in INDICATORS)) == (3, 3)
    assert (len(NAMED), len(GROUPS)) == (24, 20)
    assert (len(PARTICIPATIONS), len(RELATIONS), len(SUCCESSIONS)) == (55, 7, 2)


def test_every_fact_of_the_source_is_there() -> None:
    assert list(Counter(fact.code[:2] for fact in FACTS).values()) == [7, 25, 16, 10, 12, 13]
    assert len(BY_CODE) == len(FACTS) == 83


def test_no_text_of_the_source_changed() -> None:
    facts = digest(*(f"{fact.code}|{fact.text}" for fact in FACTS))
    titles = digest(*(f"{action.code}|{action.title}" for action in ACTIONS))
    assert facts == "ad49080b6807e77b07c1b5ae26284ef2c5e84be074d6bed60761c684714c3e47"
    assert titles == "d9369454ecf99735124840f91542f609f77c890965e00bfd9306a92a4d610d32"


def test_codes_are_given_once() -> None:
    for codes in (
        [action.code for action in ACTIONS],
        [actor.slug for actor in ACTORS],
        [(m.action, m.code) for m in MILESTONES],
        [(update.action, update.when) for update in UPDATES],
        [(row.target, row.actor, row.role) for row in PARTICIPATIONS],
    ):
        assert len(set(codes)) == len(codes)


def test_every_code_that_is_named_exists() -> None:
    assert {place.code for fact in FACTS for place in fact.places} <= TARGETS
    assert {row.target for row in PARTICIPATIONS} <= TARGETS
    assert {row.actor for row in PARTICIPATIONS} <= SLUGS
    assert {row.action for row in (*UPDATES, *MILESTONES)} <= TARGETS
    ends = {end for row in (*SUCCESSIONS, *RELATIONS) for end in (row.origin, row.target)}
    assert ends <= TARGETS
    assert {end for row in ACTOR_SUCCESSIONS for end in (row.origin, row.target)} <= SLUGS
    assert {code for indicator in INDICATORS for code in indicator.actions} <= TARGETS
    cited = {code for row in (*UPDATES, *MILESTONES) for code in row.facts}
    assert cited <= set(BY_CODE)


def test_every_action_rests_on_facts() -> None:
    assert all(facts_at(action.code) for action in ACTIONS)


def test_declared_status_counts() -> None:
    counts = Counter(action.status for action in REAL_ACTIONS)
    assert counts == {"on_track": 12, "achieved": 11, "started": 4, "not_started": 3, "": 2}


def test_only_the_stated_dates_are_updates_of_their_own() -> None:
    assert [(u.action, u.when.last, u.when.precision, u.status) for u in DATED] == [
        ("1.2.04", date(2013, 12, 31), "year", ""),
        ("1.4.02", date(2013, 12, 31), "year", "started"),
        ("1.5.05", date(2014, 12, 31), "year", "started"),
        ("1.2.04", date(2015, 9, 30), "month", ""),
    ]
    assert {update.when for update in IN_THE_TEXT} == {When(REFERENCE_DAY)}


def test_texts_fit_their_columns() -> None:
    assert all(20 <= len(text_of(update.facts)) <= 4000 for update in UPDATES)
    assert all(len(text_of(m.facts)) >= 20 for m in MILESTONES if m.reached)
    assert all(0 < len(action.summary) <= 500 and len(action.title) <= 120 for action in ACTIONS)


def test_achieved_actions_have_an_end_and_continuous_ones_have_none() -> None:
    assert all(action.ends for action in ACTIONS if action.status == "achieved")
    assert not any(action.ends or action.starts for action in ACTIONS if action.continuous)


def test_nothing_counts_before_it_is_stated() -> None:
    early = {action.code: action.valid_on for action in ACTIONS if action.valid_on < REFERENCE_DAY}
    assert early == {
        "1.2.03": date(2013, 1, 1),
        "1.3.04": date(2014, 1, 1),
        "1.3.05": date(2014, 1, 1),
        "1.4.02": date(2013, 1, 1),
        "1.5.03": date(2014, 1, 1),
        "1.5.04": date(2014, 1, 1),
        "1.5.05": date(2014, 1, 1),
        "1.5.06": date(2015, 1, 1),
    }
    scan = next(action for action in ACTIONS if action.code == "1.2.04")
    assert [version.valid_on for version in scan.earlier] == [date(2013, 1, 1)]
    assert max(fact.when.last for fact in FACTS) == REFERENCE_DAY


@pytest.mark.parametrize(
    ("when", "last", "precision", "known_from"),
    [
        (day(2015, 5, 6), date(2015, 5, 6), "day", date(2015, 5, 6)),
        (month(2015, 9), date(2015, 9, 30), "month", date(2015, 9, 1)),
        (year(2014), date(2014, 12, 31), "year", date(2014, 1, 1)),
        (years(2013, 2014), date(2014, 12, 31), "range", date(2013, 1, 1)),
        (by(2015), date(2015, 12, 31), "by", date(2015, 12, 31)),
        (year(2016), date(2016, 12, 31), "year", REFERENCE_DAY),
    ],
)
def test_a_vague_date_holds_its_last_day(
    when: When, last: date, precision: str, known_from: date
) -> None:
    assert (when.last, when.precision, when.known_from) == (last, precision, known_from)


def test_dates_of_the_facts() -> None:
    stated = Counter((f.when.precision, f.when.last.year) for f in FACTS if f.date_text)
    assert stated == {
        ("by", 2015): 18,
        ("by", 2013): 1,
        ("year", 2013): 2,
        ("year", 2014): 7,
        ("year", 2015): 3,
        ("month", 2015): 1,
        ("range", 2014): 1,
    }
    derived = [fact.code for fact in FACTS if fact.basis]
    assert derived == ["F110", "F207", "F303", "F508", "F509", "F512"]


def test_measurements_say_no_more_than_the_source() -> None:
    rows = [(i.code, m.qualifier, m.value, m.when) for i in INDICATORS for m in i.measurements]
    assert rows == [
        ("K1", ">", Decimal(15), year(2015)),
        ("K2", "=", Decimal(77), month(2015, 9)),
        ("K3", "≈", Decimal(100), by(2015)),
    ]
    assert {i.code: i.actions for i in INDICATORS} == {
        "K1": (),
        "K2": ("1.2.04",),
        "K3": ("1.1.07",),
    }


def test_citing_shortens_a_row_of_ids() -> None:
    assert cite(["F104", "F105", "F112"]) == "F104, F105, F112"
    assert cite(["F201", "F202", "F203", "F205"]) == "F201–F203, F205"
