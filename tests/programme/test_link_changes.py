"""The office says who does what, what measures an action and what goes on in what; nobody else."""

from datetime import date

import pytest

from slimsamenwerken.core.clocks import Fact
from slimsamenwerken.core.constraints import TRIGGER_SENTENCES
from slimsamenwerken.programme import operations
from slimsamenwerken.programme.forms.placing import PLACES
from slimsamenwerken.programme.models import (
    ActionIndicator,
    ActionRelation,
    ActionSuccession,
    Actor,
    ActorSuccession,
    Participation,
)
from tests.factories.programme import BASE, make_action, make_actor, make_indicator, make_role
from tests.programme.people import ROLES, make_cast, send, to
from tests.programme.reading import part_of, text_of
from tests.standing.own import own_models

pytestmark = pytest.mark.django_db

OFFICE = {"staff", "admin"}
PERIOD = {"since_precision": "day", "until_precision": "day"}
ON = {"valid_on": "01/06/2015", "valid_on_precision": "day"}


@pytest.fixture
def cast():
    return make_cast()


def line_of(cast):
    return cast.action.versions.get().line


def role_of(cast):
    return Participation.objects.get(action=cast.action, role="lead")


def link_of(cast):
    return ActionIndicator.objects.known().get(action=cast.action)


def pages_of(cast):
    """Name → arguments, what is sent, model of the row that it adds."""
    line, actor = line_of(cast), make_actor(name="Nieuwe partner")
    role = PERIOD | {"role": "partner", "actor": actor.pk}
    ended = {"until": "31/12/2015", "reason": "Het mandaat liep af."}
    action = {"to_action": cast.other.pk}
    goes_on = ON | action | {"kind": "continued_in"}
    succeeds = ON | {"kind": "merged", "to_actor": actor.pk}
    measured = PERIOD | {"indicator": make_indicator(code="V72").pk}
    return {
        "role-new": (("7.1.01",), role, Participation),
        "line-role-new": ((line.code,), role, Participation),
        "domain-role-new": ((line.domain.code,), role, Participation),
        "role-end": (("7.1.01", role_of(cast).public_id), ended, Participation),
        "indicator-attach": (("7.1.01",), measured, ActionIndicator),
        "indicator-detach": (("7.1.01", "V71"), ended, ActionIndicator),
        "relation-new": (("7.1.01",), PERIOD | action | {"kind": "related"}, ActionRelation),
        "action-succession-new": (("7.1.01",), goes_on, ActionSuccession),
        "line-succession-new": ((line.code,), goes_on, ActionSuccession),
        "actor-succession-new": (("trekker-van-alice",), succeeds, ActorSuccession),
    }


NAMES = (
    "role-new", "line-role-new", "domain-role-new", "role-end", "indicator-attach",
    "indicator-detach", "relation-new", "action-succession-new", "line-succession-new",
    "actor-succession-new",
)  # fmt: skip


@pytest.mark.parametrize("who", ROLES)
@pytest.mark.parametrize("name", NAMES)
def test_office_may_and_nobody_else(cast, name, who):
    args, fields, model = pages_of(cast)[name]
    before = model.objects.count()
    response = send(cast.client(who), to(name, *args), **fields)
    if who in OFFICE:
        assert response.status_code == 302
        assert model.objects.count() == before + 1
        assert model.objects.order_by("-id")[0].recorded_by == cast.people[who]
        return
    assert model.objects.count() == before
    assert response.status_code == 403  # a visitor's is the login page, with the form kept in it


def subjects_of(cast):
    line = line_of(cast)
    return {
        to("action-detail", "7.1.01"): (
            "role-new", "indicator-attach", "indicator-detach", "relation-new",
            "action-succession-new",
        ),
        f"/actielijnen/{line.code}/": ("line-role-new", "line-succession-new"),
        "/actielijnen/": ("domain-role-new",),
        to("actor-detail", "trekker-van-alice"): ("actor-succession-new",),
    }  # fmt: skip


@pytest.mark.parametrize("who", ROLES)
def test_page_of_the_subject_leads_there_for_those_who_may(cast, who):
    pages, client = pages_of(cast), cast.client(who)
    for page, names in subjects_of(cast).items():
        now = client.get(page).content.decode()
        past = client.get(page, {"as_of": "2015-12-31"}).content.decode()
        for name in names:
            link = f'href="{to(name, *pages[name][0])}"'
            assert (link in now) is (who in OFFICE), name
            assert link not in past, name


