"""The demo logins: one command, twice the same, never on a real portal."""

import json
import stat
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from slimsamenwerken.accounts.demo import ORGANISATIONS
from slimsamenwerken.accounts.models import Membership, Organisation, User
from slimsamenwerken.accounts.permissions import viewer_for
from slimsamenwerken.embedded.demo import parse_logins
from slimsamenwerken.programme.models import Actor
from slimsamenwerken.programme.permissions import rights_of
from slimsamenwerken.programme.seed.actors import ACTORS
from tests.factories.programme import make_action, make_actor, make_role

pytestmark = pytest.mark.django_db
ROLES = ["lead", "manager", "member", "staff", "publisher", "admin", "auditor"]


@pytest.fixture(autouse=True)
def _demo(settings, tmp_path):
    settings.DEMO, settings.VAR_DIR = True, tmp_path


def printed() -> list[dict[str, str]]:
    out = StringIO()
    call_command("demo_logins", "--json", stdout=out)
    return parse_logins(out.getvalue())


def sign_in(client, login) -> None:
    answer = client.post(
        "/account/login/", {"login": login["email"], "password": login["password"]}
    )
    assert (answer.status_code, answer["Location"]) == (302, "/")


def test_demo_logins_one_for_each_role():
    logins = printed()
    assert [login["role"] for login in logins] == ROLES
    assert len({login["password"] for login in logins}) == len(ROLES)
    assert all(login["email"].endswith(".example") for login in logins)


def test_demo_logins_work(client):
    for login in printed():
        sign_in(client, login)
        client.post("/account/logout/")


def test_demo_logins_twice_the_same():
    first = printed()
    counts = User.objects.count(), Membership.objects.count(), Organisation.objects.count()
    assert printed() == first
    assert (
        User.objects.count(), Membership.objects.count(), Organisation.objects.count()
    ) == counts  # fmt: skip


def test_demo_logins_work_again_after_someone_changed_them(client):
    lead = printed()[0]
    user = User.objects.get(email=lead["email"])
    user.set_password("iets heel anders dan voorheen")
    user.is_active = False
    user.save()
    assert printed()[0] == lead
    sign_in(client, lead)


def test_demo_passwords_are_for_their_owner_only(tmp_path):
    printed()
    [kept] = list(tmp_path.iterdir())
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert set(json.loads(kept.read_text())) == {login["email"] for login in printed()}


def test_demo_lead_leads_the_actions_of_their_actor():
    actor = make_actor(slug="bond-beter-leefmilieu")
    led, other = make_action(), make_action()
    make_role(actor, led, "lead")
    people = {login["role"]: User.objects.get(email=login["email"]) for login in printed()}
    lead, member = people["lead"], people["member"]
    today = timezone.localdate()
    rights = rights_of(viewer_for(lead, on=today), on=today)
    assert rights.may("add_update", led.pk)
    assert not rights.may("add_update", other.pk)
    assert not rights_of(viewer_for(member, on=today), on=today).may("add_update", led.pk)


def test_demo_organisations_are_actors_of_the_start_data():
    assert {row.slug for row in ACTORS} >= set(ORGANISATIONS)


def test_demo_logins_leave_an_actor_with_another_organisation():
    own = Organisation.objects.create(slug="eigen", name="Eigen", kind="association")
    make_actor(slug="vito", organisation=own)
    printed()
    assert Actor.objects.get(slug="vito").organisation == own


def test_demo_logins_refused_on_a_real_portal(settings):
    settings.DEMO = False
    with pytest.raises(CommandError):
        printed()
    assert not User.objects.exists()


def test_demo_logins_for_people(tmp_path):
    out = StringIO()
    call_command("demo_logins", stdout=out)
    assert out.getvalue().splitlines()[0].split()[:2] == ["lead", "trekker@bbl.example"]
