"""The catalogue as RDF: DCAT-AP 3.0.1, with what DCAT-AP Vlaanderen asks beside it.

Every node has an address, so that two answers are equal. Every code of an official list says what
it is, so that the graph can be checked without fetching anything. A file that is made when it is
asked for has no size and no hash to tell.
"""

import json
from datetime import UTC, datetime, time
from typing import Any, Final

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF, SKOS, XSD
from rdflib.term import Node

from slimsamenwerken.api.catalogue import words
from slimsamenwerken.api.catalogue.addresses import LANGUAGE, catalogue_page, file_of, page_of
from slimsamenwerken.api.catalogue.datasets import Dataset, Edition, File, datasets
from slimsamenwerken.api.catalogue.words import Concept
from slimsamenwerken.api.wire import api_root, page_url

SPDX: Final = Namespace("http://spdx.org/rdf/terms#")
VCARD: Final = Namespace("http://www.w3.org/2006/vcard/ns#")
PROFILE: Final = "https://semiceu.github.io/DCAT-AP/releases/3.0.1/"
OVAM: Final = "https://www.ovam.be"
OVAM_NAME: Final = "OVAM (Openbare Vlaamse Afvalstoffenmaatschappij)"
DESCRIBED_AT: Final = datetime(2026, 11, 26, tzinfo=UTC)  # these words, without those of datasets
PREFIXES: Final = {
    "dcat": DCAT, "dct": DCTERMS, "foaf": FOAF, "skos": SKOS, "spdx": SPDX, "vcard": VCARD,
}  # fmt: skip


def catalogue_graph() -> Graph:
    """In Dutch, whoever asks; a fixed number of queries for each dataset."""
    with translation.override(LANGUAGE):
        return _Writer().write()


def written(graph: Graph, form: str) -> str:
    """The same graph always gives the same text."""
    if form != "json-ld":
        return graph.serialize(format=form)
    context = {prefix: str(namespace) for prefix, namespace in PREFIXES.items()}
    found = json.loads(graph.serialize(format=form, context=context))
    found["@graph"] = sorted(_ordered(found["@graph"]), key=lambda node: node["@id"])
    return json.dumps(found, ensure_ascii=False, indent=1)


def _ordered(value: Any) -> Any:
    """Lists in RDF have no order of their own; here they get one."""
    if isinstance(value, dict):
        return {key: _ordered(part) for key, part in value.items()}
    if isinstance(value, list):
        return sorted(map(_ordered, value), key=lambda part: json.dumps(part, sort_keys=True))
    return value


def publisher() -> str:
    return f"{catalogue_page()}#uitgever"


def changed_at(dataset: Dataset) -> datetime:
    """When the entry last changed: its words, or the data that they tell of."""
    described = datetime.combine(dataset.described_on, time(), UTC)
    return max(described, dataset.changed_at() or described)


