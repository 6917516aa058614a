"""The OpenAPI document, with what the generator leaves out."""

from functools import lru_cache
from typing import Any, Final

from django.utils import translation
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer

from slimsamenwerken.api.examples import add_examples
from slimsamenwerken.api.problems import CONTENT_TYPE

METHODS: Final = ("get", "post", "patch", "delete")
OPEN_POSTS: Final = frozenset({"createExport"})  # also without a key
_IDEMPOTENCY: Final = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "Eigen kenmerk van deze aanvraag: dezelfde sleutel wordt één keer uitgevoerd.",
    "schema": {"type": "string", "minLength": 8, "maxLength": 64},
}
_REFUSALS: Final = ("400", "401", "403", "404", "406", "429")
_BY_METHOD: Final = {
    "post": ("409", "412", "413", "415", "422"),
    "patch": ("412", "413", "415", "428"),
    "delete": ("412", "428"),
}
_TEXT: Final = {"schema": {"type": "string"}}
TAGS: Final = {
    "programme": "Acties, actoren, mijlpalen en indicatoren van het actiedomein",
    "reports": "Gepubliceerde rapporten en hun cijfers",
    "feed": "Wijzigingen volgen",
    "webhooks": "Wijzigingen laten sturen",
    "exports": "Grote uitvoer",
    "imports": "Veel rijen tegelijk",
    "portal": "Toestand en hulpmiddelen",
}
KEYED: Final = frozenset({"webhooks", "imports"})  # also to read
DESCRIPTION: Final = """\
Alles wat het portaal openbaar toont, zonder sleutel; schrijven met een sleutel van uw organisatie.

- Elke verzameling en elk ding kent `asOf` (peildatum) en `knownAt` (kennisdatum).
- Wat leeg is, blijft weg; `null` komt niet voor.
- Exacte getallen zijn tekst (`"format": "number"`).
- Een onbekende parameter of een onbekend veld wordt geweigerd.
- Fouten zijn `application/problem+json`; elk type heeft een pagina.
"""


def contract() -> dict[str, Any]:
    """The document as it is served and committed."""
    return _made()


@lru_cache(maxsize=1)
def _made() -> dict[str, Any]:
    made: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return made


def contract_yaml() -> str:
    """In Dutch, whatever the language of who asks."""
    with translation.override("nl-be"):
        text: bytes = OpenApiYamlRenderer().render(contract())  # type: ignore[no-untyped-call]
    return text.decode()


def complete(result: dict[str, Any], **_options: Any) -> dict[str, Any]:
    """Postprocessing hook: contact, tags, problems, headers, preconditions, exact numbers."""
    result["info"] |= {
        "description": DESCRIPTION,
        "contact": {"name": "OVAM", "url": "https://www.ovam.be"},
        "license": {
            "name": "Modellicentie Gratis Hergebruik",
            "url": "https://data.vlaanderen.be/id/licentie/modellicentie-gratis-hergebruik/v1.0",
        },
    }
    result["paths"] = _own_paths() | result["paths"]
    used = {tag for path in result["paths"].values() for op in path.values() for tag in op["tags"]}
    result["tags"] = [{"name": n, "description": d} for n, d in TAGS.items() if n in used]
    components = result["components"]
    components["schemas"] |= _schemas()
    components["responses"] = {"Problem": _problem_response()}
    for path in result["paths"].values():
        for method, operation in path.items():
            if method in METHODS:
                _complete_operation(method, operation)
    _settle_types(components["schemas"])
    add_examples(result)
    return result


def _own_paths() -> dict[str, Any]:
    status = {"type": "string", "enum": ["UP", "DEGRADED", "DOWN"]}
    schema = {"type": "object", "required": ["status"], "properties": {"status": status}}
    answer = {"content": {"application/json": {"schema": schema}}}
    return {
        "/health": {
            "get": {
                "operationId": "getHealth",
                "summary": "Toestand van het portaal",
                "tags": ["portal"],
                "security": [{}],
                "responses": {
                    "200": {
                        "description": "Het portaal werkt (UP), of er wacht werk of Redis is weg (DEGRADED).",
                        **answer,
                    },
                    "403": {"$ref": "#/components/responses/Problem"},  # over plain http
                    "503": {"description": "Het portaal werkt niet.", **answer},
                    "default": {"$ref": "#/components/responses/Problem"},
                },
            }
        }
    }


