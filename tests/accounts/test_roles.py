"""Roles, what they bring along, and the one table of rights."""

from datetime import date

import pytest

from slimsamenwerken.accounts import policy, roles
from slimsamenwerken.accounts.permissions import Viewer, memberships_on, viewer_for
from slimsamenwerken.accounts.roles import Role, expand
from tests.factories.accounts import make_membership, make_organisation, make_user

EVERY_ROLE = [role.value for role in Role]
# Who may do what, written down a second time: a change of the table is a decision.
EVERYONE = set(EVERY_ROLE)
OFFICE = {"staff", "publisher", "admin"}
EXPECTED = {
    "programme.read": EVERYONE,
    "programme.read_internal": OFFICE | {"auditor"},
    "programme.add_update": OFFICE,
    "programme.add_measurement": OFFICE,
    "programme.record_outcome": OFFICE,
    "programme.plan_milestone": OFFICE,
    "programme.correct": OFFICE,
    "programme.set_target": OFFICE,
    "programme.close_action": OFFICE,
    "programme.change_things": OFFICE,
    "programme.set_rules": {"admin"},
    "programme.read_rules": OFFICE | {"auditor"},
    "reports.read": EVERYONE,
    "reports.read_internal": OFFICE | {"auditor"},
    "reports.request": OFFICE,
    "reports.publish": {"publisher", "admin"},
    "reports.define": {"admin"},
    "accounts.read": OFFICE | {"auditor"},
    "accounts.manage": {"admin"},
    # A manager by the relation "manager": of the own organisation only.
    "api.read_clients": OFFICE | {"auditor"},
    "api.manage_clients": {"admin"},
    "tasks.read": OFFICE | {"member", "manager", "auditor"},
}
LEAD_MAY = {
    "programme.read_internal",
    "programme.add_update",
    "programme.add_measurement",
    "programme.record_outcome",
    "programme.plan_milestone",
    "programme.correct",
}


@pytest.mark.parametrize("operation", sorted(policy.POLICY))
def test_policy_gives_each_right_to_the_expected_roles(operation):
    given = {r for r in EVERY_ROLE if Viewer(roles=expand(r)).may(operation)}
    assert given == EXPECTED[operation]


def test_policy_has_no_right_that_is_not_expected():
    assert set(EXPECTED) == set(policy.POLICY)


def test_policy_of_the_lead_relation():
    assert {op for op in policy.POLICY if op not in ("programme.read", "reports.read")
            and Viewer().may(op, "lead")} == LEAD_MAY  # fmt: skip


def test_policy_auditor_never_writes():
    reads = {op for op in policy.POLICY if op.split(".")[1].startswith("read")}
    assert {op for op in policy.POLICY if "auditor" in EXPECTED[op]} <= reads


def test_policy_unknown_operation_is_no_silent_no():
    with pytest.raises(KeyError):
        Viewer().may("programme.raed")


def test_roles_have_a_description_each():
    assert set(roles.DESCRIPTIONS) == set(Role)


def test_roles_given_leave_out_the_visitor_and_the_reserved():
    codes = {code for code, _label in roles.GIVEN}
    assert codes == set(EVERY_ROLE) - {"visitor"}
    assert not codes & roles.RESERVED


def test_expand_unknown_role_gives_no_more_than_a_visitor():
    assert expand("koning") & set(EVERY_ROLE) == {"visitor"}


# ── who someone is on a day ──────────────────────────────────────────────────────────────────
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "roles_then"),
    [
        (date(2014, 12, 31), {"visitor"}),
        (date(2015, 1, 1), {"visitor", "member"}),
        (date(2015, 12, 31), {"visitor", "member"}),
        (date(2016, 1, 1), {"visitor"}),
    ],
)
def test_viewer_has_the_roles_of_that_day(day, roles_then):
    held = make_membership(since=date(2015, 1, 1), until=date(2015, 12, 31))
    assert viewer_for(held.user, on=day).roles == roles_then


@pytest.mark.django_db
def test_viewer_acts_for_one_organisation_only():
    user, here, there = make_user(), make_organisation(name="A"), make_organisation(name="B")
    make_membership(user, here, "member")
    make_membership(user, there, "admin")
    make_membership(user, there, "auditor")
    day = date(2026, 1, 1)
    assert viewer_for(user, on=day).organisation_id == here.pk
    assert "admin" not in viewer_for(user, on=day).roles
    acting = viewer_for(user, on=day, organisation_id=there.pk)
    assert acting.roles == {"visitor", "staff", "publisher", "admin", "auditor"}


@pytest.mark.django_db
def test_viewer_with_a_choice_that_is_no_longer_open():
    held = make_membership()
    stranger = make_organisation()
    viewer = viewer_for(held.user, on=date(2026, 1, 1), organisation_id=stranger.pk)
    assert viewer.organisation_id == held.organisation_id


@pytest.mark.django_db
def test_viewer_without_any_membership_is_no_visitor_but_sees_no_more(charlie):
    viewer = viewer_for(charlie, on=date(2026, 1, 1))
    assert (viewer.is_visitor, viewer.organisation_id, viewer.roles) == (False, None, {"visitor"})


@pytest.mark.django_db
def test_memberships_on_a_day_is_one_query(django_assert_num_queries):
    user = make_user()
    for _number in range(3):
        make_membership(user)
    with django_assert_num_queries(1):
        assert len([m.organisation.name for m in memberships_on(user, date(2026, 1, 1))]) == 3
