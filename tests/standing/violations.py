"""For every rule of the database a row that breaks it, and only it.

`VIOLATIONS` is keyed by the name of the constraint. The rules that many tables share (the envelope
of a fact, unique public ids, numbers that are not negative) come from the models, so that a new
fact has its entries at once; every other rule has a line of its own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.db import models
from django.db.models.fields import PositiveIntegerRelDbTypeMixin

from slimsamenwerken.accounts.models import Membership, OpenSession, Organisation, User
from slimsamenwerken.api import models as api
from slimsamenwerken.core.clocks import DatedFact, Fact, Identity, PeriodFact, withdraw
from slimsamenwerken.core.models import ChangeRow, FreezeMark, JobRun, OutgoingMail
from slimsamenwerken.programme import models as programme
from slimsamenwerken.reports import models as reports
from tests.factories.drafts import FIRST, LATER, NOON, bare, draft
from tests.standing.own import facts, own_models
from tests.standing.procurement_violations import named

BEFORE = FIRST - timedelta(days=400)


@dataclass(frozen=True)
class Violation:
    """`make` returns the unsaved row. `behind_trigger`: an older rule of a trigger says the same
    first, so the constraint itself is only reached with triggers off."""

    model: type[models.Model]
    make: Callable[[], models.Model]
    behind_trigger: bool = False


def _spoilt(model: type[models.Model], *, behind_trigger: bool = False, **fields: Any) -> Violation:
    return Violation(model, lambda: draft(model, **fields), behind_trigger)


def _twice(
    model: type[models.Model], *same: str, behind_trigger: bool = False, **fields: Any
) -> Violation:
    """A second row that shares the named fields with a first one; `fields` hold for both."""

    def second() -> models.Model:
        first = bare(model, **fields)
        return draft(model, **fields, **{name: getattr(first, name) for name in same})

    return Violation(model, second, behind_trigger)


def _negative(model: type[models.Model], field: str) -> Violation:
    """Below what the column holds; texts that go with another number are filled in."""
    texts = {"reason": "Een reden van tien tekens", "decided_by": "Voorbeeldcomité"}
    known = {f.name for f in model._meta.fields}
    return _spoilt(model, **{field: -1}, **{k: v for k, v in texts.items() if k in known})


def _corrected_twice(model: type[Fact]) -> Violation:
    def second() -> Fact:
        first = bare(model)
        withdraw(first, by=None, reason="voorbeeld van een reden")
        kept = {f.name: getattr(first, f.name) for f in _content(first)}
        bare(model, **kept, replaces=first)
        # The first correction still holds the place; the second one stands beside it.
        return model(**kept | _beside(model), replaces=first, origin="seed")

    return Violation(model, second)


def _content(row: Fact) -> list[Any]:
    envelope = {f.name for f in Fact._meta.fields} | {"id", "search"}
    return [f for f in row._meta.fields if f.name not in envelope]


def _beside(model: type[Fact]) -> dict[str, Any]:
    """Content of another row of the same subject that no other rule refuses."""
    names = {f.name for f in model._meta.fields}
    if "number" in names:
        return {"number": 2, "reason": "Een reden van tien tekens", "decided_by": "Comité"}
    if issubclass(model, PeriodFact):
        return {"since": BEFORE, "until": BEFORE}
    return {"valid_on": LATER + timedelta(days=1)} if issubclass(model, DatedFact) else {}


def _user() -> User:
    return bare(User)


def _envelope(model: type[Fact]) -> dict[str, Violation]:
    name = f"{model._meta.app_label}_{model._meta.model_name}"
    table = model._meta.db_table
    found = {
        # On insert the database empties the moment, so a reason alone is the broken half.
        f"{name}_withdrawal": _spoilt(model, withdrawn_reason="zomaar een reden"),
        f"{name}_recorded_by": _spoilt(model, origin="web"),
        f"{name}_origin": Violation(model, lambda: draft(model, origin="fax", recorded_by=_user())),
        f"{table}_replaces_id_key": _corrected_twice(model),
    }
    if issubclass(model, DatedFact):
        found[f"{name}_first_day"] = _spoilt(model, valid_on_from=date(2030, 1, 1))
    if issubclass(model, PeriodFact):
        found[f"{name}_period"] = _spoilt(model, since=LATER, until=FIRST)
    return found


def _shared() -> dict[str, Violation]:
    found: dict[str, Violation] = {}
    for model in own_models():
        table = model._meta.db_table
        for field in model._meta.local_fields:
            if field.name == "public_id":
                found[f"{table}_public_id_key"] = _same_public_id(model)
            if isinstance(field, PositiveIntegerRelDbTypeMixin) and not field.primary_key:
                found[f"{table}_{field.column}_check"] = _negative(model, field.name)
    for fact in facts():
        found |= _envelope(fact)
    return found


def _same_public_id(model: type[models.Model]) -> Violation:
    def second() -> models.Model:
        number = uuid4()
        bare(model, public_id=number)
        return draft(model, public_id=number)

    return Violation(model, second)


def _same_event() -> Violation:
    def second() -> models.Model:
        number = uuid4()
        bare(api.FeedEntry, event_id=number)
        return draft(api.FeedEntry, event_id=number)

    return Violation(api.FeedEntry, second)


def _behind(model: type[models.Model], start: str, end: str, thing: type[Identity]) -> Violation:
    def circle() -> models.Model:
        one = bare(thing)
        return draft(model, **{start: one, end: one})

    return Violation(model, circle, behind_trigger=True)


def _measured(**fields: Any) -> Violation:
    return _spoilt(programme.Measurement, **{k: Decimal(v) for k, v in fields.items()})


def _itself() -> models.Model:
    action = bare(programme.Action)
    return draft(programme.ActionRelation, from_action=action, to_action=action)


_NOW = datetime.now(UTC)  # noqa: TID251 - the outcome must lie after the database clock
_ACCOUNTS = {
    "accounts_user_email_key": _twice(User, "email"),
    "accounts_user_email_lower": _spoilt(User, email="Iemand@example.be"),
    "accounts_organisation_slug_key": _twice(Organisation, "slug"),
    "accounts_opensession_session_key_key": _twice(OpenSession, "session_key"),
    "accounts_membership_role": _spoilt(Membership, role="visitor"),
    "accounts_membership_period": _spoilt(Membership, since=LATER, until=FIRST),
    "accounts_membership_once": _twice(Membership, "user", "organisation", "role"),
}
_CORE = {
    "core_changerow_object_id_check": _spoilt(ChangeRow, object_id=-1),
    "core_changerow_version_check": _spoilt(ChangeRow, version=-1),
    "core_freezemark_id_check": _spoilt(FreezeMark, id=-1),
    "core_freezemark_one_row": _spoilt(FreezeMark, id=2),
    "core_jobrun_once": _twice(JobRun, "job", "slot"),
    "core_jobrun_one_running": _twice(JobRun, "job", state="running", lease_until=NOON),
    "core_jobrun_lease": _spoilt(JobRun, state="running"),
    "core_outgoingmail_once": _twice(OutgoingMail, "subject_id"),
    "core_outgoingmail_message_id_key": _twice(OutgoingMail, "message_id"),
    "core_outgoingmail_lease": _spoilt(OutgoingMail, state="sending"),
    "core_outgoingmail_sent": _spoilt(OutgoingMail, sent_at=NOON),
}
_API = {
    "api_apiclient_name": _twice(api.ApiClient, "organisation", "name"),
    "api_apikey_two": _twice(api.ApiKey, "client", "slot"),
    "api_apikey_slot": _spoilt(api.ApiKey, slot=3),
    "api_apikey_at_most_a_year": _spoilt(api.ApiKey, expires_at=NOON + timedelta(days=367)),
    "api_apikey_prefix_key": _twice(api.ApiKey, "prefix"),
    "api_idempotencyrecord_once": _twice(api.IdempotencyRecord, "client", "key"),
    "api_feedentry_event_id_key": _same_event(),
    "api_feedentry_position_check": _spoilt(api.FeedEntry, position=-1),
    "api_exporttask_status": _spoilt(api.ExportTask, status="away"),
    "api_exporttask_format": _spoilt(api.ExportTask, format="pdf"),
    "api_exporttask_progress": _spoilt(api.ExportTask, progress=101),
    "api_exporttask_lease": _spoilt(api.ExportTask, lease_until=NOON),
    "api_exporttask_file": _spoilt(api.ExportTask, status="done", file_name="exports/x.csv"),
    "api_importtask_status": _spoilt(api.ImportTask, status="away"),
    "api_importtask_progress": _spoilt(api.ImportTask, progress=101),
    "api_importtask_lease": _spoilt(api.ImportTask, lease_until=NOON),
    "api_importtask_rows": _spoilt(api.ImportTask, file_name=""),
    "api_importtask_finished": _spoilt(api.ImportTask, status="failed"),
    "api_importtask_all_or_none": _spoilt(api.ImportTask, saved_count=1),
    "api_feedstate_once": _twice(api.FeedState, "label", "object_id"),
    "api_webhooksubscription_url": _twice(api.WebhookSubscription, "client", "url"),
    "api_webhooksubscription_https": _spoilt(api.WebhookSubscription, url="http://example.be/"),
    "api_webhooksubscription_previous": _spoilt(api.WebhookSubscription, previous_seed="1" * 64),
    "api_webhookdelivery_once": _twice(api.WebhookDelivery, "subscription", "position"),
    "api_webhookdelivery_lease": _spoilt(api.WebhookDelivery, state="sending"),
    "api_webhookdelivery_sent": _spoilt(api.WebhookDelivery, state="sent"),
}
_PROGRAMME = {
    "programme_action_code": _spoilt(programme.Action, code="1.2.4"),
    "programme_action_code_key": _twice(programme.Action, "code"),
    "programme_actiondomain_code_key": _twice(programme.ActionDomain, "code"),
    "programme_actionline_code_key": _twice(programme.ActionLine, "code"),
    "programme_actor_slug_key": _twice(programme.Actor, "slug"),
    "programme_indicator_code_key": _twice(programme.Indicator, "code"),
    "programme_milestone_code": _twice(programme.Milestone, "action", "code"),
    "programme_actiondomainversion_one_per_day": _twice(programme.ActionDomainVersion, "domain"),
    "programme_actionlineversion_one_per_day": _twice(programme.ActionLineVersion, "line"),
    "programme_actorversion_one_per_day": _twice(programme.ActorVersion, "actor"),
    "programme_actionversion_one_per_day": _twice(programme.ActionVersion, "action"),
    "programme_milestoneversion_one_per_day": _twice(programme.MilestoneVersion, "milestone"),
    "programme_indicatorversion_one_per_day": _twice(programme.IndicatorVersion, "indicator"),
    "programme_ruleset_one_per_day": _twice(programme.RuleSet),
    "programme_actorversion_enterprise_number": _spoilt(
        programme.ActorVersion, enterprise_number="0123456789"
    ),
    "programme_actionversion_line": _spoilt(programme.ActionVersion, line=None),
    "programme_actionversion_period": _spoilt(
        programme.ActionVersion, starts_on=LATER, ends_on=FIRST
    ),
    "programme_actionversion_continuous": _spoilt(
        programme.ActionVersion, is_continuous=True, ends_on=LATER
    ),
    "programme_actionclosure_one": _twice(programme.ActionClosure, "action"),
    "programme_actionclosure_statement": _spoilt(programme.ActionClosure, statement="klaar"),
    "programme_actionsuccession_one_from": _spoilt(programme.ActionSuccession, from_action=None),
    "programme_actionsuccession_not_itself": _behind(
        programme.ActionSuccession, "from_action", "to_action", programme.Action
    ),
    "programme_actionsuccession_once": _twice(
        programme.ActionSuccession, "from_action", "to_action"
    ),
    "programme_actorsuccession_not_itself": _behind(
        programme.ActorSuccession, "from_actor", "to_actor", programme.Actor
    ),
    "programme_actorsuccession_once": _twice(programme.ActorSuccession, "from_actor", "to_actor"),
    "programme_actionrelation_not_itself": Violation(programme.ActionRelation, _itself),
    "programme_actionrelation_once": _twice(programme.ActionRelation, "from_action", "to_action"),
    "programme_statusupdate_body": _spoilt(programme.StatusUpdate, body="te kort"),
    "programme_statusupdate_deviation": _spoilt(
        programme.StatusUpdate, declared_status="achieved", computed_status="attention"
    ),
    "programme_sourcefact_code": _twice(programme.SourceFact, "code"),
    "programme_sourcefactplace_one_place": _spoilt(programme.SourceFactPlace, domain=None),
    "programme_sourcefactplace_once": _twice(programme.SourceFactPlace, "fact", "domain"),
    "programme_participation_one_place": _spoilt(programme.Participation, action=None),
    "programme_participation_no_overlap": _twice(programme.Participation, "actor", "action"),
    "programme_actionindicator_no_overlap": _twice(
        programme.ActionIndicator, "action", "indicator"
    ),
    "programme_milestoneplan_number": _twice(programme.MilestonePlan, "milestone"),
    "programme_milestoneplan_number_from_one": _spoilt(
        programme.MilestonePlan, number=0, reason="Een reden van tien tekens", decided_by="Comité"
    ),
    "programme_milestoneplan_reason": _spoilt(programme.MilestonePlan, number=2),
    "programme_milestoneoutcome_one": _twice(programme.MilestoneOutcome, "milestone"),
    "programme_milestoneoutcome_not_future": _spoilt(
        programme.MilestoneOutcome, valid_on=(_NOW + timedelta(days=3)).date()
    ),
    "programme_indicatorversion_ratio": _spoilt(programme.IndicatorVersion, unit="%"),
    "programme_indicatorversion_decimals": _spoilt(programme.IndicatorVersion, decimals=7),
    "programme_indicatorversion_live": _spoilt(
        programme.IndicatorVersion, source_metric="programme.actions"
    ),
    "programme_target_number": _twice(programme.Target, "indicator"),
    "programme_target_number_from_one": _spoilt(
        programme.Target, number=0, reason="Een reden van tien tekens", decided_by="Comité"
    ),
    "programme_target_reason": _spoilt(programme.Target, number=2),
    "programme_target_band": _spoilt(programme.Target, upper=Decimal(9)),
    "programme_measurement_once": _twice(programme.Measurement, "indicator"),
    "programme_measurement_denominator": _measured(value=0, numerator=0, denominator=0),
    "programme_measurement_both_parts": _measured(value=5, numerator=5),
    "programme_measurement_parts_agree": _measured(value=50, numerator=1, denominator=4),
    "programme_measurement_period": _spoilt(programme.Measurement, period_start=date(2030, 1, 1)),
}
_REPORTS = {
    "reports_reportdefinition_key_key": _twice(reports.ReportDefinition, "key"),
    "reports_definitionversion_one_per_day": _twice(reports.ReportDefinitionVersion, "definition"),
    "reports_schedule_one_active": _twice(reports.ReportSchedule, "definition"),
    "reports_schedule_offset": _spoilt(reports.ReportSchedule, offset_days=367),
    "reports_schedule_first_period": _spoilt(reports.ReportSchedule, first_period="2015-K1"),
    "reports_reportrun_slug_key": _twice(reports.ReportRun, "slug"),
    "reports_reportrun_one_per_period": _twice(
        reports.ReportRun, "definition", purpose="scheduled"
    ),
    "reports_reportrun_state": _spoilt(reports.ReportRun, state="lost"),
    "reports_reportrun_as_of": _spoilt(reports.ReportRun, as_of=date(2999, 12, 31)),
    "reports_reportrun_lease": _spoilt(reports.ReportRun, state="building"),
    "reports_reportrun_original": _spoilt(reports.ReportRun, purpose="restated"),
    "reports_runevent_kind": _spoilt(reports.RunEvent, kind="dreamt"),
    "reports_reportsnapshot_run_id_key": _twice(reports.ReportSnapshot, "run"),
    "reports_reportsnapshot_digest": _spoilt(reports.ReportSnapshot, sha256="0" * 64),
    "reports_reportfile_digest": _spoilt(reports.ReportFile, content=b"andere bytes"),
    "reports_reportfile_once": _twice(reports.ReportFile, "snapshot"),
    "reports_publication_one": _twice(reports.Publication, "snapshot"),
    "reports_verification_one_queued": _twice(reports.Verification, "snapshot"),
}
NAMED = _ACCOUNTS | _API | _CORE | _PROGRAMME | _REPORTS | named(_spoilt, _twice, Violation)
VIOLATIONS = _shared() | NAMED
