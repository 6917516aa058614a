"""The programme as open data: which lists, and what their columns are called elsewhere."""

from datetime import date
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from slimsamenwerken.api.catalogue.addresses import lasting_id
from slimsamenwerken.api.catalogue.datasets import Dataset, Linked, asked_by_all
from slimsamenwerken.api.catalogue.words import ENVIRONMENT, GOVERNMENT
from slimsamenwerken.core.moments import Moment
from slimsamenwerken.programme.api.exporting.facts import MEASUREMENTS
from slimsamenwerken.programme.api.exporting.things import (
    ACTIONS,
    ACTORS,
    INDICATORS,
    LINES,
    MILESTONES,
)

DESCRIBED: Final = date(2026, 11, 26)
THEMES: Final = (ENVIRONMENT, GOVERNMENT)
KEYWORDS: Final = (_("circular economy"), _("materials"), _("co-operation"))
NAMED: Final = {"code": "schema:identifier", "modifiedAt": "dct:modified"}


def _indicators_behind(moment: Moment) -> list[dict[str, Any]]:
    """A row of measurements has a code; this tells what is measured, in which unit and version."""
    fields = (
        "indicator__public_id", "indicator__code", "indicator__version", "title", "definition",
        "unit", "decimals", "valid_on",
    )  # fmt: skip
    return [
        {
            "about": lasting_id("indicator", row["indicator__public_id"]),
            "code": row["indicator__code"],
            "title": row["title"],
            "definition": row["definition"],
            "unit": row["unit"],
            "decimals": row["decimals"],
            "version": row["indicator__version"],
            "validFrom": row["valid_on"].isoformat(),
        }
        for row in INDICATORS.rows(asked_by_all(moment)).values(*fields)
    ]


DATASETS = [
    Dataset(
        "programme.actions",
        ACTIONS,
        _("Every public action with its line, its period, and its declared and computed status."),
        "programme:action-list",
        Linked(
            "schema:Action",
            thing="action",
            terms={
                **NAMED,
                "title": "schema:name",
                "summary": "schema:abstract",
                "description": "schema:description",
                "startsOn": "schema:startTime",
                "endsOn": "schema:endTime",
            },
            links={"line": ("line__public_id", "actionLine")},
            dutch=frozenset({"title", "summary", "description"}),
        ),
        DESCRIBED,
        themes=THEMES,
        keywords=KEYWORDS,
        order=10,
    ),
    Dataset(
        "programme.milestones",
        MILESTONES,
        _("Every milestone of a public action: what is done when, by whom, and what came of it."),
        "programme:milestone-list",
        Linked(
            "schema:PlanAction",
            thing="milestone",
            terms={
                **NAMED,
                "title": "schema:name",
                "doneWhen": "schema:result",
                "dueOn": "schema:scheduledTime",
            },
            links={
                "action": ("milestone__action__public_id", "action"),
                "owner": ("owner__public_id", "actor"),
            },
            dutch=frozenset({"title", "doneWhen"}),
        ),
        DESCRIBED,
        themes=THEMES,
        keywords=KEYWORDS,
        order=11,
    ),
    Dataset(
        "programme.indicators",
        INDICATORS,
        _("What is measured: definition, unit, level and direction of every public indicator."),
        "programme:indicator-list",
        Linked(
            "schema:StatisticalVariable",
            thing="indicator",
            terms={
                **NAMED,
                "title": "schema:name",
                "definition": "schema:description",
                "unit": "schema:unitText",
            },
            dutch=frozenset({"title", "definition", "unit"}),
        ),
        DESCRIBED,
        themes=THEMES,
        keywords=KEYWORDS,
        order=12,
    ),
    Dataset(
        "programme.measurements",
        MEASUREMENTS,
        _("Every value that counts of the public indicators, with its date, source and method."),
        "programme:indicator-list",
        Linked(
            "schema:Observation",
            terms={
                "indicator": "schema:variableMeasured",
                "validOn": "schema:observationDate",
                "value": "schema:value",
                "methodNote": "schema:measurementTechnique",
                "source": "dct:source",
                "recordedAt": "dct:created",
            },
            links={"indicator": ("indicator__public_id", "indicator")},
            dutch=frozenset({"source", "methodNote", "basis"}),
        ),
        DESCRIBED,
        changed="recordedAt",
        themes=THEMES,
        keywords=(*KEYWORDS, _("statistics")),
        notes=_indicators_behind,
        api="indicators?embed=measurements",
        order=13,
    ),
    Dataset(
        "programme.actors",
        ACTORS,
        _("Every organisation in the programme, by the terms of OSLO Organisatie."),
        "programme:actor-list",
        Linked(
            "org:Organization",
            thing="actor",
            terms={
                "name": "skos:prefLabel",
                "abbreviation": "skos:altLabel",
                "website": "foaf:homepage",
                "enterpriseNumber": "org:identifier",
                "modifiedAt": "dct:modified",
            },
            dutch=frozenset({"name", "abbreviation"}),
            addresses=frozenset({"website"}),
        ),
        DESCRIBED,
        themes=THEMES,
        keywords=KEYWORDS,
        order=14,
    ),
    Dataset(
        "programme.lines",
        LINES,
        _("The lines into which the actions are divided."),
        "dashboard:lines",
        Linked(
            "schema:DefinedTerm",
            thing="actionLine",
            terms={
                "code": "schema:termCode",
                "title": "schema:name",
                "intro": "schema:description",
                "modifiedAt": "dct:modified",
            },
            dutch=frozenset({"title", "shortLabel", "intro"}),
        ),
        DESCRIBED,
        themes=THEMES,
        keywords=KEYWORDS,
        order=15,
    ),
]
