"""Examples in the OpenAPI document: built from the schemas, so that each is one of its kind.

A word stands here by the name of its property, and where that is too wide by schema and property.
"""

from collections.abc import Mapping
from typing import Any, Final

HOST: Final = "https://slimsamenwerken.example.org"
_ID: Final = "0b9f5c1e-7a54-4c1e-9d0a-3f6f2f1a7c11"
_HASH: Final = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
WORDS: Final[Mapping[str, Any]] = {
    "id": _ID, "code": "1.2.06", "title": "Materialenscans bij kmo’s", "version": 3,
    "summary": "Kleine ondernemingen krijgen gratis advies over hun materialen.",
    "name": "Voorbeeldorganisatie", "abbreviation": "VBO", "slug": "voorbeeldorganisatie",
    "website": "https://www.voorbeeldorganisatie.example", "enterpriseNumber": "0200000043",
    "shortLabel": "Slim ontwerpen", "intro": "Producten die langer meegaan en te herstellen zijn.",
    "body": "De eerste twintig scans zijn uitgevoerd.", "deviationReason": "Er kwam een partner bij.",
    "statement": "Alle scans zijn uitgevoerd.", "doneWhen": "Er zijn honderd scans uitgevoerd.",
    "definition": "Aantal uitgevoerde materialenscans.", "unit": "scans", "decimals": 0,
    "value": "81", "numerator": "81", "denominator": "100", "upper": "120", "tolerance": "5",
    "source": "Eigen telling", "methodNote": "Geteld bij de adviseurs.", "note": "Begeleidt de scans.",
    "reason": "Een tikfout in de bron is verbeterd.", "decidedBy": "Stuurgroep",
    "description": "Adviseurs bezoeken ondernemingen en zoeken er verspilling van materialen.",
    "dims": {"provincie": "Antwerpen"}, "filters": {"line": "1.2"}, "number": 1, "series": 1,
    "key": "programme.actions_total", "label": "Acties", "period": "2025", "progress": 100,
    "rowsCount": 34, "rowCount": 34, "byteSize": 48213, "total": 1, "page": 1, "pageSize": 50,
    "position": 4127, "specversion": "1.0", "datacontenttype": "application/json",
    "type": "be.vlaanderen.ovam.slimsamenwerken.action.updated.v1", "kinds": ["action"],
    "url": "https://partner.voorbeeld.example/slimsamenwerken", "resource": "actions",
    "secret": "whsec_dm9vcmJlZWxkLXZvb3JiZWVsZC12b29yYmVlbGQ=", "sha256": _HASH,
    "rowsDigest": _HASH, "mediaType": "text/csv; charset=utf-8", "format": "csv",
    "basis": "Jaarverslag van de Voorbeeldorganisatie", "computedLabel": "in uitvoering/op schema",
    "declaredLabel": "in uitvoering/op schema", "computed": "onTrack", "declared": "onTrack",
    "endsOn": "2026-12-31", "dueOn": "2026-12-31", "isPublic": True,
    "declaredStatus": "onTrack", "computedStatus": "onTrack", "status": "done", "qualifier": "",
}  # fmt: skip
NARROW: Final[Mapping[tuple[str, str], Any]] = {
    ("NamedReference", "href"): f"{HOST}/api/v1/actors/{_ID}",
    ("ReportShown", "title"): "Jaarrapport 2025",
    ("ReportShown", "slug"): "jaarrapport-2025",
    ("FileShown", "format"): "pdf",
    ("FileShown", "href"): f"{HOST}/rapporten/jaarrapport-2025/pdf",
    ("ChangeCollection", "next"): f"{HOST}/api/v1/changes?after=4127&pageSize=500",
    ("WebhookShown", "status"): "active",
    ("WebhookMade", "status"): "active",
    ("MetricShown", "value"): "34",
    ("MetricShown", "unit"): "acties",
    ("FigureShown", "key"): "programme.actions_total",
    ("FigureShown", "unit"): "acties",
    ("IndicatorShown", "code"): "I12",
    ("IndicatorShown", "title"): "Uitgevoerde materialenscans",
    ("MilestoneShown", "code"): "M1",
    ("MilestoneShown", "title"): "Honderd scans",
    ("LineShown", "code"): "1.2",
    ("LineShown", "title"): "Slim ontwerpen en produceren",
    ("NewMilestoneInputRequest", "code"): "M2",
    ("NewIndicatorInputRequest", "code"): "I13",
    ("ImportInputRequest", "resource"): "updates",
    ("UpdateRowInputRequest", "action"): "1.2.06",
    ("MeasurementRowInputRequest", "indicator"): "I12",
    ("ImportShown", "resource"): "updates",
    ("ImportShown", "href"): f"{HOST}/api/v1/imports/{_ID}",
    ("ImportShown", "rowCount"): 1,
    ("ImportShown", "savedCount"): 1,
    ("ImportShown", "refusedCount"): 0,
    ("ImportShown", "issueCount"): 0,
    ("ChangeShown", "source"): HOST,
    ("ChangeShown", "subject"): f"{HOST}/api/v1/actions/{_ID}",
    ("ChangeShown", "data"): {"id": _ID, "code": "1.2.06", "title": "Materialenscans bij kmo’s"},
}
BY_FORMAT: Final[Mapping[str, Any]] = {
    "uuid": _ID, "date": "2026-01-31", "date-time": "2026-02-03T09:12:45.120+01:00",
    "uri": f"{HOST}/api/v1/actions/{_ID}", "number": "81",
}  # fmt: skip
# Not in an example: what only a withdrawn, vague or older answer has.
RARE: Final = frozenset(
    {
        "withdrawnAt", "withdrawnReason", "knownAt", "disabledAt", "previousSecretUntil",
        "next", "prev", "first", "last", "detail", "validOnPrecision", "validOnFrom",
        "dueOnPrecision", "dueOnFrom", "startsOnPrecision", "startsOnFrom", "endsOnPrecision",
        "endsOnFrom", "sincePrecision", "sinceFrom", "untilPrecision", "untilFrom", "until",
        "derived", "basis", "evidenceUrl", "sourceMetric", "liveFrom", "periodStart",
        "issues",
    }
)  # fmt: skip
# What an example of a request sends beside what it must; a change sends only the second.
SENT: Final = frozenset(
    {
        "validOn", "title", "value", "source", "body", "declaredStatus", "dueOn", "reason",
        "statement", "kind", "name", "unit", "since", "url", "kinds", "resource", "format",
        "filters", "startsOn", "lineId", "dryRun",
    }
)  # fmt: skip
CHANGED: Final = frozenset({"validOn", "title", "name"})
REPLACED: Final = frozenset({"reason", "value", "body", "statement", "note"})