class _Writer:
    def __init__(self) -> None:
        self.graph = Graph(bind_namespaces="none")
        for prefix, namespace in PREFIXES.items():
            self.graph.bind(prefix, namespace)
        self.home = catalogue_page()
        self.service = self.node("api")

    def node(self, name: str) -> URIRef:
        return URIRef(f"{self.home}#{name}")

    def add(self, subject: Node, *pairs: tuple[URIRef, Node]) -> None:
        for predicate, value in pairs:
            self.graph.add((subject, predicate, value))

    def a(self, name: str, *kinds: URIRef) -> URIRef:
        """An address that says what it is."""
        node = URIRef(name)
        self.add(node, *((RDF.type, kind) for kind in kinds))
        return node

    def code(self, concept: Concept, *kinds: URIRef) -> URIRef:
        node = self.a(concept.uri, SKOS.Concept, *kinds)
        self.add(node, (SKOS.prefLabel, _dutch(concept.label)))
        return node

    def page(self, url: str) -> URIRef:
        return self.a(url, FOAF.Document)

    # ── what all of it shares ────────────────────────────────────────────────────────────────
    def write(self) -> Graph:
        self._agents()
        changed = [self._dataset(dataset) for dataset in datasets]
        self._service()
        self._catalogue(max([DESCRIBED_AT, *changed]))
        return self.graph

    def _agents(self) -> None:
        agent = self.a(publisher(), FOAF.Agent, FOAF.Organization)
        name = Literal(OVAM_NAME, lang="nl")
        self.add(agent, (FOAF.name, name), (FOAF.homepage, self.page(OVAM)))
        contact = self.a(self.node("contact"), VCARD.Kind, VCARD.Organization)
        where = URIRef(page_of("dashboard:contact"))
        self.add(contact, (VCARD.fn, Literal(OVAM_NAME)), (VCARD.hasURL, where))

    def _described(self, node: URIRef, title: object, description: object) -> None:
        """What every resource of the catalogue has (DCAT-AP Vlaanderen)."""
        self.add(
            node,
            (RDF.type, DCAT.Resource),
            (DCTERMS.identifier, Literal(str(node))),
            (DCTERMS.title, _dutch(title)),
            (DCTERMS.description, _dutch(description)),
            (DCTERMS.publisher, URIRef(publisher())),
            (DCAT.contactPoint, self.node("contact")),
            (DCTERMS.language, self.code(words.DUTCH, DCTERMS.LinguisticSystem)),
        )

    def _licence(self, node: URIRef, licence: Concept) -> None:
        document = self.a(licence.uri, DCTERMS.LicenseDocument)
        self.add(document, (DCTERMS.title, _dutch(licence.label)))
        self.add(node, (DCTERMS.license, document))

    def _open(self, node: URIRef) -> None:
        self.add(node, (DCTERMS.accessRights, self.code(words.OPEN, DCTERMS.RightsStatement)))

    def _record(self, name: str, topic: URIRef, at: datetime) -> None:
        record = self.a(self.node(f"record-{name}"), DCAT.CatalogRecord)
        self.add(
            record,
            (DCTERMS.identifier, Literal(str(record))),
            (DCTERMS.modified, _moment(at)),
            (FOAF.primaryTopic, topic),
            (DCTERMS.conformsTo, self.a(PROFILE, DCTERMS.Standard)),
        )
        self.add(self.node("catalogus"), (DCAT.record, record))

    # ── the catalogue and the service ────────────────────────────────────────────────────────
    def _catalogue(self, at: datetime) -> None:
        node = self.a(self.node("catalogus"), DCAT.Catalog)
        description = _("Everything that the portal shows to everybody, as data to use again.")
        self._described(node, _("Datasets of Slim samenwerken"), description)
        self._licence(node, words.CC0)
        scheme = self.a(words.THEMES.uri, SKOS.ConceptScheme)
        self.add(scheme, (DCTERMS.title, _dutch(words.THEMES.label)))
        self.add(
            node,
            (DCAT.themeTaxonomy, scheme),
            (FOAF.homepage, self.page(self.home)),
            (DCTERMS.modified, _moment(at)),
            (DCAT.service, self.service),
        )

    def _service(self) -> None:
        node = self.a(self.service, DCAT.DataService)
        description = _(
            "Reads everything public without a key, on any day; partners write with one."
        )
        self._described(node, _("API of Slim samenwerken"), description)
        self._licence(node, words.FREE_REUSE)
        self._open(node)
        documentation = self.page(page_url(reverse("api:doc")))
        self.add(
            node,
            (DCAT.endpointURL, URIRef(api_root())),
            (DCAT.endpointDescription, URIRef(page_url(reverse("api:openapi")))),
            (DCAT.landingPage, documentation),
            (DCAT.theme, self.code(words.ENVIRONMENT)),
        )
        self._record("api", node, DESCRIBED_AT)

    # ── datasets ─────────────────────────────────────────────────────────────────────────────
    def _dataset(self, dataset: Dataset) -> datetime:
        node, at = self.node(f"dataset-{dataset.name}"), changed_at(dataset)
        self.a(node, DCAT.Dataset)
        self._described(node, dataset.title, dataset.description)
        self._open(node)
        self._licence(node, dataset.licence)
        self.add(
            node,
            (DCTERMS.modified, _moment(at)),
            (DCTERMS.accrualPeriodicity, self.code(dataset.frequency, DCTERMS.Frequency)),
            (DCAT.landingPage, self.page(page_of(dataset.page))),
            *((DCAT.theme, self.code(theme)) for theme in dataset.themes),
            *((DCAT.keyword, _dutch(keyword)) for keyword in dataset.keywords),
        )
        self._files(dataset, node, at)
        self._record(dataset.name, node, at)
        self.add(self.node("catalogus"), (DCAT.dataset, node))
        self.add(self.service, (DCAT.servesDataset, node))
        for edition in dataset.editions():
            self._edition(dataset, node, edition)
        return at

    def _files(self, dataset: Dataset, node: URIRef, at: datetime) -> None:
        for ending, form, media in (
            ("csv", words.CSV, "text/csv"),
            ("jsonld", words.JSON_LD, "application/ld+json"),
        ):
            made = self._distribution(f"{ending}-{dataset.name}", dataset, media, form.label)
            url = URIRef(file_of(ending, dataset.name))
            self.add(made, (DCAT.accessURL, url), (DCAT.downloadURL, url))
            kind = self.a(form.uri, DCTERMS.MediaTypeOrExtent)
            self.add(made, (DCTERMS.format, kind), (DCTERMS.modified, _moment(at)))
            self.add(node, (DCAT.distribution, made))
        made = self._distribution(f"api-{dataset.name}", dataset, "application/json", _("API"))
        url = URIRef(f"{api_root()}/{dataset.api_path}")
        self.add(made, (DCAT.accessURL, url), (DCAT.accessService, self.service))
        self.add(node, (DCAT.distribution, made))

    def _distribution(self, name: str, dataset: Dataset, media: str, label: object) -> URIRef:
        node = self.a(self.node(name), DCAT.Distribution)
        kind = self.a(f"{words.MEDIA_TYPES}/{media}", DCTERMS.MediaType, DCTERMS.MediaTypeOrExtent)
        self._licence(node, dataset.licence)
        self.add(
            node,
            (DCTERMS.identifier, Literal(str(node))),
            (DCTERMS.title, _dutch(f"{dataset.title}: {label}")),
            (DCAT.mediaType, kind),
        )
        return node

    def _edition(self, dataset: Dataset, whole: URIRef, edition: Edition) -> None:
        name = f"{dataset.name}-{edition.name}"
        node = self.a(self.node(f"dataset-{name}"), DCAT.Dataset)
        self._described(node, edition.title, dataset.description)
        self._open(node)
        self._licence(node, dataset.licence)
        self.add(
            node,
            (DCTERMS.isPartOf, whole),
            (DCTERMS.issued, _moment(edition.issued_at)),
            (DCTERMS.modified, _moment(edition.issued_at)),
            (DCAT.landingPage, self.page(edition.page)),
            (DCTERMS.accrualPeriodicity, self.code(words.NEVER, DCTERMS.Frequency)),
            *((DCAT.theme, self.code(theme)) for theme in dataset.themes),
        )
        for file in edition.files:
            self.add(node, (DCAT.distribution, self._kept(dataset, name, file)))
        self._record(name, node, edition.issued_at)
        self.add(self.node("catalogus"), (DCAT.dataset, node))

    def _kept(self, dataset: Dataset, name: str, file: File) -> URIRef:
        """A file that is kept as it is: with its size and its hash."""
        label = f"{file.label.lower()}-{name}"
        node = self._distribution(label, dataset, file.media_type, file.label)
        digest = self.a(self.node(f"sha256-{label}"), SPDX.Checksum)
        algorithm = self.a(SPDX.checksumAlgorithm_sha256, SPDX.ChecksumAlgorithm)
        value = Literal(file.sha256, datatype=XSD.hexBinary)
        self.add(digest, (SPDX.algorithm, algorithm), (SPDX.checksumValue, value))
        self.add(
            node,
            (DCAT.accessURL, URIRef(file.url)),
            (DCAT.downloadURL, URIRef(file.url)),
            (DCAT.byteSize, Literal(file.byte_size, datatype=XSD.nonNegativeInteger)),
            (SPDX.checksum, digest),
        )
        return node


def _dutch(text: object) -> Literal:
    return Literal(str(text), lang="nl")


def _moment(at: datetime) -> Literal:
    return Literal(at.astimezone(UTC).replace(microsecond=0).isoformat(), datatype=XSD.dateTime)
