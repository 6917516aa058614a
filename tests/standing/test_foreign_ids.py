"""What a form offers is all that it takes: an id of another organisation, or of nothing, is refused.

Addresses with foreign ids are rows of the permission table ("other", "hidden", "unknown"); here
are the fields. A field whose list comes with the page, and not with its class, needs a case.
"""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django import forms
from django.urls import get_resolver, reverse
from django.utils import translation

from procurement.forms import CriterionFilterForm
from slimsamenwerken.accounts import forms as accounts
from slimsamenwerken.accounts.models import Organisation
from slimsamenwerken.api import forms as api
from slimsamenwerken.api.webhooks import forms as webhooks
from slimsamenwerken.core.forms import PortalFormMixin
from slimsamenwerken.programme import forms as programme
from slimsamenwerken.programme.queries import loaders
from slimsamenwerken.reports import forms as reports
from tests.standing.own import PACKAGES
from tests.standing.world import World

pytestmark = pytest.mark.django_db
DAY = date(2015, 12, 31)
Data = dict[str, Any]
Make = Callable[[Data], forms.BaseForm]


def _lines() -> list[Any]:
    return list(loaders.lines(DAY, None).values())


def _actors() -> list[Any]:
    return list(loaders.actors(DAY, None).values())


def _pairs(rows: list[Any]) -> list[tuple[int, str]]:
    return [(row.id, "voorbeeld") for row in rows]


def _own() -> list[Organisation]:
    return list(Organisation.objects.filter(slug="huis-lead"))


def _names() -> list[tuple[str, str]]:
    return [(row.slug, row.name) for row in _own()]


def _foreign_organisation() -> str:
    return str(Organisation.objects.get(slug="huis-other").public_id)


# (form, field) → how the page makes the form, and a value that the page does not offer.
CASES: dict[tuple[type[forms.BaseForm], str], tuple[Make, Callable[[], object]]] = {
    (accounts.ActingForm, "organisation"): (
        lambda data: accounts.ActingForm(data, organisations=_own()),
        _foreign_organisation,
    ),
    (accounts.UserFilterForm, "organisation"): (
        lambda data: accounts.UserFilterForm(data, organisations=_names()),
        lambda: "huis-other",
    ),
    (api.ClientForm, "scopes"): (api.ClientForm, lambda: ["programme:everything"]),
    (webhooks.WebhookForm, "kinds"): (webhooks.WebhookForm, lambda: ["user"]),
    # Only an admin gives roles, and may give them at every organisation that there is.
    (accounts.RoleForm, "organisation"): (accounts.RoleForm, lambda: "niemand"),
    (accounts.NewUserForm, "organisation"): (accounts.NewUserForm, lambda: "niemand"),
    (programme.ActionFilterForm, "line"): (
        lambda data: programme.ActionFilterForm(data, lines=_lines(), actors=_actors()),
        lambda: ["9.9"],
    ),
    (programme.ActionFilterForm, "actor"): (
        lambda data: programme.ActionFilterForm(data, lines=_lines(), actors=_actors()),
        lambda: "niemand",
    ),
    (programme.ActionFilterForm, "kind"): (
        lambda data: programme.ActionFilterForm(data, lines=_lines(), actors=_actors()),
        lambda: "dream",
    ),
    (programme.ActionFilterForm, "declared"): (
        lambda data: programme.ActionFilterForm(data, lines=_lines(), actors=_actors()),
        lambda: ["unknown"],
    ),
    (programme.IndicatorFilterForm, "line"): (
        lambda data: programme.IndicatorFilterForm(data, lines=_lines()),
        lambda: ["9.9"],
    ),
    (programme.MilestoneFilterForm, "line"): (
        lambda data: programme.MilestoneFilterForm(data, lines=_lines()),
        lambda: ["9.9"],
    ),
    (programme.ActionForm, "line"): (
        lambda data: programme.ActionForm(data, lines=_pairs(_lines())),
        lambda: "0",
    ),
    (programme.ActionNewForm, "line"): (
        lambda data: programme.ActionNewForm(data, lines=_pairs(_lines())),
        lambda: "0",
    ),
    (programme.MilestoneForm, "owner"): (
        lambda data: programme.MilestoneForm(data, actors=_pairs(_actors())),
        lambda: "0",
    ),
    (programme.MilestoneNewForm, "owner"): (
        lambda data: programme.MilestoneNewForm(data, actors=_pairs(_actors())),
        lambda: "0",
    ),
    (programme.RoleForm, "actor"): (
        lambda data: programme.RoleForm(data, others=_pairs(_actors())),
        lambda: "0",
    ),
    (programme.AttachForm, "indicator"): (
        lambda data: programme.AttachForm(data, others=[(1, "voorbeeld")]),
        lambda: "0",
    ),
    (programme.RelationForm, "to_action"): (
        lambda data: programme.RelationForm(data, others=[(1, "voorbeeld")]),
        lambda: "0",
    ),
    (programme.SuccessionForm, "to_action"): (
        lambda data: programme.SuccessionForm(data, others=[(1, "voorbeeld")]),
        lambda: "0",
    ),
    (programme.LineSuccessionForm, "to_action"): (
        lambda data: programme.LineSuccessionForm(data, others=[(1, "voorbeeld")]),
        lambda: "0",
    ),
    (programme.ActorSuccessionForm, "to_actor"): (
        lambda data: programme.ActorSuccessionForm(data, others=_pairs(_actors()), roles=[]),
        lambda: "0",
    ),
    (programme.ActorSuccessionForm, "carry"): (
        lambda data: programme.ActorSuccessionForm(
            data, others=_pairs(_actors()), roles=[(1, "voorbeeld")]
        ),
        lambda: ["0"],
    ),
    (reports.RunForm, "definition"): (
        lambda data: reports.RunForm(data, today=DAY),
        lambda: "niets",
    ),
    (reports.DefinitionForm, "sections"): (reports.DefinitionForm, lambda: ["niets"]),
}

