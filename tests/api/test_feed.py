"""The change feed: a consumer's copy equals the portal, whatever commits when."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from slimsamenwerken.api.feed import publishing
from slimsamenwerken.api.feed.publishing import note_turning_things, publish_changes
from slimsamenwerken.api.models import FeedEntry
from slimsamenwerken.core.models import ChangeRow
from slimsamenwerken.programme import operations
from slimsamenwerken.programme.models import Action
from tests.api.conftest import Asker, key_for
from tests.factories.programme import (
    make_action,
    make_actor,
    make_indicator,
    make_measurement,
    make_milestone,
    make_role,
    make_update,
)
from tests.programme.people import make_cast

pytestmark = pytest.mark.django_db
SEED: dict[str, Any] = {"by": None, "origin": "seed"}
TODAY = timezone.localdate()


def events(api: Asker, after: int = 0, size: int = 500, key: str = "") -> Iterator[dict[str, Any]]:
    """Everything from a position on, page by page."""
    while True:
        page = api("get", f"/changes?after={after}&pageSize={size}", key=key).json()
        yield from page["items"]
        if not page["items"]:
            return
        after = page["items"][-1]["position"]


def follow(api: Asker, copy: dict[str, Any], after: int = 0, key: str = "") -> int:
    """Bring a copy up to date; returns the position that it reached."""
    for event in events(api, after, key=key):
        if event["type"].endswith(".deleted.v1"):
            copy.pop(event["subject"], None)
        else:
            copy[event["subject"]] = event.get("data")
        after = event["position"]
    return after


def portal(api: Asker) -> dict[str, Any]:
    """What a visitor reads at this moment, as the feed tells it."""
    asked = {
        "actions": "embed=participations&embed=updates&embed=closure&embed=indicators",
        "milestones": "",
        "indicators": "embed=actions&embed=targets&embed=measurements",
        "actors": "",
        "actionLines": "",
    }
    found = {}
    for path, query in asked.items():
        for item in api("get", f"/{path}?pageSize=200&{query}").json()["items"]:
            found[item["href"]] = item
    return found


def _rename(action: Action, turn: int) -> None:
    version = action.versions.first()
    assert version is not None
    day = TODAY - timedelta(days=60 - turn)
    given: dict[str, Any] = {"title": f"Titel {turn}", "line": version.line, **SEED}
    operations.change_action(action=action, valid_on=day, is_public=turn % 3 > 0, **given)


def _withdraw(action: Action, _turn: int) -> None:
    row = action.updates.filter(withdrawn_at=None).first()
    if row is not None:
        operations.withdraw_fact(fact=row, by=None, reason="voorbeeld van een reden")


WRITES: tuple[Callable[[Action, int], object], ...] = (
    lambda _action, turn: make_action(is_public=turn % 4 > 0),
    _rename,
    lambda action, turn: make_update(action, TODAY, is_public=turn % 2 == 0),
    lambda action, _turn: make_milestone(action, due_on=TODAY),
    lambda action, turn: make_measurement(make_indicator(action), turn, TODAY),
    lambda action, _turn: make_role(make_actor(), action, "partner"),
    _withdraw,
)


@pytest.mark.parametrize("seed", range(3))
def test_a_copy_equals_the_portal_after_random_writes(api: Asker, seed: int) -> None:
    chance, position = Random(seed), 0  # noqa: S311 - no secret
    copy: dict[str, Any] = {}
    make_action()
    make_action(is_public=False)
    for turn in range(40):
        action = chance.choice(list(Action.objects.order_by("pk")))
        chance.choice(WRITES)(action, turn)
        if turn % 5 == 0:
            publish_changes()
            position = follow(api, copy, position)
    publish_changes()
    follow(api, copy, position)
    assert copy == portal(api)
    assert not ChangeRow.objects.exists()


def test_an_action_that_is_hidden_leaves_tombstones_for_all_that_hangs_on_it(api: Asker) -> None:
    action = make_action(title="Wordt verborgen")
    make_milestone(action, code="M1")
    make_measurement(make_indicator(action), 5, TODAY)
    publish_changes()
    copy: dict[str, Any] = {}
    position = follow(api, copy)
    line = action.versions.get().line
    operations.change_action(
        action=action, valid_on=TODAY, title="Verborgen", line=line, is_public=False, **SEED
    )
    publish_changes()
    gone = [event["type"].split(".")[-3:-1] for event in events(api, position)]
    assert gone == [["action", "deleted"], ["milestone", "deleted"], ["indicator", "deleted"]]
    assert "data" not in next(events(api, position))
    follow(api, copy, position)
    assert copy == portal(api)


def test_what_was_never_public_is_never_told(api: Asker) -> None:
    make_action(title="Intern plan", is_public=False)
    publish_changes()
    told = list(events(api))
    assert [event["type"].split(".")[-3] for event in told] == ["actionLine"]


def test_insiders_hear_of_hidden_things_and_read_them_with_their_own_rights(api: Asker) -> None:
    people = make_cast()
    hidden = make_action(is_public=False, code="7.1.03")
    make_role(people.actor, hidden, "lead")
    publish_changes()
    told = {}
    for name in ("alice", "charlie", "staff"):
        user = people.people[name]
        home = user.memberships.get().organisation
        key = key_for(user, home, "feed:read", "programme:read")
        told[name] = {event["subject"]: event for event in events(api, key=key)}
    here = f"/actions/{hidden.public_id}"
    assert [any(s.endswith(here) for s in told[n]) for n in told] == [True, False, True]
    event = next(e for s, e in told["alice"].items() if s.endswith(here))
    assert "data" not in event


def test_a_slow_transaction_is_told_after_the_fast_one_and_is_not_lost(api: Asker) -> None:
    """The row of the slow writer has the lower number, and commits after the reader passed."""
    first, second = make_action(), make_action()
    publish_changes()
    after = list(events(api))[-1]["position"]
    slow = ChangeRow.objects.create(label="programme.action", object_id=first.pk, version=9)
    fast = ChangeRow.objects.create(label="programme.action", object_id=second.pk, version=9)
    ChangeRow.objects.filter(pk=slow.pk).delete()  # not committed yet
    publish_changes()
    told = list(events(api, after))
    assert [e["subject"].rpartition("/")[2] for e in told] == [str(second.public_id)]
    ChangeRow(pk=slow.pk, label=slow.label, object_id=slow.object_id, version=9).save()
    assert slow.pk < fast.pk
    publish_changes()
    later = list(events(api, told[-1]["position"]))
    assert [e["subject"].rpartition("/")[2] for e in later] == [str(first.public_id)]


def test_a_publisher_that_dies_numbers_nothing_twice(
    api: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_action()
    monkeypatch.setattr(publishing.FeedEntry.objects, "bulk_create", _die)
    with pytest.raises(RuntimeError), transaction.atomic():
        publish_changes()
    monkeypatch.undo()
    assert not FeedEntry.objects.exists()
    publish_changes()
    positions = [event["position"] for event in events(api)]
    assert positions == sorted(set(positions)) == list(range(1, len(positions) + 1))


def _die(*_arguments: object) -> None:
    raise RuntimeError


def test_a_full_page_is_closed_and_the_last_one_is_not(api: Asker) -> None:
    for _turn in range(3):
        make_action()
    publish_changes()
    full = api("get", "/changes?pageSize=2")
    assert full["Cache-Control"] == "public, max-age=31536000, immutable"
    again = api("get", "/changes?pageSize=2", If_None_Match=full["ETag"])
    assert again.status_code == 304
    rest = api("get", "/changes?after=2")
    assert "immutable" not in rest["Cache-Control"]
    assert rest.json()["next"].endswith(
        f"after={rest.json()['items'][-1]['position']}&pageSize=500"
    )


@pytest.mark.parametrize("after", ["-1", "x", "1.5", "9" * 30])
def test_a_strange_position_is_refused(api: Asker, after: str) -> None:
    assert api("get", f"/changes?after={after}").status_code == 400


def test_a_position_from_before_what_is_kept_says_so(api: Asker) -> None:
    for _turn in range(2):
        make_action()
    publish_changes()
    FeedEntry.objects.filter(position=1).update(at=timezone.now() - timedelta(days=731))
    publishing.forget_old_entries(timezone.now())
    assert api("get", "/changes?after=0").status_code == 410
    assert api("get", "/changes?after=1").status_code == 200


def test_a_version_that_begins_today_is_told_today(api: Asker) -> None:
    action = make_action()
    publish_changes()
    ChangeRow.objects.all().delete()
    line = action.versions.get().line
    operations.change_action(
        action=action, valid_on=TODAY, title="Vanaf vandaag", line=line, **SEED
    )
    ChangeRow.objects.all().delete()  # told when it was written, days ago
    assert note_turning_things(TODAY) == 1
    publish_changes()
    assert [e["data"]["title"] for e in events(api) if e["type"].endswith("updated.v1")] == [
        "Vanaf vandaag"
    ]


def test_publishing_costs_the_same_for_few_and_many(api: Asker) -> None:
    line = make_action().versions.get().line
    publish_changes()

    def cost(number: int) -> int:
        for _turn in range(number):
            make_action(line=line)
        with CaptureQueriesContext(connection) as asked:
            publish_changes()
        return len(asked)

    assert cost(2) == cost(7)
