"""A small programme with somebody in every role, made once and put back for every test.

Columns of the permission table, in order. `lead` leads the own action and the hidden one, `other`
leads the other one, `partner` takes part in the first two of them, `member` works elsewhere.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.test import Client
from django.utils import timezone

from slimsamenwerken.accounts.models import Membership, Organisation, User
from slimsamenwerken.api import operations as api
from slimsamenwerken.api.models import ApiClient, WebhookDelivery
from slimsamenwerken.api.webhooks import operations as webhooks
from slimsamenwerken.core.clocks import Fact
from slimsamenwerken.programme import operations as programme
from slimsamenwerken.programme.fact_kinds import KINDS
from slimsamenwerken.programme.metrics import metrics
from slimsamenwerken.programme.models import Action, Actor, Indicator, SourceFact
from slimsamenwerken.reports import operations as reports
from slimsamenwerken.reports.models import (
    ReportDefinition,
    ReportDefinitionVersion,
    ReportRun,
    ReportSchedule,
    State,
)
from tests.factories.accounts import make_membership, make_organisation, make_person, make_user
from tests.factories.drafts import make
from tests.factories.programme import (
    FIRST,
    make_action,
    make_actor,
    make_indicator,
    make_line,
    make_measurement,
    make_milestone,
    make_role,
    make_update,
)
from tests.procurement.builders import make_group, make_version

PEOPLE = ("visitor", "member", "partner", "lead", "other", "staff", "publisher", "admin", "auditor")
SEED: dict[str, Any] = {"by": None, "origin": "seed"}
DUE = date(2015, 12, 31)
CODES = {"own": "7.1.01", "other": "7.1.02", "hidden": "7.1.03"}
INDICATORS = {"own": "V1", "other": "V2"}
Args = tuple[Any, ...]


@dataclass
class World:
    """`objects`: URL name → word for an object → the arguments of its address."""

    sessions: dict[str, str] = field(default_factory=dict)
    objects: dict[str, dict[str, Args]] = field(default_factory=dict)

    def client(self, person: str) -> Client:
        found = Client()
        if person in self.sessions:
            found.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[person]
        return found

    def add(self, objects: dict[str, Args], *names: str) -> None:
        for name in names:
            self.objects.setdefault(name, {}).update(objects)


def build() -> World:
    """Everything saved; the caller keeps the rows."""
    world = World()
    homes = {name: make_organisation(slug=f"huis-{name}") for name in ("partner", "lead", "other")}
    people = _people(homes)
    actions = _actions(homes)
    _things(world, actions)
    _facts(world, actions)
    _open_data(world, actions)
    _procurement(world)
    _reports(world)
    _accounts(world, people)
    for name, user in people.items():
        client = Client()
        client.force_login(user)
        world.sessions[name] = client.cookies[settings.SESSION_COOKIE_NAME].value
    return world


def _people(homes: dict[str, Organisation]) -> dict[str, User]:
    ovam = make_organisation(slug="ovam", kind="government")
    office = {role: make_person(role, ovam) for role in ("staff", "publisher", "admin", "auditor")}
    members = {name: make_person("member", home) for name, home in homes.items()}
    return {"member": make_person("member"), **members, **office}


def _actions(homes: dict[str, Organisation]) -> dict[str, Action]:
    line = make_line(code="7.1")
    given = {"line": line, "starts_on": date(2014, 1, 1)}
    actions = {
        name: make_action(code=code, is_public=name != "hidden", **given)
        for name, code in CODES.items()
    }
    actors = {name: make_actor(slug=f"actor-{name}", organisation=o) for name, o in homes.items()}
    for name, role, target in (
        ("lead", "lead", "own"),
        ("lead", "lead", "hidden"),
        ("other", "lead", "other"),
        ("partner", "partner", "own"),
        ("partner", "partner", "other"),
    ):
        make_role(actors[name], actions[target], role)
    for name, code in INDICATORS.items():
        make_indicator(actions[name], code=code)
    for action in actions.values():
        make_milestone(action, code="M1", due_on=DUE)
    fact = make(SourceFact, code="F1", text="Een feit over afval en materialen in Vlaanderen.")
    programme.place_fact(fact=fact, target=line, by=None)
    return actions


def _things(world: World, actions: dict[str, Action]) -> None:
    by_action = {name: (code,) for name, code in CODES.items()}
    by_action["unknown"] = ("9.9.99",)
    world.add(
        by_action,
        *(f"programme:{n}" for n in ("action-detail", "action-history", "milestone-export")),
        *(f"programme:{n}" for n in ("update-new", "closure-new")),
        *(f"programme:{n}" for n in ("action-change", "milestone-new", "role-new")),
        *(f"programme:{n}" for n in ("indicator-attach", "relation-new", "action-succession-new")),
    )
    milestones = {name: (code, "M1") for name, code in CODES.items()}
    milestones["unknown"] = (CODES["own"], "M9")
    world.add(
        milestones, *(f"programme:{n}" for n in ("outcome-new", "plan-new", "milestone-change"))
    )
    role = actions["own"].participations.get(role="lead")
    world.add(
        {"own": (CODES["own"], role.public_id), "unknown": (CODES["other"], role.public_id)},
        "programme:role-end",
    )
    world.add(
        {"own": (CODES["own"], INDICATORS["own"]), "unknown": (CODES["own"], INDICATORS["other"])},
        "programme:indicator-detach",
    )
    world.add(
        {name: (code,) for name, code in INDICATORS.items()} | {"unknown": ("V9",)},
        *(f"programme:{n}" for n in ("indicator-detail", "measurement-export")),
        *(f"programme:{n}" for n in ("measurement-new", "target-new", "indicator-change")),
    )
    world.add(
        {"own": ("actor-lead",), "unknown": ("niemand",)},
        *(f"programme:{n}" for n in ("actor-detail", "actor-history", "actor-rename")),
        "programme:actor-succession-new",
    )
    line: dict[str, Args] = {"line": ("7.1",), "unknown": ("9.9",)}
    world.add(line, "dashboard:line", "programme:line-role-new", "programme:line-succession-new")
    domain = actions["own"].versions.get().line.domain.code
    world.add({"domain": (domain,), "unknown": ("99.9",)}, "programme:domain-role-new")
    lists = ("action-export", "actor-export", "indicator-export", "milestone-list-export")
    world.add({"csv": ("csv",)}, *(f"programme:{name}" for name in lists))
    world.add({"csv": ("csv",)}, "reports:runs-export")
    world.add({"csv": ("csv",)}, "accounts:user-export", "accounts:organisation-export")
    metric = min(metric.key for metric in metrics)
    world.add({"one": (metric,), "unknown": ("niets",)}, "programme:metric-detail")
    world.add({"csv": (metric, "csv")}, "programme:metric-export")
    world.add({"spent": ("MQ-1", "spent")}, "account_reset_password_from_key")
    world.add({"spent": ("spent",)}, "account_confirm_email")


def _procurement(world: World) -> None:
    codes = {"published": "MB-001", "consultation": "MB-002", "draft": "MB-003"}
    for state, code in codes.items():
        make_version(code, state=state)
    codes["unknown"] = "ZZ-999"
    world.add({name: (code,) for name, code in codes.items()}, "procurement:criterion-detail")
    versions: dict[str, Args] = {"published": ("MB-001", 1), "draft": ("MB-003", 1)}
    world.add(versions | {"unknown": ("MB-001", 2)}, "procurement:criterion-version")
    slug = make_group("MB").slug
    world.add({"one": (slug,), "unknown": ("niets",)}, "procurement:group-detail")


def _open_data(world: World, actions: dict[str, Action]) -> None:
    names: dict[str, Args] = {"dataset": ("actions",), "unknown": ("bestaat-niet",)}
    world.add(names, *(f"open_data:{name}" for name in ("csv", "csvw", "jsonld", "context")))
    ids: dict[str, UUID] = {name: actions[name].public_id for name in ("own", "hidden")}
    ids["unknown"] = uuid4()
    world.add({name: ("actions", found) for name, found in ids.items()}, "open_data:one")
    world.add({name: ("action", found) for name, found in ids.items()}, "open_data:id")


def _facts(world: World, actions: dict[str, Action]) -> None:
    """One row of every kind, and the rows that not everybody may read."""
    own, other, hidden = (actions[name] for name in ("own", "other", "hidden"))
    indicator = Indicator.objects.get(code="V1")
    programme.set_target(
        indicator=indicator, value=Decimal(10), due_on=DUE, valid_on=FIRST, decided_by="X", **SEED
    )
    make_measurement(indicator, 5, DUE)
    programme.record_outcome(
        milestone=own.milestones.get(), kind="realised", statement="x" * 20, valid_on=DUE, **SEED
    )
    programme.close_action(action=own, kind="completed", statement="x" * 20, valid_on=DUE, **SEED)
    programme.relate_actions(from_action=own, to_action=other, kind="related", **SEED)
    link: dict[str, Any] = {"kind": "continued_in", "valid_on": DUE, **SEED}
    programme.continue_action(start=own, to_action=other, **link)
    first, second = (Actor.objects.get(slug=f"actor-{name}") for name in ("lead", "partner"))
    programme.succeed_actor(from_actor=first, to_actor=second, kind="merged", valid_on=DUE, **SEED)
    make_update(own, DUE)
    internal = make_update(own, DUE, is_public=False)
    withdrawn = make_update(own, DUE)
    programme.withdraw_fact(fact=withdrawn, by=None, reason="voorbeeld van een reden")
    rows: dict[str, Fact] = {key: _one(key) for key in KINDS}
    rows |= {
        "update-internal": internal,
        "update-withdrawn": withdrawn,
        "update-of-other": make_update(other, DUE),
        "update-of-hidden": make_update(hidden, DUE),
        "measurement-of-other": make_measurement(Indicator.objects.get(code="V2"), 5, DUE),
    }
    found: dict[str, Args] = {
        name: (name if name in KINDS else name.split("-")[0], row.public_id)
        for name, row in rows.items()
    }
    found["unknown"] = ("update", rows["plan"].public_id)
    world.add(found, *(f"programme:fact-{n}" for n in ("detail", "withdraw", "correct")))


def _one(key: str) -> Any:
    """The first row of the kind: what the own action has, for it was made first."""
    return KINDS[key].model._default_manager.order_by("pk").filter(withdrawn_at=None).first()


def _reports(world: World) -> None:
    runs = {
        "published": make_report("openbaar", publish=True),
        "internal": make_report("intern", publish=True, audience="internal"),
        "withdrawn": make_report("ingetrokken", publish=True),
        "ready": make_report("klaar"),
        "queued": _asked("wacht"),
        "failed": _asked("mislukt"),
    }
    publication = runs["withdrawn"].snapshot.publications.get()
    reports.withdraw_publication(publication=publication, by=None, reason="voorbeeld van reden")
    ReportRun.objects.filter(pk=runs["failed"].pk).update(state=State.FAILED)
    slugs: dict[str, Args] = {name: (run.slug,) for name, run in runs.items()}
    slugs["unknown"] = ("onbekend",)
    world.add(slugs, "reports:detail")
    read = {name: slugs[name] for name in ("published", "internal", "ready", "unknown")}
    world.add(read, "reports:verify")
    world.add({k: (*v, "pdf") for k, v in read.items()}, "reports:file")
    world.add({"withdrawn": (*slugs["withdrawn"], "pdf")}, "reports:file")
    figure = "summary.actions"
    world.add({k: (*v, figure) for k, v in read.items()}, "reports:figure", "reports:rows")
    keys: dict[str, Args] = {name: (run.public_id,) for name, run in runs.items()}
    keys["unknown"] = (ReportDefinition.objects.earliest("pk").public_id,)
    names = ("run", "publish", "retry", "cancel", "withdraw", "restate", "remake")
    world.add(keys, *(f"reports:{name}" for name in names))
    models: dict[str, Args] = {"one": ("openbaar",), "unknown": ("niets",)}
    world.add(models, "reports:definition", "reports:schedule-new")
    schedule = make(
        ReportSchedule, definition=runs["published"].definition, cadence="year", first_period="2013"
    )
    world.add({"one": (schedule.public_id,), "unknown": keys["unknown"]}, "reports:schedule")
    world.add({"one": (schedule.public_id, "2013")}, "reports:start-skipped")
    world.add({"unknown": (*keys["unknown"], "2013")}, "reports:start-skipped")


def _asked(key: str, audience: str = "public") -> ReportRun:
    definition = reports.create_definition(
        key=key, title=f"Rapport {key}", sections=["summary"], valid_on=FIRST, **SEED
    )
    if audience != "public":
        given = {"definition": definition, "audience": audience, "sections": ["summary"]}
        make(ReportDefinitionVersion, **given, valid_on=FIRST + timedelta(days=1))
    wish = reports.Wish(DUE, "manual", "2015")
    today = timezone.localdate()
    return reports.request_run(definition=definition, wish=wish, by=None, today=today)[0]


def make_report(key: str, *, publish: bool = False, audience: str = "public") -> ReportRun:
    run = _asked(key, audience)
    assert reports.work(run.pk, worker="test", now=timezone.now()) == "ready"
    run.refresh_from_db()
    if publish:
        reports.publish_run(run=run, by=None, origin="task")
    return run


def _clients(world: World, home: Organisation, by: User) -> None:
    client = api.make_client(organisation=home, name="Voorbeeld", scopes=["feed:read"], by=by)
    api.give_key(client=client, by=by, now=timezone.now(), lasts=timedelta(days=9))
    key = client.keys.get()
    one, unknown = (home.public_id, client.public_id), (home.public_id, home.public_id)
    world.add({"one": (home.public_id,)}, "api_clients:new")
    world.add({"one": one}, "api_clients:end", "api_clients:key-new")
    world.add({"one": one, "unknown": unknown}, "api_clients:change")
    keys: dict[str, Args] = {"one": (*one, key.public_id), "unknown": (*one, home.public_id)}
    world.add(keys, "api_clients:key-revoke")
    _webhooks(world, client, by)


def _webhooks(world: World, client: ApiClient, by: User) -> None:
    row = webhooks.make_webhook(client=client, url="https://haak.example.be/", kinds=[], by=by)
    dead = WebhookDelivery.objects.create(
        subscription=row,
        position=1,
        state="dead",
        not_before=timezone.now(),
        made_at=timezone.now(),
    )
    one = (client.organisation.public_id, client.public_id)
    of_it: dict[str, Args] = {"one": (*one, row.public_id), "unknown": (*one, client.public_id)}
    world.add({"one": one}, "api_clients:webhook-new")
    names = ("webhook", "webhook-secret", "webhook-enable", "webhook-end", "webhook-replay-all")
    world.add(of_it, *(f"api_clients:{name}" for name in names))
    deliveries: dict[str, Args] = {
        "one": (*one, row.public_id, dead.public_id),
        "unknown": (*one, row.public_id, row.public_id),
    }
    world.add(deliveries, "api_clients:webhook-replay")


def _accounts(world: World, people: dict[str, User]) -> None:
    home = make_organisation(slug="van-iemand")
    somebody = make_user(email="iemand@example.be")
    role = make_membership(somebody, home)
    unknown: dict[str, Args] = {"unknown": (home.public_id,)}
    objects = {"somebody": (somebody.public_id,), "myself": (people["admin"].public_id,)} | unknown
    names = ("user-detail", "user-change", "user-invite", "user-door", "role-new")
    world.add(objects, *(f"accounts:{name}" for name in names))
    own = Membership.objects.get(user=people["admin"])
    world.add(
        {
            "somebody": (somebody.public_id, role.public_id),
            "myself": (people["admin"].public_id, own.public_id),
            "of-another": (somebody.public_id, own.public_id),
        },
        "accounts:role-end",
    )
    organisation: dict[str, Args] = {"one": (home.public_id,), "unknown": (somebody.public_id,)}
    world.add(organisation, "accounts:organisation-change", "api_clients:list")
    _clients(world, home, people["admin"])
    world.add({"unknown": (somebody.public_id,)}, "accounts:session-end")
