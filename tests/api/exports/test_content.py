"""What is in a file: what the asker may see, in every format."""

import io
import json
from datetime import UTC, date, datetime
from typing import Any

import openpyxl
import pytest
from django.utils import timezone

from slimsamenwerken.api.exports import operations
from slimsamenwerken.api.exports.definitions import exports
from slimsamenwerken.api.models import ExportTask
from slimsamenwerken.core.exports import BOM
from tests.api.conftest import Asker
from tests.api.exports.conftest import (
    TEXT,
    content,
    items_of,
    key_of,
    ordered,
    rows_of,
)
from tests.factories.programme import (
    make_action,
    make_indicator,
    make_measurement,
    make_update,
)
from tests.programme.people import Cast

pytestmark = pytest.mark.django_db


def test_hidden_rows_are_absent_for_visitors(api: Asker, people: Cast, staff_key: str) -> None:
    hidden = make_action(code="7.1.03", title="Verborgen", is_public=False)
    make_update(hidden, date(2015, 1, 1))
    make_update(people.action, date(2015, 1, 1), is_public=False)
    make_update(people.action, date(2015, 2, 1))
    make_measurement(make_indicator(hidden, code="V99"), 1, date(2015, 1, 1))
    make_measurement(people.indicator, 2, date(2015, 1, 1))

    def seen(resource: str, column: str, key: str = "") -> list[str]:
        return sorted(row[column] for row in rows_of(api, key, resource=resource))

    public, all_of_them = ["7.1.01", "7.1.02"], ["7.1.01", "7.1.02", "7.1.03"]
    assert (seen("actions", "code"), seen("actions", "code", staff_key)) == (public, all_of_them)
    assert seen("updates", "action") == ["7.1.01"]
    assert seen("updates", "action", staff_key) == ["7.1.01", "7.1.01", "7.1.03"]
    assert seen("measurements", "indicator") == ["V71"]
    assert seen("measurements", "indicator", staff_key) == ["V71", "V99"]
    partner, stranger = key_of(people, "bob"), key_of(people, "charlie")
    assert seen("updates", "action", partner) == ["7.1.01", "7.1.01"]
    assert seen("updates", "action", stranger) == ["7.1.01"]
    without_scope = key_of(people, "admin", "feed:read")
    assert seen("actions", "code", without_scope) == public


def test_rights_are_those_of_when_it_is_written(api: Asker, people: Cast, staff_key: str) -> None:
    api("post", "/exports", {"resource": "actions"}, key=staff_key)
    task = ExportTask.objects.get()
    people.people["staff"].memberships.all().delete()
    assert operations.work(task.pk, now=timezone.now(), today=timezone.localdate()) == "failed"


def test_the_rows_are_those_of_the_collection(api: Asker, start_data: None) -> None:
    for export in exports:
        if "/" in export.name or export.name in (
            "updates",
            "participations",
            "measurements",
            "targets",
        ):
            continue
        collection = api("get", f"/{export.name}", {"pageSize": 200, "asOf": "2015-12-31"}).json()
        items = items_of(api, resource=export.name, asOf="2015-12-31")
        shown = {item["id"]: item for item in collection["items"]}
        assert {item["id"] for item in items} == set(shown), export.name
        for item in items:
            for key in set(item) & set(shown[item["id"]]) - {
                "line",
                "action",
                "owner",
                "outcome",
                "code",
            }:
                expected = shown[item["id"]][key]
                if key == "modifiedAt":
                    assert item[key][:23] == expected[:23]  # the endpoint tells milliseconds
                else:
                    assert item[key] == expected, (export.name, key)


def test_facts_are_those_of_the_endpoint(api: Asker, start_data: None) -> None:
    items = items_of(api, resource="measurements", asOf="2015-12-31")
    assert items
    codes = {item["indicator"] for item in items}
    found: dict[str, dict[str, Any]] = {}
    for indicator in api("get", "/indicators", {"pageSize": 200, "asOf": "2015-12-31"}).json()[
        "items"
    ]:
        if indicator["code"] in codes:
            here = f"/indicators/{indicator['id']}/measurements"
            answer = api("get", here, {"pageSize": 200, "asOf": "2015-12-31"}).json()
            found |= {item["id"]: item for item in answer["items"]}
    assert {item["id"] for item in items} == set(found)
    for item in items:
        shown = found[item["id"]]
        for key in ("value", "validOn", "isBaseline", "qualifier", "numerator", "dims", "source"):
            assert item.get(key) == shown.get(key)


