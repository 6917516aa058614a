"""What must never be so of people, organisations and memberships: by form and by raw insert."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from slimsamenwerken.accounts.models import Membership, Organisation, User
from tests.factories.accounts import make_membership, make_organisation, make_person, make_user

pytestmark = pytest.mark.django_db


def refuse_both(row, constraint: str, sentence: str) -> None:
    """The form says the sentence; a row that passes the form by meets the constraint."""
    with pytest.raises(ValidationError) as said:
        row.full_clean()
    assert sentence in said.value.messages
    with pytest.raises(IntegrityError) as raised, transaction.atomic():
        row.save(force_insert=True)
    assert raised.value.__cause__.diag.constraint_name == constraint


def test_user_email_once():
    make_user(email="alice@example.be")
    again = User(email="alice@example.be", password="x")
    refuse_both(again, "accounts_user_email_key", "Er is al een gebruiker met dit e-mailadres.")


def test_user_email_lower_case():
    refuse_both(
        User(email="Alice@example.be", password="x"),
        "accounts_user_email_lower",
        "Schrijf het e-mailadres in kleine letters.",
    )


def test_create_user_lowers_the_address():
    assert User.objects.create_user(" Alice@Example.BE ").email == "alice@example.be"


def test_create_user_without_password_cannot_sign_in_with_one():
    assert not User.objects.create_user("alice@example.be").has_usable_password()


def test_organisation_slug_once():
    make_organisation(slug="vito", name="VITO (voorbeeld)")
    again = Organisation(slug="vito", name="Anders", kind="knowledge")
    refuse_both(again, "accounts_organisation_slug_key", "Deze korte naam bestaat al.")


def membership(**fields) -> Membership:
    given = {"role": "member", "since": date(2020, 1, 1)} | fields
    people = {"user": given.get("user") or make_user()}
    places = {"organisation": given.get("organisation") or make_organisation()}
    return Membership(**given | people | places)


def test_membership_ends_before_it_begins():
    refuse_both(
        membership(until=date(2019, 12, 31)),
        "accounts_membership_period",
        "De einddatum ligt voor de begindatum.",
    )


@pytest.mark.parametrize("role", ["visitor", "moderator", "koning"])
def test_membership_role_nobody_can_be_given(role):
    refuse_both(membership(role=role), "accounts_membership_role", "Niemand kan deze rol krijgen.")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param((date(2020, 1, 1), None), (date(2020, 1, 1), None), id="same start"),
        pytest.param((date(2020, 1, 1), None), (date(2024, 1, 1), None), id="open end"),
        pytest.param(
            (date(2020, 1, 1), date(2020, 12, 31)), (date(2020, 12, 31), None), id="one day shared"
        ),
    ],
)
def test_membership_twice_at_one_moment(first, second):
    held = make_membership(role="member", since=first[0], until=first[1])
    again = membership(
        user=held.user, organisation=held.organisation, since=second[0], until=second[1]
    )
    refuse_both(again, "accounts_membership_once", "Deze persoon heeft daar die rol al.")


def test_membership_again_after_it_ended():
    held = make_membership(role="member", until=date(2020, 12, 31))
    again = make_membership(held.user, held.organisation, "member", since=date(2021, 1, 1))
    assert again.pk != held.pk


def test_membership_other_role_at_the_same_time():
    held = make_membership(role="staff")
    assert make_membership(held.user, held.organisation, "publisher").pk


@pytest.mark.parametrize(
    ("day", "holds"),
    [
        (date(2020, 2, 29), False),
        (date(2020, 3, 1), True),
        (date(2020, 3, 31), True),
        (date(2020, 4, 1), False),
    ],
)
def test_membership_holds_from_since_up_to_and_including_until(day, holds):
    held = make_membership(since=date(2020, 3, 1), until=date(2020, 3, 31))
    assert (held in Membership.objects.holding(on=day)) is holds


@pytest.mark.parametrize("side", ["user", "organisation"])
def test_people_and_places_stay_while_a_membership_points_at_them(side):
    row = getattr(make_membership(), side)
    with pytest.raises(ProtectedError):
        row.delete()


def test_texts_of_the_rows():
    person = make_person("member", make_organisation(name="VITO"), name="Bob Voorbeeld")
    assert str(person) == "Bob Voorbeeld"
    assert str(make_user(email="geen-naam@example.be")) == "geen-naam@example.be"
    assert str(person.memberships.get()) == "Bob Voorbeeld member VITO"