@pytest.mark.parametrize("name", NAMES)
def test_version_that_moved_on_is_a_conflict_and_input_stays(cast, name):
    args, fields, model = pages_of(cast)[name]
    before, client = model.objects.count(), cast.client("staff")
    version = client.get(to(name, *args)).context["form"].initial["version"]
    response = client.post(to(name, *args), fields | {"version": version - 1})
    assert response.status_code == 409
    assert model.objects.count() == before
    form = response.context["form"]
    assert {key: form[key].value() for key in fields} == {k: str(v) for k, v in fields.items()}


# ── roles ────────────────────────────────────────────────────────────────────────────────────
def test_added_role_is_shown_and_gives_its_rights(cast):
    actor = Actor.objects.get(organisation__memberships__user=cast.people["charlie"])
    fields = PERIOD | {"role": "lead", "actor": actor.pk, "since": "1/6/2015"}
    assert cast.client("charlie").get(to("update-new", "7.1.01")).status_code == 403
    send(cast.client("staff"), to("role-new", "7.1.01"), **fields)
    assert cast.client("charlie").get(to("update-new", "7.1.01")).status_code == 200


def test_role_that_an_actor_has_already_is_refused_at_the_actor(cast):
    fields = PERIOD | {"role": "lead", "actor": cast.actor.pk}
    response = send(cast.client("staff"), to("role-new", "7.1.01"), **fields)
    assert response.status_code == 400
    sentence = "Deze actor heeft die rol al in deze periode."
    assert response.context["form"].errors == {"actor": [sentence]}


def test_lead_of_a_line_is_shown_on_it_and_gets_no_rights_on_its_actions(cast):
    line = line_of(cast)
    actor = Actor.objects.get(organisation__memberships__user=cast.people["charlie"])
    url = to("line-role-new", line.code)
    send(cast.client("staff"), url, **PERIOD | {"role": "lead", "actor": actor.pk})
    row = Participation.objects.get(line=line)
    assert (row.actor, row.action) == (actor, None)
    name = actor.versions.get().name
    assert name in text_of(cast.client("visitor").get(f"/actielijnen/{line.code}/"))
    assert cast.client("charlie").get(to("update-new", "7.1.01")).status_code == 403


def test_ended_role_takes_its_rights_along_and_stays_on_earlier_days(cast):
    url = to("role-end", "7.1.01", role_of(cast).public_id)
    send(cast.client("staff"), url, until="31/12/2015", reason="Het mandaat liep af.")
    assert cast.client("alice").get(to("update-new", "7.1.01")).status_code == 403
    visitor = cast.client("visitor")
    assert "Trekker Van Alice" not in part_of(visitor.get(to("action-detail", "7.1.01")), "h-wie")
    then = visitor.get(to("action-detail", "7.1.01"), {"as_of": "2015-12-31"})
    assert "Trekker Van Alice" in part_of(then, "h-wie")
    assert cast.client("staff").get(url).status_code == 404


def test_role_on_another_action_is_not_found_under_this_one(cast):
    role = make_role(make_actor(), cast.other, "partner")
    assert cast.client("staff").get(to("role-end", "7.1.01", role.public_id)).status_code == 404


# ── indicators ───────────────────────────────────────────────────────────────────────────────
def test_attached_indicator_is_shown_on_the_action_from_its_day_on(cast):
    indicator = make_indicator(code="V72")
    fields = PERIOD | {"indicator": indicator.pk, "since": "1/6/2015"}
    send(cast.client("staff"), to("indicator-attach", "7.1.01"), **fields)
    visitor, page = cast.client("visitor"), to("action-detail", "7.1.01")
    assert "V72" in text_of(visitor.get(page))
    assert "V72" not in text_of(visitor.get(page, {"as_of": "2015-05-31"}))


def test_indicator_of_this_action_already_is_refused_at_its_field(cast):
    fields = PERIOD | {"indicator": cast.indicator.pk}
    response = send(cast.client("staff"), to("indicator-attach", "7.1.01"), **fields)
    assert response.status_code == 400
    sentence = "Deze indicator hoort al bij deze actie."
    assert response.context["form"].errors == {"indicator": [sentence]}