# A filter that leaves out what does not exist and names it, so that an old link still works
# (tests/procurement/test_pages.py); the groups are public.
LEFT_OUT = {(CriterionFilterForm, "group")}


def own_forms() -> Iterator[type[forms.BaseForm]]:
    """Every form class of ours that is in use; those that others extend are covered by them."""
    assert get_resolver().url_patterns  # imports every view, and so every form

    def below(base: type) -> Iterator[type]:
        for child in base.__subclasses__():
            yield child
            yield from below(child)

    for form in set(below(forms.BaseForm)):
        ours = form.__module__.split(".")[0] in PACKAGES
        is_base = form.__module__.endswith("core.forms") or "components" in form.__module__
        if ours and not is_base and hasattr(form, "base_fields"):
            yield form


def listed_fields(form: type[forms.BaseForm]) -> list[str]:
    """Fields that choose a thing: from a query, or from a list that the page brings along."""
    return [
        name
        for name, field in form.base_fields.items()
        if isinstance(field, forms.ModelChoiceField)
        or (isinstance(field, forms.ChoiceField) and len(list(field.choices)) <= 1)
    ]


def _abstract(form: type[forms.BaseForm]) -> bool:
    return form.__name__ == "OfLinesForm"


def test_every_field_that_chooses_a_thing_has_a_case() -> None:
    found = set(own_forms())
    assert len(found) > 25
    assert any(issubclass(form, PortalFormMixin) for form in found)
    wanted = {(form, name) for form in found if not _abstract(form) for name in listed_fields(form)}
    assert {(form.__name__, name) for form, name in wanted ^ {*CASES, *LEFT_OUT}} == set()


def test_field_that_chooses_a_thing_is_found() -> None:
    class NewForm(forms.Form):
        role = forms.ChoiceField(choices=[("a", "A"), ("b", "B")])
        actor = forms.ChoiceField(choices=[("", "Nobody")])
        owner = forms.ModelChoiceField(queryset=Organisation.objects.all())
        lines = forms.MultipleChoiceField()

    assert listed_fields(NewForm) == ["actor", "owner", "lines"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[0].__name__}.{case[1]}")
def test_what_is_not_offered_is_refused_in_dutch(
    world: World, case: tuple[type[forms.BaseForm], str]
) -> None:
    name = case[1]
    make, foreign = CASES[case]
    data = {name: foreign()}
    dutch = list(map(str, make(data).errors[name]))
    with translation.override("en"):
        assert list(map(str, make(data).errors[name])) != dutch


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_works_for_another_organisation(world: World, method: str) -> None:
    """The id of an organisation where one has no role is as good as one that does not exist."""
    client, url = world.client("lead"), reverse("accounts:switch-organisation")
    for foreign in (_foreign_organisation(), str(uuid4())):
        answer = getattr(client, method)(url, {"organisation": foreign})
        assert answer.status_code == 404