def _schemas() -> dict[str, Any]:
    text = {"type": "string"}
    link = {"type": "string", "format": "uri"}
    issue = {
        "type": "object",
        "required": ["type", "in", "name", "detail"],
        "properties": {
            "type": link,
            "in": {"type": "string", "enum": ["body", "query", "path", "header"]},
            "name": text,
            "value": text,
            "detail": text,
        },
    }
    problem = {
        "type": "object",
        "required": ["type", "title", "status", "instance"],
        "properties": {
            "type": link,
            "href": link,
            "title": text,
            "status": {"type": "integer", "minimum": 400, "maximum": 599},
            "detail": text,
            "instance": link,
            "issues": {"type": "array", "items": {"$ref": "#/components/schemas/ProblemIssue"}},
        },
    }
    return {"Problem": problem, "ProblemIssue": issue}


def _problem_response() -> dict[str, Any]:
    return {
        "description": "Wat er misging, als RFC 9457.",
        "content": {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }


def _complete_operation(method: str, operation: dict[str, Any]) -> None:
    if operation["operationId"] == "getHealth":
        return
    is_open = method == "get" and not KEYED.intersection(operation["tags"])
    is_open = is_open or operation["operationId"] in OPEN_POSTS
    operation["security"] = [*([{}] if is_open else []), {"ApiKey": []}]
    if "requestBody" in operation:
        operation["requestBody"]["required"] = True
        media = "application/merge-patch+json" if method == "patch" else "application/json"
        content = operation["requestBody"]["content"]
        kept = {kind: content[kind] for kind in (media, "text/csv") if kind in content}
        operation["requestBody"]["content"] = kept
    problem = {"$ref": "#/components/responses/Problem"}
    responses = operation["responses"]
    for status in (*_REFUSALS, *_BY_METHOD.get(method, ()), "default"):
        responses.setdefault(status, problem)
    operation["parameters"] = operation.get("parameters", []) + _header_parameters(method)
    if method == "get":
        responses["304"] = {"description": "Niet gewijzigd."}
    for status, response in responses.items():
        if status.isdigit() and int(status) < 400:
            response["headers"] = _headers(status) | response.get("headers", {})


def _header_parameters(method: str) -> list[dict[str, Any]]:
    if method == "get":
        return []
    return [_IDEMPOTENCY, _if_match(method)] if method == "post" else [_if_match(method)]


def _if_match(method: str) -> dict[str, Any]:
    return {
        "name": "If-Match",
        "in": "header",
        "required": method in ("patch", "delete"),
        "description": "ETag van wat u las: wie intussen schreef, wordt niet overschreven.",
        "schema": {"type": "string"},
    }


def _headers(status: str) -> dict[str, Any]:
    headers = {
        "BelGov-Trace-Id": {"description": "Kenmerk van dit antwoord.", **_TEXT},
        "RateLimit-Policy": {"description": "Hoeveel er mag.", **_TEXT},
        "RateLimit": {"description": "Hoeveel er nog mag.", **_TEXT},
    }
    if status in ("200", "304"):
        headers["ETag"] = {"description": "Versie van dit antwoord.", **_TEXT}
    if status in ("201", "202"):
        headers["Location"] = {"description": "Adres van wat gemaakt is.", **_TEXT}
    return headers


def _settle_types(schemas: dict[str, Any]) -> None:
    """Belgif dec-type: an exact number is text with the format number."""
    for schema in schemas.values():
        for part in schema.get("properties", {}).values():
            if part.get("nullable"):
                part.setdefault("type", "string")  # what may be null says what it is otherwise
            if part.get("format") == "decimal":
                part.pop("pattern", None)
                part["format"] = "number"
