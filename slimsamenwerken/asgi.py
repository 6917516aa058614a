import os

from django.core.asgi import get_asgi_application

import slimsamenwerken.celery  # noqa: F401 - else tasks go to Celery's own default app, and are lost

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "slimsamenwerken.settings")
application = get_asgi_application()
