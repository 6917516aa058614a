"""What the database keeps of ordinary mutable rows: every change once, and for good."""

from datetime import timedelta

import pytest
from celery import Celery
from django.apps import apps
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from slimsamenwerken.accounts.models import Membership, Organisation, User
from slimsamenwerken.core.clocks import touch
from slimsamenwerken.core.logs import traced
from slimsamenwerken.history.acting import acting
from slimsamenwerken.history.queries import SETTLED_AFTER, known_at, require_settled
from slimsamenwerken.history.tracking import EXEMPT, forgotten, history_of, tracked_models
from slimsamenwerken.programme.models import Action, Actor, ActorVersion
from slimsamenwerken.reports.models import ReportRun
from tests.factories.accounts import make_organisation, make_user
from tests.history.guard import UnnamedWriteError

pytestmark = pytest.mark.django_db
History = history_of(Organisation)


def events(thing):
    return history_of(type(thing)).objects.filter(pgh_obj_id=thing.pk).order_by("pgh_id")


def now():
    """A moment after everything written so far, by the clock that stamps the events."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


def test_create_rename_delete_give_first_name_new_name_nothing():
    organisation = Organisation.objects.create(slug="proef", name="Eerste", kind="company")
    pk, created = organisation.pk, now()
    Organisation.objects.filter(pk=pk).update(name="Tweede")
    renamed = now()
    organisation.delete()
    names = [
        list(known_at(Organisation, moment).filter(pgh_obj_id=pk).values_list("name", flat=True))
        for moment in (created, renamed, now())
    ]
    assert names == [["Eerste"], ["Tweede"], []]


def test_nothing_is_known_before_the_first_event():
    before = now()
    organisation = make_organisation()
    assert not known_at(Organisation, before).filter(pgh_obj_id=organisation.pk).exists()


def test_update_with_equal_values_adds_no_event():
    organisation = make_organisation()
    before = events(organisation).count()
    organisation.save()
    Organisation.objects.filter(pk=organisation.pk).update(name=organisation.name)
    assert events(organisation).count() == before


def test_raw_sql_adds_one_event_per_changed_row():
    changed = [make_organisation(slug=f"rij-{n}", name=f"Rij {n}") for n in range(3)]
    make_organisation(slug="anders", name="Zoals gevraagd")
    before = History.objects.count()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_organisation SET name = 'Zoals gevraagd'")
    added = History.objects.order_by("pgh_id")[before:]
    assert sorted(event.pgh_obj_id for event in added) == [row.pk for row in changed]
    assert {event.name for event in added} == {"Zoals gevraagd"}


def test_raw_delete_is_kept_too():
    organisation = make_organisation()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM accounts_organisation WHERE id = %s", [organisation.pk])
    last = events(organisation).last()
    assert (last.pgh_label, last.name) == ("delete", organisation.name)


@pytest.mark.parametrize(
    "statement",
    ["UPDATE {} SET name = 'Vervalst'", "DELETE FROM {}", "UPDATE {} SET pgh_label = 'insert'"],
)
def test_events_cannot_be_changed(statement):
    make_organisation()
    with (
        pytest.raises(ProgrammingError, match="Cannot update or delete rows"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(History._meta.db_table))


UPDATE_AND_DELETE = 16 | 8  # bits of pg_trigger.tgtype


@pytest.mark.parametrize("model", tracked_models().values(), ids=lambda model: model.__name__)
def test_every_history_is_append_only(model):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgtype & %s FROM pg_trigger WHERE tgrelid = %s::regclass "
            "AND tgname LIKE 'pgtrigger_append_only%%' AND tgenabled = 'O'",
            [UPDATE_AND_DELETE, model._meta.db_table],
        )
        assert cursor.fetchall() == [(UPDATE_AND_DELETE,)]


INSERT, DELETE, UPDATE = 4, 8, 16


@pytest.mark.parametrize("model", tracked_models(), ids=lambda model: model.__name__)
def test_every_tracked_table_has_the_three_trackers(model):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgtype & 28 FROM pg_trigger WHERE tgrelid = %s::regclass "
            "AND tgname ~ '^pgtrigger_(insert|update|delete)_' AND tgenabled = 'O'",
            [model._meta.db_table],
        )
        assert sorted(kind for (kind,) in cursor.fetchall()) == [INSERT, DELETE, UPDATE]


def test_events_of_one_transaction_keep_their_order():
    with transaction.atomic():
        organisation = make_organisation(name="Een")
        for name in ("Twee", "Drie"):
            Organisation.objects.filter(pk=organisation.pk).update(name=name)
    found = list(events(organisation))
    assert [event.name for event in found] == ["Een", "Twee", "Drie"]
    stamps = [event.pgh_created_at for event in found]
    assert stamps == sorted(stamps)
    assert len(set(stamps)) == 3, "the time of the event, not that of the transaction"


def test_same_stamp_is_decided_by_the_number_of_the_event():
    organisation = make_organisation(name="Een")
    Organisation.objects.filter(pk=organisation.pk).update(name="Twee")
    first, second = events(organisation)
    assert first.pgh_id < second.pgh_id
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE accounts_organisationhistory DISABLE TRIGGER USER")
        cursor.execute(
            "UPDATE accounts_organisationhistory SET pgh_created_at = %s", [first.pgh_created_at]
        )
    [event] = known_at(Organisation, now()).filter(pgh_obj_id=organisation.pk)
    assert event.name == "Twee"


def test_touch_adds_no_event():
    actor = Actor.objects.create(slug="proef")
    before = events(actor).count()
    touch(actor)
    assert actor.version == 2
    assert events(actor).count() == before == 1
    fields = {field.name for field in history_of(Actor)._meta.fields}
    assert not {"version", "modified_at"} & fields
    assert "organisation" in fields


def test_secrets_of_a_user_are_not_kept():
    user = make_user()
    before = events(user).count()
    user.set_password("een nieuw wachtwoord")
    user.last_login = timezone.now()
    user.save()
    assert events(user).count() == before
    fields = {field.name for field in history_of(User)._meta.fields}
    assert not {"password", "last_login"} & fields


OWN = ("slimsamenwerken.", "procurement", "sites", "education", "sharing", "campaigns")


def test_every_own_model_is_tracked_or_exempt_with_a_reason():
    labels = [app.label for app in apps.get_app_configs() if app.name.startswith(OWN)]
    assert len(labels) >= 12
    assert forgotten(labels) == []
    assert {label for label in EXEMPT if label.split(".")[0] not in labels} == set()
    assert all(len(reason) > 10 for reason in EXEMPT.values())


def test_a_forgotten_model_is_named(monkeypatch):
    monkeypatch.delitem(EXEMPT, ReportRun._meta.label)
    assert forgotten(["reports"]) == ["reports.ReportRun"]


def test_history_has_the_name_of_the_house():
    assert history_of(Membership).__name__ == "MembershipHistory"
    with pytest.raises(LookupError, match=r"programme\.ActorVersion"):
        history_of(ActorVersion)


# ── who, where, why ──────────────────────────────────────────────────────────────────────────
def test_context_is_in_each_event():
    user = make_user()
    with traced("request-trace-0001"), acting(by=user, source="import", reason="proef"):
        organisation = make_organisation()
    assert events(organisation).last().pgh_context == {
        "user": user.pk,
        "source": "import",
        "request": "request-trace-0001",
        "reason": "proef",
    }


def test_context_ends_with_the_block_even_inside_a_transaction():
    with transaction.atomic():
        with acting(by=None, source="task"):
            organisation = make_organisation(name="Een")
        with connection.cursor() as cursor:
            cursor.execute("UPDATE accounts_organisation SET name = 'Twee'")
    assert [
        event.pgh_context and event.pgh_context["source"] for event in events(organisation)
    ] == [
        "task",
        None,
    ]


def test_inner_context_gives_way_to_the_outer_one():
    with acting(by=None, source="command", reason="buiten"):
        with acting(by=7, source="seed"):
            organisation = make_organisation(name="Een")
        Organisation.objects.filter(pk=organisation.pk).update(name="Twee")
    found = [
        (event.pgh_context["source"], event.pgh_context["user"], event.pgh_context["reason"])
        for event in events(organisation)
    ]
    assert found == [("seed", 7, ""), ("command", None, "buiten")]


def test_unknown_source_is_refused():
    with pytest.raises(ValueError, match="phone"), acting(by=None, source="phone"):
        pass


@pytest.fixture
def task():
    app = Celery("eager", task_cls="slimsamenwerken.core.tasks:TracedTask", set_as_current=False)
    app.conf.update(task_always_eager=True, task_eager_propagates=True)

    @app.task(name="rename", shared=False)
    def rename(*, named: bool) -> None:
        if named:
            with acting(by=None, source="task"):
                make_organisation()
        else:
            make_organisation()

    return rename


def test_tracked_write_in_a_task_without_acting_fails(task):
    with pytest.raises(UnnamedWriteError, match="rename"):
        task.delay(named=False)


def test_tracked_write_in_a_task_with_acting_is_kept(task):
    task.delay(named=True)
    assert History.objects.get().pgh_context["source"] == "task"


def test_other_writes_in_a_task_need_no_name(task):
    task.app.task(name="count", typing=False, shared=False)(Action.objects.count).delay()


# ── frozen moments ───────────────────────────────────────────────────────────────────────────
def test_frozen_read_asks_for_a_moment_of_five_minutes_ago():
    moment = timezone.now()
    require_settled(moment - SETTLED_AFTER, now=moment)
    with pytest.raises(ValueError, match="can still change"):
        require_settled(moment - SETTLED_AFTER + timedelta(seconds=1), now=moment)
