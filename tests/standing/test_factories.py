"""Every own model can be made, names itself and has an order of its own."""

import pytest
from django.db import models

from tests.factories.drafts import DRAFTS, draft, make
from tests.standing.own import label, own_models

# Facts are never listed without an order of their own: `at`, `until` and `newest_first` choose it.
OWN = own_models()


def test_every_own_model_has_a_factory() -> None:
    assert len(OWN) > 35
    assert [label(model) for model in OWN if model not in DRAFTS] == []
    assert set(DRAFTS) <= set(OWN)


@pytest.mark.django_db
@pytest.mark.parametrize("model", OWN, ids=label)
def test_factory_makes_a_row_that_is_accepted(model: type[models.Model]) -> None:
    row = make(model)
    assert model._default_manager.filter(pk=row.pk).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("model", OWN, ids=label)
def test_row_names_itself(model: type[models.Model]) -> None:
    row = make(model)
    row.refresh_from_db()
    name = str(row)
    assert name.strip()
    assert "object (" not in name
    assert "None" not in name


@pytest.mark.parametrize("model", OWN, ids=label)
def test_model_has_an_order(model: type[models.Model]) -> None:
    assert model._meta.ordering


@pytest.mark.django_db
def test_draft_is_not_saved_and_takes_a_field() -> None:
    from slimsamenwerken.programme.models import StatusUpdate

    row = draft(StatusUpdate, body="Een andere tekst, lang genoeg.")
    assert row.pk is None
    assert row.body == "Een andere tekst, lang genoeg."
