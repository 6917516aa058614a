"""The files of the datasets: what everybody may read, whoever asks, as of any day."""

import csv
import io
import json
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import XSD

from slimsamenwerken.api.catalogue.datasets import datasets, named
from slimsamenwerken.api.catalogue.linked import context_of
from tests.factories.programme import make_action, make_indicator, make_measurement
from tests.programme.people import make_cast

pytestmark = pytest.mark.django_db


def table(client: Client, name: str, query: str = "") -> list[dict[str, str]]:
    answer: Any = client.get(f"/catalogus/{name}.csv{query}")
    assert answer.status_code == 200
    text = answer.getvalue().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def linked(client: Client, name: str) -> dict[str, Any]:
    answer: Any = client.get(f"/catalogus/{name}.jsonld")
    assert answer.status_code == 200
    found: dict[str, Any] = json.loads(answer.getvalue())
    return found


def test_csv_is_for_a_dutch_spreadsheet_and_its_metadata_names_each_column(client: Client) -> None:
    make_action(code="1.1.01", title='=HYPERLINK("x")')
    answer: Any = client.get("/catalogus/actions.csv")
    body = answer.getvalue()
    assert body.startswith(b"\xef\xbb\xbf")
    assert answer["Link"].endswith('rel="describedby"; type="application/csvm+json"')
    meta = client.get("/catalogus/actions.csv-metadata.json").json()
    header = next(csv.reader(io.StringIO(body.decode("utf-8-sig")), delimiter=";"))
    columns = meta["tableSchema"]["columns"]
    assert header == [column["titles"]["nl"] for column in columns]
    [row] = table(client, "actions")
    assert "'=HYPERLINK" in " ".join(row.values())


def test_hidden_things_are_in_no_file_not_even_for_who_may_see_them(client: Client) -> None:
    make_action(code="1.1.01")
    hidden = make_action(code="1.1.02", is_public=False)
    client.force_login(make_cast().people["staff"])
    shown = {row["Vaste id"] for row in table(client, "actions")}
    assert shown == {item["id"][-36:] for item in linked(client, "actions")["items"]}
    assert shown
    assert str(hidden.public_id) not in shown


def test_file_of_a_past_day_holds_what_was_there(client: Client) -> None:
    indicator = make_indicator()
    make_measurement(indicator, 10, date(2014, 12, 31))
    make_measurement(indicator, 20, date(2015, 12, 31))
    assert len(table(client, "measurements", "?asOf=2015-01-01")) == 1
    assert len(table(client, "measurements", "?asOf=2016-01-01")) == 2


@pytest.mark.parametrize("query", ["?asof=2015-01-01", "?asOf=gisteren", "?asOf=2999-01-01"])
def test_what_cannot_be_asked_is_refused_in_words(client: Client, query: str) -> None:
    answer = client.get(f"/catalogus/actions.csv{query}")
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["issues"][0]["detail"]


def test_what_is_measured_is_told_beside_the_values(client: Client) -> None:
    indicator = make_indicator()
    make_measurement(indicator, 10, date(2014, 12, 31))
    meta = client.get("/catalogus/measurements.csv-metadata.json").json()
    [note] = [note for note in meta["notes"] if note["code"] == indicator.code]
    assert note["unit"]
    indicator.refresh_from_db()
    assert note["version"] == indicator.version


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # inside rdflib itself
def test_linked_data_are_triples_with_dates_numbers_and_dutch(client: Client) -> None:
    indicator = make_indicator()
    make_measurement(indicator, 10, date(2014, 12, 31))
    dataset = named("measurements")
    assert dataset is not None
    found = linked(client, "measurements")
    graph = Graph().parse(
        data=json.dumps(found | context_of(dataset)), format="json-ld", publicID="http://x/"
    )
    schema = "https://schema.org/"
    [(subject, about)] = list(graph.subject_objects(URIRef(f"{schema}variableMeasured")))
    assert str(about).endswith(f"/id/indicator/{indicator.public_id}")
    assert (subject, URIRef(f"{schema}value"), Literal("10", datatype=XSD.decimal)) in graph
    when = graph.value(subject, URIRef(f"{schema}observationDate"))
    assert when == Literal("2014-12-31", datatype=XSD.date)


def test_every_dataset_has_its_files_and_a_context(client: Client) -> None:
    for dataset in datasets:
        for ending in ("csv", "csv-metadata.json", "jsonld"):
            answer: Any = client.get(f"/catalogus/{dataset.name}.{ending}")
            assert answer.status_code == 200, (dataset.name, ending)
            assert answer["Access-Control-Allow-Origin"] == "*"
        context = client.get(f"/catalogus/context/{dataset.name}.jsonld").json()["@context"]
        assert {column.key for column in dataset.export.columns[1:]} < set(context)


def test_unknown_dataset_is_a_problem_and_nothing_can_be_written(client: Client) -> None:
    assert client.get("/catalogus/bestaat-niet.csv").status_code == 404
    assert client.post("/catalogus/actions.csv").status_code == 405


def test_queries_do_not_grow_with_rows(client: Client) -> None:
    counts = []
    for number in range(12):
        make_action(code=f"1.1.{number:02}")
        with CaptureQueriesContext(connection) as made:
            table(client, "actions")
        counts.append(len(made))
    assert counts[0] == counts[-1]
