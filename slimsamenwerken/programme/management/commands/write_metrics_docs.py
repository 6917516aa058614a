"""`manage.py write_metrics_docs`: every metric with its definition, in Dutch."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from slimsamenwerken.programme.metrics import metrics
from slimsamenwerken.programme.metrics.document import metrics_document


class Command(BaseCommand):
    help = "Writes docs/metrics.md from the registry of metrics."

    def handle(self, *_args: object, **_options: object) -> None:
        path = Path(settings.BASE_DIR) / "docs" / "metrics.md"
        path.write_text(metrics_document(metrics), encoding="utf-8")
        self.stdout.write(f"docs/metrics.md: {len(metrics)} metrics")
