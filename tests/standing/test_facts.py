"""Every fact has the whole envelope, and the database lets nobody edit it (§9, history).

A `Meta` that does not extend the base's loses constraints without a word, and a table without its
trigger takes every UPDATE; so both are looked up for every fact there is.
"""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, models, transaction

from slimsamenwerken.core.clocks import DatedFact, Fact, PeriodFact
from slimsamenwerken.core.constraints import TRIGGER_SENTENCES, speaking
from slimsamenwerken.programme.models import Action, ActionSuccession, Actor, ActorSuccession
from slimsamenwerken.reports.models import ReportFile, ReportSnapshot
from tests.factories.drafts import LATER, bare, draft
from tests.standing.own import facts, label, own_models

FACTS = facts()
ENVELOPE = ("withdrawal", "recorded_by", "origin")
STAMPS = {"withdrawn_at", "withdrawn_by_id", "withdrawn_reason"}
TRIGGER = """
SELECT tgtype, encode(tgargs, 'escape') FROM pg_trigger
WHERE tgname = %s AND tgrelid = %s::regclass AND tgenabled = 'O'
"""
# Row 1, before 2, insert 4, delete 8, update 16.
EVERY_WRITE = 1 + 2 + 4 + 8 + 16
OTHER_VALUE = {
    "text": "CASE \"{0}\" WHEN 'y' THEN 'z' ELSE 'y' END",
    "character varying": "CASE \"{0}\" WHEN 'y' THEN 'z' ELSE 'y' END",
    "boolean": 'NOT "{0}"',
    "date": "coalesce(\"{0}\", '2001-01-01') + 1",
    "timestamp with time zone": "coalesce(\"{0}\", now()) + interval '1 day'",
    "uuid": "gen_random_uuid()",
    "jsonb": "'{{\"other\": 1}}'",
    "numeric": 'coalesce("{0}", 0) + 1',
    "smallint": 'coalesce("{0}", 0) + 1',
    "bigint": 'coalesce("{0}", 0) + 1',
}


def _trigger(model: type[models.Model], name: str) -> tuple[int, list[str]] | None:
    with connection.cursor() as cursor:
        cursor.execute(TRIGGER, [name, model._meta.db_table])
        row = cursor.fetchone()
    return (row[0], row[1].split("\\000")[:-1]) if row else None


def _refusal(sql: str, parameters: list[Any]) -> str:
    """Name of the rule that refuses the statement; empty when the database does it."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, parameters)
    except DatabaseError as error:
        diagnosis = error.__cause__.diag  # type: ignore[union-attr]
        return str(diagnosis.constraint_name or diagnosis.message_primary)
    return ""


def _columns(table: str) -> dict[str, str]:
    """Column → type, without the columns that the database computes."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name, data_type FROM information_schema.columns "
            "WHERE table_name = %s AND is_generated = 'NEVER'",
            [table],
        )
        return dict(cursor.fetchall())


def lost_envelope(model: type[Fact]) -> list[str]:
    """Constraints of the bases that the model does not carry."""
    wanted = [*ENVELOPE]
    wanted += ["first_day"] if issubclass(model, DatedFact) else []
    wanted += ["period"] if issubclass(model, PeriodFact) else []
    prefix = f"{model._meta.app_label}_{model._meta.model_name}"
    have = {constraint.name for constraint in model._meta.constraints}
    return [name for name in wanted if f"{prefix}_{name}" not in have]


def test_there_are_facts_to_look_at() -> None:
    assert len(FACTS) > 20


@pytest.mark.parametrize("model", FACTS, ids=label)
def test_fact_carries_the_constraints_of_the_envelope(model: type[Fact]) -> None:
    assert lost_envelope(model) == []


def test_meta_that_does_not_extend_the_base_is_found() -> None:
    from django.test.utils import isolate_apps

    with isolate_apps("slimsamenwerken.programme"):

        class Remark(DatedFact):
            class Meta:
                app_label = "programme"

        class Visit(PeriodFact):
            class Meta(PeriodFact.Meta):
                app_label = "programme"
                constraints = [*Fact.Meta.constraints]

    assert lost_envelope(Remark) == ["withdrawal", "recorded_by", "origin", "first_day"]
    assert lost_envelope(Visit) == ["period"]


@pytest.mark.django_db
@pytest.mark.parametrize("model", FACTS, ids=label)
def test_fact_has_its_guard(model: type[Fact]) -> None:
    found = _trigger(model, "core_fact_guard")
    assert found is not None
    when, (subject, computed) = found
    assert when == EVERY_WRITE
    columns = [model._meta.get_field(name).attname for name in model.subject_fields]
    assert subject
    assert not columns or subject.split(",") == columns
    generated = [f.column for f in model._meta.fields if isinstance(f, models.GeneratedField)]
    assert computed == ",".join(generated)


@pytest.mark.django_db
@pytest.mark.parametrize("model", FACTS, ids=label)
def test_fact_is_never_deleted_nor_edited(model: type[Fact]) -> None:
    row, table = bare(model), model._meta.db_table
    assert _refusal(f'DELETE FROM "{table}" WHERE id = %s', [row.pk]) == "core_fact_append_only"
    columns = _columns(table)
    assert columns.keys() >= STAMPS | {"recorded_at", "origin", "public_id"}
    for column, kind in columns.items():
        if column in STAMPS:
            continue
        sql = f'UPDATE "{table}" SET "{column}" = {OTHER_VALUE[kind].format(column)} WHERE id = %s'
        assert _refusal(sql, [row.pk]) == "core_fact_append_only", column


