"""Two administrators who end each other's role at the same moment: one of them is refused."""

import threading
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from slimsamenwerken.accounts import operations
from slimsamenwerken.accounts.models import Membership
from tests.factories.accounts import make_membership

TODAY = date(2026, 11, 23)


def waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
        return bool(cursor.fetchone()[0])


@pytest.mark.django_db(transaction=True)
def test_two_admins_end_each_other():
    first, second = make_membership(role="admin"), make_membership(role="admin")
    outcomes: list[object] = []

    def end_first() -> None:
        try:
            operations.end_membership(membership=first, until=None, by=None, today=TODAY)
            outcomes.append("ended")
        except ValidationError as error:
            outcomes.append(error)
        finally:
            connection.close()

    other = threading.Thread(target=end_first)
    with transaction.atomic():
        operations.end_membership(membership=second, until=None, by=None, today=TODAY)
        other.start()
        other.join(timeout=0.5)  # without the lock it is done by now
        assert waits_for_a_lock()
    other.join(timeout=10)
    [refusal] = outcomes
    assert isinstance(refusal, ValidationError)
    assert Membership.objects.holding(on=TODAY).filter(role="admin").count() == 1
