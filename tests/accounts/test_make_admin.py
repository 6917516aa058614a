"""The first administrator of a new portal comes from the command line, with a mailed link."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from slimsamenwerken.accounts.models import Membership, Organisation, User
from slimsamenwerken.accounts.permissions import viewer_for
from slimsamenwerken.core.models import OutgoingMail
from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db


def make_admin(*args: str) -> str:
    out = StringIO()
    call_command("make_admin", *args, stdout=out)
    return out.getvalue()


def test_make_admin():
    said = make_admin("Eerste@ovam.example", "--name", "Eerste (voorbeeld)")
    user = User.objects.get(email="eerste@ovam.example")
    assert viewer_for(user, on=timezone.localdate()).may("accounts.manage")
    assert (user.name, user.has_usable_password()) == ("Eerste (voorbeeld)", False)
    assert OutgoingMail.objects.get().recipient == user.email
    assert "onderweg" in said


def test_make_admin_of_someone_who_exists_and_twice():
    user = make_user(email="eerste@ovam.example")
    make_admin(user.email)
    make_admin(user.email)
    assert Membership.objects.get().user == user
    assert Organisation.objects.get().slug == "ovam"
    user.refresh_from_db()
    assert user.has_usable_password()


def test_make_admin_with_a_bad_address():
    with pytest.raises(CommandError):
        make_admin("geen adres")
    assert not User.objects.exists()
