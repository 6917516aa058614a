"""Row by row: rights, issues and sentences are those of the single POST; all or none."""

from typing import Any

import pytest
from django.utils import timezone

from slimsamenwerken.api.imports import operations
from slimsamenwerken.api.models import ImportTask
from slimsamenwerken.programme.models import Measurement, StatusUpdate
from tests.api.conftest import Asker
from tests.api.imports.conftest import (
    TEXT,
    imported,
    key_of,
    sent,
    sent_csv,
    told,
    values,
    worked,
)
from tests.factories.programme import make_action, make_indicator
from tests.programme.people import Cast

pytestmark = pytest.mark.django_db
UNKNOWN = "referencedResourceNotFound"


def update(action: Any, **more: Any) -> dict[str, Any]:
    return {"action": str(action), "validOn": "2026-01-31", "body": TEXT, **more}


def test_one_wrong_row_saves_none(api: Asker, people: Cast, alice: str) -> None:
    task = imported(api, alice, values(1, 2, "veel", 4))
    assert (task["status"], task["rowCount"], task["savedCount"]) == ("failed", 4, 0)
    assert (task["refusedCount"], task["issueCount"]) == (1, 1)
    assert told(task) == [(3, "value", "invalidInput")]
    assert "niets bewaard" in task["detail"]
    assert not Measurement.objects.exists()


@pytest.mark.parametrize("dry", [True, False])
def test_rows_of_someone_else_are_as_unknown_ones(api: Asker, people: Cast, dry: bool) -> None:
    hidden = make_action(code="7.1.03", title="Verborgen", is_public=False)
    key, none = key_of(people, "alice"), "00000000-0000-4000-8000-000000000000"
    rows = [
        update(thing)
        for thing in ("7.1.01", people.action.public_id, "7.1.02", people.other.public_id,
                      "7.1.03", hidden.public_id, "9.9.99", none)
    ]  # fmt: skip
    task = imported(api, key, rows, "updates", dryRun=dry)
    assert told(task) == [(row, "action", UNKNOWN) for row in range(3, 9)]
    assert len({issue["detail"] for issue in task["issues"]}) == 1
    assert not StatusUpdate.objects.exists()


@pytest.mark.parametrize(
    ("who", "status"),
    [("alice", "done"), ("staff", "done"), ("admin", "done"), ("bob", "failed"),
     ("charlie", "failed"), ("auditor", "failed")],
)  # fmt: skip
def test_rights_are_those_of_the_single_post(
    api: Asker, people: Cast, who: str, status: str
) -> None:
    key = key_of(people, who)
    for resource, rows in (("measurements", values(1)), ("updates", [update("7.1.01")])):
        task = imported(api, key, rows, resource)
        assert task["status"] == status, task
    single = f"/indicators/{people.indicator.public_id}/measurements"
    answer = api("post", single, {"validOn": "2026-02-01", "value": "1"}, key=key)
    assert (answer.status_code == 201) == (status == "done"), answer.content


def test_an_indicator_of_another_action_is_refused(api: Asker, people: Cast, alice: str) -> None:
    make_indicator(people.other, code="V72")
    task = imported(api, alice, [*values(1), *values(1, indicator="V72")])
    assert told(task) == [(2, "indicator", UNKNOWN)]
    assert not Measurement.objects.exists()


def test_rights_are_those_of_when_it_is_written(api: Asker, people: Cast, alice: str) -> None:
    answer = sent(api, alice, values(1))
    ImportTask.objects.get().client.__class__.objects.update(scopes=["programme:read"])
    task = ImportTask.objects.get()
    assert operations.work(task.pk, now=timezone.now(), today=timezone.localdate()) == "failed"
    task.refresh_from_db()
    assert (task.error, task.file_name) == ("RefusedError", "")
    assert answer.status_code == 202
    assert not Measurement.objects.exists()


def test_an_update_by_code_and_by_id_is_saved(api: Asker, people: Cast, alice: str) -> None:
    rows = [
        update("7.1.01", isPublic=False),
        update(people.action.public_id, validOn="2026-02-28"),
    ]
    assert imported(api, alice, rows, "updates")["savedCount"] == 2
    found = StatusUpdate.objects.order_by("valid_on")
    assert [(row.action, row.is_public, row.origin) for row in found] == [
        (people.action, False, "import"),
        (people.action, True, "import"),
    ]


WRONG: list[tuple[str, dict[str, Any]]] = [
    ("measurements", {"valeu": 1}),
    ("measurements", {"value": "veel"}),
    ("measurements", {"value": ""}),
    ("measurements", {"validOn": "31/01/2026"}),
    ("measurements", {"denominator": "0", "numerator": "1"}),
    ("measurements", {"qualifier": "!"}),
    ("measurements", {"dims": "x"}),
    ("updates", {"body": "kort"}),
    ("updates", {"declaredStatus": "stopped"}),
    ("updates", {"declaredStatus": "rood"}),
    ("updates", {"validOn": None}),
    ("updates", {"body": 7, "isPublic": "x"}),
]


