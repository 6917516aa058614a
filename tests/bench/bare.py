"""A, the bare answer: one SQL statement, JSON by PostgreSQL, a kept connection; nothing else.

What a page tells is what the statement selects: the same rows, counts and order, without the
computed status, whose cost is printed apart.
"""

import os
import threading
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qs

import psycopg

_connections = threading.local()

# The version that counts per thing; %(on)s is the day.
_PICK = """
SELECT DISTINCT ON (v.{subject}) v.* FROM programme_{table} v
WHERE v.withdrawn_at IS NULL AND v.valid_on <= %(on)s
ORDER BY v.{subject}, v.valid_on DESC, v.recorded_at DESC, v.id DESC
"""
ACTIONS = _PICK.format(subject="action_id", table="actionversion")
LINES = _PICK.format(subject="line_id", table="actionlineversion")
MILESTONES = _PICK.format(subject="milestone_id", table="milestoneversion")
INDICATORS = _PICK.format(subject="indicator_id", table="indicatorversion")
ACTORS = _PICK.format(subject="actor_id", table="actorversion")
DECLARED = """
SELECT DISTINCT ON (action_id) action_id, declared_status, valid_on FROM programme_statusupdate
WHERE withdrawn_at IS NULL AND valid_on <= %(on)s AND declared_status <> ''
ORDER BY action_id, valid_on DESC, recorded_at DESC, id DESC
"""
PLANS = """
SELECT DISTINCT ON (milestone_id) milestone_id, due_on FROM programme_milestoneplan
WHERE withdrawn_at IS NULL AND valid_on <= %(on)s
ORDER BY milestone_id, valid_on DESC, recorded_at DESC, id DESC
"""
DONE = """
SELECT milestone_id, kind, valid_on FROM programme_milestoneoutcome
WHERE withdrawn_at IS NULL AND valid_on <= %(on)s
"""

LIST = f"""
WITH a AS ({ACTIONS}), l AS ({LINES}), d AS ({DECLARED}),
chosen AS (
  SELECT a.action_id, x.code, a.title, li.code AS line, a.starts_on, a.ends_on, a.is_continuous
  FROM a JOIN programme_action x ON x.id = a.action_id
  JOIN programme_actionline li ON li.id = a.line_id
  WHERE a.is_public AND (%(line)s::text IS NULL OR li.code = %(line)s)
    AND (%(word)s::text IS NULL OR a.search @@ websearch_to_tsquery('dutch_unaccent', %(word)s))
),
page AS (SELECT * FROM chosen ORDER BY code LIMIT 50)
SELECT json_build_object(
  'total', (SELECT count(*) FROM chosen),
  'items', (SELECT json_agg(json_build_object(
      'code', p.code, 'title', p.title, 'line', p.line, 'starts', p.starts_on, 'ends', p.ends_on,
      'declared', d.declared_status, 'updated', d.valid_on,
      'milestones', (SELECT count(*) FROM programme_milestone m WHERE m.action_id = p.action_id),
      'reached', (SELECT count(*) FROM programme_milestone m JOIN ({DONE}) o
                  ON o.milestone_id = m.id WHERE m.action_id = p.action_id AND o.kind = 'realised')
    ) ORDER BY p.code) FROM page p LEFT JOIN d USING (action_id)),
  'lines', (SELECT json_agg(json_build_object('id', l.line_id, 'label', l.short_label)) FROM l),
  'actors', (SELECT json_agg(v.name ORDER BY lower(v.name)) FROM ({ACTORS}) v)
)::text
"""