def add_examples(document: dict[str, Any]) -> None:
    """Give each body that is sent or comes back with 200, 201 or 202 an example."""
    schemas = document["components"]["schemas"]
    for path in document["paths"].values():
        for operation in path.values():
            bodies = [operation.get("requestBody", {})]
            bodies += [operation["responses"].get(status, {}) for status in ("200", "201", "202")]
            for body in bodies:
                _add(body, schemas)


def _add(body: dict[str, Any], schemas: Mapping[str, Any]) -> None:
    for media, content in body.get("content", {}).items():
        if media.endswith("json"):
            value = example_of(content["schema"], schemas)
            content["examples"] = {"voorbeeld": {"summary": "Voorbeeld", "value": value}}


def example_of(
    schema: Mapping[str, Any], schemas: Mapping[str, Any], name: str = "", owner: str = ""
) -> Any:
    """`name` and `owner` say of which property of which schema."""
    if "$ref" in schema:
        owner = schema["$ref"].rpartition("/")[2]
        return example_of(schemas[owner], schemas, name, owner)
    if many := schema.get("allOf") or schema.get("oneOf") or schema.get("anyOf"):
        return example_of(many[0], schemas, name, owner)
    if schema.get("type") == "array":
        return WORDS.get(name) or [example_of(schema["items"], schemas, "", owner)]
    is_whole = "properties" in schema
    return _object(schema, schemas, owner) if is_whole else _simple(schema, name, owner)


def _object(schema: Mapping[str, Any], schemas: Mapping[str, Any], owner: str) -> dict[str, Any]:
    names = [name for name in schema["properties"] if _belongs(name, schema, owner)]
    return {
        name: NARROW.get((owner, name))
        or example_of(schema["properties"][name], schemas, name, owner)
        for name in names
    }


def _belongs(name: str, schema: Mapping[str, Any], owner: str) -> bool:
    if name in schema.get("required", ()):
        return True
    if owner.startswith("Patched"):
        return name in CHANGED
    if "Replacement" in owner:
        return name in REPLACED
    return name in SENT if owner.endswith("Request") else name not in RARE


def _simple(schema: Mapping[str, Any], name: str, owner: str) -> Any:
    found, form = NARROW.get((owner, name), WORDS.get(name)), schema.get("format", "")
    kind = schema.get("type", "object")
    if "enum" in schema:
        return found if found in schema["enum"] else schema["enum"][0]
    if form in BY_FORMAT:
        return found if _is_of(found, form) else BY_FORMAT[form]
    default = {"boolean": False, "integer": schema.get("minimum", 1), "object": {"code": "1.2.06"}}
    of_kind = {"boolean": bool, "integer": int, "object": dict}.get(kind, str)
    return found if isinstance(found, of_kind) else default.get(kind, "Voorbeeld")


def _is_of(found: Any, form: str) -> bool:
    is_link = isinstance(found, str) and "://" in found
    return is_link if form == "uri" else isinstance(found, str) and form in ("number", "date")
