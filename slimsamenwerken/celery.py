"""The Celery application: late acknowledgement, no results, one tick a minute."""

import os
from typing import Any, Final

from celery import Celery
from celery.signals import setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "slimsamenwerken.settings")

HARD_LIMIT: Final = 600  # seconds, in prefork workers; threads rely on the leases of rows
TICK: Final = 60


@setup_logging.connect
def _keep_our_logging(**_options: Any) -> None:
    """Celery sets up handlers of its own unless somebody listens; Django's LOGGING is enough."""


app = Celery("slimsamenwerken", task_cls="slimsamenwerken.core.tasks:TracedTask")
# Broker address and queue name differ per place and come from the settings.
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.update(
    # A task of a killed worker comes back; tasks claim their row, so twice does no harm.
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    worker_cancel_long_running_tasks_on_connection_loss=False,
    # Rows hold the results; Redis holds only what may vanish.
    result_backend=None,
    task_ignore_result=True,
    task_store_errors_even_if_ignored=False,
    task_time_limit=HARD_LIMIT,
    # Redis redelivers what is not acknowledged within this time: far beyond the hard limit.
    # Without retries: a page that asks for a report does not wait for a broker that is away.
    broker_transport_options={
        "visibility_timeout": 3600,
        "socket_connect_timeout": 2,
        "socket_timeout": 30,
        "max_retries": 0,
    },
    # Workers and beat do wait, for as long as it takes.
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    task_serializer="json",
    accept_content=["json"],
    enable_utc=True,
    timezone="UTC",
    worker_hijack_root_logger=False,
    # A tick that waited longer than a minute is worthless: the next one does its work.
    beat_schedule={
        "tick": {
            "task": "slimsamenwerken.tick",
            "schedule": TICK,
            "options": {"expires": TICK - 5},
        }
    },
)
app.autodiscover_tasks()
