"""Every rule of the database refuses, in a form and behind it, with a Dutch sentence (§4, §9)."""

from collections.abc import Callable, Iterable
from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models
from django.utils import translation

from slimsamenwerken.core.constraints import speaking
from tests.standing.own import own_models
from tests.standing.violations import VIOLATIONS, Violation

# Checks, unique rules and exclusions; conditional unique rules are unique indexes in PostgreSQL.
RULES = """
SELECT t.relname, c.conname FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid
WHERE c.contype IN ('c', 'u', 'x')
UNION
SELECT t.relname, i.relname FROM pg_index x
JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
WHERE x.indisunique AND NOT x.indisprimary
"""
# Nobody fills in the one row of the freeze mark: Django's standard words will do.
TECHNICAL = {"core_freezemark_one_row"}
BY_NAME = {
    constraint.name: constraint for model in own_models() for constraint in model._meta.constraints
}


def _rules_of(tables: Iterable[str]) -> set[str]:
    wanted = set(tables)
    with connection.cursor() as cursor:
        cursor.execute(RULES)
        return {name for table, name in cursor.fetchall() if table in wanted}


@pytest.mark.django_db
def test_every_rule_of_the_database_is_broken_once_here() -> None:
    rules = _rules_of(model._meta.db_table for model in own_models())
    assert len(rules) > 200
    assert sorted(rules - set(VIOLATIONS)) == []
    assert sorted(set(VIOLATIONS) - rules) == []


@pytest.mark.django_db
def test_rule_without_a_violation_is_found() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE programme_actor ADD CONSTRAINT programme_actor_new CHECK (true)"
        )
    assert "programme_actor_new" in _rules_of(["programme_actor"]) - set(VIOLATIONS)


def test_every_rule_of_a_model_has_a_sentence_of_its_own_in_dutch() -> None:
    assert set(BY_NAME) <= set(VIOLATIONS)
    for name in set(BY_NAME) - TECHNICAL:
        sentence = BY_NAME[name].violation_error_message
        with translation.override("en"):
            english = str(sentence)
        assert str(sentence) != english, name
        assert str(sentence)[-1] in ".?", name


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(VIOLATIONS))
def test_form_and_database_refuse_in_dutch(name: str) -> None:
    violation = VIOLATIONS[name]
    row, constraint = violation.make(), BY_NAME.get(name)
    messages = _refusal(row.full_clean)
    if constraint is None:
        _is_dutch(messages, row.full_clean)
    else:
        sentence = [str(constraint.get_violation_error_message())]
        if messages != sentence:  # a validator of a field spoke first
            _is_dutch(messages, row.full_clean)
            assert _refusal(lambda: constraint.validate(type(row), row)) == sentence
    assert _rule_that_refuses(row, violation) == name


def _rule_that_refuses(row: models.Model, violation: Violation) -> str:
    with pytest.raises((ValidationError, IntegrityError)) as refused:
        _insert(row, violation)
    error: BaseException | None = refused.value
    name: str = _refused_by(error if isinstance(error, IntegrityError) else error.__cause__)
    if isinstance(error, ValidationError):
        _is_dutch(error.messages, partial(_insert, row, violation))
    else:  # only what Django adds by itself to a column of positive numbers has no sentence
        assert name.endswith("_check")
    return name


def _insert(row: models.Model, violation: Violation) -> None:
    """Straight into the table: no clean, no save()."""
    with speaking(), connection.cursor() as cursor:
        if violation.behind_trigger:  # the rollback of the refused row puts it back
            cursor.execute("SET LOCAL session_replication_role = replica")
        type(row)._base_manager.bulk_create([row])


def _refused_by(error: BaseException | None) -> str:
    name: str = error.__cause__.diag.constraint_name  # type: ignore[union-attr]
    return name


def _refusal(call: Callable[[], object]) -> list[str]:
    with pytest.raises(ValidationError) as refused:
        call()
    return refused.value.messages


def _is_dutch(messages: list[str], again: Callable[[], object]) -> None:
    """Whole and in Dutch: no sentence is the English one, no variable lacks its value."""
    with translation.override("en"):
        english = _refusal(again)
    assert messages
    assert not set(messages) & set(english)
    assert "%(" not in " ".join(messages)
