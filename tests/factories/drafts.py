"""One good, unsaved row of every own model; what it needs is saved.

Tests of rules change one field of a draft and see the database refuse it. `make` saves a draft,
a fact through the clocks. A model without a draft fails tests/standing/test_factories.py.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256
from itertools import count
from typing import Any, TypeVar
from uuid import uuid4

from django.db import models

from slimsamenwerken.accounts.models import Membership, OpenSession, Organisation, User
from slimsamenwerken.api import models as api
from slimsamenwerken.core.clocks import Fact, insert
from slimsamenwerken.core.models import ChangeRow, FreezeMark, JobRun, OutgoingMail
from slimsamenwerken.programme import models as programme
from slimsamenwerken.reports import models as reports
from tests.factories.procurement_drafts import drafts as procurement_drafts

M = TypeVar("M", bound=models.Model)
Fields = dict[str, Any]

FIRST, LATER = date(2013, 1, 1), date(2014, 6, 1)
NOON = datetime(2015, 12, 31, 12, tzinfo=UTC)
STATEMENT = "Een voorbeeldtekst van minstens twintig tekens."
SEED: Fields = {"origin": "seed"}
_numbers = count(1)


def _indicator_fields() -> Fields:
    return {"title": "Voorbeeldindicator", "unit": "aantal", "level": "output"}


def _digested(content: bytes) -> Fields:
    return {"content": content, "sha256": sha256(content).hexdigest()}


def _run_fields() -> Fields:
    version = bare(reports.ReportDefinitionVersion)
    return {
        "definition": version.definition,
        "definition_version": version,
        "period_key": "2015",
        "purpose": "manual",
        "slug": f"verslag-2015-{next(_numbers)}",
        "as_of": date(2015, 12, 31),
    }


_PROGRAMME: dict[type[models.Model], Callable[[], Fields]] = {
    programme.ActionDomain: lambda: {"code": f"D{next(_numbers)}"},
    programme.ActionLine: lambda: {
        "code": f"L{next(_numbers)}",
        "domain": bare(programme.ActionDomain),
    },
    programme.Actor: lambda: {"slug": f"actor-{next(_numbers)}"},
    programme.Action: lambda: {"code": f"8.{(n := next(_numbers)) // 100 % 10}.{n % 100:02}"},
    programme.Milestone: lambda: {"action": bare(programme.Action), "code": f"M{next(_numbers)}"},
    programme.Indicator: lambda: {"code": f"I{next(_numbers)}"},
    programme.ActionDomainVersion: lambda: {
        "domain": bare(programme.ActionDomain),
        "title": "Nieuwe titel",
        "valid_on": LATER,
    },
    programme.ActionLineVersion: lambda: {
        "line": bare(programme.ActionLine),
        "title": "Nieuwe titel",
        "short_label": "Nieuw",
        "valid_on": LATER,
    },
    programme.ActorVersion: lambda: {
        "actor": bare(programme.Actor),
        "name": "Voorbeeldnaam",
        "kind": "network",
        "valid_on": LATER,
    },
    programme.ActionVersion: lambda: {
        "action": bare(programme.Action),
        "line": bare(programme.ActionLine),
        "title": "Nieuwe titel",
        "valid_on": LATER,
    },
    programme.MilestoneVersion: lambda: {
        "milestone": bare(programme.Milestone),
        "title": "Nieuwe titel",
        "valid_on": LATER,
    },
    programme.IndicatorVersion: lambda: {
        "indicator": bare(programme.Indicator),
        "aggregation": "state",
        "valid_on": LATER,
        **_indicator_fields(),
    },
    programme.RuleSet: lambda: {"decided_by": "Voorbeeldcomité", "valid_on": LATER},
    programme.SourceFact: lambda: {
        "code": f"F{next(_numbers)}",
        "text": STATEMENT,
        "source": "Voorbeeldbron",
        "valid_on": FIRST,
    },
    programme.SourceFactPlace: lambda: {
        "fact": bare(programme.SourceFact),
        "domain": bare(programme.ActionDomain),
    },
    programme.ActorSuccession: lambda: {
        "from_actor": bare(programme.Actor),
        "to_actor": bare(programme.Actor),
        "kind": "absorbed",
        "valid_on": LATER,
    },
    programme.Participation: lambda: {
        "actor": bare(programme.Actor),
        "action": bare(programme.Action),
        "role": "partner",
        "since": FIRST,
    },
    programme.ActionClosure: lambda: {
        "action": bare(programme.Action),
        "kind": "completed",
        "statement": STATEMENT,
        "valid_on": LATER,
    },
    programme.ActionSuccession: lambda: {
        "from_action": bare(programme.Action),
        "to_action": bare(programme.Action),
        "kind": "continued_in",
        "valid_on": LATER,
    },
    programme.ActionRelation: lambda: {
        "from_action": bare(programme.Action),
        "to_action": bare(programme.Action),
        "kind": "related",
        "since": FIRST,
    },
    programme.ActionIndicator: lambda: {
        "action": bare(programme.Action),
        "indicator": bare(programme.Indicator),
        "since": FIRST,
    },
    programme.MilestonePlan: lambda: {
        "milestone": bare(programme.Milestone),
        "number": 1,
        "due_on": LATER,
        "valid_on": FIRST,
    },
    programme.MilestoneOutcome: lambda: {
        "milestone": bare(programme.Milestone),
        "kind": "realised",
        "statement": STATEMENT,
        "valid_on": LATER,
    },
    programme.StatusUpdate: lambda: {
        "action": bare(programme.Action),
        "body": STATEMENT,
        "valid_on": LATER,
    },
    programme.Target: lambda: {
        "indicator": bare(programme.Indicator),
        "number": 1,
        "due_on": LATER,
        "value": Decimal(10),
        "valid_on": FIRST,
    },
    programme.Measurement: lambda: {
        "indicator": bare(programme.Indicator),
        "value": Decimal(5),
        "source": "Voorbeeldbron",
        "valid_on": LATER,
    },
}
_REPORTS: dict[type[models.Model], Callable[[], Fields]] = {
    reports.ReportDefinition: lambda: {"key": f"verslag-{next(_numbers)}"},
    reports.ReportDefinitionVersion: lambda: {
        "definition": bare(reports.ReportDefinition),
        "title": "Voorbeeldrapport",
        "sections": ["summary"],
        "valid_on": FIRST,
    },
    reports.ReportSchedule: lambda: {
        "definition": bare(reports.ReportDefinition),
        "cadence": "year",
        "first_period": "2015",
    },
    reports.ReportRun: _run_fields,
    reports.RunEvent: lambda: {"run": bare(reports.ReportRun), "kind": "asked"},
    reports.ReportSnapshot: lambda: {
        "run": bare(reports.ReportRun),
        "schema": "voorbeeld/1",
        "section_versions": {"summary": 1},
        **_digested(b"{}"),
    },
    reports.ReportFile: lambda: {
        "snapshot": bare(reports.ReportSnapshot),
        "format": "json",
        "renderer_version": 1,
        **_digested(b"{}"),
    },
    reports.Publication: lambda: {"snapshot": bare(reports.ReportSnapshot)},
    reports.Verification: lambda: {
        "snapshot": bare(reports.ReportSnapshot),
        **dict.fromkeys(("content_holds", "files_hold", "chain_holds", "recomputed"), True),
    },
}
_REST: dict[type[models.Model], Callable[[], Fields]] = {
    User: lambda: {"email": f"iemand-{next(_numbers)}@example.be", "password": "!"},
    Organisation: lambda: {
        "slug": f"nieuw-{next(_numbers)}",
        "name": "Voorbeeldorganisatie",
        "kind": "company",
    },
    Membership: lambda: {
        "user": bare(User),
        "organisation": bare(Organisation),
        "role": "member",
        "since": FIRST,
    },
    OpenSession: lambda: {
        "user": bare(User),
        "session_key": f"sessie-{next(_numbers)}",
        "browser": "Firefox",
        "signed_in_at": NOON,
        "seen_at": NOON,
    },
    ChangeRow: lambda: {"label": "programme.action", "object_id": 1, "version": 1},
    FreezeMark: lambda: {"frozen_at": NOON},
    api.ApiClient: lambda: {
        "organisation": bare(Organisation),
        "name": f"voorbeeld {next(_numbers)}",
        "scopes": ["programme:read"],
        "made_by": bare(User),
    },
    api.ApiKey: lambda: {
        "client": bare(api.ApiClient),
        "slot": 1,
        "prefix": f"p{next(_numbers)}",
        "digest": "0" * 64,
        "made_at": NOON,
        "expires_at": NOON,
    },
    api.IdempotencyRecord: lambda: {
        "client": bare(api.ApiClient),
        "key": f"sleutel-{next(_numbers)}",
        "request_hash": "0" * 64,
        "started_at": NOON,
    },
    api.ExportTask: lambda: {"resource": "actions", "format": "csv", "as_of": LATER},
    api.ImportTask: lambda: {
        "client": bare(api.ApiClient),
        "resource": "measurements",
        "row_count": 2,
        "file_name": "imports/x.json",
    },
    api.FeedEntry: lambda: {
        "position": next(_numbers),
        "label": "programme.action",
        "object_id": 1,
        "word": "action.updated",
        "subject": "actions/1",
        "at": NOON,
    },
    api.FeedState: lambda: {
        "label": "programme.action",
        "object_id": next(_numbers),
        "subject": "actions/1",
    },
    api.WebhookSubscription: lambda: {
        "client": bare(api.ApiClient),
        "url": f"https://example.be/{next(_numbers)}",
        "seed": "0" * 64,
    },
    api.WebhookDelivery: lambda: {
        "subscription": bare(api.WebhookSubscription),
        "position": next(_numbers),
        "not_before": NOON,
        "made_at": NOON,
    },
    JobRun: lambda: {
        "job": "voorbeeld.taak",
        "slot": str(next(_numbers)),
        "due_at": NOON,
        "not_before": NOON,
    },
    OutgoingMail: lambda: {
        "purpose": "voorbeeld",
        "subject_id": str(next(_numbers)),
        "recipient": "iemand@example.be",
        "sender": "portaal@example.be",
        "title": "Voorbeeld",
        "message_id": f"<{uuid4()}@example.be>",
        "not_before": NOON,
        "queued_at": NOON,
    },
}


def draft(model: type[M], **fields: Any) -> M:
    """A row that would be accepted, unless a given field spoils it."""
    stamps = SEED if issubclass(model, Fact) else {}
    return model(**(stamps | DRAFTS[model]() | fields))


def bare(model: type[M], **fields: Any) -> M:
    """Saved as it is, without the checks of a form: what another row stands on."""
    row = draft(model, **fields)
    row.save(force_insert=True)
    return row


DRAFTS = _PROGRAMME | _REPORTS | _REST | procurement_drafts(bare)


def make(model: type[M], **fields: Any) -> M:
    row = draft(model, **fields)
    if isinstance(row, Fact):
        insert(row, by=row.recorded_by, origin=row.origin)
    else:
        row.full_clean()
        row.save(force_insert=True)
    return row
