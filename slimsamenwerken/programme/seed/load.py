"""Loads the start data; a second run changes nothing."""

from collections import Counter

from django.db import connection, transaction

from slimsamenwerken.history.acting import acting
from slimsamenwerken.programme.seed.load_facts import load_facts
from slimsamenwerken.programme.seed.load_links import load_links
from slimsamenwerken.programme.seed.load_things import link_organisations, load_things
from slimsamenwerken.programme.seed.shelf import open_shelf

_LOCK = 7_212_016  # next to the lock of core.clocks


@transaction.atomic
def load_start_data() -> Counter[str]:
    """Add what is missing, all or nothing; the number of added rows per sort, empty when none.

    Keyed on codes: what a person changed, closed or withdrew since then is left as it is.
    """
    with connection.cursor() as cursor:
        # A second loader waits here, and then finds everything in place.
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    with acting(by=None, source="seed"):
        shelf = open_shelf()
        load_things(shelf)
        load_facts(shelf)
        load_links(shelf)
        link_organisations(shelf)
    return shelf.added