@pytest.mark.parametrize(("until", "stays"), [("31/12/2015", True), ("", False)])
def test_detached_indicator_stays_on_earlier_days_only_if_it_belonged_there(cast, until, stays):
    url, row = to("indicator-detach", "7.1.01", "V71"), link_of(cast)
    send(cast.client("staff"), url, until=until, reason="De meting stopt.")
    row.refresh_from_db()
    assert row.withdrawn_reason == "De meting stopt."
    visitor, page = cast.client("visitor"), to("action-detail", "7.1.01")
    assert "V71" not in text_of(visitor.get(page))
    assert ("V71" in text_of(visitor.get(page, {"as_of": "2015-12-31"}))) is stays
    assert cast.client("staff").get(url).status_code == 404


# ── relations and successions ────────────────────────────────────────────────────────────────
def test_both_actions_show_the_relation(cast):
    fields = PERIOD | {"to_action": cast.other.pk, "kind": "input_for"}
    send(cast.client("staff"), to("relation-new", "7.1.01"), **fields)
    visitor = cast.client("visitor")
    here = part_of(visitor.get(to("action-detail", "7.1.01")), "h-wie")
    there = part_of(visitor.get(to("action-detail", "7.1.02")), "h-wie")
    assert "Geeft input voor 7.1.02 Actie van een ander" in here
    assert "Krijgt input van 7.1.01 Actie van Alice" in there


@pytest.mark.parametrize("name", ["relation-new", "action-succession-new"])
def test_action_itself_is_not_offered(cast, name):
    fields = PERIOD | ON | {"to_action": cast.action.pk, "kind": "related"}
    response = send(cast.client("staff"), to(name, "7.1.01"), **fields)
    assert response.context["form"].errors["to_action"] == ["Kies een waarde uit de lijst."]


def test_circle_of_actions_is_refused_at_its_field(cast):
    link = {"kind": "continued_in", "valid_on": date(2015, 1, 1)}
    operations.continue_action(start=cast.other, to_action=cast.action, **link, **BASE)
    fields = ON | {"to_action": cast.other.pk, "kind": "continued_in"}
    response = send(cast.client("staff"), to("action-succession-new", "7.1.01"), **fields)
    assert response.status_code == 400
    assert response.context["form"].errors == {"to_action": ["Deze opvolging maakt een kring."]}
    assert response.context["form"]["to_action"].value() == str(cast.other.pk)


def test_circle_of_actors_is_refused_at_its_field_and_no_role_moves(cast):
    later = make_actor(name="Fusie")
    link = {"kind": "merged", "valid_on": date(2015, 1, 1)}
    operations.succeed_actor(from_actor=later, to_actor=cast.actor, **link, **BASE)
    fields = ON | {"to_actor": later.pk, "kind": "merged", "carry": [role_of(cast).pk]}
    url = to("actor-succession-new", "trekker-van-alice")
    response = send(cast.client("staff"), url, **fields)
    assert response.status_code == 400
    assert response.context["form"].errors == {"to_actor": ["Deze opvolging maakt een kring."]}
    assert role_of(cast).withdrawn_at is None


def test_second_same_relation_is_refused_at_its_field(cast):
    fields = PERIOD | {"to_action": cast.other.pk, "kind": "related"}
    send(cast.client("staff"), to("relation-new", "7.1.01"), **fields)
    response = send(cast.client("staff"), to("relation-new", "7.1.01"), **fields)
    assert list(response.context["form"].errors) == ["to_action"]


def test_line_goes_on_in_an_action(cast):
    line, fields = line_of(cast), ON | {"to_action": cast.other.pk, "kind": "continued_in"}
    send(cast.client("staff"), to("line-succession-new", line.code), **fields)
    row = ActionSuccession.objects.get()
    assert (row.from_line, row.from_action, row.closes_predecessor) == (line, None, False)
    page = text_of(cast.client("visitor").get(f"/actielijnen/{line.code}/"))
    assert "Doorgestart in 7.1.02 Actie van een ander" in page