HOME = f"""
WITH a AS ({ACTIONS}), l AS ({LINES}), d AS ({DECLARED}), m AS ({MILESTONES}), p AS ({PLANS}),
o AS ({DONE}),
seen AS (SELECT a.*, x.code, d.declared_status, d.valid_on AS told_on FROM a
         JOIN programme_action x ON x.id = a.action_id LEFT JOIN d USING (action_id)
         WHERE a.is_public),
open AS (SELECT x.action_id, m.title, p.due_on FROM m
         JOIN programme_milestone x ON x.id = m.milestone_id JOIN p USING (milestone_id)
         WHERE NOT EXISTS (SELECT 1 FROM o WHERE o.milestone_id = m.milestone_id))
SELECT json_build_object(
  'total', (SELECT count(*) FROM seen),
  'tiles', (SELECT json_agg(json_build_object('code', code, 'title', title, 'line', line_id,
            'declared', declared_status) ORDER BY code) FROM seen),
  'lines', (SELECT json_agg(json_build_object('id', line_id, 'label', short_label)) FROM l),
  'counts', (SELECT json_agg(row_to_json(c)) FROM (
      SELECT line_id, declared_status, count(*) FROM seen GROUP BY 1, 2) c),
  'late', (SELECT json_agg(row_to_json(c)) FROM (
      SELECT * FROM open WHERE due_on < %(on)s ORDER BY due_on LIMIT 10) c),
  'late_count', (SELECT count(*) FROM open WHERE due_on < %(on)s),
  'soon', (SELECT json_agg(row_to_json(c)) FROM (
      SELECT * FROM open WHERE due_on BETWEEN %(on)s AND %(on)s::date + 90
      ORDER BY due_on LIMIT 10) c),
  'realised', (SELECT count(*) FROM o WHERE kind = 'realised')
)::text
"""

ACTION = f"""
WITH a AS ({ACTIONS}), m AS ({MILESTONES}), i AS ({INDICATORS}), n AS ({ACTORS})
SELECT json_build_object(
  'action', (SELECT json_build_object('title', a.title, 'summary', a.summary,
             'description', a.description, 'starts', a.starts_on, 'ends', a.ends_on)
             FROM a WHERE a.action_id = x.id),
  'updates', (SELECT json_agg(json_build_object('on', u.valid_on, 'body', u.body,
              'declared', u.declared_status) ORDER BY u.valid_on DESC)
              FROM programme_statusupdate u WHERE u.action_id = x.id AND u.withdrawn_at IS NULL
              AND u.valid_on <= %(on)s AND u.is_public),
  'milestones', (SELECT json_agg(json_build_object('code', y.code, 'title', m.title,
       'done_when', m.done_when, 'plans', (SELECT json_agg(json_build_object('due', p.due_on,
           'reason', p.reason, 'by', p.decided_by)) FROM programme_milestoneplan p
           WHERE p.milestone_id = y.id AND p.valid_on <= %(on)s),
       'result', (SELECT json_agg(json_build_object('kind', o.kind, 'on', o.valid_on,
           'text', o.statement)) FROM programme_milestoneoutcome o
           WHERE o.milestone_id = y.id AND o.valid_on <= %(on)s)) ORDER BY y.code)
     FROM programme_milestone y JOIN m ON m.milestone_id = y.id WHERE y.action_id = x.id),
  'roles', (SELECT json_agg(json_build_object('role', r.role, 'name', n.name))
     FROM programme_participation r JOIN n ON n.actor_id = r.actor_id WHERE r.action_id = x.id
     AND coalesce(r.since, %(on)s) <= %(on)s AND coalesce(r.until, %(on)s) >= %(on)s),
  'indicators', (SELECT json_agg(json_build_object('title', i.title, 'values',
       (SELECT json_agg(json_build_object('on', v.valid_on, 'value', v.value) ORDER BY v.valid_on)
        FROM programme_measurement v WHERE v.indicator_id = i.indicator_id
        AND v.valid_on <= %(on)s)))
     FROM programme_actionindicator k JOIN i ON i.indicator_id = k.indicator_id
     WHERE k.action_id = x.id)
)::text FROM programme_action x WHERE x.code = %(code)s
"""
STATEMENTS = {"/list": LIST, "/home": HOME, "/action": ACTION}


def _cursor() -> Any:
    if not hasattr(_connections, "kept"):
        _connections.kept = psycopg.connect(
            os.environ["DATABASE_URL"], autocommit=True, options="-c jit=off"
        )
    return _connections.kept.cursor()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """A WSGI function: `/list?on=…&line=…&word=…`, `/home?on=…`, `/action?on=…&code=…`."""
    query = {name: values[0] for name, values in parse_qs(environ["QUERY_STRING"]).items()}
    values = {"line": None, "word": None, "code": None} | query
    with _cursor() as cursor:
        cursor.execute(STATEMENTS[environ["PATH_INFO"]], values)
        body = cursor.fetchone()[0].encode()
    start_response(
        "200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
    )
    return [body]