@pytest.mark.parametrize(("resource", "change"), WRONG, ids=lambda part: str(part)[:40])
def test_issues_are_those_of_the_single_post(
    api: Asker, people: Cast, alice: str, resource: str, change: dict[str, Any]
) -> None:
    row = (values(1)[0] if resource == "measurements" else update("7.1.01")) | change
    thing, owner = (
        ("indicator", f"indicators/{people.indicator.public_id}")
        if resource == "measurements"
        else ("action", f"actions/{people.action.public_id}")
    )
    alone = {name: value for name, value in row.items() if name != thing}
    single = api("post", f"/{owner}/{resource}", alone, key=alice)
    assert single.status_code == 400, single.content
    expected = [
        {k: v for k, v in issue.items() if k != "in"} | {"row": 1}
        for issue in single.json()["issues"]
    ]
    assert imported(api, alice, [row], resource)["issues"] == expected


def test_two_rows_of_one_day_are_told_at_the_second(api: Asker, people: Cast, alice: str) -> None:
    """Only the database knows it, in the transaction of the import."""
    row = values(1)[0]
    path = f"/indicators/{people.indicator.public_id}/measurements"
    alone = {name: value for name, value in row.items() if name != "indicator"}
    task = imported(api, alice, [row, row, *values(1, "veel")])
    assert [issue["row"] for issue in task["issues"]] == [2, 3, 4]
    assert api("post", path, alone, key=alice).status_code == 201
    (again,) = api("post", path, alone, key=alice).json()["issues"]
    assert task["issues"][0]["detail"] == again["detail"]


def test_only_the_first_thousand_issues_are_shown(
    api: Asker, people: Cast, alice: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(operations, "MOST_ISSUES", 3)
    task = imported(api, alice, values("a", "b", "c", "d"))
    assert [row for row, _name, _kind in told(task)] == [1, 2, 3]
    assert (task["issueCount"], task["refusedCount"]) == (4, 4)


# ── CSV ──────────────────────────────────────────────────────────────────────────────────────
SEMICOLON = (
    "indicator;validOn;value;isBaseline;dims;source\r\n"
    'V71;2026-01-01;-1234,5;nee;"{""provincie"": ""Antwerpen""}";"Telling; met ""puntkomma"""\r\n'
    "\r\n"
    ";;;;;\r\n"
    "V71;2026-01-02;1.234,5;;;\r\n"
)
COMMA = (
    'indicator,validOn,value,isBaseline,dims,source\n'
    'V71,2026-01-01,-1234.5,false,"{""provincie"": ""Antwerpen""}","Telling; met ""puntkomma"""\n'
    'V71,2026-01-02,1234.5,,,\n'
)  # fmt: skip


@pytest.mark.parametrize("text", [SEMICOLON, COMMA], ids=["semicolon", "comma"])
@pytest.mark.parametrize("start", ["", "\ufeff"], ids=["plain", "bom"])
def test_csv_is_read_as_it_is_meant(
    api: Asker, people: Cast, alice: str, text: str, start: str
) -> None:
    task = worked(api, alice, sent_csv(alice, start + text))
    assert (task["status"], task["savedCount"]) == ("done", 2), task
    first, second = Measurement.objects.order_by("valid_on")
    assert (str(first.value.normalize()), str(second.value.normalize())) == ("-1234.5", "1234.5")
    assert (first.is_baseline, first.dims) == (False, {"provincie": "Antwerpen"})
    assert (first.source, second.source) == ('Telling; met "puntkomma"', "")


def test_rows_of_csv_have_the_numbers_of_the_sheet(api: Asker, people: Cast, alice: str) -> None:
    text = "indicator;validOn;value\n\nV71;2026-01-01;1.234\nV71;2026-01-02;veel\nV71;;1\n"
    task = worked(api, alice, sent_csv(alice, text))
    assert [(row, name) for row, name, _kind in told(task)] == [
        (3, "value"),
        (4, "value"),
        (5, "validOn"),
    ]
    assert task["issues"][0]["value"] == "1.234"  # thousands or decimals? the sentence asks


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (b"indicator;validOn\xff\n", ""),
        (b"indicator;validOn\nV71;2026-01-01;3\n", ""),
        (b"indicator;indicator\nV71;V72\n", ""),
        (b"indicator;\nV71;1\n", ""),
        (b'indicator;source\nV71;"open\n', ""),
        (b"indicator;source\nV71;\x00\n", ""),
        (b"indicator;kleur;valid_on\nV71;rood;1\n", "kleur"),
        (b"indicator;validOn\n", "items"),
    ],
)
def test_csv_that_is_none_is_refused_at_once(
    people: Cast, alice: str, text: bytes, name: str
) -> None:
    answer = sent_csv(alice, text)
    assert answer.status_code == 400, answer.content
    assert answer.json()["issues"][0]["name"] == name
    assert not ImportTask.objects.exists()