def test_filters_and_clocks_count(api: Asker, people: Cast) -> None:
    make_measurement(people.indicator, 1, date(2015, 1, 1))
    make_measurement(people.indicator, 2, date(2015, 6, 1))
    base: dict[str, Any] = {"resource": "measurements"}
    assert len(rows_of(api, **base)) == 2
    assert len(rows_of(api, **base, asOf="2015-03-01")) == 1
    assert len(rows_of(api, **base, knownAt="2015-03-01")) == 0
    assert len(rows_of(api, **base, filters={"fromValidOn": "2015-03-01"})) == 1
    assert len(rows_of(api, **base, filters={"indicator": ["V71", "V72"]})) == 2
    assert len(rows_of(api, **base, filters={"indicator": "V72"})) == 0
    assert [r["code"] for r in rows_of(api, resource="actions", filters={"q": "Alice"})] == [
        "7.1.01"
    ]


def test_a_csv_opens_in_a_dutch_spreadsheet(api: Asker, people: Cast) -> None:
    for place, start in enumerate(("=1+1", "+x", "-x", "@x", "\tx", "\rx"), start=1):
        make_update(people.action, date(2015, 1, place), body=f"{start} {TEXT}")
    make_update(people.action, date(2015, 2, 1), body=f'Één "café"; {TEXT}\nTweede regel')
    make_measurement(people.indicator, "-1234.50", date(2015, 1, 1), dims={"geslacht": "v"})
    raw = content(ordered(api, resource="updates", format="csv"))
    assert raw.startswith(BOM.encode())
    bodies = [row["body"] for row in rows_of(api, resource="updates")]
    guarded, last = bodies[:-1], bodies[-1]
    assert all(body.startswith("'") for body in guarded)
    assert last == f'Één "café"; {TEXT}\nTweede regel'
    (measured,) = rows_of(api, resource="measurements")
    assert measured["value"] == "-1234,5"
    assert measured["validOn"] == "2015-01-01"
    assert measured["isBaseline"] == "false"
    assert json.loads(measured["dims"]) == {"geslacht": "v"}
    assert datetime.fromisoformat(measured["recordedAt"]).tzinfo == UTC


def test_json_leaves_out_what_is_empty_and_keeps_every_character(api: Asker, people: Cast) -> None:
    body = f'Één \\ "café" \t; {TEXT}\r\nTweede regel'
    make_update(people.action, date(2015, 2, 1), body=body)
    make_measurement(people.indicator, "1234.50", date(2015, 1, 1))
    raw = content(ordered(api, resource="updates", format="json"))
    read = json.loads(raw)
    assert read["resource"] == "updates"
    assert (
        read["items"][0]["body"] == body.replace("\r\n", "\n") or read["items"][0]["body"] == body
    )
    assert b"null" not in raw
    (measured,) = items_of(api, resource="measurements")
    assert measured["value"] == "1234.5"
    assert measured["isBaseline"] is False
    assert "numerator" not in measured
    assert "dims" not in measured


def test_nothing_found_is_an_empty_list(api: Asker, people: Cast) -> None:
    nothing = {"resource": "actions", "filters": {"q": "?!"}}
    assert rows_of(api, **nothing) == []
    assert items_of(api, **nothing) == []


def test_an_xlsx_has_real_dates_and_numbers(api: Asker, people: Cast) -> None:
    make_measurement(people.indicator, "12.5", date(2015, 1, 1), source="=HYPERLINK(1)")
    task = ordered(api, resource="measurements", format="xlsx")
    book = openpyxl.load_workbook(io.BytesIO(content(task)))
    about, sheet = book.worksheets
    assert sheet.freeze_panes == "A2"
    head, row = (list(cells) for cells in sheet.iter_rows())
    found = {title.value: cell for title, cell in zip(head, row, strict=True)}
    assert found["Waarde"].value == 12.5
    assert found["Datum"].value == datetime(2015, 1, 1)  # noqa: DTZ001 - a sheet knows no zones
    assert found["Bron"].value == "'=HYPERLINK(1)"
    assert found["Bron"].data_type == "s"
    assert {"validOn", "Peildatum"} <= {cell.value for (cell, *_rest) in about.iter_rows()}


def test_every_list_is_written_in_every_format(api: Asker, start_data: None) -> None:
    for export in exports:
        counts = set()
        for form in ("csv", "json", "xlsx"):
            task = ExportTask.objects.create(
                resource=export.name, format=form, as_of=date(2015, 12, 31)
            )
            operations.work(task.pk, now=timezone.now(), today=timezone.localdate())
            task.refresh_from_db()
            assert task.status == "done", (export.name, form, task.error)
            counts.add(task.row_count)
        assert len(counts) == 1
        assert counts != {0} or export.name == "targets"  # the start data has none
