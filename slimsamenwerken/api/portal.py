from django.urls import reverse

from slimsamenwerken.api import scopes
from slimsamenwerken.api.idempotency import forget_old_answers
from slimsamenwerken.core.jobs import Job, jobs
from slimsamenwerken.core.links import Link, links
from slimsamenwerken.core.schedules import EACH_TICK

scopes.announce()
links.add(
    Link("api.clients", lambda organisation: reverse("api_clients:list", args=[organisation]))
)
jobs.add(Job("api.kept_answers", EACH_TICK, forget_old_answers))
