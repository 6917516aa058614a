"""The data set of the programme's benchmarks: 5 lines × 100 actions, times a scale.

Every action has 10 milestones, 6 roles and 5 indicators of 60 months; every version table has 20
versions per thing. The rows are made by PostgreSQL from a fixed seed, so two machines time the
same data. Triggers and foreign keys are off while loading: a fact is stamped on the day it counts,
so that `known_at` has something to find in the past.
"""

from typing import Any

FIRST = "2012-01-01"
VERSIONS = 20
ENVELOPE = "public_id, recorded_at, origin, withdrawn_reason, derived, basis"
DATED = f"{ENVELOPE}, valid_on, valid_on_precision"
WORDS = (
    "ARRAY['circulair','aankopen','reststromen','fietsen','materialen','hergebruik','scan',"
    "'terrein','opleiding','campagne','afvalstoffen','meubels','verlichting','delen','ruilen']"
)


def _dated(day: str) -> str:
    return f"gen_random_uuid(), ({day})::timestamp AT TIME ZONE 'Europe/Brussels', 'seed', '', false, '', {day}, 'day'"


def _version_day(number: str = "v") -> str:
    """Twenty versions, some seventy days apart."""
    return f"(date '{FIRST}' + {number} * 70)"


def _identity(table: str, columns: str, select: str) -> str:
    return (
        f"INSERT INTO programme_{table} (id, public_id, version, modified_at, {columns}) {select}"
    )


