"""The metrics once more, in SQL alone: a second opinion that shares no line with the portal.

The rules S1 to S8 are written out for what the made-up programme holds: no indicators, no
targets, no succession of actions, the default thresholds.
"""

from datetime import date, datetime
from decimal import Decimal

from django.db import connection

Answer = tuple[Decimal | None, Decimal | None, Decimal | None]

_KNOWN = (
    "(recorded_at <= coalesce(%(known)s, 'infinity'::timestamptz) AND (withdrawn_at IS NULL"
    " OR withdrawn_at > coalesce(%(known)s, 'infinity'::timestamptz)))"
)


def _newest(table: str, subject: str) -> str:
    return (
        f"(SELECT DISTINCT ON ({subject}) * FROM {table} WHERE {_KNOWN} AND valid_on <= %(day)s"
        f" ORDER BY {subject}, valid_on DESC, recorded_at DESC, id DESC)"
    )


_COMMON = f"""
av AS {_newest("programme_actionversion", "action_id")},
act AS (
    SELECT av.*, a.code, l.code AS line_code, l.domain_id FROM av
    JOIN programme_action a ON a.id = av.action_id
    LEFT JOIN programme_actionline l ON l.id = av.line_id
    WHERE %(line)s = '' OR l.code = %(line)s
),
mv AS {_newest("programme_milestoneversion", "milestone_id")},
outcome AS {_newest("programme_milestoneoutcome", "milestone_id")},
plan AS (SELECT * FROM programme_milestoneplan WHERE {_KNOWN} AND valid_on <= %(day)s),
first_plan AS (
    SELECT DISTINCT ON (milestone_id) * FROM plan ORDER BY milestone_id, valid_on, number, id
),
last_plan AS (
    SELECT DISTINCT ON (milestone_id) * FROM plan
    ORDER BY milestone_id, valid_on DESC, number DESC, id DESC
),
ms AS (
    SELECT m.action_id, mv.milestone_id, mv.is_final, outcome.kind AS result,
           outcome.valid_on AS result_on, first_plan.due_on AS first_due,
           first_plan.original_unknown, last_plan.due_on AS due,
           CASE WHEN outcome.kind IS NULL AND last_plan.due_on < %(day)s
                THEN %(day)s::date - last_plan.due_on ELSE 0 END AS late,
           (SELECT count(*) FROM plan p WHERE p.milestone_id = mv.milestone_id AND p.number > 1
            AND %(day)s::date - p.valid_on <= 365) AS moves
    FROM mv JOIN programme_milestone m ON m.id = mv.milestone_id
    JOIN act ON act.action_id = m.action_id
    LEFT JOIN outcome ON outcome.milestone_id = mv.milestone_id
    LEFT JOIN first_plan ON first_plan.milestone_id = mv.milestone_id
    LEFT JOIN last_plan ON last_plan.milestone_id = mv.milestone_id
)
"""

