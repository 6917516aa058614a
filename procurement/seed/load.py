"""Loads the start data of procurement; a second run changes nothing."""

from collections import Counter

from django.db import connection, transaction

from procurement.seed.load_criteria import load_criteria, load_relations
from procurement.seed.load_things import load_things
from slimsamenwerken.history.acting import acting

_LOCK = 7_212_017  # next to the lock of programme.seed.load


@transaction.atomic
def load_procurement() -> Counter[str]:
    """Add what is missing, all or nothing; the number of added rows per sort, empty when none.

    Keyed on codes: what a person changed since then is left as it is, and what belongs to a thing
    (links, relations) is added with the thing only.
    """
    added: Counter[str] = Counter()
    with connection.cursor() as cursor:
        # A second loader waits here, and then finds everything in place.
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    with acting(by=None, source="seed"):
        load_things(added)
        fresh = load_criteria(added)
        load_relations(added, fresh)
    return added