def test_only_the_chosen_roles_move_along(cast):
    kept = make_role(cast.actor, cast.other, "partner")
    later = make_actor(name="Fusie")
    fields = ON | {"to_actor": later.pk, "kind": "merged", "carry": [role_of(cast).pk]}
    url = to("actor-succession-new", "trekker-van-alice")
    send(cast.client("staff"), url, **fields)
    moved = Participation.objects.known().get(actor=later)
    assert (moved.action, moved.role, moved.since) == (cast.action, "lead", date(2015, 6, 1))
    kept.refresh_from_db()
    assert kept.withdrawn_at is None
    assert "Nu Fusie" in text_of(
        cast.client("visitor").get(to("actor-detail", "trekker-van-alice"))
    )


def test_role_of_another_actor_is_not_offered(cast):
    foreign = Participation.objects.get(action=cast.other, role="lead")
    fields = ON | {"to_actor": make_actor().pk, "kind": "merged", "carry": [foreign.pk]}
    url = to("actor-succession-new", "trekker-van-alice")
    response = send(cast.client("staff"), url, **fields)
    assert response.context["form"].errors == {"carry": ["Kies een waarde uit de lijst."]}


# ── their rows ───────────────────────────────────────────────────────────────────────────────
LINKS = ("participation", "action-indicator", "relation", "action-succession", "actor-succession")


@pytest.fixture
def rows(cast):
    link = {"valid_on": date(2015, 1, 1), **BASE}
    two = {"from_action": cast.action, "to_action": cast.other}
    return {
        "participation": role_of(cast),
        "action-indicator": link_of(cast),
        "relation": operations.relate_actions(**two, kind="related", **BASE),
        "action-succession": operations.continue_action(
            start=cast.action, to_action=cast.other, kind="continued_in", **link
        ),
        "actor-succession": operations.succeed_actor(
            from_actor=cast.actor, to_actor=make_actor(name="Fusie"), kind="merged", **link
        ),
    }


@pytest.mark.parametrize("kind", LINKS)
def test_office_withdraws_a_link_and_the_history_tells(cast, rows, kind):
    row, client = rows[kind], cast.client("staff")
    send(client, to("fact-withdraw", kind, row.public_id), reason="Dit klopte niet.")
    row.refresh_from_db()
    assert row.withdrawn_by == cast.people["staff"]
    history = (
        to("actor-history", "trekker-van-alice")
        if kind == "actor-succession"
        else to("action-history", "7.1.01")
    )
    assert "Dit klopte niet." in text_of(client.get(history))


@pytest.mark.parametrize("kind", LINKS)
def test_correction_starts_from_the_row_and_keeps_both_sides(cast, rows, kind):
    row, client = rows[kind], cast.client("staff")
    form = client.get(to("fact-correct", kind, row.public_id)).context["form"]
    sent = {name: "" if (v := form[name].value()) is None else v for name in form.fields}
    sent |= {"correction_reason": "De brief zegt iets anders."}
    sent |= {"until": "31/12/2015"} if "until" in form.fields else {"valid_on": "1/2/2015"}
    assert client.post(to("fact-correct", kind, row.public_id), sent).status_code == 302
    later = type(row).objects.get(replaces=row)
    assert list(later.identities()) == list(row.identities())
    day = date(2015, 12, 31) if hasattr(later, "until") else date(2015, 2, 1)
    assert getattr(later, "until", None) or later.valid_on == day


@pytest.mark.parametrize("kind", ["relation", "action-succession"])
def test_row_that_names_a_hidden_action_does_not_exist_for_outsiders(cast, kind):
    hidden = make_action(code="7.1.03", is_public=False)
    two = {"relation": {"from_action": cast.action, "kind": "related"}}
    row = (
        operations.relate_actions(to_action=hidden, **two[kind], **BASE)
        if kind == "relation"
        else operations.continue_action(
            start=cast.action,
            to_action=hidden,
            kind="merged_into",
            valid_on=date(2015, 1, 1),
            **BASE,
        )
    )
    url = to("fact-detail", kind, row.public_id)
    assert cast.client("visitor").get(url).status_code == 404
    assert cast.client("staff").get(url).status_code == 200


def test_every_placed_sentence_is_one_of_a_constraint():
    known = {str(sentence) for sentence in TRIGGER_SENTENCES.values()}
    for model in own_models():
        if issubclass(model, Fact):
            known |= {str(c.violation_error_message) for c in model._meta.constraints}
    assert {str(sentence) for sentence, _names in PLACES} <= known
