from datetime import time

from django.urls import reverse

from slimsamenwerken.api import scopes
from slimsamenwerken.api.exports.tasks import forget_exports, sweep_exports
from slimsamenwerken.api.exports.views import ROUTES as EXPORT_ROUTES
from slimsamenwerken.api.feed.publishing import (
    forget_old_entries,
    note_turning_things,
    publish_changes,
)
from slimsamenwerken.api.idempotency import forget_old_answers
from slimsamenwerken.api.imports.tasks import forget_imports, forget_lost_rows, sweep_imports
from slimsamenwerken.api.imports.views import ROUTES as IMPORT_ROUTES
from slimsamenwerken.api.routing import routes
from slimsamenwerken.api.webhooks.api import ROUTES as WEBHOOK_ROUTES
from slimsamenwerken.api.webhooks.tasks import forget_deliveries, sweep_webhooks
from slimsamenwerken.core.dates import local_date
from slimsamenwerken.core.jobs import Job, Occasion, jobs
from slimsamenwerken.core.links import Link, links
from slimsamenwerken.core.schedules import EACH_TICK, Daily


def _publish(_occasion: Occasion) -> None:
    publish_changes()


def _note_turning(occasion: Occasion) -> None:
    note_turning_things(local_date(occasion.due_at))


def _forget(occasion: Occasion) -> None:
    forget_old_entries(occasion.now)


scopes.announce()
for route in [*EXPORT_ROUTES, *IMPORT_ROUTES, *WEBHOOK_ROUTES]:
    routes.add(route)
links.add(
    Link("api.clients", lambda organisation: reverse("api_clients:list", args=[organisation]))
)
jobs.add(Job("api.feed", EACH_TICK, _publish))
jobs.add(Job("api.feed_days", Daily(time(0, 10)), _note_turning))
jobs.add(Job("api.feed_old", Daily(time(3, 50)), _forget))
jobs.add(Job("api.kept_answers", EACH_TICK, forget_old_answers))
jobs.add(Job("api.webhooks", EACH_TICK, sweep_webhooks))
jobs.add(Job("api.webhooks_old", Daily(time(3, 55)), forget_deliveries))
jobs.add(Job("api.exports", EACH_TICK, sweep_exports))
jobs.add(Job("api.exports_old", EACH_TICK, forget_exports))
jobs.add(Job("api.imports", EACH_TICK, sweep_imports))
jobs.add(Job("api.imports_old", EACH_TICK, forget_imports))
jobs.add(Job("api.imports_lost", Daily(time(4, 0)), forget_lost_rows))