_STATUS = f"""
closure AS {_newest("programme_actionclosure", "action_id")},
told AS (SELECT * FROM programme_statusupdate WHERE {_KNOWN} AND valid_on <= %(day)s),
declared AS (
    SELECT DISTINCT ON (action_id) action_id, declared_status AS status FROM told
    WHERE declared_status <> '' ORDER BY action_id, valid_on DESC, recorded_at DESC, id DESC
),
per AS (
    SELECT action_id, count(*) AS total,
           count(*) FILTER (WHERE result = 'realised') AS realised,
           count(*) FILTER (WHERE result = 'dropped') AS dropped,
           coalesce(bool_or(is_final AND result = 'realised'), false) AS final_reached,
           coalesce(max(late) FILTER (WHERE is_final), 0) AS final_late,
           count(*) FILTER (WHERE late > 30) AS many, max(late) AS late,
           coalesce(bool_or(moves >= 2 AND result IS DISTINCT FROM 'dropped'), false) AS moved
    FROM ms GROUP BY action_id
),
status AS (
    SELECT act.action_id, act.starts_on, declared.status AS declared,
           CASE
             WHEN closure.kind = 'stopped' THEN 'stopped'
             WHEN closure.kind = 'completed'
                  OR (per.total > per.dropped AND per.total - per.dropped = per.realised
                      AND per.final_reached) THEN 'achieved'
             WHEN per.final_late > 90 OR per.many >= 2
                  OR (%(day)s::date - act.ends_on > 30 AND closure.kind IS NULL)
                  THEN 'action_needed'
             WHEN per.late > 0 OR per.moved
                  OR (%(day)s::date - act.starts_on > 30 AND NOT e.evidence) THEN 'attention'
             WHEN e.evidence AND (per.realised > 0 OR (act.is_continuous
                  AND %(day)s::date - e.last_told <= 180)) THEN 'on_track'
             WHEN e.evidence THEN 'started'
             WHEN per.total > 0 OR act.starts_on IS NOT NULL
                  OR declared.status = 'not_started' THEN 'not_started'
             ELSE 'unknown'
           END AS computed
    FROM act
    LEFT JOIN closure ON closure.action_id = act.action_id
    LEFT JOIN declared ON declared.action_id = act.action_id
    LEFT JOIN per ON per.action_id = act.action_id
    CROSS JOIN LATERAL (
        SELECT coalesce(per.realised, 0) > 0 OR coalesce(declared.status IN
               ('started', 'on_track', 'attention', 'action_needed', 'achieved'), false)
               AS evidence,
               (SELECT max(valid_on) FROM told WHERE told.action_id = act.action_id) AS last_told
    ) e
    WHERE act.kind = 'action'
)
"""

_WHO = f"""
known_actor AS (SELECT * FROM programme_actorversion WHERE {_KNOWN} AND valid_on <= %(day)s),
actor AS (
    SELECT newest.*, (SELECT min(valid_on) FROM known_actor k WHERE k.actor_id = newest.actor_id)
           AS first_on, (SELECT slug FROM programme_actor p WHERE p.id = newest.actor_id) AS slug
    FROM {_newest("programme_actorversion", "actor_id")} newest
),
edge AS (
    SELECT from_actor_id AS a, to_actor_id AS b FROM programme_actorsuccession
    WHERE {_KNOWN} AND valid_on <= %(day)s
),
reach AS (
    SELECT id AS a, id AS b FROM programme_actor
    UNION
    SELECT reach.a, CASE WHEN edge.a = reach.b THEN edge.b ELSE edge.a END
    FROM reach JOIN edge ON reach.b IN (edge.a, edge.b)
),
head AS (
    SELECT DISTINCT ON (reach.a) reach.a AS actor_id, reach.b AS member FROM reach
    ORDER BY reach.a, (reach.b IN (SELECT a FROM edge)), reach.b
),
stands AS (
    SELECT actor.actor_id, CASE WHEN EXISTS (SELECT FROM actor o WHERE o.actor_id = head.member)
           THEN head.member ELSE actor.actor_id END AS head
    FROM actor JOIN head ON head.actor_id = actor.actor_id
),
part AS (
    SELECT p.*, stands.head, actor.first_on FROM programme_participation p
    JOIN actor ON actor.actor_id = p.actor_id
    JOIN stands ON stands.actor_id = p.actor_id
    WHERE (p.recorded_at <= coalesce(%(known)s, 'infinity'::timestamptz)
           AND (p.withdrawn_at IS NULL
                OR p.withdrawn_at > coalesce(%(known)s, 'infinity'::timestamptz)))
      AND (p.since IS NULL OR p.since <= %(day)s)
      AND p.role <> 'target_group' AND NOT actor.is_group
)
"""

