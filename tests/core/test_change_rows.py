"""`touch` leaves word for the change feed, in the transaction of the write."""

import pytest
from django.db import transaction

from slimsamenwerken.core.clocks import touch
from slimsamenwerken.core.models import ChangeRow
from slimsamenwerken.programme.models import Actor

pytestmark = pytest.mark.django_db


def test_touch_leaves_a_row_with_the_new_version() -> None:
    actor = Actor.objects.create(slug="voorbeeld")
    touch(actor)
    row = ChangeRow.objects.get()
    assert (row.label, row.object_id, row.version) == ("programme.actor", actor.pk, 2)


def test_a_write_that_is_undone_leaves_no_row() -> None:
    actor = Actor.objects.create(slug="voorbeeld")
    with transaction.atomic():
        touch(actor)
        transaction.set_rollback(True)
    assert not ChangeRow.objects.exists()
