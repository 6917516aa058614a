"""A second ask for the same report gets the first; what can be asked for."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from slimsamenwerken.reports import operations
from slimsamenwerken.reports.models import (
    Publication,
    Purpose,
    ReportRun,
)
from tests.reports.runs.working import NOW, TODAY, work

pytestmark = pytest.mark.django_db


def test_second_scheduled_run_of_a_period_is_the_first(ask):
    first, new = ask()
    second, again = ask()
    assert (new, again) == (True, False)
    assert first == second


def test_the_database_refuses_a_second_scheduled_run_of_a_period(run):
    run.pk, run.slug, run.public_id = None, "anders", uuid4()
    one = "reports_reportrun_one_per_period"
    with pytest.raises(IntegrityError, match=one), transaction.atomic():
        ReportRun.objects.bulk_create([run])


def test_a_manual_ask_for_a_period_that_has_a_run_gets_that_run(ask):
    scheduled, _new = ask()
    assert ask(purpose=Purpose.MANUAL) == (scheduled, False)


def test_a_period_whose_run_was_cancelled_gets_a_new_one(ask):
    first, _new = ask(purpose=Purpose.MANUAL)
    operations.cancel_run(run=first, by=None, now=NOW)
    second, new = ask(purpose=Purpose.MANUAL)
    assert new
    assert (first.slug, second.slug) == ("kort-2015", "kort-2015-2")


def test_a_period_whose_report_was_withdrawn_gets_a_new_one(ask, only_json):
    first, _new = ask(purpose=Purpose.MANUAL, auto_publish=True)
    work(first)
    publication = Publication.objects.get()
    operations.withdraw_publication(publication=publication, by=None, reason="fout cijfer")
    assert ask(purpose=Purpose.MANUAL)[1]


def test_a_busy_proof_is_not_asked_for_twice_but_a_finished_one_is(ask, only_json):
    first, _new = ask(purpose=Purpose.PROOF)
    assert ask(purpose=Purpose.PROOF) == (first, False)
    work(first)
    second, new = ask(purpose=Purpose.PROOF)
    assert new
    assert (first.slug, second.slug) == ("kort-2015-proef", "kort-2015-proef-2")


def test_reference_date_after_today_is_refused(ask):
    with pytest.raises(ValidationError, match="Kies een datum tot en met vandaag"):
        ask(as_of=TODAY + timedelta(days=1), purpose=Purpose.MANUAL)
    assert ask(as_of=TODAY, purpose=Purpose.MANUAL)[1]


def test_the_database_refuses_a_reference_date_after_the_day_of_the_request(run):
    run.as_of = TODAY + timedelta(days=1)
    with pytest.raises(ValidationError, match="tot en met vandaag"):
        run.full_clean()
    with pytest.raises(IntegrityError, match="reports_reportrun_as_of"), transaction.atomic():
        run.save(update_fields=["as_of"])


def test_the_version_of_today_is_taken_not_one_that_starts_later(ask, definition):
    operations.change_definition(
        definition=definition,
        content=operations.Content("Later", ["method"]),
        valid_on=TODAY + timedelta(days=1),
        by=None,
        origin="seed",
    )
    assert ask()[0].definition_version.title == "Kort rapport"