_QUERIES = {
    "programme.on_track_share": f"""
        WITH {_COMMON}, {_STATUS}, counting AS (
            SELECT * FROM status WHERE computed NOT IN ('stopped', 'unknown')
            AND (starts_on IS NULL OR starts_on <= %(day)s)
        )
        SELECT count(*) FILTER (WHERE computed IN ('on_track', 'achieved')) * 100.0
               / nullif(count(*), 0),
               count(*) FILTER (WHERE computed IN ('on_track', 'achieved')), count(*)
        FROM counting""",
    "programme.deviations": f"""
        WITH {_COMMON}, {_STATUS}
        SELECT count(*), NULL, NULL FROM status WHERE declared <> computed""",
    "programme.milestones_in_time_share": f"""
        WITH {_COMMON}, due AS (
            SELECT coalesce(result = 'realised' AND result_on <= first_due, false) AS good FROM ms
            WHERE first_due BETWEEN (%(day)s::date - interval '1 year')::date + 1 AND %(day)s
              AND NOT original_unknown AND result IS DISTINCT FROM 'dropped'
        )
        SELECT count(*) FILTER (WHERE good) * 100.0 / nullif(count(*), 0),
               count(*) FILTER (WHERE good), count(*) FROM due""",
    "programme.median_slip_days": f"""
        WITH {_COMMON}
        SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY coalesce(result_on, due) - first_due),
               NULL, count(*)
        FROM ms WHERE first_due IS NOT NULL AND NOT original_unknown
          AND result IS DISTINCT FROM 'dropped'""",
    "programme.active_partners": f"""
        WITH RECURSIVE {_COMMON}, {_WHO}
        SELECT count(DISTINCT head), NULL, NULL FROM part
        WHERE (until IS NULL OR until >= %(day)s)
          AND (action_id IN (SELECT action_id FROM act)
               OR (action_id IS NULL AND (%(line)s = '' OR line_id IN (SELECT line_id FROM act))))
        """,
    "programme.new_cross_sector_pairs": f"""
        WITH RECURSIVE {_COMMON}, {_WHO}, begun AS (
            SELECT action_id, min(valid_on) AS first_on FROM programme_actionversion
            WHERE {_KNOWN} AND valid_on <= %(day)s GROUP BY action_id
        ),
        span AS (
            SELECT part.action_id, part.head, part.id, coalesce(part.since,
                   greatest(part.first_on, begun.first_on)) AS since, part.until
            FROM part JOIN begun ON begun.action_id = part.action_id
            WHERE part.action_id IN (SELECT action_id FROM av)
        ),
        shared AS (
            SELECT x.head AS a, y.head AS b, min(greatest(x.since, y.since)) AS day
            FROM span x JOIN span y ON x.action_id = y.action_id AND x.head < y.head
            WHERE greatest(x.since, y.since) <= coalesce(x.until, 'infinity')
              AND greatest(x.since, y.since) <= coalesce(y.until, 'infinity')
            GROUP BY 1, 2
        )
        SELECT count(*), NULL, NULL FROM shared
        JOIN actor one ON one.actor_id = a JOIN actor other ON other.actor_id = b
        WHERE one.kind <> other.kind
          AND day BETWEEN (%(day)s::date - interval '1 year')::date + 1 AND %(day)s""",
    "programme.lead_concentration": f"""
        WITH RECURSIVE {_COMMON}, {_WHO}, lead AS (
            SELECT * FROM part WHERE role = 'lead' AND (until IS NULL OR until >= %(day)s)
        ),
        own AS (
            SELECT act.action_id, x.head FROM act CROSS JOIN LATERAL (
                SELECT head, rank() OVER (ORDER BY near) AS place FROM (
                    SELECT head, 1 AS near FROM lead WHERE lead.action_id = act.action_id
                    UNION ALL SELECT head, 2 FROM lead WHERE lead.line_id = act.line_id
                    UNION ALL SELECT head, 3 FROM lead WHERE lead.domain_id = act.domain_id
                ) every
            ) x WHERE x.place = 1 AND act.kind = 'action'
        ),
        most AS (
            SELECT count(DISTINCT action_id) AS number FROM own GROUP BY head
            ORDER BY number DESC LIMIT 1
        ),
        whole AS (SELECT count(DISTINCT action_id) AS number FROM own)
        SELECT coalesce((SELECT number FROM most), 0) * 100.0 / nullif(whole.number, 0),
               coalesce((SELECT number FROM most), 0), whole.number FROM whole""",
}


def oracle(key: str, day: date, known_at: datetime | None = None, line: str = "") -> Answer:
    """(value, numerator, denominator) of a metric, by SQL."""
    with connection.cursor() as cursor:
        cursor.execute(_QUERIES[key], {"day": day, "known": known_at, "line": line})
        row = cursor.fetchone()
    value, numerator, denominator = (None if n is None else Decimal(str(n)) for n in row)
    return value, numerator, denominator
