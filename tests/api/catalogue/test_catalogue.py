"""The catalogue: complete by the profiles, the same each time, with files that hold what it says."""

import hashlib
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pyshacl import validate
from rdflib import Graph, URIRef
from rdflib.namespace import DCAT, DCTERMS, RDF

from slimsamenwerken.api.catalogue.datasets import datasets
from slimsamenwerken.api.catalogue.graph import SPDX
from tests.factories.programme import make_action
from tests.standing.world import make_report

pytestmark = [
    pytest.mark.django_db,
    # inside rdflib and pyshacl themselves
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated"),
    pytest.mark.filterwarnings(r"ignore:Dataset\..* is deprecated"),
]
SHAPES = Path(__file__).with_name("shapes.ttl")


def graph_of(client: Client, address: str = "/catalogus.ttl", form: str = "turtle") -> Graph:
    answer = client.get(address)
    assert answer.status_code == 200
    return Graph().parse(data=answer.content.decode(), format=form)


def complaints(graph: Graph) -> str:
    conforms, _graph, text = validate(graph, shacl_graph=str(SHAPES), inference="none")
    return "" if conforms else text


def test_catalogue_has_what_the_profiles_ask(client: Client) -> None:
    make_action()
    make_report("openbaar", publish=True)
    assert complaints(graph_of(client)) == ""


@pytest.mark.parametrize(
    "left_out", [DCTERMS.license, DCTERMS.publisher, DCTERMS.identifier, DCAT.mediaType]
)
def test_shapes_notice_what_is_left_out(client: Client, left_out: URIRef) -> None:
    graph = graph_of(client)
    graph.remove((None, left_out, None))
    assert left_out.n3(graph.namespace_manager) in complaints(graph)


def test_both_forms_say_the_same_and_twice_the_same_bytes(client: Client) -> None:
    make_report("openbaar", publish=True)
    one, other = graph_of(client), graph_of(client, "/catalogus.jsonld", "json-ld")
    assert set(one) == set(other)
    assert client.get("/catalogus.ttl").content == client.get("/catalogus.ttl").content
    assert client.get("/catalogus.jsonld").content == client.get("/catalogus.jsonld").content


def test_every_dataset_is_there_and_every_address_answers(client: Client) -> None:
    make_action()
    graph = graph_of(client)
    assert len(set(graph.subjects(RDF.type, DCAT.Dataset))) == len(list(datasets))
    for address in {*graph.objects(None, DCAT.accessURL), *graph.objects(None, DCAT.landingPage)}:
        path = str(address).partition("//")[2].partition("/")[2]
        assert client.get(f"/{path}").status_code == 200, address


def test_kept_file_has_the_size_and_the_hash_that_the_catalogue_tells(client: Client) -> None:
    make_action()
    make_report("openbaar", publish=True)
    graph = graph_of(client)
    kept = list(graph.subject_objects(SPDX.checksum))
    assert kept
    for node, digest in kept:
        url = str(graph.value(node, DCAT.downloadURL))
        answer: Any = client.get("/" + url.partition("//")[2].partition("/")[2])
        body = answer.getvalue()
        assert str(graph.value(digest, SPDX.checksumValue)) == hashlib.sha256(body).hexdigest()
        assert int(graph.value(node, DCAT.byteSize)) == len(body)  # type: ignore[arg-type]


def test_internal_report_is_not_in_it(client: Client) -> None:
    make_report("intern", publish=True, audience="internal")
    assert "intern" not in client.get("/catalogus.ttl").content.decode()


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("text/turtle", "text/turtle"),
        ("application/ld+json", "application/ld+json"),
        ("text/html", "text/html"),
        ("image/png", "text/html"),
    ],
)
def test_page_answers_in_the_form_that_is_asked(client: Client, accept: str, kind: str) -> None:
    answer = client.get(reverse("catalogue:page"), headers={"accept": accept})
    assert answer["Content-Type"].startswith(kind)
    assert "Accept" in answer["Vary"]


def test_who_has_it_already_gets_it_again_only_after_a_write(client: Client) -> None:
    tag = client.get("/catalogus.ttl")["ETag"]
    assert client.get("/catalogus.ttl", headers={"if-none-match": tag}).status_code == 304
    make_action()
    assert client.get("/catalogus.ttl", headers={"if-none-match": tag}).status_code == 200
