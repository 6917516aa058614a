"""The start data with somebody in every role and a published report: the portal as people see it."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Model, QuerySet
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from procurement.models import CriterionVersion, ProductGroup
from slimsamenwerken.accounts.models import Membership, Organisation, User
from slimsamenwerken.api import operations as api
from slimsamenwerken.api.webhooks import operations as webhooks
from slimsamenwerken.programme.fact_kinds import KINDS
from slimsamenwerken.programme.metrics import metrics
from slimsamenwerken.programme.models import (
    Action,
    ActionDomain,
    ActionIndicator,
    ActionLine,
    Actor,
    Indicator,
    Milestone,
    Participation,
)
from slimsamenwerken.programme.operations import link_organisation
from slimsamenwerken.reports import operations as reports
from slimsamenwerken.reports.management.commands.build_year_report import SECTIONS, TITLE
from slimsamenwerken.reports.models import ReportDefinition, ReportRun, ReportSchedule
from tests.factories.accounts import make_organisation, make_person
from tests.factories.drafts import make
from tests.procurement.builders import make_version
from tests.standing.addresses import portal_addresses
from tests.standing.reading import body, is_page

PEOPLE = ("visitor", "lead", "staff", "publisher", "admin", "auditor")
END = date(2015, 12, 31)
Args = tuple[Any, ...]
# Where reading changes something, or where nothing is to read.
NOT_READ = {
    "account_logout": "asks to sign out; tests/accounts reads it",
    "reports:verify": "takes POST only",
    "reports:start-skipped": "takes POST only",
    "reports:publish": "takes POST only",
    "reports:retry": "takes POST only",
    "reports:cancel": "takes POST only",
    "reports:restate": "takes POST only",
    "reports:remake": "takes POST only",
    "accounts:user-invite": "takes POST only",
    "api_clients:webhook-replay": "takes POST only",
    "api_clients:webhook-replay-all": "takes POST only",
    "accounts:session-end": "takes POST only",
    "accounts:sessions-end": "takes POST only",
}


@dataclass(frozen=True)
class Answer:
    """What came back for an address; `sets_cookie` lists the names."""

    status: int
    is_page: bool
    body: str
    sets_cookie: tuple[str, ...] = ()


@dataclass
class Started:
    """`sessions` and `people` (e-mail addresses) by role; `pages`: URL name → arguments."""

    sessions: dict[str, str] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)
    pages: dict[str, list[Args]] = field(default_factory=dict)
    _read: dict[tuple[str, str], Answer] = field(default_factory=dict)

    def client(self, person: str) -> Client:
        found = Client()
        if person in self.sessions:
            found.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[person]
        return found

    def read(self, person: str, url: str) -> Answer:
        """The answer of a GET, asked once: the rows behind it stay the same."""
        key = (person, url)
        if key not in self._read:
            response = self.client(person).get(url)
            cookies = tuple(response.cookies)
            self._read[key] = Answer(
                response.status_code, is_page(response), body(response), cookies
            )
        return self._read[key]

    def addresses(self) -> list[str]:
        """Every page, once or for a few of its things."""
        return [reverse(name, args=args) for name, found in self.pages.items() for args in found]


def build() -> Started:
    """On the start data: people and a report of 2015; the caller keeps the rows."""
    ovam = Organisation.objects.filter(slug="ovam").first() or make_organisation(
        slug="ovam", name="OVAM", kind="government"
    )
    actor = Actor.objects.filter(participations__role="lead", participations__action__gt=0).first()
    assert actor is not None
    leading = actor.organisation or make_organisation(slug="trekker", name="Voorbeeldtrekker")
    link_organisation(actor=actor, organisation=leading)
    people = {"lead": make_person("member", leading)}
    people |= {role: make_person(role, ovam) for role in PEOPLE[2:]}
    run = _report()
    started = Started(pages=_pages(run, people))
    for name, user in people.items():
        started.people[name] = user.email
        client = Client()
        client.force_login(user)
        started.sessions[name] = client.cookies[settings.SESSION_COOKIE_NAME].value
    return started


def _report() -> ReportRun:
    definition = ReportDefinition.objects.first() or reports.create_definition(
        key="voortgang", title=TITLE, sections=SECTIONS, valid_on=END, by=None, origin="seed"
    )
    wish = reports.Wish(END, "manual", "2015")
    today = timezone.localdate()
    run, _new = reports.request_run(definition=definition, wish=wish, by=None, today=today)
    assert reports.work(run.pk, worker="test", now=timezone.now()) == "ready"
    run.refresh_from_db()
    reports.publish_run(run=run, by=None, origin="task")
    return run


def _some(rows: QuerySet[Any], *names: str) -> list[Args]:
    """The first, the middle and the last row: enough to meet what rows differ in."""
    found = list(rows.order_by("pk").values_list(*names))
    return [found[n] for n in sorted({0, len(found) // 2, len(found) - 1})] if found else []


def _rows(model: type[Model]) -> QuerySet[Any]:
    return model._default_manager.all()


def _same(found: list[Args], *names: str) -> dict[str, list[Args]]:
    return {name: list(found) for name in names}


def _programme_pages() -> dict[str, list[Args]]:
    actions, actors = _some(_rows(Action), "code"), _some(_rows(Actor), "slug")
    indicators = _some(_rows(Indicator), "code")
    lines = _some(_rows(ActionLine), "code")
    milestones = _some(_rows(Milestone), "action__code", "code")
    facts = [
        (key, *args)
        for key, kind in KINDS.items()
        for args in _some(kind.model._default_manager.filter(withdrawn_at=None), "public_id")[:1]
    ]
    roles = Participation.objects.known().filter(action__isnull=False)
    links = ActionIndicator.objects.known()
    names = {
        ("action-detail", "action-history", "milestone-export", "update-new"): actions,
        ("closure-new", "action-change", "milestone-new", "role-new"): actions,
        ("indicator-attach", "relation-new", "action-succession-new"): actions,
        ("actor-detail", "actor-history", "actor-rename", "actor-succession-new"): actors,
        ("indicator-detail", "measurement-export", "measurement-new", "target-new"): indicators,
        ("indicator-change",): indicators,
        ("outcome-new", "plan-new", "milestone-change"): milestones[:1],
        ("indicator-detach",): _some(links, "action__code", "indicator__code")[:1],
        ("line-role-new", "line-succession-new"): lines[:1],
        ("domain-role-new",): _some(_rows(ActionDomain), "code"),
        ("role-end",): _some(roles, "action__code", "public_id")[:1],
        ("fact-detail", "fact-withdraw", "fact-correct"): facts,
        ("metric-detail",): [(metric.key,) for metric in metrics],
    }
    found = {"dashboard:line": lines}
    found["programme:metric-export"] = [(next(iter(metrics)).key, "csv")]
    for ours, pages in names.items():
        found |= _same(pages, *(f"programme:{name}" for name in ours))
    return found


def _report_pages(run: ReportRun) -> dict[str, list[Args]]:
    schedule = ReportSchedule.objects.first() or make(
        ReportSchedule, definition=run.definition, cadence="year", first_period="2015"
    )
    figures: list[Args] = [(run.slug, figure) for figure in ("summary.actions", "status.total")]
    return {
        "reports:detail": [(run.slug,)],
        "reports:file": [(run.slug, "json")],
        "reports:schedule": [(schedule.public_id,)],
        **_same(figures, "reports:figure", "reports:rows"),
        **_same([(run.public_id,)], "reports:run", "reports:withdraw"),
        **_same([(run.definition.key,)], "reports:definition", "reports:schedule-new"),
    }


def _procurement_pages() -> dict[str, list[Args]]:
    if not CriterionVersion.objects.exists():  # until the start data brings criteria
        make_version("MB-001")
        make_version("MB-001", since=date(2026, 6, 1))
    shown = CriterionVersion.objects.filter(transitions__to_state="published")
    return {
        "procurement:criterion-detail": _some(shown, "criterion__code"),
        "procurement:criterion-version": _some(shown, "criterion__code", "number"),
        "procurement:group-detail": _some(_rows(ProductGroup), "slug"),
    }


def _open_data_pages() -> dict[str, list[Args]]:
    ids = _some(_rows(Action), "public_id")
    files = ("csv", "csvw", "jsonld", "context")
    return {
        **_same([("actions",), ("measurements",)], *(f"open_data:{name}" for name in files)),
        "open_data:one": [("actions", *found) for found in ids],
        "open_data:id": [("action", *found) for found in ids],
    }


def _account_pages(somebody: User) -> dict[str, list[Args]]:
    role = Membership.objects.get(user=somebody)
    names = ("user-detail", "user-change", "user-door", "role-new")
    return {
        **_same([(somebody.public_id,)], *(f"accounts:{name}" for name in names)),
        "accounts:role-end": [(somebody.public_id, role.public_id)],
        "accounts:organisation-change": [(role.organisation.public_id,)],
        **_client_pages(role.organisation, somebody),
        "account_confirm_email": [("spent",)],
        "account_reset_password_from_key": [("MQ-1", "spent")],
    }


def _client_pages(home: Organisation, by: User) -> dict[str, list[Args]]:
    client = api.make_client(organisation=home, name="Voorbeeld", scopes=["feed:read"], by=by)
    api.give_key(client=client, by=by, now=timezone.now(), lasts=timedelta(days=9))
    one = (home.public_id, client.public_id)
    row = webhooks.make_webhook(client=client, url="https://haak.example.be/", kinds=[], by=by)
    of_webhook = ("webhook", "webhook-secret", "webhook-enable", "webhook-end")
    of_client = ("change", "end", "key-new", "webhook-new")
    return {
        **_same([(home.public_id,)], "api_clients:list", "api_clients:new"),
        **_same([one], *(f"api_clients:{name}" for name in of_client)),
        **_same([(*one, row.public_id)], *(f"api_clients:{name}" for name in of_webhook)),
        "api_clients:key-revoke": [(*one, client.keys.get().public_id)],
    }


def _pages(run: ReportRun, people: dict[str, User]) -> dict[str, list[Args]]:
    """A new address with arguments fails here until it has pages to look at."""
    of_things = _programme_pages() | _report_pages(run) | _account_pages(people["lead"])
    of_things |= _open_data_pages() | _procurement_pages()
    found: dict[str, list[Args]] = {}
    for address in portal_addresses():
        if address.name in NOT_READ:
            continue
        if not address.takes:
            found[address.name] = [()]
        elif address.takes == ("form",):
            found[address.name] = [("csv",)]
        else:
            found[address.name] = of_things[address.name]
    return found
