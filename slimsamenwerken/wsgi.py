import os

from django.core.wsgi import get_wsgi_application

import slimsamenwerken.celery  # noqa: F401 - else tasks go to Celery's own default app, and are lost
from slimsamenwerken.core.heap import settle

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "slimsamenwerken.settings")
application = get_wsgi_application()
settle()