def statements(scale: int) -> list[str]:
    """SQL in order; `scale` 1 gives 500 actions, 10 gives 5,000."""
    lines, actions, actors = 5 * scale, 500 * scale, 200 * scale
    milestones, indicators = actions * 10, actions * 5
    word = f"({WORDS})[1 + (hashint4(a * 31 + %s) & 2147483647) %% 15]"
    title = f"initcap({word % 'v'}) || ' ' || {word % 'v * 7'} || ' ' || a || ' versie ' || v"
    at_first = _dated(f"date '{FIRST}'")
    at_outcome = _dated(f"(date '{FIRST}' + (m % 10) * 180 + 100)")
    at_month = _dated(f"((date '{FIRST}' + (k || ' months')::interval)::date)")
    every = f"generate_series(0, {VERSIONS - 1}) v"
    return [
        "SET session_replication_role = replica",
        "SET synchronous_commit = off",
        _identity("actiondomain", "code", "VALUES (1, gen_random_uuid(), 1, now(), '1')"),
        (
            f"INSERT INTO programme_actiondomainversion ({DATED}, title, short_label, intro, domain_id) "
            f"VALUES ({at_first}, 'Voorbeelddomein', '', '', 1)"
        ),
        _identity(
            "actionline",
            "code, domain_id",
            f"SELECT l, gen_random_uuid(), 1, now(), ((l - 1) / 5) || '.' || (l - 1) % 5 + 1, 1 "
            f"FROM generate_series(1, {lines}) l",
        ),
        (
            f"INSERT INTO programme_actionlineversion ({DATED}, title, short_label, intro, line_id) "
            f"SELECT {_dated(_version_day())}, 'Voorbeeldlijn ' || l, 'Lijn ' || l, '', l "
            f"FROM generate_series(1, {lines}) l, {every}"
        ),
        _identity(
            "actor",
            "slug",
            f"SELECT a, gen_random_uuid(), 1, now(), 'voorbeeld-' || a FROM generate_series(1, {actors}) a",
        ),
        (
            f"INSERT INTO programme_actorversion ({DATED}, name, abbreviation, kind, is_group, website, "
            f"enterprise_number, actor_id) SELECT {_dated(_version_day())}, 'Voorbeeldactor ' || a || ' ' "
            f"|| {word % 'v'}, '', (ARRAY['government','company','network','knowledge'])[a % 4 + 1], "
            f"false, '', '', a FROM generate_series(1, {actors}) a, {every}"
        ),
        _identity(
            "action",
            "code",
            "SELECT a, gen_random_uuid(), 1, now(), l.code || '.' || lpad(((a - 1) % 100)::text, 2, '0') "
            f"FROM generate_series(1, {actions}) a JOIN programme_actionline l ON l.id = (a - 1) / 100 + 1",
        ),
        (
            f"INSERT INTO programme_actionversion ({DATED}, kind, title, summary, description, starts_on, "
            "starts_on_precision, ends_on, ends_on_precision, is_continuous, is_public, action_id, line_id) "
            f"SELECT {_dated(_version_day())}, 'action', {title}, 'Voorbeeld van een samenvatting.', "
            f"'Voorbeeld van een beschrijving over ' || {word % 'v * 3'}, date '{FIRST}', 'day', "
            "CASE WHEN a % 3 = 0 THEN NULL ELSE date '2016-01-01' + a % 900 END, 'day', a % 3 = 0, "
            f"a % 50 <> 0, a, (a - 1) / 100 + 1 FROM generate_series(1, {actions}) a, {every}"
        ),
        "INSERT INTO programme_participation (" + ENVELOPE + ", since_precision, until_precision, "
        "role, note, action_id, actor_id, since, until) SELECT gen_random_uuid(), "
        f"timestamptz '{FIRST}', 'seed', '', false, '', 'day', 'day', "
        "(ARRAY['lead','partner','partner','contractor','funder','target_group'])[p], '', a, "
        f"1 + (a * 7 + p * 13) % {actors}, date '{FIRST}' + p * 30, "
        "CASE WHEN p = 3 THEN date '2014-06-30' END "
        f"FROM generate_series(1, {actions}) a, generate_series(1, 6) p",
        (
            f"INSERT INTO programme_statusupdate ({DATED}, body, declared_status, computed_status, "
            f"deviation_reason, is_public, action_id) SELECT {_dated(_version_day())}, "
            f"'Voorbeeld van een stand van zaken over ' || {word % 'v'}, CASE WHEN v % 4 = 0 THEN '' ELSE "
            "(ARRAY['started','on_track','on_track','attention'])[(a + v) % 4 + 1] END, '', '', true, a "
            f"FROM generate_series(1, {actions}) a, {every}"
        ),
        _identity(
            "milestone",
            "code, action_id",
            "SELECT m, gen_random_uuid(), 1, now(), 'M' || (m - 1) % 10, (m - 1) / 10 + 1 "
            f"FROM generate_series(1, {milestones}) m",
        ),
        (
            f"INSERT INTO programme_milestoneversion ({DATED}, title, done_when, is_final, milestone_id, "
            f"owner_id) SELECT {_dated(_version_day())}, 'Voorbeeldmijlpaal ' || m || ' versie ' || v, "
            f"'Klaar wanneer het voorbeeld er is.', m % 10 = 9, m, 1 + m % {actors} "
            f"FROM generate_series(1, {milestones}) m, {every}"
        ),
        (
            f"INSERT INTO programme_milestoneplan ({DATED}, number, due_on, due_on_precision, decided_by, "
            f"reason, original_unknown, milestone_id) SELECT {_dated(_version_day('(p * 6)'))}, p, "
            f"date '{FIRST}' + (m % 10) * 180 + p * 45, 'day', 'stuurgroep (voorbeeld)', "
            "'Verplaatst in het voorbeeld.', false, m "
            f"FROM generate_series(1, {milestones}) m, generate_series(1, 1 + m % 3) p"
        ),
        (
            f"INSERT INTO programme_milestoneoutcome ({DATED}, kind, statement, evidence_url, milestone_id) "
            f"SELECT {at_outcome}, 'realised', "
            "'Voorbeeld van een resultaat.', '', m "
            f"FROM generate_series(1, {milestones}) m WHERE m % 10 < 6"
        ),
        _identity(
            "indicator",
            "code",
            f"SELECT i, gen_random_uuid(), 1, now(), 'V' || i FROM generate_series(1, {indicators}) i",
        ),
        (
            f"INSERT INTO programme_indicatorversion ({DATED}, title, definition, unit, decimals, level, "
            "direction, aggregation, dimension_aggregation, frequency, source_metric, indicator_id) "
            f"SELECT {_dated(_version_day())}, 'Voorbeeldindicator ' || i || ' versie ' || v, "
            "'Voorbeeld van een definitie die lang genoeg is.', 'aantal', 0, 'output', 'rising', "
            "'cumulative', 'none', 'month', '', i "
            f"FROM generate_series(1, {indicators}) i, {every}"
        ),
        "INSERT INTO programme_actionindicator ("
        + ENVELOPE
        + ", since_precision, until_precision, "
        f"action_id, indicator_id) SELECT gen_random_uuid(), timestamptz '{FIRST}', 'seed', '', false, "
        f"'', 'day', 'day', (i - 1) / 5 + 1, i FROM generate_series(1, {indicators}) i",
        (
            f"INSERT INTO programme_target ({DATED}, series, number, due_on, due_on_precision, value, "
            f"decided_by, reason, indicator_id) SELECT {at_first}, 1, 1, "
            "date '2016-12-31', 'day', 500 + i % 700, 'stuurgroep (voorbeeld)', '', i "
            f"FROM generate_series(1, {indicators}) i WHERE i % 2 = 0"
        ),
        (
            f"INSERT INTO programme_measurement ({DATED}, value, qualifier, is_baseline, dims, source, "
            "method_note, series_break, indicator_id) "
            f"SELECT {at_month}, "
            "k * 10 + i % 7, '=', k = 0, '{}', 'voorbeeldbron', '', false, i "
            f"FROM generate_series(1, {indicators}) i, generate_series(0, 59) k"
        ),
        *[
            f"SELECT setval(pg_get_serial_sequence('programme_{table}', 'id'), (SELECT max(id) FROM programme_{table}))"
            for table in ("actiondomain", "actionline", "actor", "action", "milestone", "indicator")
        ],
        "SET session_replication_role = origin",
        "ANALYZE",
    ]


def load(cursor: Any, scale: int) -> None:
    """Fill an empty, migrated database."""
    for statement in statements(scale):
        cursor.execute(statement)