@pytest.mark.django_db
@pytest.mark.parametrize("model", FACTS, ids=label)
def test_fact_is_withdrawn_once_and_for_good(model: type[Fact]) -> None:
    row, table = bare(model), model._meta.db_table
    withdrawal = (
        f"UPDATE \"{table}\" SET withdrawn_at = '2001-01-01', withdrawn_reason = 'een reden' "
    )
    beside = withdrawal + ", basis = 'iets anders' WHERE id = %s"
    assert _refusal(beside, [row.pk]) == "core_fact_append_only"
    assert _refusal(withdrawal + "WHERE id = %s", [row.pk]) == ""
    row.refresh_from_db()
    assert row.withdrawn_at.year > 2020  # the stamp is the database's, whatever was asked
    back = f"UPDATE \"{table}\" SET withdrawn_at = NULL, withdrawn_reason = '' WHERE id = %s"
    again = withdrawal + "WHERE id = %s"
    assert _refusal(back, [row.pk]) == _refusal(again, [row.pk]) == "core_fact_append_only"
    assert _refusal(f'DELETE FROM "{table}" WHERE id = %s', [row.pk]) == "core_fact_append_only"


@pytest.mark.django_db
@pytest.mark.parametrize("model", FACTS, ids=label)
def test_correction_replaces_a_withdrawn_row_only(model: type[Fact]) -> None:
    standing = bare(model)
    stranger = draft(model, replaces=standing)
    with pytest.raises(ValidationError) as refused, speaking():
        model._base_manager.bulk_create([stranger])
    sentence = TRIGGER_SENTENCES["core_fact_replaces_same_subject"]
    assert refused.value.messages == [str(sentence)]


@pytest.mark.django_db
@pytest.mark.parametrize("model", FACTS, ids=label)
def test_database_stamps_a_fact(model: type[Fact]) -> None:
    """Whatever the code says about the moment, the clock of the database decides."""
    from slimsamenwerken.core.clocks import CoreClock

    row = bare(model, recorded_at="2001-01-01T00:00Z", withdrawn_at=None)
    row.refresh_from_db()
    assert row.recorded_at.year > 2020
    assert model._base_manager.filter(pk=row.pk, recorded_at__lte=CoreClock()).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("model", [ReportSnapshot, ReportFile], ids=label)
def test_finished_row_is_never_changed(model: type[models.Model]) -> None:
    row, table = bare(model), model._meta.db_table
    assert _refusal(f'DELETE FROM "{table}" WHERE id = %s', [row.pk]) == "core_fact_append_only"
    update = f'UPDATE "{table}" SET sha256 = sha256 WHERE id = %s'
    assert _refusal(update, [row.pk]) == "core_fact_append_only"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("model", "start", "end", "thing"),
    [
        (ActorSuccession, "from_actor", "to_actor", Actor),
        (ActionSuccession, "from_action", "to_action", Action),
    ],
    ids=label,
)
def test_succession_makes_no_circle(
    model: type[Fact], start: str, end: str, thing: type[models.Model]
) -> None:
    one, two, three = bare(thing), bare(thing), bare(thing)
    bare(model, **{start: one, end: two})
    bare(model, **{start: two, end: three})
    closing = draft(model, **{start: three, end: one}, valid_on=LATER)
    with pytest.raises(ValidationError) as refused, speaking():
        model._base_manager.bulk_create([closing])
    assert refused.value.messages == [str(TRIGGER_SENTENCES["core_no_circle"])]


# Read in tests/procurement/test_guards.py.
PROCUREMENT_SENTENCES = {
    "core_frozen",
    "core_never_deleted",
    "procurement_version_gap",
    "procurement_version_order",
    "procurement_published_frozen",
    "procurement_published_validated",
}
PROCUREMENT_TRIGGERS = {
    "core_frozen",
    "core_never_deleted",
    "procurement_criterionrelation_no_circle",
    "procurement_published",
    "procurement_version_order",
}


def test_every_sentence_of_a_trigger_is_read_above() -> None:
    assert set(TRIGGER_SENTENCES) == {
        "core_fact_append_only",
        "core_fact_replaces_same_subject",
        "core_no_circle",
        *PROCUREMENT_SENTENCES,
    }
    for sentence in TRIGGER_SENTENCES.values():
        assert str(sentence).endswith(".")


@pytest.mark.django_db
def test_every_trigger_of_ours_is_one_that_these_tests_know() -> None:
    """A new trigger brings its own test, and its name here."""
    tables = {model._meta.db_table for model in own_models()}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal"
        )
        found = {name for table, name in cursor.fetchall() if table in tables}
    ours = {name for name in found if not name.startswith("pgtrigger_")}
    assert ours == {
        "core_fact_guard",
        "core_insert_only",
        *PROCUREMENT_TRIGGERS,
        "programme_actionsuccession_no_circle",
        "programme_actorsuccession_no_circle",
    }
