"""What every role gets at every address of the API, as data.

Columns of an answer, a character each, in this order:

    visitor (no key), member (works elsewhere), partner (takes part in the action), lead (of the own
    action), other (leads another action), staff, publisher, admin, auditor

    .  an answer (2xx)               e  allowed, what was sent is not right (400)
    k  a key is needed (401)         x  seen, but not allowed (403)
    0  there is no such thing (404)  -  not with this method (405)
    c  not in this state (409)       p  allowed, If-Match is missing (428)

First the answer to GET, then to POST, PATCH and DELETE with an empty object. Every key has every
scope. "-" as an object: the address has none.
"""

# fmt: off
TABLE = """
api:health                -        .........  ---------  ---------  ---------
api:doc                   -        .........  ---------  ---------  ---------
api:problems              -        .........  ---------  ---------  ---------
api:openapi               -        .........  ---------  ---------  ---------
api:changes               -        .........  ---------  ---------  ---------
api:exports-list          -        ---------  eeeeeeeee  ---------  ---------
api:exports-detail        own      .........  ---------  ---------  ---------
api:exports-detail        hidden   000000000  ---------  ---------  ---------
api:exports-file          own      000000000  ---------  ---------  ---------
api:exports-file          hidden   000000000  ---------  ---------  ---------
api:imports-list          -        ---------  keeeeeeee  ---------  ---------
api:imports-detail        own      k000000.0  ---------  ---------  ---------
api:imports-detail        hidden   k00000000  ---------  ---------  ---------
api:webhooks-list         -        kxxxxxx.x  kxxxxxxex  ---------  ---------
api:webhooks-detail       own      kxxxxxx.x  ---------  ---------  kxxxxxxpx
api:webhooks-detail       hidden   kxxxxxx0x  ---------  ---------  kxxxxxx0x
api:webhooks-rotate       own      ---------  kxxxxxx.x  ---------  ---------
api:webhooks-rotate       hidden   ---------  kxxxxxx0x  ---------  ---------

api:actions-list          -        .........  kxxxxeeex  ---------  ---------
api:actions-detail        own      .........  ---------  kxxxxpppx  ---------
api:actions-detail        hidden   000.0....  ---------  kxxxxpppx  ---------
api:actions-detail        unknown  000000000  ---------  kxxxx000x  ---------
api:milestones-list       -        .........  kxxxxeeex  ---------  ---------
api:milestones-detail     own      .........  ---------  kxxxxpppx  ---------
api:milestones-detail     hidden   000.0....  ---------  kxxxxpppx  ---------
api:indicators-list       -        .........  kxxxxeeex  ---------  ---------
api:indicators-detail     own      .........  ---------  kxxxxpppx  ---------
api:actors-list           -        .........  kxxxxeeex  ---------  ---------
api:actors-detail         own      .........  ---------  kxxxxpppx  ---------
api:metrics-list          -        .........  ---------  ---------  ---------
api:metrics-detail        own      .........  ---------  ---------  ---------
api:metrics-detail        unknown  000000000  ---------  ---------  ---------
api:reports-list          -        .........  ---------  ---------  ---------
api:reports-detail        own      .........  ---------  ---------  ---------
api:reports-detail        hidden   00000....  ---------  ---------  ---------
api:figures-list          own      .........  ---------  ---------  ---------
api:figures-list          hidden   00000....  ---------  ---------  ---------
api:action-lines-list     -        .........  ---------  ---------  ---------
api:action-lines-detail   own      .........  ---------  ---------  ---------

api:updates-list          own      .........  kxxexeeex  ---------  ---------
api:updates-list          hidden   000.0....  k00e0eeex  ---------  ---------
api:updates-detail        own      .........  ---------  ---------  ---------
api:updates-detail        unknown  000000000  ---------  ---------  ---------
api:updates-withdraw      own      ---------  kxxexeeex  ---------  ---------
api:updates-replace       own      ---------  kxxexeeex  ---------  ---------

api:participations-list   own      .........  kxxxxeeex  ---------  ---------
api:participations-list   hidden   000.0....  k00x0eeex  ---------  ---------
api:participations-detail own      .........  ---------  ---------  ---------
api:participations-detail unknown  000000000  ---------  ---------  ---------
api:participations-withdraw own      ---------  kxxxxeeex  ---------  ---------
api:participations-replace own      ---------  kxxxxeeex  ---------  ---------

api:closures-list         own      .........  kxxxxeeex  ---------  ---------
api:closures-list         hidden   000.0....  k00x0eeex  ---------  ---------
api:closures-detail       own      .........  ---------  ---------  ---------
api:closures-detail       unknown  000000000  ---------  ---------  ---------
api:closures-withdraw     own      ---------  kxxxxeeex  ---------  ---------
api:closures-replace      own      ---------  kxxxxeeex  ---------  ---------

api:plans-list            own      .........  kxxexeeex  ---------  ---------
api:plans-list            hidden   000.0....  k00e0eeex  ---------  ---------
api:plans-detail          own      .........  ---------  ---------  ---------
api:plans-detail          unknown  000000000  ---------  ---------  ---------
api:plans-withdraw        own      ---------  kxxexeeex  ---------  ---------
api:plans-replace         own      ---------  kxxexeeex  ---------  ---------

api:outcomes-list         own      .........  kxxexeeex  ---------  ---------
api:outcomes-list         hidden   000.0....  k00e0eeex  ---------  ---------
api:outcomes-detail       own      .........  ---------  ---------  ---------
api:outcomes-detail       unknown  000000000  ---------  ---------  ---------
api:outcomes-withdraw     own      ---------  kxxexeeex  ---------  ---------
api:outcomes-replace      own      ---------  kxxexeeex  ---------  ---------

api:measurements-list     own      .........  kxxexeeex  ---------  ---------
api:measurements-detail   own      .........  ---------  ---------  ---------
api:measurements-detail   unknown  000000000  ---------  ---------  ---------
api:measurements-withdraw own      ---------  kxxexeeex  ---------  ---------
api:measurements-replace  own      ---------  kxxexeeex  ---------  ---------

api:targets-list          own      .........  kxxxxeeex  ---------  ---------
api:targets-detail        own      .........  ---------  ---------  ---------
api:targets-detail        unknown  000000000  ---------  ---------  ---------
api:targets-withdraw      own      ---------  kxxxxeeex  ---------  ---------
api:targets-replace       own      ---------  kxxxxeeex  ---------  ---------
"""
# fmt: on


def read_api_table(text: str) -> list[tuple[str, str, tuple[str, ...]]]:
    """(name, object, answers to GET, POST, PATCH, DELETE) of every row."""
    lines = [line.split() for line in text.splitlines() if line and not line.startswith("#")]
    return [(name, thing, tuple(answers)) for name, thing, *answers in lines]
