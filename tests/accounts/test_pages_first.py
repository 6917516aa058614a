"""Two people change the same account: the second sees both, and loses nothing."""

import pytest

from slimsamenwerken.accounts import operations
from slimsamenwerken.accounts.models import Membership, Organisation, User
from slimsamenwerken.core.versions import StaleRowError, version_of
from tests.accounts.reading import main_of, text_of

pytestmark = pytest.mark.django_db
FIRST = "Iemand wijzigde dit intussen. Kijk wat er nu staat."


def version_on(client, address) -> str:
    return client.get(address).context["form"]["version"].value()


def test_second_change_of_an_account_shows_both(admin, url, dora):
    address = url("person/wijzigen/")
    mine = {"name": "Dora Tweede", "email": "tweede@example.be", "is_staff": "on"}
    sent = mine | {"version": version_on(admin, address)}
    User.objects.filter(pk=dora.pk).update(name="Dora Eerste")
    answer = admin.post(address, sent)
    html = main_of(answer)
    assert answer.status_code == 409
    assert FIRST in html
    assert "<title>Fout: " in text_of(answer)
    assert ">Dora Eerste</td>" in html
    assert "<strong>Dora Tweede</strong>" in html
    assert 'value="tweede@example.be"' in html
    dora.refresh_from_db()
    assert (dora.name, dora.email, dora.is_staff) == ("Dora Eerste", "dora@example.be", False)


def test_account_is_saved_at_the_second_try(admin, url, dora):
    address = url("person/wijzigen/")
    sent = {"name": "Dora Tweede", "email": "dora@example.be", "is_staff": "", "version": "oud"}
    shown = admin.post(address, sent).context["form"]["version"].value()
    assert admin.post(address, sent | {"version": shown}).status_code == 302
    dora.refresh_from_db()
    assert dora.name == "Dora Tweede"


def test_account_form_without_its_version_saves_nothing(admin, url, dora):
    sent = {"name": "Dora Tweede", "email": "dora@example.be"}
    assert admin.post(url("person/wijzigen/"), sent).status_code == 409
    dora.refresh_from_db()
    assert dora.name == "Dora Voorbeeld"


def test_change_that_the_form_does_not_show_stands_in_nobodys_way(admin, url, dora):
    address = url("person/wijzigen/")
    version = version_on(admin, address)
    operations.end_sessions(user=dora)
    sent = {"name": "Dora Tweede", "email": "dora@example.be", "version": version}
    assert admin.post(address, sent).status_code == 302


def test_second_change_of_an_organisation_shows_both(admin, url):
    address = url("organisation")
    version = version_on(admin, address)
    Organisation.objects.filter(name="Voorbeeld vzw").update(name="Eerste vzw")
    answer = admin.post(address, {"name": "Tweede vzw", "kind": "company", "version": version})
    html = main_of(answer)
    assert answer.status_code == 409
    assert FIRST in html
    assert ">Eerste vzw</td>" in html
    assert "<strong>Tweede vzw</strong>" in html
    assert not Organisation.objects.filter(name="Tweede vzw").exists()


def test_second_end_of_a_role_shows_both(admin, url, dora):
    version = version_on(admin, url("role"))
    Membership.objects.filter(user=dora).update(until="2030-12-31")
    sent = {"when": "later", "until": "30/06/2031", "version": version}
    answer = admin.post(url("role"), sent)
    assert answer.status_code == 409
    assert ">31 december 2030</td>" in main_of(answer)
    assert "<strong>30 juni 2031</strong>" in main_of(answer)
    assert dora.memberships.get().until.isoformat() == "2030-12-31"


def test_version_depends_on_row_and_values_and_tells_nothing(dora, bob):
    fields = operations.USER_FIELDS
    before = version_of(dora, fields)
    assert before != version_of(bob, fields)
    assert "dora" not in before
    dora.name = "Anders"
    assert version_of(dora, fields) != before


def test_command_needs_no_version_but_an_old_one_is_refused(dora):
    given = {"user": dora, "email": dora.email, "name": "Dora Derde", "is_staff": False, "by": None}
    operations.change_user(**given)
    with pytest.raises(StaleRowError):
        operations.change_user(**given, version="oud")
