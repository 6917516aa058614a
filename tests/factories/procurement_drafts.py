"""One good, unsaved row of every model of procurement; see drafts.py."""

from collections.abc import Callable
from datetime import date
from itertools import count
from typing import Any

from django.db import models

from procurement import models as procurement
from slimsamenwerken.programme import models as programme

Fields = dict[str, Any]
START = date(2026, 1, 15)
_numbers = count(1)


REAL = ("KM", "GB", "SM", "VS", "MB", "VL", "WG", "IC", "TX", "VO", "SU", "CA", "AV", "AL")


def _prefix() -> str:
    """None that the start data has: a test may make that group too."""
    prefix = REAL[0]
    while prefix in REAL:
        number = next(_numbers)
        prefix = chr(65 + number // 26 % 26) + chr(65 + number % 26)
    return prefix


def criterion_code() -> str:
    number = next(_numbers)
    return f"Z{chr(65 + number // 1000 % 26)}-{number % 1000:03}"


def drafts(bare: Callable[..., Any]) -> dict[type[models.Model], Callable[[], Fields]]:
    """`bare` saves a row of a model without its rules."""

    def version() -> procurement.CriterionVersion:
        found: procurement.CriterionVersion = bare(procurement.CriterionVersion)
        return found

    def group() -> Any:
        return bare(procurement.ProductGroup)

    def criterion() -> Any:
        return bare(procurement.Criterion)

    return {
        procurement.ContractForm: lambda: {
            "code": f"vorm-{next(_numbers)}", "name": "Voorbeeldvorm", "explanation": "Uitleg.",
        },
        procurement.ProductGroup: lambda: {
            "prefix": _prefix(), "slug": f"groep-{next(_numbers)}", "name": "Voorbeeldgroep",
            "scope_in": "Voorbeelden",
        },
        procurement.GroupForm: lambda: {"group": group(), "form": bare(procurement.ContractForm)},
        procurement.ProductSheet: lambda: {"group": group()},
        procurement.SheetVersion: lambda: {
            "sheet": bare(procurement.ProductSheet), "number": 1, "valid_from": START,
        },
        procurement.CpvCode: lambda: {
            "code": f"{next(_numbers):08}", "check_digit": "1", "label_nl": "Voorbeelden",
        },
        procurement.CpvLink: lambda: {
            "group": group(), "code": bare(procurement.CpvCode), "scope": "descendants",
        },
        procurement.Source: lambda: {
            "code": f"S{next(_numbers):03}", "publisher": "Voorbeeld", "document": "Voorbeeldtekst",
        },
        procurement.EvidenceType: lambda: {
            "code": f"bewijs-{next(_numbers)}", "name": "Voorbeeldbewijs", "kind": "declaration",
            "moment": "offer", "effort": "low",
        },
        procurement.LegalBasis: lambda: {"framework": f"Voorbeeldwet {next(_numbers)}"},
        procurement.Criterion: lambda: {"code": criterion_code()},
        procurement.CriterionGroup: lambda: {"criterion": criterion(), "group": group()},
        procurement.CriterionVersion: lambda: {
            "criterion": criterion(), "number": 1, "title": "Voorbeeldcriterium",
            "requirement_text": "Het voorbeeld is herbruikbaar.", "level": 1,
            "criterion_type": "technical_specification", "additionality": "not_assessed",
            "valid_from": START, "change_kind": "new",
        },
        procurement.VersionTransition: lambda: {
            "version": version(), "to_state": "draft", "valid_on": START,
        },
        procurement.Requirement: lambda: {
            "version": version(), "key": "holds", "label": "Voldoet", "data_type": "boolean",
            "operator": "eq", "value": 1,
        },
        procurement.VersionEvidence: lambda: {
            "version": version(), "evidence": bare(procurement.EvidenceType),
        },
        procurement.VersionLegalBasis: lambda: {
            "version": version(), "legal_basis": bare(procurement.LegalBasis),
        },
        procurement.VersionSource: lambda: {
            "version": version(), "source": bare(procurement.Source),
        },
        procurement.ScoringHint: lambda: {"version": version(), "method": "pass_fail"},
        procurement.CriterionRelation: lambda: {
            "from_criterion": criterion(), "to_criterion": criterion(), "kind": "reinforces",
        },
        procurement.Crosswalk: lambda: {
            "criterion": criterion(), "scheme": "eu-gpp", "external_id": "voorbeeld TS1",
            "relation": "close",
        },
        procurement.Synonym: lambda: {"word": f"woord{next(_numbers)}", "also": "ander"},
        procurement.SteeringGroup: lambda: {
            "slug": f"stuurgroep-{next(_numbers)}", "name": "Voorbeeldstuurgroep",
        },
        procurement.SteeringMember: lambda: {
            "group": bare(procurement.SteeringGroup), "actor": bare(programme.Actor),
        },
        procurement.SteeringMeeting: lambda: {
            "group": bare(procurement.SteeringGroup), "held_on": START,
        },
        procurement.Decision: lambda: {
            "meeting": bare(procurement.SteeringMeeting), "number": f"D-2026-01-{next(_numbers)}",
            "subject": "Voorbeeld", "outcome": "approved", "public_text": "Goedgekeurd.",
        },
    }  # fmt: skip
