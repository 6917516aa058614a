"""JSON-LD with the terms of CCCEV 2.1.0 (Core Criterion and Core Evidence Vocabulary).

A clause is a `Criterion`, what can be checked in it a `Constraint` on an `InformationConcept`, and
what proves it an `EvidenceType`. The context is inside: a reader needs no other address.
"""

import json
from typing import Any, Final

from procurement.documents import layout, words
from procurement.documents.content import Clause, Extract, Lot, Requirement
from procurement.documents.writing.docx_parts import moment

CONTENT_TYPE: Final = "application/ld+json"
_CONTEXT: Final = {
    "cccev": "http://data.europa.eu/m8g/",
    "dct": "http://purl.org/dc/terms/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def render(extract: Extract) -> bytes:
    found = {"@context": _CONTEXT, **_extract(extract)}
    return (json.dumps(found, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def _extract(extract: Extract) -> dict[str, Any]:
    address = f"urn:uuid:{extract.id}"
    return _kept(
        {
            "@id": address,
            "@type": "cccev:Requirement",
            "dct:identifier": str(extract.id),
            "skos:prefLabel": _dutch(layout.title(extract)),
            "dct:created": _typed(moment(extract.created_at), "dateTime"),
            "dct:language": {
                "@id": "http://publications.europa.eu/resource/authority/language/NLD"
            },
            "dct:provenance": _dutch(f"{words.SITE}, versie {extract.release}"),
            "dct:source": {"@id": extract.address} if extract.address else None,
            "cccev:hasRequirement": [_lot(extract, lot, address) for lot in extract.lots],
        }
    )


def _lot(extract: Extract, lot: Lot, address: str) -> dict[str, Any]:
    alone = len(extract.lots) == 1
    name = f"{address}#perceel-{lot.number}"
    return _kept(
        {
            "@id": name,
            "@type": "cccev:Requirement",
            "dct:identifier": str(lot.number),
            "skos:prefLabel": _dutch(words.lot_title(lot, alone=alone)),
            "skos:note": [_dutch(note) for note in lot.notes],
            "cccev:hasRequirement": [_clause(lot, clause, name) for clause in lot.clauses],
        }
    )


def _clause(lot: Lot, clause: Clause, name: str) -> dict[str, Any]:
    own = f"{name}-{clause.code}-v{clause.version}"
    weight = clause.weight
    lists = [
        _constraint(asked, f"{own}-{place}")
        for place, asked in enumerate(clause.requirements, start=1)
    ]
    return _kept(
        {
            "@id": own,
            "@type": "cccev:Criterion",
            "dct:identifier": clause.code,
            "owl:versionInfo": str(clause.version),
            "dct:issued": _typed(clause.valid_from.isoformat(), "date"),
            "skos:prefLabel": _dutch(clause.title),
            "dct:description": _dutch(clause.text),
            "dct:type": _dutch(words.type_label(clause.type_code)),
            "cccev:isDerivedFrom": _frameworks(clause, own),
            "cccev:weight": _typed(f"{weight:f}", "decimal") if weight is not None else None,
            "cccev:weightingConsiderationDescription": (
                _dutch(_weighing(lot, clause)) if weight is not None else None
            ),
            "cccev:hasRequirement": lists,
            "cccev:hasEvidenceTypeList": _evidence(clause, own),
        }
    )


def _weighing(lot: Lot, clause: Clause) -> str:
    rule = words.scoring(clause.scoring) if clause.scoring else ""
    return f"{words.weight(clause, lot)}. {rule}".strip()


def _frameworks(clause: Clause, own: str) -> list[dict[str, Any]]:
    """The criterion in the catalogue, then the sources it is built on."""
    found = [{"@id": clause.address, "@type": "cccev:ReferenceFramework",
              "dct:identifier": f"{clause.code} v{clause.version}"}] if clause.address else []  # fmt: skip
    return [
        *found,
        *(
            _kept(
                {
                    "@id": f"{own}-bron-{place}",
                    "@type": "cccev:ReferenceFramework",
                    "dct:identifier": " ".join(p for p in (source.text, source.locator) if p),
                    "dct:source": {"@id": source.url} if source.url else None,
                    "skos:note": _dutch(source.badge) if source.badge else None,
                }
            )
            for place, source in enumerate(clause.sources, start=1)
        ),
    ]


def _constraint(asked: Requirement, name: str) -> dict[str, Any]:
    """The identifier opens with its group: one group that holds is enough."""
    return {
        "@id": name,
        "@type": "cccev:Constraint",
        "dct:identifier": f"{asked.group}.{asked.key}",
        "dct:description": _dutch(words.requirement(asked)),
        "cccev:constrains": _kept(
            {
                "@id": f"{name}-begrip",
                "@type": "cccev:InformationConcept",
                "dct:identifier": asked.key,
                "skos:prefLabel": _dutch(asked.label),
                "cccev:expressionOfExpectedValue": _expression(asked),
                "dct:conformsTo": _dutch(asked.test_standard) if asked.test_standard else None,
            }
        ),
    }


def _expression(asked: Requirement) -> str:
    """ "ge 10 ANN": operator, values, unit of UN/ECE Rec. 20."""
    values = asked.options or tuple(value for value in (asked.value, asked.upper) if value)
    return " ".join(part for part in (asked.operator, "|".join(values), asked.unit) if part)


def _evidence(clause: Clause, own: str) -> list[dict[str, Any]]:
    """One list: everything in it is asked."""
    if not clause.evidence:
        return []
    types = [
        {
            "@id": f"{own}-bewijs-{place}",
            "@type": "cccev:EvidenceType",
            "dct:identifier": f"{clause.code}-{place}",
            "skos:prefLabel": _dutch(words.evidence(shown)),
        }
        for place, shown in enumerate(clause.evidence, start=1)
    ]
    return [
        {
            "@id": f"{own}-bewijs",
            "@type": "cccev:EvidenceTypeList",
            "dct:identifier": f"{clause.code}-v{clause.version}",
            "skos:prefLabel": _dutch("Bewijs"),
            "cccev:specifiesEvidenceType": types,
        }
    ]


def _dutch(text: str) -> dict[str, str]:
    return {"@language": "nl", "@value": text}


def _typed(value: str, kind: str) -> dict[str, str]:
    return {"@type": f"xsd:{kind}", "@value": value}


def _kept(node: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in node.items() if value not in (None, [])}
